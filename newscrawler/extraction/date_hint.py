"""Why pages give no date though they print one: the text that looks like it, and the setting that would read it.

Every fix was tried on the page before it is proposed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from shlex import quote
from typing import Any

from lxml.html import HtmlElement

from newscrawler.date_libraries import locale_of_date
from newscrawler.dates import date_warning, find_date
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.date_places import find_headline, is_elsewhere, is_page_clock
from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.language import language_code, recognise_language
from newscrawler.extraction.meta_names import PUBLISHED_META
from newscrawler.extraction.metadata import PageMetadata, read_metadata
from newscrawler.extraction.page_elements import note_elements
from newscrawler.extraction.page_head import read_head
from newscrawler.extraction.parse import parse_page
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet

# Words that stand before a day of publication, folded to their beginnings; from the date lines of newspapers.
_LABEL = re.compile(
    r"\W*(?:stand|veröff|erschienen|erstellt|publi|posted|first posted|date:|datum:|fecha:|data:|gepubl|opubl|udgivet"
    r"|публик|опубл|дата:|등록|입력|작성|게재|승인|公開|掲載|発行|发布|發布|نشر|yayın|ngày đăng|dibuat|terbit)",
    re.IGNORECASE,
)
# What tells of another day: when something happens, when somebody was born, when an offer ends.
_OTHER_DAY = re.compile(
    r"event|termin|veranstalt|wann\b|when\b|beginn|begins|doors|einlass|concert|konzert|opening hours|deadline|frist"
    r"|birth|\bborn|gebor|copyright|©|expire|gültig|valid|until|\bbis\b|cuándo|quand\b|일시|日時|开始",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_DATE_NAME = re.compile(r"dat|time|publ|post|stand|meta|info|stamp|day|fecha", re.IGNORECASE)
_TAGS = ("span", "div", "p", "li", "td", "em", "small", "strong", "dd", "b", "i", "time", "section", "address")
_LONGEST = 60  # characters of a date line
_MOST_ELEMENTS = 400  # with a digit, of one page
_MOST_TRIED = 6  # fixes of one page
# Bytes. Every fix reads the page's head again, in the crawling process, where the reader's time limit does not hold.
_LARGEST_PAGE = 400_000


@dataclass(frozen=True, slots=True)
class DateHint:
    """One setting with which a page would give a date.

    Attributes:
        text: what the page prints.
        instant: what that would be read as.
        key: the setting as it stands in an outlet file, as in ``language = "de"``.
        labelled: does the text say that it is about publication?
    """

    text: str
    instant: datetime
    key: str
    labelled: bool


def hint_date(article: Article, outlet: Outlet) -> tuple[DateHint, ...]:
    """The settings that would read a date on the page of an article that has none, the likeliest first.

    Dates within the story, of events, of other articles and of the page's own clock are no dates of publication.
    """
    page = article.page
    if page is None or article.published_at is not None or len(page.html) > _LARGEST_PAGE:
        return ()
    decoded = decode_page(page.html, page.content_type)
    tree = parse_page(decoded.utf8)

    def read(changed: Outlet) -> PageMetadata:
        return read_metadata(tree, decoded, page, changed)

    for language in _languages(tree, article, outlet):
        found = read(replace(outlet, language=language))
        if found.published_at is not None:
            text = found.published_raw or ""
            return (DateHint(text, found.published_at, f'language = "{language}"', labelled=True),)
    hints = []
    for text, selector, labelled in islice(_printed_dates(tree, article, outlet), _MOST_TRIED):
        found = read(replace(outlet, selectors=replace(outlet.selectors, published=selector)))
        if found.published_at is not None and found.published_raw == text:
            hints.append(DateHint(text, found.published_at, f'[selectors] published = "{selector}"', labelled))
    return tuple(sorted(hints, key=lambda hint: not hint.labelled))


def choose_hint(pages: Sequence[Sequence[DateHint]]) -> DateHint | None:
    """The hint that holds on more than half of these pages; None where nothing does.

    One day on all pages, on three or more, that no text calls the day of publication is the site's own.
    """
    counts = Counter(key for hints in pages for key in {hint.key: None for hint in hints})
    for key, count in counts.most_common():
        if count * 2 <= len(pages):
            break
        same = [hint for hints in pages for hint in hints if hint.key == key]
        if same[0].labelled or len(same) < 3 or len({hint.instant.date() for hint in same}) > 1:
            return same[0]
    return None


def missing_date_message(missing: int, pages: int, hint: DateHint | None, outlet: Outlet, url: str) -> str:
    """``published_at missing on 19 of 20 pages. Found the text 'Stand: 05.03.2026': set language = "de".``."""
    told = f"published_at missing on {missing} of {pages} pages."
    if hint is not None:
        return f"{told} Found the text '{hint.text}': set {hint.key}."
    if outlet.selectors.published:
        return (
            f"{told} [selectors] published = '{outlet.selectors.published}' finds none. "
            f"See: newscrawler explain {quote(url)}"
        )
    return f'{told} If they print one, name its element: [selectors] published = "CSS". Look at {url}'


def _languages(tree: HtmlElement, article: Article, outlet: Outlet) -> Iterator[str]:
    """Languages other than the outlet's that the page may be written in, likeliest first; each once."""
    tried = {outlet.language, article.language}
    head = read_head(note_elements(tree))
    stated = [*head.every(*PUBLISHED_META), *(time.get("datetime") or text_of(time, 80) for time in head.times[:5])]
    unread = [text for text in stated if _DIGITS.search(text)][:3]
    if not unread and article.published_raw is None:
        return  # printed texts are read in every language: only where they stand can be wrong
    guesses: Iterable[str | None] = (
        language_code(head.html_lang),
        recognise_language(article.body),
        *(locale_of_date(text) for text in unread),
    )
    for language in guesses:
        if language and language not in tried:
            tried.add(language)
            yield language


