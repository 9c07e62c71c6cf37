"""The zone of a publication date that is stated in UTC or without one: from another spelling of the same moment."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain, islice

from lxml.html import HtmlElement

from newscrawler.date_zones import OFFSETS_IN_USE, ZONE_OF_LANGUAGE
from newscrawler.dates import ParsedDate
from newscrawler.extraction.date_places import Headline, is_other_text, short_text
from newscrawler.extraction.dated_page import DatedPage
from newscrawler.extraction.faint_dates import script_dates
from newscrawler.extraction.found_date import DateHints, FoundDate
from newscrawler.extraction.meta_names import PUBLISHED_META
from newscrawler.extraction.stated_dates import (
    date_in_url,
    modified_in_data,
    modified_in_meta,
    published_in_data,
    published_in_meta,
)

WITHOUT_ZONE = "date_without_zone"
SAME_MOMENT = timedelta(seconds=90)
_MOST_SCRIPT_DATES = 20
_MOST_CLOCKS = 6  # time elements
_LONGEST_CLOCK = 100  # characters
_CLOCK = re.compile(r"\d[:.h]\d\d")
_UTC_END = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)$|^[\d-]{8,10}$|^\D*$")


def is_same_moment(date: ParsedDate, other: ParsedDate) -> bool:
    """Are both one moment, but for rounding?"""
    return abs(date.instant - other.instant) <= SAME_MOMENT


def lacks_zone(date: ParsedDate, hints: DateHints) -> bool:
    """Was a clock time without a zone read as UTC, because neither outlet nor language tells whose clock it is?"""
    if date.precision == "day" or date.offset_minutes is not None or hints.timezone != "UTC":
        return False
    return (hints.language or "")[:2] not in ZONE_OF_LANGUAGE


def with_zone(page: DatedPage, found: FoundDate) -> FoundDate:
    """The date with the zone in which another statement has the same clock, where it gives none itself."""
    if found.date.offset_minutes is not None or page.hints.timezone != "UTC":
        return found
    published = chain(published_in_data(page.data, page.hints), published_in_meta(page.head, page.hints))
    modified = chain(modified_in_data(page.data, page.hints), modified_in_meta(page.head, page.hints))
    for other in chain(published, modified):
        if _is_same_clock(other.date, found.date):
            return replace(found, date=replace(other.date, raw=found.date.raw, precision=found.date.precision))
    return found


def with_local_offset(page: DatedPage, found: FoundDate) -> FoundDate:
    """The date with the outlet's own offset, where it is stated in UTC and the page gives that moment locally as well.

    "20:00Z" beside "20:00+09:00" changes nothing: of three such pages two were right in saying UTC.
    """
    for text, element in _clock_texts(page, found):
        date = None if _UTC_END.search(text) else page.hints.find(text)
        offset = _local_offset(date, found.date, page.hints) if date else None
        if date is None or not offset:
            continue
        # a clock without a zone, in the box of another article, agrees by chance
        if date.offset_minutes is not None or element is None or not _is_of_others(element, page.headline):
            return replace(found, date=replace(found.date, offset_minutes=offset))
    return found


def _is_of_others(element: HtmlElement, headline: Headline) -> bool:
    """Beside the story, or among what names itself comments or other articles."""
    beside = next(element.iterancestors("aside", "nav"), None)
    return (beside is not None and beside not in headline.around) or is_other_text(element, headline)


def _is_same_clock(zoned: ParsedDate, other: ParsedDate) -> bool:
    """Does the one show the time of day that the other gives without a zone?"""
    if zoned.offset_minutes is None or zoned.precision == "day":
        return False
    return abs(zoned.instant + timedelta(minutes=zoned.offset_minutes) - other.instant) <= SAME_MOMENT


def _clock_texts(page: DatedPage, found: FoundDate) -> Iterator[tuple[str, HtmlElement | None]]:
    """Texts with a clock time that may be that of the publication, with the elements of those that are printed."""
    yield from ((text, None) for text in page.head.every(*PUBLISHED_META))
    for element in page.elements.tagged("time")[:_MOST_CLOCKS]:
        yield from ((text, element) for text in (element.get("datetime"), element.text) if text)
    for element, _, names in page.near_headline:
        text = short_text(element, _LONGEST_CLOCK)
        printed = page.label_of(element, names) if text and _CLOCK.search(text) else None
        if printed and not printed.is_modified:
            yield printed.text, element
    day = date_in_url(page.url, page.hints)
    if day and day.date.instant.date() != found.date.instant.date():  # the local day, perhaps: worth a longer search
        yield from ((text, None) for text in islice(script_dates(page.decoded.text), _MOST_SCRIPT_DATES))


def _local_offset(local: ParsedDate, stated: ParsedDate, hints: DateHints) -> int | None:
    """Minutes by which the local spelling of a moment is ahead of UTC; None for another moment, or without a clock.

    Without a zone, the clocks must differ by an offset that is in use somewhere, agree in their seconds so far as both
    give them, and show no round time, which could be chance.
    """
    if local.precision == "day":
        return None
    if local.offset_minutes is not None:
        return local.offset_minutes if is_same_moment(local, stated) else None
    here, there = local.instant, stated.instant
    if hints.timezone != "UTC" or here.minute % 15 == 0 or (here.second and there.second not in (0, here.second)):
        return None
    minutes = int((here.replace(second=0) - there.replace(second=0)).total_seconds() // 60)
    return minutes if minutes in OFFSETS_IN_USE else None
