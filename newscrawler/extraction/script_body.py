"""The story as a script carries it: paragraphs of JSON-LD's ``articleBody``, for pages whose markup has no story."""

import html
import re
from typing import Final

from newscrawler.model.block import Block
from newscrawler.words import collapse_spaces, count_words

# The markup's story counts as lost when the script's text has this many times its words. A story of some length must
# be outdone by more: scripts also carry fact boxes and earlier versions.
_LOST_FACTOR: Final = 2.0
_LONG_LOST_FACTOR: Final = 4.0
_LONG_WORDS: Final = 150
_MIN_WORDS: Final = 40
_BORDER: Final = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|section|figure)\b[^>]*>|\r\n?|\n|\u2029", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*>")


def is_body_lost(kept_words: float, script_text: str | None) -> bool:
    """Does the script hold far more of the story than the blocks that were kept?"""
    if not script_text:
        return False
    words = count_words(script_text)
    if not kept_words:
        return words > 0
    factor = _LOST_FACTOR if kept_words < _LONG_WORDS else _LONG_LOST_FACTOR
    return words >= max(_MIN_WORDS, factor * kept_words)


def paragraphs_of_script(script_text: str) -> tuple[Block, ...]:
    """The text's paragraphs as blocks without trail: markup and escapes undone, one block a line."""
    text = html.unescape(script_text) if "&" in script_text else script_text
    lines = (collapse_spaces(html.unescape(_TAG.sub("", line))) for line in _BORDER.split(text))
    return tuple(
        Block("paragraph", line, place="json_ld articleBody", evidence=f"{count_words(line)} words of the JSON-LD text")
        for line in lines
        if line
    )
