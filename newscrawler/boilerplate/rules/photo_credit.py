"""Lines that only say who took a picture."""

import re

from newscrawler.boilerplate.credit import mentions_credit, split_credit
from newscrawler.boilerplate.line_keys import LineShape
from newscrawler.boilerplate.rule import Hit, Rule, at_lines, each, trail_mentions
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence

_MOST_WORDS = 14
_AGENCY_AND_NAME = re.compile(
    r"(?:AFP|AP|dpa|EPA|Getty Images?|Reuters|Ritzau Scanpix|TT|Xinhua)\b(?: Photo)?\s?/.+", re.IGNORECASE
)
_LABEL_SIGNS = re.compile("[:：=©ⓒ]")
_FIRST_SIGNS = frozenset("[(（［【")
_BRACKETED = re.compile(r"[\[(（［【][^\])）］】]{2,100}[\])）］】]\.?")


def _could_be_credit(text: str) -> bool:
    """Is it short, and has it a credit or brackets around all of it?"""
    if text.count(" ") > 2 * _MOST_WORDS or not (text[:1] in _FIRST_SIGNS or _LABEL_SIGNS.search(text)):
        return False
    if count_words(text) > _MOST_WORDS:
        return False
    return split_credit(text)[1] is not None or _BRACKETED.fullmatch(text) is not None


def _is_credit_line(block: Block) -> Hit | None:
    text = block.text
    if block.kind == "table":
        return None
    caption, credit = split_credit(text)
    # "[Applause]", "[앵커]" and "【東京】" are lines of a story; under a picture, brackets hold nothing but credits.
    is_told = not text.startswith(("(", "（") if block.kind == "caption" else ("(", "（", "[", "［", "【"))
    if credit is not None and not caption and (is_told or mentions_credit(text)):
        return Hit(f"a credit and nothing else: “{credit[:40]}”")
    if _BRACKETED.fullmatch(text) and mentions_credit(text):
        return Hit("a credit in brackets")
    return None


def _could_be_agency_picture(text: str) -> bool:
    """``REUTERS/Anna Lind``, ``AP Photo/John Smith``: a slash or "Photo" between two names."""
    return not ends_sentence(text) and count_words(text) <= 7 and _AGENCY_AND_NAME.fullmatch(text) is not None


def _is_agency_picture(block: Block) -> Hit | None:
    return None if block.is_heading_element else Hit("an agency and a name, as credits are written")


PHOTO_CREDIT = Rule(
    "photo_credit",
    each(
        at_lines(_is_credit_line, LineShape(_could_be_credit, max_length=160)),
        at_lines(_is_agency_picture, LineShape(_could_be_agency_picture, words=("/",), max_length=80)),
        trail_mentions("credit", "copyright", "photo-credit", "bildquelle", "fotograf", max_words=12),
    ),
    "lines that only say who took a picture: “Photo: Anna Lind”, “[AP]”",
)
