"""What a page's scripts say of its story, and the paragraphs of JSON-LD's ``articleBody``."""

import html
import re
from dataclasses import dataclass, field
from typing import Final

from newscrawler.extraction.charset import DecodedPage
from newscrawler.model.article import LiveUpdate
from newscrawler.model.block import Block
from newscrawler.words import collapse_spaces, count_words

# The markup's story counts as lost when the script's text has this many times its words. A story of some length must
# be outdone by more: scripts also carry fact boxes and earlier versions.
_LOST_FACTOR: Final = 2.0
_LONG_LOST_FACTOR: Final = 4.0
_LONG_WORDS: Final = 150
_MIN_WORDS: Final = 40
_BORDER: Final = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|section|figure)\b[^<>]*+>|\r\n?|\n|\u2029", re.IGNORECASE
)
_CODE: Final = re.compile(r"\bfunction\s*\(|\bwindow\.\w+\s*=|\bdocument\.\w+")
_MOST_PARAGRAPHS: Final = 5_000  # no story is longer, but a page made to hurt may be
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*>")


@dataclass(frozen=True, slots=True)
class ScriptStory:
    """What the scripts of a page have of its story.

    Attributes:
        text: ``articleBody`` of the JSON-LD, or None.
        word_count: the number of words that the JSON-LD states, or None.
        page: the whole page, for the data in its scripts.
        is_live: do they, or the address, call the page a live blog?
        updates: the entries of the live blog.
    """

    text: str | None = None
    word_count: int | None = None
    page: DecodedPage = field(default=DecodedPage(b""), repr=False)
    is_live: bool = False
    updates: tuple[LiveUpdate, ...] = ()


def is_body_lost(kept_words: float, words: float) -> bool:
    """Does a script with so many words hold far more of the story than the blocks that were kept?"""
    if not kept_words:
        return words > 0
    factor = _LOST_FACTOR if kept_words < _LONG_WORDS else _LONG_LOST_FACTOR
    return words >= max(_MIN_WORDS, factor * kept_words)


def paragraphs_of_script(script_text: str) -> tuple[Block, ...]:
    """The text's paragraphs as blocks without trail: markup and escapes undone, one block a line."""
    return tuple(
        Block("paragraph", line, place="json_ld articleBody", evidence=f"{count_words(line)} words of the JSON-LD text")
        for line in lines_of_markup(script_text)[:_MOST_PARAGRAPHS]
        if not _CODE.search(line)
    )


def lines_of_markup(text: str) -> list[str]:
    """The lines of a text that may hold markup, escaped or not: tags dropped, block elements and line feeds part."""
    plain = html.unescape(text) if "&" in text else text
    lines = (collapse_spaces(html.unescape(_TAG.sub("", line))) for line in _BORDER.split(plain))
    return [line for line in lines if line]
