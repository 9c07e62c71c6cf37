"""Where a page prints who wrote it: elements that say so, lines that begin like a byline, boxes about the author."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import parts_of, text_of, texts_behind
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.kept_results import remember_short
from newscrawler.name_spelling import fold_name
from newscrawler.name_words import BYLINE_WORDS, EDITING_WORDS, OTHER_WORK_WORDS, PHOTO_WORDS, SOFT_BYLINE_WORDS
from newscrawler.words import fold_text

# What the names of byline elements hold; each holds one of page_elements.NAME_PARTS. These and the patterns for names
# are for lower case: a pattern that ignores case takes five times as long.
_BYLINE_PARTS: Final = (
    *("author", "byline", "autor", "auteur", "writer", "reporter", "redacteur", "redactor", "journalist", "verfasser"),
    *("credit-name", "contributor", "person-link"),
)
_ELSEWHERE: Final = re.compile(
    r"comment|related|teaser|recommend|popular|sidebar|footer|social|share|bio\b|avatar|image|photo|caption|follow|newsletter"
    r"|card(?<!vcard)|quote|most-?read|widget|authority|disqus"
)
# Folders of addresses under which outlets keep the pages of those who write for them.
PROFILE_FOLDERS: Final = (
    "auteur", "author", "autor", "columnist", "contributor", "editors/", "forfatter", "journalist", "reporter",
    "schrijver", "signataire", "staff/", "writer",
)  # fmt: skip
_PROFILE: Final = re.compile("/(?:" + "|".join(PROFILE_FOLDERS) + ")")
_AUTHOR_BOX: Final = re.compile(
    r"(?:author|autor|auteur|writer)[-_]{0,2}(?:bio|block|box|card|details|info|meta|name|profile|section|text|wrap)"
)
# What holds the authors of other stories.
_OF_OTHERS: Final = re.compile(
    r"comment|related|teaser|recommend|popular|newsletter|most-?read|disqus|quote|testimonial|post-?card|list"
)
_BYLINE_TAGS: Final = frozenset(
    {
        *("a", "address", "cite", "div", "em", "h1", "h3", "h4", "h5", "h6", "header", "li", "p", "section", "span"),
        *("strong", "td", "ul"),
    }
)
_HOLDERS_ELSEWHERE: Final = frozenset({"footer", "nav", "aside", "figure", "figcaption", "blockquote"})
_MOST_BYLINES: Final = 12
_MOST_LOOKED_AT: Final = 400  # elements; a page of comments has one for each
_LONGEST_BYLINE: Final = 250
_LONGEST_NAMES: Final = 300  # of an element: its classes and ids
_LONGEST_LINE: Final = 120
_MOST_LINES_BEHIND: Final = 20
_OTHER_STORIES: Final = frozenset({"from", "more"})  # "From our partners", "More from Jane Doe"
_MOST_SEEN_BEHIND: Final = 600


def marked_texts(elements: PageElements, heading: HtmlElement | None) -> tuple[str, ...]:
    """Texts that the page marks as bylines: those behind the headline first, in the page's order."""
    found = _printed_bylines(elements, heading)[:_MOST_BYLINES]
    texts = (text for text in _joined_neighbours(found) if 2 < len(text) < _LONGEST_BYLINE)
    return tuple(dict.fromkeys(text for text in texts if text[0] != "©" and not PHOTO_WORDS.match(text)))


def headline_of(elements: PageElements, head: PageHead) -> HtmlElement | None:
    """The element with the headline: the longest h1; else the h2 that says what the page's title says."""
    heading = head.longest_heading
    if heading is not None:
        return heading
    titles = {fold_text(title) for title in head.every("og:title", "twitter:title")} - {""}
    second = elements.tagged("h2")[:20] if titles else ()
    return next((element for element in second if fold_text(text_of(element, 300)) in titles), None)


def lines_like_bylines(texts: Sequence[str]) -> tuple[str, ...]:
    """Short texts behind the headline that begin with a byline word: "by: Jane Doe, Dec 17"."""
    lines: list[str] = []
    for place, text in enumerate(texts):
        if len(text) >= _LONGEST_LINE or text[:4].lower() in _OTHER_STORIES:
            continue
        line = f"{text} "
        found = (
            BYLINE_WORDS.match(line)
            or EDITING_WORDS.match(line)
            or SOFT_BYLINE_WORDS.match(text + " A" if " " not in text else text)
        )
        if found:
            rest = text[found.end() :].strip() or (texts[place + 1] if place + 1 < len(texts) else "")
            if rest and len(rest) < _LONGEST_LINE:
                lines.append(f"{text}\n{rest}" if rest not in text else text)
    return tuple(lines)


