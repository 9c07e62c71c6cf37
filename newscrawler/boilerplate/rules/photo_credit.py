"""Lines that only say who took a picture."""

import re

from newscrawler.boilerplate.credit import mentions_credit, split_credit
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


def _is_credit_line(block: Block) -> Hit | None:
    text = block.text
    if len(text) > 160 or block.kind == "table" or text.count(" ") > 2 * _MOST_WORDS:
        return None
    if text[:1] not in _FIRST_SIGNS and not _LABEL_SIGNS.search(text):
        return None
    if count_words(text) > _MOST_WORDS:
        return None
    caption, credit = split_credit(text)
    # "[Applause]", "[앵커]" and "【東京】" are lines of a story; under a picture, brackets hold nothing but credits.
    is_told = not text.startswith(("(", "（") if block.kind == "caption" else ("(", "（", "[", "［", "【"))
    if credit is not None and not caption and (is_told or mentions_credit(text)):
        return Hit(f"a credit and nothing else: “{credit[:40]}”")
    if _BRACKETED.fullmatch(text) and mentions_credit(text):
        return Hit("a credit in brackets")
    return None


def _is_agency_picture(block: Block) -> Hit | None:
    """``REUTERS/Anna Lind``, ``AP Photo/John Smith``: a slash or "Photo" between two names."""
    text = block.text
    if "/" not in text or len(text) > 80 or ends_sentence(text) or block.is_heading_element or count_words(text) > 7:
        return None
    found = _AGENCY_AND_NAME.fullmatch(text)
    return Hit("an agency and a name, as credits are written") if found else None


PHOTO_CREDIT = Rule(
    "photo_credit",
    each(
        _is_credit_line,
        at_lines(_is_agency_picture, words=("/",)),
        trail_mentions("credit", "copyright", "photo-credit", "bildquelle", "fotograf", max_words=12),
    ),
    "lines that only say who took a picture: “Photo: Anna Lind”, “[AP]”",
)
