"""Dates that a page states for machines: JSON-LD, meta, time elements, its address; the surest first."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from lxml.html import HtmlElement

from newscrawler.date_words import month_number
from newscrawler.dates import ParsedDate
from newscrawler.extraction.date_places import Headline, is_elsewhere, is_page_clock, names_publication, short_text
from newscrawler.extraction.found_date import DateHints, FoundDate
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.meta_names import MODIFIED_META, PUBLISHED_META
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import calls_it_changed, names_change

_URL_DATE = re.compile(r"[/=_-](?P<y>(?:19|20)\d\d)[/_-](?P<m>0[1-9]|1[0-2])[/_-](?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_URL_COMPACT = re.compile(
    r"[/=_-](?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:\d{0,6})(?!\d)"
)
_URL_MONTH_NAME = re.compile(
    r"/(?P<y>(?:19|20)\d\d)/(?P<w>[a-z]{3,9})/(?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.?-]|$)", re.IGNORECASE
)
_URL_DAY_FIRST = re.compile(r"[/_-](?P<d>[0-3]\d)-(?P<m>[01]\d)-(?P<y>20\d\d)(?=[/_.?-]|$)")
_MOST_ARTICLES = 6
_NOW = datetime(2000, 1, 1, tzinfo=UTC)  # any: it only tells of which century a year in two figures is
_MOST_TIMES = 60
_MOST_NODES = 40


def published_in_data(data: LinkedData, hints: DateHints) -> Iterator[FoundDate]:
    """What the JSON-LD of the article says, then that of other things on the page, such as a recipe."""
    for node in data.articles[:_MOST_ARTICLES]:
        for name in ("datePublished", "dateCreated", "uploadDate"):
            if date := first_date(node.get(name), hints):
                yield FoundDate(date, "json_ld")


def modified_in_data(data: LinkedData, hints: DateHints) -> Iterator[FoundDate]:
    """The modification dates of the JSON-LD of the article."""
    dates = (first_date(node.get("dateModified"), hints) for node in data.articles[:_MOST_ARTICLES])
    return (FoundDate(date, "json_ld") for date in dates if date)


def published_in_other_data(data: LinkedData, url: str, hints: DateHints, *, is_own: bool) -> Iterator[FoundDate]:
    """What JSON-LD says of things that are no article, such as a recipe or a fact check.

    Args:
        data: the page's JSON-LD.
        url: the page's.
        hints: for the dates.
        is_own: ask those that bear the page's address, else all.
    """
    page = url.split("://", 1)[-1].split("?", 1)[0].rstrip("/")
    for node in data.nodes[:_MOST_NODES]:
        if not node.get("datePublished") or (is_own and page not in (plain_text(node.get("url")) or "")):
            continue
        if date := first_date(node.get("datePublished"), hints):
            yield FoundDate(date, "json_ld")


def published_in_meta(head: PageHead, hints: DateHints) -> Iterator[FoundDate]:
    """The publication dates of the page's meta elements."""
    for text in head.every(*PUBLISHED_META):
        if date := hints.read(text):
            yield FoundDate(date, "meta")
    if date := _parsely_date(head, hints):
        yield FoundDate(date, "meta")


def modified_in_meta(head: PageHead, hints: DateHints) -> Iterator[FoundDate]:
    """The modification dates of the page's meta elements."""
    return (FoundDate(date, "meta") for text in head.every(*MODIFIED_META) if (date := hints.read(text)))


def published_in_times(
    elements: PageElements, headline: Headline, hints: DateHints, *, are_sure: bool
) -> Iterator[FoundDate]:
    """Time elements of the article: those that say that they are the publication date, or the others."""
    for element in times_of_article(elements, headline, are_sure=are_sure):
        if date := date_of_time(element, hints):
            yield FoundDate(date, "time")


def modified_in_times(elements: PageElements, hints: DateHints) -> Iterator[FoundDate]:
    """Time elements that say that they are about a change."""
    for element in elements.tagged("time")[:_MOST_TIMES]:
        if names_change(_names_of(element)) and (date := hints.read(element.get("datetime"))):
            yield FoundDate(date, "time")


def first_date(value: object, hints: DateHints) -> ParsedDate | None:
    """The first date of a JSON value."""
    return next((date for entry in as_list(value)[:3] if (date := hints.read(plain_text(entry)))), None)


def date_of_time(element: HtmlElement, hints: DateHints) -> ParsedDate | None:
    """The date of a time element: of its attribute, else of its text."""
    return hints.read(element.get("datetime")) or hints.find(short_text(element, 200))


def says_published(element: HtmlElement) -> bool:
    """Does a time element say that it is about the publication?"""
    return element.get("pubdate") is not None or names_publication(_names_of(element))


def times_of_article(elements: PageElements, headline: Headline, *, are_sure: bool) -> Iterator[HtmlElement]:
    """Time elements that say that they are the publication date, or the others; none of a change or another story."""
    first_heading = next((order for order, _ in elements.of_tag.get("h1", ())), headline.order)
    for order, element in elements.of_tag.get("time", ())[:_MOST_TIMES]:
        is_sure = says_published(element)
        if is_sure != are_sure or (not is_sure and names_change(_names_of(element))):
            continue
        if is_elsewhere(element, headline) or (not is_sure and calls_it_changed(_text_before(element))):
            continue
        is_before = order < min(first_heading, headline.order) and headline.element is not None
        if is_sure or not (is_before and is_page_clock(element, headline)):
            yield element


def date_in_url(url: str, hints: DateHints) -> FoundDate | None:
    """The day in an address: ``/2026/05/04/``, ``/2026/may/04/``, or ``/24-05-2026`` where that has one reading."""
    text = None
    if found := _URL_DATE.search(url) or _URL_COMPACT.search(url):
        text = f"{found['y']}-{found['m']}-{found['d']}"
    elif (found := _URL_MONTH_NAME.search(url)) and (month := month_number(found["w"])):
        text = f"{found['y']}-{month:02}-{int(found['d']):02}"
    elif (found := _URL_DAY_FIRST.search(url)) and int(found["d"]) > 12:
        text = f"{found['y']}-{found['m']}-{found['d']}"
    date = _day_of(text, hints.timezone, hints.language) if text else None
    return FoundDate(date, "url") if date else None


@lru_cache(maxsize=1024)  # most pages of a day
def _day_of(text: str, timezone: str, language: str | None) -> ParsedDate | None:
    """The day of a year in four figures, a month and a day: whatever day it is now."""
    return DateHints(timezone, language, _NOW).read(text)


def _parsely_date(head: PageHead, hints: DateHints) -> ParsedDate | None:
    page = head.first("parsely-page", "parsely-metadata")
    if not page or not page.startswith("{"):
        return None
    try:
        stated = json.loads(page)
    except (ValueError, RecursionError):
        return None
    return hints.read(plain_text(stated.get("pub_date"))) if isinstance(stated, dict) else None


def _names_of(element: HtmlElement) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}"


def _text_before(element: HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    near = parent.text if parent is not None else ""
    if previous is not None:
        near = previous.tail if previous.tail and not previous.tail.isspace() else short_text(previous, 60)
    return (near or "")[-40:] + (element.text or "")[:20]
