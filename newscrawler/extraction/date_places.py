"""Where on a page a date stands: by the headline, in something about other articles, or in the page's own clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import parts_of, text_of
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.kept_results import remember_short
from newscrawler.words import fold_text

# The patterns below are for names in lower case: a pattern that ignores case takes five times as long.
_SURE_CLASS = re.compile(r"publi|posted|pubdate|dateline|created|entry-date|post-date|article-date|article__date|datum")
# Elementor, a site builder, calls every part of a page a widget.
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|most-?read|popular|sidebar|footer|weather|event|widget(?<!elementor-widget)|trending"
    r"|latest|promo|ticker|newsletter|navigation|dropdown|calendar"
)
_OTHER_TEXTS = re.compile(r"comment|related|recommend|most-?read|popular|trending")
# What holds the day of the visit and not the story's: the head of the page, its menus, its weather and clock.
_PAGE_TOP = re.compile(
    r"masthead|site-?(?:head|top)|page-?head|(?:top|nav|tool|header)-?bar|(?:main|top)-?head|(?:region-|container_)head(?!ing|line)"
    r"|nav(?<=\bnav)|menu|weather|wetter|meteo|clima|clock|current-?(?:date|time)|today|date-?time-?now|td_data_time"
)
# A text's own head is called so, other than the page's.
_STORY_TOP = re.compile(r"entry|post|article|story|content|artikel|beitrag")
_TEMPERATURE = re.compile(r"^[^\w]*\d{1,3}(?:[.,]\d)?\s?(?:°\s?[CF]?|º\s?[CF]?|[℃℉]|[CF])\W*$")
_UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template", "head"})
_MOST_STEPS = 1500  # elements on the way from the headline to a text
_LONGEST_NAMES = 300
_MOST_LOWER = 12  # h2 that may be the headline
_SHORTEST_HEADLINE = 15  # characters; shorter h2 are labels of boxes


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline of the story and what it stands in.

    Attributes:
        element: None where the page has none.
        order: its place among all elements of the page; 0 without a headline.
        around: it and all that holds it.
    """

    element: HtmlElement | None
    order: int
    around: frozenset[HtmlElement]


@remember_short(4096)
def names_publication(names: str) -> bool:
    """Do the names of an element say that it holds the day of publication?"""
    return bool(_SURE_CLASS.search(names.lower()))


