"""Dates that a page prints near its headline: which of its texts may hold the day of publication."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.page_head import PageHead
from newscrawler.words import count_words, ends_sentence

_DATE_CLASS = re.compile(
    r"date|time(?!line)|publish|posted|pub-|byline|dateline|meta|info|datum|fecha|data-|stamp|entry-header|created|subline"
    r"|veroeffentlich|author",
    re.IGNORECASE,
)
SURE_CLASS = re.compile(
    r"publi|posted|pubdate|dateline|created|entry-date|post-date|article-date|article__date|datum", re.IGNORECASE
)
MODIFIED_WORDS = re.compile(
    r"updat|modif|aktuali|actuali|aggiorn|atuali|oppdater|opdater|uppdater|bijgewerkt|gewijzigd|päivitetty|zuletzt|edited"
    r"|güncel|обновл|оновлен|更新|수정|最終更新|تحديث",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|most-?read|popular|sidebar|footer|weather|event|widget|trending|latest|promo|ticker"
    r"|newsletter|navigation|dropdown|calendar",
    re.IGNORECASE,
)
# What holds the day of the visit and not the story's: the head of the page, its menus, its weather and clock.
_PAGE_TOP = re.compile(
    r"masthead|site-?(?:head|top)|page-?head|(?:top|nav|tool|header)-?bar|(?:main|top)-?head|region-head|container_head"
    r"|\bnav|menu|weather|wetter|meteo|clima|clock|current-?(?:date|time)|today|date-?time-?now|td_data_time",
    re.IGNORECASE,
)
# A text's own head is called so, other than the page's.
_STORY_TOP = re.compile(r"entry|post|article|story|content|artikel|beitrag", re.IGNORECASE)
_PUBLISHED_WORDS = re.compile(
    r"\b(?:published|posted|veröffentlicht|publié|publicado|pubblicato|publicerad|publisert|udgivet|gepubliceerd)\b",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"^[^\w]*\d{1,3}(?:[.,]\d)?\s?(?:°\s?[CF]?|º\s?[CF]?|[℃℉]|[CF])\W*$")
_DIGIT = re.compile(r"\d")
_TAGS = (
    "span", "div", "p", "li", "td", "em", "small", "strong", "a", "header", "dd", "abbr", "b", "i", "h2", "h3", "h5",
    "h6",
)  # fmt: skip
# A date line says little else: who, where, how long it takes to read. Longer texts tell of other days.
_MOST_LABELLED_WORDS = 24
_MOST_WORDS = 16
_MOST_CAPTION_WORDS = 5


def texts_about_dates(tree: HtmlElement, head: PageHead) -> Iterator[str]:
    """Short texts of the page that may hold its date: labelled as such, then those nearest to the headline.

    Sentences, captions and the page's own clock (in its head, in a menu, beside a temperature) are not among them.
    """
    marked = tree.find(".//*[@itemprop='datePublished']")
    if marked is not None:
        yield marked.get("content") or text_of(marked, 200)
    heading = head.longest_heading
    likely: list[str] = []
    doubtful: list[str] = []
    before = heading is not None
    for element in islice(_labelled_elements(tree, heading), 60):
        if element is heading:
            before = False
            continue
        text = text_of(element, 300)
        if not _DIGIT.search(text) or len(text) > 220 or is_elsewhere(element):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_sure = bool(SURE_CLASS.search(names)) and not MODIFIED_WORDS.search(names)
        if not _reads_as_date_line(text, element, _MOST_LABELLED_WORDS):
            continue
        if before and heading is not None and is_page_clock(element, heading):
            continue
        (likely if is_sure else doubtful).append(text)
    yield from likely
    if heading is not None:
        yield from _texts_around(heading)
    yield from doubtful


def is_elsewhere(element: HtmlElement) -> bool:
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


def is_page_clock(element: HtmlElement, heading: HtmlElement) -> bool:
    """Is this text before the headline the page's own date: apart from the headline, and named or placed like it?

    "Apart" is what lies between the text and the nearest element that holds the headline too.
    """
    around_heading = {heading, *heading.iterancestors()}
    holder, says_published = element, False
    for depth, holder in enumerate((element, *element.iterancestors())):
        if holder in around_heading or depth > 40:
            break
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if holder.tag == "nav" or (holder.tag == "header" and not _STORY_TOP.search(names)):
            return True
        if len(names) < 300 and _PAGE_TOP.search(names):
            return True
        says_published = says_published or bool(SURE_CLASS.search(names))
    return (holder.tag in ("body", "html") and not says_published) or _stands_by_temperature(element)


def _stands_by_temperature(element: HtmlElement) -> bool:
    """Is one of the three texts before this one a temperature, as in a weather box?"""
    before = element.xpath("preceding::text()[normalize-space()][position() <= 3]")
    return isinstance(before, list) and any(_TEMPERATURE.match(str(text).strip()[:40]) for text in before)


def _has_sibling_article(holder: HtmlElement) -> bool:
    return any(sibling.tag == "article" for sibling in islice(holder.itersiblings(), 6))


def _labelled_elements(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[HtmlElement]:
    for element in tree.iter(*_TAGS, "h1"):
        if element.tag == "h1":
            if element is heading:
                yield element
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(names) > 3 and len(names) < 300 and _DATE_CLASS.search(names):
            yield element


def _reads_as_date_line(text: str, element: HtmlElement, most_words: int) -> bool:
    """Is there hardly more in it than a date, a name, a label; and less still in a caption?"""
    if next(element.iterancestors("figure", "figcaption"), None) is not None or element.tag in ("figure", "figcaption"):
        most_words = _MOST_CAPTION_WORDS
    words = count_words(text)
    if _PUBLISHED_WORDS.search(text[:60]):
        return words <= most_words
    return words <= most_words and not (words > 8 and ends_sentence(text) and text[-1] in ".!?" and len(text) > 60)


def _texts_around(heading: HtmlElement) -> Iterator[str]:
    """Texts behind the headline, then before it, nearest first."""
    yield from _short_texts(heading.xpath("following::text()[normalize-space()][position() <= 40]"))
    before = heading.xpath("preceding::text()[normalize-space()][position() <= 14]")
    for text in reversed(before) if isinstance(before, list) else ():
        parent = text.getparent()
        if parent is not None and _DIGIT.search(text) and not is_page_clock(parent, heading):
            yield from _short_texts((text,))


def _short_texts(texts: object) -> Iterator[str]:
    for text in texts if isinstance(texts, Iterable) else ():
        parent = text.getparent()
        if len(text) >= 160 or not _DIGIT.search(text) or parent is None:
            continue
        if parent.tag not in ("script", "style", "noscript") and _reads_as_date_line(str(text), parent, _MOST_WORDS):
            yield str(text)
