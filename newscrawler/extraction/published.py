"""When it was published and modified: JSON-LD, then meta, then time elements, then text near the title; zone kept."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from newscrawler.dates import ParsedDate, date_warning, find_date, names_a_day, read_date
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.meta_names import MODIFIED_META, PUBLISHED_META
from newscrawler.extraction.page_head import PageHead, text_of

_DATE_CLASS = re.compile(
    r"date|time(?!line)|publish|posted|pub-|byline|dateline|meta|info|datum|fecha|data-|stamp|entry-header|created|subline"
    r"|veroeffentlich|author",
    re.IGNORECASE,
)
_SURE_CLASS = re.compile(
    r"publi|posted|pubdate|dateline|created|entry-date|post-date|article-date|article__date|datum", re.IGNORECASE
)
_MODIFIED_WORDS = re.compile(
    r"updat|modif|aktuali|actuali|aggiorn|atuali|oppdater|opdater|uppdater|bijgewerkt|gewijzigd|päivitetty|zuletzt|edited"
    r"|güncel|обновл|оновлен|更新|수정|最終更新|تحديث",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|most-?read|popular|sidebar|footer|weather|event|widget|trending|latest|promo|ticker"
    r"|newsletter|navigation|dropdown|calendar",
    re.IGNORECASE,
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


def read_dates(tree: HtmlElement, head: PageHead, data: LinkedData, url: str, hints: DateHints) -> PublicationDates:
    """The best possible publication date, the finer of two that name one day; and the last modification."""
    raw, warning, chosen = None, None, None
    for found in _published_candidates(tree, head, data, url, hints):
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
        ("text", (hints.find(text) for text in _texts_about_dates(tree, head))),
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
        if _MODIFIED_WORDS.search(names) and (date := hints.read(element.get("datetime"))):
            yield FoundDate(date, "time")


def _times_of_article(head: PageHead) -> Iterator[HtmlElement]:
    """Time elements, those that say that they are the publication date first; others' and modified ones left out."""
    later = []
    for element in head.times:
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
        says_published = bool(_SURE_CLASS.search(names))
        if (_MODIFIED_WORDS.search(names) and not says_published) or _is_elsewhere(element):
            continue
        if (
            element.get("itemprop") == "datePublished"
            or element.get("pubdate") is not None
            or _SURE_CLASS.search(names)
        ):
            yield element
        elif not _MODIFIED_WORDS.search(_text_before(element)):
            later.append(element)
    yield from later


def _text_before(element: HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    near = (
        (previous.tail or text_of(previous, 60))
        if previous is not None
        else (parent.text if parent is not None else "")
    )
    return (near or "")[-40:] + (element.text or "")[:20]


def _is_elsewhere(element: HtmlElement) -> bool:
    """Inside something that is about other articles: a comment, a card, the page's foot."""
    for depth, holder in enumerate((element, *element.iterancestors())):
        if depth > 8 or holder.tag in ("body", "main"):
            return False
        if holder.tag in ("footer", "nav", "aside"):
            return True
        if depth and holder.tag == "article":
            return holder.find(".//h1") is None and holder.getparent() is not None and _has_sibling_article(holder)
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if len(names) < 300 and _ELSEWHERE.search(names):
            return True
    return False


def _has_sibling_article(holder: HtmlElement) -> bool:
    return any(sibling.tag == "article" for sibling in islice(holder.itersiblings(), 6))


def _texts_about_dates(tree: HtmlElement, head: PageHead) -> Iterator[str]:
    """Short texts of the page that may hold its date: labelled as such, then those nearest to the headline."""
    marked = tree.find(".//*[@itemprop='datePublished']")
    if marked is not None:
        yield marked.get("content") or text_of(marked, 200)
    heading = head.longest_heading
    likely: list[str] = []
    doubtful: list[str] = []
    for element in islice(_labelled_elements(tree), 60):
        text = text_of(element, 300)
        if not _DIGIT.search(text) or len(text) > 220 or _is_elsewhere(element):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        (likely if _SURE_CLASS.search(names) and not _MODIFIED_WORDS.search(names) else doubtful).append(text)
    yield from likely
    if heading is not None:
        yield from _texts_around(heading)
    yield from doubtful


def _labelled_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter(
        "span",
        "div",
        "p",
        "li",
        "td",
        "em",
        "small",
        "strong",
        "a",
        "header",
        "dd",
        "abbr",
        "b",
        "i",
        "h2",
        "h3",
        "h5",
        "h6",
    ):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(names) > 3 and len(names) < 300 and _DATE_CLASS.search(names):
            yield element


def _texts_around(heading: HtmlElement) -> Iterator[str]:
    """Texts behind the headline, then before it, nearest first."""
    yield from _short_texts(heading.xpath("following::text()[normalize-space()][position() <= 40]"))
    before = heading.xpath("preceding::text()[normalize-space()][position() <= 14]")
    yield from _short_texts(reversed(before))


def _short_texts(texts: object) -> Iterator[str]:
    if not hasattr(texts, "__iter__"):
        return
    for text in texts:
        parent = text.getparent()
        if (
            len(text) < 160
            and _DIGIT.search(text)
            and (parent is None or parent.tag not in ("script", "style", "noscript"))
        ):
            yield str(text)


def _date_in_url(url: str, hints: DateHints) -> ParsedDate | None:
    found = _URL_DATE.search(url)
    return hints.read(f"{found['y']}-{found['m']}-{found['d']}") if found else None