@remember_short(4096)
def _names_others(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and bool(_ELSEWHERE.search(names))


def names_other_texts(element: HtmlElement) -> bool:
    """Do the names of an element say that it holds comments or other articles?"""
    return _are_of_other_texts(_names_of(element))


@remember_short(4096)
def _are_of_other_texts(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and bool(_OTHER_TEXTS.search(names))


@remember_short(4096)
def _names_page_top(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and bool(_PAGE_TOP.search(names))


def _names_of(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def find_headline(elements: PageElements, head: PageHead) -> Headline:
    """The h1 with the longest text; an h2 where the page's title says that and no h1, or where there is no h1."""
    chosen = head.longest_heading
    titles = [fold_text(title) for title in (head.first("og:title"), head.title) if title]
    if chosen is None or not any(_is_in(text, titles) for text, _ in head.headings):
        lower = [(text_of(element, 300), element) for element in elements.tagged("h2")[:_MOST_LOWER]]
        chosen = next((element for text, element in lower if _is_in(text, titles)), chosen)
        if chosen is None and titles:
            lowest = (
                (text_of(element, 300), element) for element in islice(elements.tree.iter("h3", "h4"), _MOST_LOWER)
            )
            chosen = next((element for text, element in lowest if _is_in(text, titles)), None)
        if chosen is None and lower:
            chosen = max(lower, key=lambda heading: len(heading[0]))[1]
    if chosen is None:
        return Headline(None, 0, frozenset())
    order = next((order for order, element in elements.of_tag.get(chosen.tag, ()) if element is chosen), 0)
    around = head.around_heading if chosen is head.longest_heading else chosen.iterancestors()
    return Headline(chosen, order, frozenset((chosen, *around)))


def _is_in(text: str, titles: list[str]) -> bool:
    return len(text) >= _SHORTEST_HEADLINE and any(fold_text(text) in title for title in titles)


def is_elsewhere(element: HtmlElement, headline: Headline) -> bool:
    """Inside something that is about other articles: a comment, a card, the page's foot.

    What holds the headline too is about this one, whatever it is called.
    """
    for depth, holder in enumerate((element, *islice(element.iterancestors(), 9))):
        if depth > 8 or holder.tag in ("body", "main") or holder in headline.around:
            return False
        if holder.tag in ("nav", "aside"):
            return True
        if holder.tag == "footer" and not _is_story_foot(holder, headline):
            return True
        if depth and holder.tag == "article":
            return _has_sibling_article(holder)
        if holder.tag != "footer" and _names_others(_names_of(holder)):
            return True
    return False


def is_other_text(element: HtmlElement, headline: Headline) -> bool:
    """Inside what names itself comments or other articles; `is_elsewhere` doubts boxes of other names as well."""
    for holder in (element, *islice(element.iterancestors(), 9)):
        if holder in headline.around or holder.tag in ("body", "main"):
            return False
        if names_other_texts(holder):
            return True
    return False


def is_page_clock(element: HtmlElement, headline: Headline) -> bool:
    """Is this text before the headline the page's own date: apart from the headline, and named or placed like it?

    "Apart" is what lies between the text and the nearest element that holds the headline too.
    """
    holder, says_published = element, False
    for depth, holder in enumerate((element, *element.iterancestors())):
        if holder in headline.around or depth > 40:
            break
        names = _names_of(holder)
        if holder.tag == "nav" or (holder.tag == "header" and not _STORY_TOP.search(names)) or _names_page_top(names):
            return True
        says_published = says_published or names_publication(names)
    return (holder.tag in ("body", "html") and not says_published) or _stands_by_temperature(element)


def texts_after(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Texts behind an element, in page order, each with the element that it stands in; those of scripts left out.

    The walk ends after 1,500 elements.
    """
    node, is_new = element, False
    for _ in range(_MOST_STEPS):
        if is_new and node.tag not in _UNSEEN_TAGS:
            if node.text:
                yield node.text, node
            child = next(node.iterchildren(), None)
            if child is not None:
                node = child
                continue
        parent = node.getparent()
        if parent is None:
            return
        if node.tail:
            yield node.tail, parent
        following = node.getnext()
        node, is_new = (parent, False) if following is None else (following, True)


def texts_before(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Texts before an element, nearest first, as `texts_after` gives those behind it."""
    node, is_new = element, False
    for _ in range(_MOST_STEPS):
        child = next(node.iterchildren(reversed=True), None) if is_new and node.tag not in _UNSEEN_TAGS else None
        if child is None:
            if is_new and node.text and node.tag not in _UNSEEN_TAGS:
                yield node.text, node
            child = node.getprevious()
            while child is None:
                parent = node.getparent()
                if parent is None:
                    return
                if parent.text:
                    yield parent.text, parent
                node, child = parent, parent.getprevious()
        node, is_new = child, True
        parent = node.getparent()
        if node.tail and parent is not None:
            yield node.tail, parent


def short_text(element: HtmlElement, longest: int) -> str | None:
    """The element's text, its parts set apart by blanks; None where it is longer or scripts are among it."""
    text = parts_of(element, longest + 1)
    if len(text) > longest or next(element.iter("script", "style"), None) is not None:
        return None
    return text.replace("\n", " ")


def _is_story_foot(footer: HtmlElement, headline: Headline) -> bool:
    """The foot of a story, as blogs have it, not of the page."""
    parent = footer.getparent()
    in_story = parent is not None and parent.tag == "article" and parent in headline.around
    return in_story or bool(_STORY_TOP.search(_names_of(footer)))


def _stands_by_temperature(element: HtmlElement) -> bool:
    """Is one of the three texts before this one a temperature, as in a weather box?"""
    before = islice((text for text, _ in texts_before(element) if text.strip()), 3)
    return any(_TEMPERATURE.match(text.strip()[:40]) for text in before)


def _has_sibling_article(holder: HtmlElement) -> bool:
    return any(sibling.tag == "article" for sibling in islice(holder.itersiblings(), 6))
