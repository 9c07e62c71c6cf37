"""When it was published and modified: what the page states for machines, else what it prints; zone and source kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice

from lxml.html import HtmlElement

from newscrawler.dates import ParsedDate, date_warning
from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.date_places import is_elsewhere
from newscrawler.extraction.dated_page import DatedPage
from newscrawler.extraction.faint_dates import (
    image_dates,
    labelled_dates,
    opening_dates,
    script_dates,
    text_of_page,
    title_date,
)
from newscrawler.extraction.found_date import DateHints, FoundDate
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.local_time import WITHOUT_ZONE, is_same_moment, lacks_zone, with_local_offset, with_zone
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import dates_near_headline
from newscrawler.extraction.stated_dates import (
    date_in_url,
    date_of_time,
    modified_in_data,
    modified_in_meta,
    modified_in_times,
    published_in_data,
    published_in_meta,
    published_in_other_data,
    published_in_times,
    says_published,
)

_EARLIER = timedelta(hours=36)
_MOST_TIMES = 20
_MOST_TEXTS = 3  # that are looked at for a clock time once the day is known
_MOST_SCRIPT_DATES = 20
UNKNOWN_ZONE = "date_zone_unknown"


@dataclass(frozen=True, slots=True)
class PublicationDates:
    """Published and modified, each None where the page does not say or says what cannot be.

    Attributes:
        raw: the publication date as written, also where it is impossible.
        warnings: ``date_in_future`` or ``date_impossible``, about a publication date that is none;
            ``date_without_zone`` about a clock time that was read as UTC for want of a zone; ``date_zone_unknown``
            about one whose zone nobody knows, and that was read in the outlet's.
    """

    published: FoundDate | None = None
    modified: FoundDate | None = None
    raw: str | None = None
    warnings: tuple[str, ...] = ()


def read_dates(
    elements: PageElements, head: PageHead, data: LinkedData, decoded: DecodedPage, url: str, hints: DateHints
) -> PublicationDates:
    """The best possible publication date, the finer of two that name one day; and the last modification."""
    hints = hints.with_region(url, head.html_lang or head.first("og:locale"))
    page = DatedPage(elements, head, data, decoded, url, hints)
    modified = next(filter(page.is_possible, _modified_candidates(page)), None)
    raw, warning, chosen, texts = None, None, None, 0
    for found in _published_candidates(page):
        problem = date_warning(found.date.instant, hints.now)
        if problem:
            raw, warning = raw or found.date.raw, warning or problem
            continue
        if chosen is None or (found.date.precision != "day" and _same_day(chosen.date, found.date)):
            chosen = found
        texts += found.source == "text"
        if chosen.date.precision != "day" or texts > _MOST_TEXTS:
            break
    if chosen is None and raw is None:
        chosen = next(filter(page.is_possible, _faint_candidates(page, modified)), None)
    if chosen is None:
        return PublicationDates(None, modified, raw, (warning,) if warning else ())
    if chosen.source in ("json_ld", "meta") and modified and is_same_moment(chosen.date, modified.date):
        chosen = _earlier_statement(page, chosen) or chosen
    if chosen.date.precision != "day":
        chosen = with_local_offset(page, chosen) if chosen.date.offset_minutes == 0 else with_zone(page, chosen)
    return PublicationDates(
        chosen, _changed_since(chosen, modified), chosen.date.raw, tuple(_zone_warnings(chosen.date, hints))
    )


def _zone_warnings(date: ParsedDate, hints: DateHints) -> Iterator[str]:
    if lacks_zone(date, hints):
        yield WITHOUT_ZONE
    if date.unknown_zone and date.offset_minutes is None:
        yield UNKNOWN_ZONE


def _changed_since(published: FoundDate, modified: FoundDate | None) -> FoundDate | None:
    """The modification, unless it was before the publication: the text was only prepared then, and not changed since.

    So it is with stories that wait for their hour: nearly all such pages stated the true publication. Where one of the
    two tells only the day, or publication gives no zone, a day's difference may be rounding and the change is kept.
    """
    if modified is None or published.source == "modified":
        return modified
    is_rough = "day" in (published.date.precision, modified.date.precision) or published.date.offset_minutes is None
    rounding = timedelta(days=1) if is_rough else timedelta(0)
    return modified if modified.date.instant + rounding >= published.date.instant else None


def _same_day(day: ParsedDate, finer: ParsedDate) -> bool:
    """Do both name one day, of which one may have been written in UTC?"""
    later = finer.instant - day.instant
    if day.offset_minutes is None and finer.offset_minutes is None:
        return timedelta(0) <= later < timedelta(days=1)  # the day is its local midnight
    return abs(later) < timedelta(hours=26) or day.instant.date() == finer.instant.date()


def _published_candidates(page: DatedPage) -> Iterator[FoundDate]:
    """Every date that may be it, the surest first; searched only as far as it is asked for."""
    elements, hints = page.elements, page.hints
    yield from published_in_data(page.data, hints)
    yield from published_in_meta(page.head, hints)
    yield from published_in_other_data(page.data, page.url, hints, is_own=True)
    yield from published_in_times(elements, page.headline, hints, are_sure=True)
    printed = _printed_dates(page)
    first = next(printed, None)
    if first and first[1]:
        yield first[0]
        first = None
    yield from published_in_times(elements, page.headline, hints, are_sure=False)
    if found := date_in_url(page.url, hints):
        yield found
    if date := hints.find(title_date(page.head)):
        yield FoundDate(date, "text")
    yield from (found for found, _ in chain([first] if first else [], printed))


def _printed_dates(page: DatedPage) -> Iterator[tuple[FoundDate, bool]]:
    """The dates that the page prints, with whether it calls them the publication; those of changes are noted."""
    for printed in dates_near_headline(page.elements, page.headline):
        date = page.hints.find(printed.text)
        if date and printed.is_modified:
            page.changes.append(FoundDate(date, "modified"))
        elif date:
            yield FoundDate(date, "text"), printed.is_sure


def _modified_candidates(page: DatedPage) -> Iterator[FoundDate]:
    yield from modified_in_data(page.data, page.hints)
    yield from modified_in_meta(page.head, page.hints)
    yield from modified_in_times(page.elements, page.hints)


def _faint_candidates(page: DatedPage, modified: FoundDate | None) -> Iterator[FoundDate]:
    """Weaker signs of a page that has no date by its headline; a change is the last day on which it was published."""
    hints, find = page.hints, page.hints.find
    yield from published_in_other_data(page.data, page.url, hints, is_own=False)
    labelled = list(islice(labelled_dates(text_of_page(page.elements.tree, page.headline)), 20))
    yield from _found((text for text, is_change in labelled if not is_change), find, "text")
    yield from _found(opening_dates(page.headline), find, "text")
    scripts = _found(islice(script_dates(page.decoded.text), _MOST_SCRIPT_DATES), hints.read, "script")
    yield from (found for found in _only_day(scripts) if not modified or found.date.instant <= modified.date.instant)
    if modified:
        yield FoundDate(modified.date, "modified")
    yield from page.changes
    yield from _found((text for text, is_change in labelled if is_change), find, "modified")
    yield from _found(image_dates(page.head), hints.read, "image_path")


def _only_day(found: Iterable[FoundDate]) -> list[FoundDate]:
    """The first of the dates, where all are of one day: several are those of several articles."""
    every = list(found)
    return every[:1] if len({one.date.instant.date() for one in every}) == 1 else []


def _found(texts: Iterable[str], read: Callable[[str | None], ParsedDate | None], source: str) -> Iterator[FoundDate]:
    return (FoundDate(date, source) for text in texts if (date := read(text)))


def _earlier_statement(page: DatedPage, stated: FoundDate) -> FoundDate | None:
    """The day that the page prints near its headline, where the stated one is that of the last change and later.

    Some publishing systems write the time of the last build as both ``datePublished`` and ``dateModified``. Where the
    page prints the stated day, or several others (those of other articles), the stated one holds.
    """
    earlier: FoundDate | None = None
    for found, element in chain(_sure_times(page), _labels(page)):
        if abs(found.date.instant - stated.date.instant) <= _EARLIER:
            return None
        if is_elsewhere(element, page.headline) or not page.is_possible(found):
            continue
        if earlier and earlier.date.instant.date() != found.date.instant.date():
            return None
        earlier = earlier or found
    return earlier if earlier and earlier.date.instant < stated.date.instant else None


def _sure_times(page: DatedPage) -> Iterator[tuple[FoundDate, HtmlElement]]:
    for element in page.elements.tagged("time")[:_MOST_TIMES]:
        if says_published(element) and (date := date_of_time(element, page.hints)):
            yield FoundDate(date, "time"), element


def _labels(page: DatedPage) -> Iterator[tuple[FoundDate, HtmlElement]]:
    for element, _, names in page.near_headline:
        printed = page.label_of(element, names)
        if printed and not printed.is_modified and (date := page.hints.find(printed.text)):
            yield FoundDate(date, "text"), element
