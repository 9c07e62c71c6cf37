"""Where nothing near the headline gives a date: weaker signs elsewhere on the page, each named as what it is."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from newscrawler.extraction.date_places import Headline, names_other_texts, texts_after
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import LABEL_PARTS, MODIFIED_WORDS, PUBLISHED_WORDS
from newscrawler.words import collapse_spaces, lower_letters

# Elements whose texts are printed; asking for these is ten times as fast as for all but scripts.
_PRINTED_TAGS: Final = (
    *("a", "abbr", "address", "article", "aside", "b", "body", "br", "center", "dd", "div", "dl", "dt", "em"),
    *("figcaption", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "label", "li", "main", "nav"),
    *("ol", "p", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "time", "tr", "u"),
    "ul",
)

# Numbers that may be a date or its year: looked for first, since most of a page's text has none.
_NUMBERS = re.compile(r"\d[\d./-]{3,9}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|^\d\d?([./-])\d\d?\1\d\d$")
_BEFORE: Final = 70  # characters looked at before a year
_AFTER: Final = 40  # and behind it
_MOST_YEARS: Final = 150
_MOST_LINE_ENDS: Final = 2  # between a label and its date
_MOST_BOXES: Final = 20
_SHORTEST_BOX: Final = 16  # characters
_LONGEST_PAGE_TEXT: Final = 200_000
_LONGEST_SCRIPT: Final = 300_000
# A date that opens a text, as institutions and agencies have it: "(18.01.2018) Farmers ...", "BONN, 3 May 2020 - ..."
_OPENING = re.compile(
    r"^[\s(\[„“\"]*(?=\d\d?[./]\s?\d\d?[./]|\d\d?\.?\s[^\W\d_]{3,12}\.?,?\s\d{4}|\d{4}[-/.年]\s?\d|[^\W\d_]{3,9}\s\d\d?,\s\d{4})"
)
_DATELINE = re.compile(
    r"^\s*[^\W\d_][\w .,'’()-]{1,45}?[,(/]\s*(?=[^\s,]{0,12}\s?\d)(?P<date>[^–—|]{6,30}?)\s?\)?\s*(?:[-–—|:]|/[A-Z])"
)
_MOST_OPENINGS: Final = 12
_LONGEST_OPENING: Final = 40
# Beginnings of the names under which scripts keep the day of publication, lower case; looked for before the pattern is.
_SCRIPT_ANCHORS: Final = ("publi", "pubdate", "pub_date", "created", "articledate", "article_date")
_TITLE_DATE = re.compile(
    r"^\s*(?P<first>\d\d?[./]\d\d?[./]\d{4})\s*[-–—|:]|[-–—|:·,]\s*(?P<last>\d\d?[./]\d\d?[./]\d{4})\s*$"
)
_SCRIPT_DATE = re.compile(
    r"""(?:publish(?:ed)?_?(?:date|at|time|on)|published|pub_?date|publication_?date|article_?date|created(?:_?(?:at|date|on))?)"""
    r"""["']?\s*[:=,]\s*["'](?P<date>[^"'<>{}]{8,40})["']""",
    re.IGNORECASE,
)
_SCRIPT_OR_COMMENT: Final = re.compile(r"<(?:!--|(?P<script>script(?=[\s/>])[^>]{0,2000}+>))", re.IGNORECASE)
_END_OF_SCRIPT: Final = re.compile(r"</script", re.IGNORECASE)
_END_OF_COMMENT: Final = re.compile("(?<=--)>")
_MOST_ANCHORS: Final = 40  # of each name, in each script
_DAY_IN_PATH = re.compile(r"/(?P<y>20[0-3]\d)[/-](?P<m>0[1-9]|1[0-2])[/-](?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-])")