def _printed_dates(tree: HtmlElement, article: Article, outlet: Outlet) -> Iterator[tuple[str, str, bool]]:
    """Text, CSS selector, and whether it is labelled, of every element that looks like a date line; in page order."""
    now = article.fetched_at or datetime.now(UTC)
    story = "\n".join(block.text for block in article.blocks)
    elements = note_elements(tree)
    headline = find_headline(elements, read_head(elements))
    heading = headline.element
    reading: dict[str, Any] = {"timezone": outlet.timezone, "language": article.language, "now": now}
    met: set[str] = set()
    before = heading is not None
    for element, text in islice(_short_texts(tree), _MOST_ELEMENTS):
        if element is heading:
            before = False
            continue
        labelled = bool(_LABEL.match(text))
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _OTHER_DAY.search(text) or _OTHER_DAY.search(names) or (text in story and not labelled):
            continue
        found = find_date(text, **reading)
        if found is None or date_warning(found.instant, now) or found.instant > now:
            continue
        is_today = abs((now - found.instant).days) < 1
        if not labelled and (is_today or is_elsewhere(element, headline)):
            continue
        if before and heading is not None and not labelled and is_page_clock(element, headline):
            continue
        selector = _selector_of(element)
        if selector and selector not in met:
            met.add(selector)
            yield text, selector, labelled


def _short_texts(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Elements whose own text holds a digit and is short, with their whole text; and the headlines, without one."""
    for element in tree.iter(*_TAGS, "h1"):
        if element.tag == "h1":
            yield element, ""
            continue
        own = "".join([element.text or "", *(child.tail or "" for child in element)])
        if _DIGITS.search(own) and len(own) < _LONGEST * 3:
            text = text_of(element, _LONGEST + 1)
            if len(text) <= _LONGEST:
                yield element, text


def _selector_of(element: HtmlElement) -> str | None:
    """A CSS selector by the names of the element, or of the nearest element around it that has one."""
    path = element.tag
    for holder in (element, *islice(element.iterancestors(), 3)):
        name = _own_name(holder)
        if name:
            return f"{holder.tag}{name}" if holder is element else f"{holder.tag}{name} > {path}"
        if holder is not element:
            path = f"{holder.tag} > {path}"
    return None


def _own_name(element: HtmlElement) -> str | None:
    classes = [name for name in (element.get("class") or "").split() if _NAME.fullmatch(name)]
    best = next((name for name in classes if _DATE_NAME.search(name)), classes[0] if classes else None)
    if best:
        return f".{best}"
    number = element.get("id") or ""
    return f"#{number}" if _NAME.fullmatch(number) and not _DIGITS.search(number) else None
