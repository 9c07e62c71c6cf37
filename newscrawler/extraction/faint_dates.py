"""Where nothing near the headline gives a date: weaker signs elsewhere on the page, each named as what it is."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.date_places import Headline, texts_after
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import MODIFIED_WORDS, PUBLISHED_WORDS
from newscrawler.words import collapse_spaces

_texts_of_page = etree.XPath("//body//text()[not(parent::script or parent::style or parent::noscript)]")
_scripts_of_page = etree.XPath("//script[not(@src)]/text()")

# What begins like a date: looked for first, since most of a page's text has none.
_YEAR = re.compile(r"(?<![\d/.-])(?:\d\d?[./-]\d\d?[./-])?(?:19|20)\d\d(?!\d)|(?<!\d)\d\d?\.\d\d?\.\d\d(?!\d)")
_BEFORE: Final = 70  # characters looked at before a year
_AFTER: Final = 40  # and behind it
_MOST_YEARS: Final = 300
_LONGEST_PAGE_TEXT: Final = 400_000
_LONGEST_SCRIPT: Final = 1_000_000
# A date that opens a text, as institutions and agencies have it: "(18.01.2018) Farmers ...", "BONN, 3 May 2020 - ..."
_OPENING = re.compile(r"^[\s(\[„“\"]*(?=\d)|^(?=\w+day,? \d)", re.IGNORECASE)
_DATELINE = re.compile(
    r"^\s*[^\W\d_][\w .,'’()-]{1,45}?[,(/]\s*(?=[^\s,]{0,12}\s?\d)(?P<date>[^–—|]{6,30}?)\s?\)?\s*(?:[-–—|:]|/[A-Z])"
)
_MOST_OPENINGS: Final = 12
_LONGEST_OPENING: Final = 40
_SCRIPT_DATE = re.compile(
    r"""["']?\b(?:date_?published|publish(?:ed)?_?(?:date|at|time|on)|pub_?date|first_?published(?:_?at)?|publication_?date"""
    r"""|article_?date|date_?created|created_?(?:at|date))["']?\s*[:=,]\s*["'](?P<date>[^"'<>{}]{8,40})["']""",
    re.IGNORECASE,
)
_DAY_IN_PATH = re.compile(r"/(?P<y>20[0-3]\d)[/-](?P<m>0[1-9]|1[0-2])[/-](?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-])")


def labelled_dates(texts: str) -> Iterator[tuple[str, bool]]:
    """Places of the page's text at which a date stands by a word for publishing or changing; with whether it changed.

    The part from the label on is given, or the part before it where the label follows.
    """
    for found in islice(_YEAR.finditer(texts), _MOST_YEARS):
        start = max(0, found.start() - _BEFORE)
        before, after = texts[start : found.start()], texts[found.start() : found.end() + _AFTER]
        labels = [
            (label.start(), is_change)
            for pattern, is_change in ((PUBLISHED_WORDS, False), (MODIFIED_WORDS, True))
            for label in pattern.finditer(before)
        ]
        if labels:
            place, is_change = max(labels)
            yield collapse_spaces(before[place:] + after), is_change
            continue
        behind = after[found.end() - found.start() :].split("\n", 1)[0]
        for pattern, is_change in ((PUBLISHED_WORDS, False), (MODIFIED_WORDS, True)):
            if pattern.search(behind):
                yield collapse_spaces(before.rsplit("\n", 1)[-1] + after), is_change
                break


def text_of_page(tree: HtmlElement) -> str:
    """All texts outside scripts, a line feed between them, at most 400,000 characters."""
    found = _texts_of_page(tree)
    parts = (str(text).strip() for text in found) if isinstance(found, list) else ()
    text = "\n".join(part for part in parts if part)
    return (
        text if len(text) <= _LONGEST_PAGE_TEXT else text[: _LONGEST_PAGE_TEXT // 2] + text[-_LONGEST_PAGE_TEXT // 2 :]
    )


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


def script_dates(tree: HtmlElement) -> Iterator[str]:
    """Values that scripts call a day of publication."""
    found = _scripts_of_page(tree)
    for script in found if isinstance(found, list) else ():
        for date in islice(_SCRIPT_DATE.finditer(str(script)[:_LONGEST_SCRIPT]), 20):
            yield date["date"]


def image_dates(head: PageHead) -> Iterator[str]:
    """Days in the addresses of the pictures that the page shows where it is shared: ``/2016/05/04/``."""
    for address in islice(head.every("og:image", "twitter:image", "twitter:image:src"), 4):
        if found := _DAY_IN_PATH.search(address):
            yield f"{found['y']}-{found['m']}-{found['d']}"
