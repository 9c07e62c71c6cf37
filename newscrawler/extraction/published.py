"""When it was published and modified: JSON-LD, then meta, then time elements, then text near the title; zone kept."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from newscrawler.dates import ParsedDate, date_warning, find_date, names_a_day, read_date
from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.meta_names import MODIFIED_META, PUBLISHED_META
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import (
    MODIFIED_WORDS,
    SURE_CLASS,
    is_elsewhere,
    is_page_clock,
    texts_about_dates,
)

_URL_DATE = re.compile(
    r"[/=_-](?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.T?-]|\d{0,6}(?:\D|$)|$)"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it was found: ``json_ld``, ``meta``, ``time``, ``text``, ``feed``, ``url`` or ``selector``."""

    date: ParsedDate
    source: str


@dataclass(frozen=True, slots=True)
class DateHints:
    """What is needed to read a date: zone of those that give none, language, and now."""

    timezone: str
    language: str | None
    now: datetime

    def read(self, text: str | None) -> ParsedDate | None:
        """The date that the text is, if it names a day."""
        if not text or not names_a_day(text):
            return None
        return read_date(text, timezone=self.timezone, language=self.language, now=self.now)

    def find(self, text: str | None) -> ParsedDate | None:
        """The first full day in the text."""
        if not text or not _DIGIT.search(text):
            return None
        return find_date(text, timezone=self.timezone, language=self.language, now=self.now)


@dataclass(frozen=True, slots=True)
class PublicationDates:
    """Published and modified, each None where the page does not say or says what cannot be.

    Attributes:
        raw: the publication date as written, also where it is impossible.
        warnings: ``date_in_future`` or ``date_impossible``, about the publication date.
    """

    published: FoundDate | None = None
    modified: FoundDate | None = None
    raw: str | None = None
    warnings: tuple[str, ...] = ()


def read_dates(
    elements: PageElements, head: PageHead, data: LinkedData, url: str, hints: DateHints
) -> PublicationDates:
    """The best possible publication date, the finer of two that name one day; and the last modification."""
    raw, warning, chosen = None, None, None
    for found in _published_candidates(elements.tree, head, data, url, hints):
        problem = date_warning(found.date.instant, hints.now)
        if problem:
            raw, warning = raw or found.date.raw, warning or problem
            continue
        if chosen is None:
            chosen = found
            if found.date.precision != "day" or found.source == "text":
                break
        elif found.date.precision != "day" and _same_day(chosen.date, found.date):
            chosen = found
            break
        elif found.source == "text":
            break
    modified = next(
        (found for found in _modified_candidates(head, data, hints) if not date_warning(found.date.instant, hints.now)),
        None,
    )
    if chosen is None:
        return PublicationDates(None, modified, raw, (warning,) if warning else ())
    return PublicationDates(chosen, modified, chosen.date.raw)


def _same_day(day: ParsedDate, finer: ParsedDate) -> bool:
    return abs((day.instant - finer.instant).total_seconds()) < 36 * 3600 and (
        day.instant.date() == finer.instant.date() or abs((finer.instant - day.instant).total_seconds()) < 26 * 3600
    )


def _published_candidates(
    tree: HtmlElement, head: PageHead, data: LinkedData, url: str, hints: DateHints
) -> Iterator[FoundDate]:
    """Every date that may be it, the surest first; searched only as far as it is asked for."""
    stated = (node.get(name) for node in data.articles[:6] for name in ("datePublished", "dateCreated", "uploadDate"))
    sources: tuple[tuple[str, Iterator[ParsedDate | None]], ...] = (
        ("json_ld", (_first_date(value, hints) for value in stated)),
        ("meta", (hints.read(text) for text in head.every(*PUBLISHED_META))),
        ("meta", iter([_parsely_date(head, hints)])),
        ("time", (_date_of_time(element, hints) for element in _times_of_article(head))),
        ("text", (hints.find(text) for text in texts_about_dates(tree, head))),
        ("url", iter([_date_in_url(url, hints)])),
    )
    return (FoundDate(date, source) for source, dates in sources for date in dates if date)


def _date_of_time(element: HtmlElement, hints: DateHints) -> ParsedDate | None:
    return hints.read(element.get("datetime")) or hints.find(text_of(element, 200))


def _first_date(value: object, hints: DateHints) -> ParsedDate | None:
    return next((date for entry in as_list(value)[:3] if (date := hints.read(plain_text(entry)))), None)


def _parsely_date(head: PageHead, hints: DateHints) -> ParsedDate | None:
    page = head.first("parsely-page", "parsely-metadata")
    if not page or not page.startswith("{"):
        return None
    try:
        stated = json.loads(page)
    except (ValueError, RecursionError):
        return None
    return hints.read(plain_text(stated.get("pub_date"))) if isinstance(stated, dict) else None


def _modified_candidates(head: PageHead, data: LinkedData, hints: DateHints) -> Iterator[FoundDate]:
    for node in data.articles[:6]:
        if date := _first_date(node.get("dateModified"), hints):
            yield FoundDate(date, "json_ld")
    for text in head.every(*MODIFIED_META):
        if date := hints.read(text):
            yield FoundDate(date, "meta")
    for element in head.times:
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        if MODIFIED_WORDS.search(names) and (date := hints.read(element.get("datetime"))):
            yield FoundDate(date, "time")


def _times_of_article(head: PageHead) -> Iterator[HtmlElement]:
    """Time elements, those that say that they are the publication date first; others' and modified ones left out."""
    later = []
    heading = head.longest_heading
    for element in head.times:
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        says_published = bool(SURE_CLASS.search(names))
        if (MODIFIED_WORDS.search(names) and not says_published) or is_elsewhere(element):
            continue
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None or SURE_CLASS.search(names):
            yield element
        elif not MODIFIED_WORDS.search(_text_before(element)) and not _is_clock(element, heading):
            later.append(element)
    yield from later


def _is_clock(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Is the time element the page's own clock: before the headline, apart from it?"""
    if heading is None or element.xpath("boolean(preceding::h1)"):
        return False
    return is_page_clock(element, heading)


def _text_before(element: HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    near = (
        (previous.tail or text_of(previous, 60))
        if previous is not None
        else (parent.text if parent is not None else "")
    )
    return (near or "")[-40:] + (element.text or "")[:20]


def _date_in_url(url: str, hints: DateHints) -> ParsedDate | None:
    found = _URL_DATE.search(url)
    return hints.read(f"{found['y']}-{found['m']}-{found['d']}") if found else None