def lines_of_author_boxes(elements: PageElements) -> Iterator[str]:
    """The first short lines of the boxes about the author."""
    boxes = (
        element for element, _, names in elements.with_name if _names_author_box(names) and element.tag in _BYLINE_TAGS
    )
    for element in islice(boxes, _MOST_BYLINES):
        if not any(
            _OF_OTHERS.search(f"{box.get('class') or ''} {box.get('id') or ''}"[:_LONGEST_NAMES].lower())
            for box in islice(element.iterancestors(), 6)
            if box.tag not in ("body", "main", "article")
        ):
            lines = parts_of(element).split("\n")[:3]
            if not OTHER_WORK_WORDS.match(lines[0]):
                yield from (line for line in lines if len(line.split()) <= 5)


@remember_short(8192)
def _names_author_box(names: str) -> bool:
    if len(names) >= _LONGEST_NAMES:
        return False
    folded = names.lower()
    return bool(_AUTHOR_BOX.search(folded)) and not _OF_OTHERS.search(folded)


def first_texts_behind(heading: HtmlElement | None) -> list[str]:
    """The first texts behind the headline; none without one."""
    return [] if heading is None else texts_behind(heading, _MOST_LINES_BEHIND, _MOST_SEEN_BEHIND)


def _joined_neighbours(elements: list[HtmlElement]) -> list[str]:
    """The elements' texts; elements that stand side by side, each with one line, give one text."""
    texts: list[str] = []
    holder = None
    for element in elements:
        parent, text = element.getparent(), parts_of(element)
        holders = (parent, parent.getparent()) if parent is not None else ()
        if holder is not None and holder in holders and "\n" not in text:
            texts[-1] += "" if text in texts[-1] else f"\n{text}"
        else:
            texts.append(text)
            holder = parent if parent is None or len(parent) > 1 else parent.getparent()
    return texts


def _printed_bylines(elements: PageElements, heading: HtmlElement | None) -> list[HtmlElement]:
    """Elements that say that they are a byline: those behind the headline first, in the page's order."""
    before: list[HtmlElement] = []
    behind: list[HtmlElement] = []
    beside = frozenset(heading.iterancestors()) if heading is not None else frozenset()
    heading_order = _order_of(elements, heading)
    holders: dict[HtmlElement | None, bool] = {}  # whether they stand elsewhere
    for looked_at, (order, element) in enumerate(_candidates(elements)):
        found = before if order < heading_order else behind
        if looked_at > _MOST_LOOKED_AT or len(behind) >= _MOST_BYLINES:
            break
        if len(found) < _MOST_BYLINES and element is not heading:
            holder = element.getparent()
            if holder not in holders:
                holders[holder] = _is_elsewhere(element, beside)
            if not holders[holder]:
                found.append(element)
    return behind + before


def _order_of(elements: PageElements, heading: HtmlElement | None) -> int:
    if heading is None:
        return 1 << 60
    return next((order for order, one in elements.of_tag.get(heading.tag, ()) if one is heading), 1 << 60)


def _candidates(elements: PageElements) -> Iterable[tuple[int, HtmlElement]]:
    """What says that it is a byline, and links to somebody's page, with their places; in page order."""
    named = [
        (order, element)
        for element, order, names in elements.with_name
        if (len(names) < _LONGEST_NAMES and _says_byline(names) and element.tag in _BYLINE_TAGS)
        or (element.tag == "a" and _leads_to_profile(element, names))
    ]
    linked = [(order, element) for element, order, names in elements.with_address if _leads_to_profile(element, names)]
    return sorted([*named, *linked], key=itemgetter(0)) if linked else named


@remember_short(8192)
def _says_byline(names: str) -> bool:
    folded = names.lower()
    return any(map(folded.__contains__, _BYLINE_PARTS)) and not _ELSEWHERE.search(folded)


def _leads_to_profile(link: HtmlElement, names: str) -> bool:
    """A link to somebody's page: its address ends in the name that it shows."""
    address = (link.get("href") or "").lower()
    if not _PROFILE.search(address) or _names_box_elsewhere(names[:_LONGEST_NAMES]):
        return False
    words = fold_name(text_of(link, 80)).split()
    if len(words) == 1:
        return address.rstrip("/").endswith(f"/{words[0]}")
    return 1 < len(words) < 5 and words[-1] in address and words[0][:1].isalpha()


def _is_elsewhere(element: HtmlElement, beside: frozenset[HtmlElement]) -> bool:
    """Does it stand in a box about something else? A box that holds the headline too is none."""
    for depth, holder in enumerate(element.iterancestors()):
        tag = holder.tag
        if depth > 7 or tag in ("body", "main", "article") or holder in beside:
            return False
        if tag in _HOLDERS_ELSEWHERE:
            return True
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if len(names) < 200 and _names_box_elsewhere(names):
            return True
    return False


@remember_short(8192)
def _names_box_elsewhere(names: str) -> bool:
    return bool(_ELSEWHERE.search(names.lower()))