def labelled_dates(texts: str) -> Iterator[tuple[str, bool]]:
    """Places of the page's text at which a date stands by a word for publishing or changing; with whether it changed.

    The part from the label on is given, or the part before it where the label follows.
    """
    numbers = (found for found in _NUMBERS.finditer(texts) if _YEAR.search(found[0]))
    for found in islice(numbers, _MOST_YEARS):
        before = texts[max(0, found.start() - _BEFORE) : found.start()]
        after = texts[found.end() : found.end() + _AFTER].split("\n", 1)[0]
        for place, is_change in reversed(list(_labels_in(before))):
            if before.count("\n", place) > _MOST_LINE_ENDS:
                break
            yield collapse_spaces(before[place:] + found[0] + after), is_change
            break
        else:
            line = before.rsplit("\n", 1)[-1] + found[0] + after
            for _, is_change in _labels_in(after):
                yield collapse_spaces(line), is_change
                break


def _labels_in(text: str) -> Iterator[tuple[int, bool]]:
    """Places of words for publishing or changing, in their order, with whether it is a change."""
    lower = lower_letters(text)
    if any(part in lower for part in LABEL_PARTS):
        published = ((label.start(), False) for label in PUBLISHED_WORDS.finditer(lower))
        changed = ((label.start(), True) for label in MODIFIED_WORDS.finditer(lower))
        yield from sorted([*published, *changed])


def text_of_page(tree: HtmlElement, headline: Headline) -> str:
    """All texts outside scripts and comments, a line feed between them, at most 200,000 characters."""
    text = _lines_of(tree)
    if len(text) > _LONGEST_PAGE_TEXT:
        text = text[: _LONGEST_PAGE_TEXT // 2] + text[-_LONGEST_PAGE_TEXT // 2 :]
    boxes = (box for box in tree.iter("div", "section", "ol", "ul") if names_other_texts(box))
    for box in islice((box for box in boxes if box not in headline.around), _MOST_BOXES):
        lines = _lines_of(box)
        if len(lines) >= _SHORTEST_BOX:  # "5" could stand anywhere
            text = text.replace(lines, "", 1)  # an inner box is gone with the outer one
    return text


def _lines_of(element: HtmlElement) -> str:
    return "\n".join(plain for part in element.itertext(*_PRINTED_TAGS) if (plain := part.strip()))


def opening_dates(headline: Headline) -> Iterator[str]:
    """Beginnings of the texts behind the headline that open with a date."""
    if headline.element is None:
        return
    texts = (text.strip() for text, _ in texts_after(headline.element))
    for text in islice((text for text in texts if len(text) > _LONGEST_OPENING), _MOST_OPENINGS):
        if found := _OPENING.match(text):
            yield text[found.end() : found.end() + _LONGEST_OPENING]
        elif found := _DATELINE.match(text[:120]):
            yield found["date"]


def title_date(head: PageHead) -> str | None:
    """The day with which the page's title opens or closes: "Storm over the coast | 28.04.2023"."""
    found = _TITLE_DATE.search(head.title or "")
    return found["first"] or found["last"] if found else None


def script_dates(page: str) -> Iterator[str]:
    """Values that scripts of the page, given as text, call a day of publication."""
    for text in _scripts_of(page):
        folded = text.lower()
        if len(folded) != len(text):
            continue  # a letter that grows when folded: places no longer agree
        for anchor in _SCRIPT_ANCHORS:
            place = -1
            for _ in range(_MOST_ANCHORS):
                place = folded.find(anchor, place + 1)
                if place < 0:
                    break
                if found := _SCRIPT_DATE.match(text, place):
                    yield found["date"]


def _scripts_of(page: str) -> Iterator[str]:
    """What stands in each script outside comments, at most 300,000 characters of it."""
    place = 0
    while opening := _SCRIPT_OR_COMMENT.search(page, place):
        ending = (_END_OF_SCRIPT if opening["script"] else _END_OF_COMMENT).search(page, opening.end())
        place = ending.start() if ending else len(page)
        if opening["script"]:
            yield page[opening.end() : min(place, opening.end() + _LONGEST_SCRIPT)]


def image_dates(head: PageHead) -> Iterator[str]:
    """Days in the addresses of the pictures that the page shows where it is shared: ``/2016/05/04/``."""
    for address in islice(head.every("og:image", "twitter:image", "twitter:image:src"), 4):
        if found := _DAY_IN_PATH.search(address):
            yield f"{found['y']}-{found['m']}-{found['d']}"
