"""What the blocks of a page are made of, character by character. Compiled, see docs/architecture.md.

A regular expression a block costs more than the whole page does here: every character is looked up in one table of
kinds, and each block is gone through once.
"""

import re
from array import array
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.feature_table import Ints, zeros
from newscrawler.words import CLOSERS, SENTENCE_ENDS, UNSPACED_LETTERS

# Enough of a block to see what kind of text it is.
HEAD: Final = 240
_HEAD: Final = HEAD

# The first three are the lowest bits, and that of a word's middle is above that of its capital: `_count` shifts them.
_LETTER_OR_FIGURE: Final = 1
_PARTS_WORDS: Final = 2
_UNSPACED: Final = 4
_KNOWN: Final = 8
_DIGIT: Final = 16
_COMMA: Final = 32
_SIGN: Final = 64
_CAPITAL: Final = 128
_IN_WORD: Final = 256
_UPPER: Final = 512
_NOT_UPPER: Final = 1024
_ENDS: Final = 2048
_CLOSER: Final = 4096
_OF_ADDRESSES: Final = 8192
_COUNTED: Final = _DIGIT | _COMMA | _SIGN | _CAPITAL

_UNSPACED_LETTER: Final = re.compile(f"[{UNSPACED_LETTERS}]")
_CAPITALS: Final = re.compile("[A-ZÄÖÜÅÆØÉÈÑÇА-ЯΑ-Ω]")
_COMMAS: Final = frozenset(",，、")
_SIGNS: Final = frozenset("|©®»›→▶•·#")
_ADDRESS_SIGNS: Final = frozenset("@.:")

# Code point -> kinds; 0 where the character was not met yet. What lies beyond is rare, and looked at each time.
_TABLED: Final = 0x10000
_KINDS: Final = array("H", bytes(2 * _TABLED))


class CharacterCounts:
    """Sums over each block, and over its first 240 characters where the name begins with ``head``.

    Attributes:
        words: as `newscrawler.words.count_words` counts them.
        lengths: number of characters.
        ends: 1 where it ends as `newscrawler.words.ends_sentence` asks.
        head_digits: decimal digits.
        head_commas: commas, also full-width and ideographic.
        head_signs: bars, arrows, bullets and the like.
        head_capitals: words that begin with a capital letter.
        head_shouts: 1 where all letters that could be small are capital, and there is one.
        head_addresses: 1 where a sign stands without which there is no address of a page or mailbox.
    """

    __slots__ = (
        "ends",
        "head_addresses",
        "head_capitals",
        "head_commas",
        "head_digits",
        "head_shouts",
        "head_signs",
        "lengths",
        "words",
    )

    def __init__(self, blocks: int) -> None:
        self.words: Ints = zeros(blocks)
        self.lengths: Ints = zeros(blocks)
        self.ends: Ints = zeros(blocks)
        self.head_digits: Ints = zeros(blocks)
        self.head_commas: Ints = zeros(blocks)
        self.head_signs: Ints = zeros(blocks)
        self.head_capitals: Ints = zeros(blocks)
        self.head_shouts: Ints = zeros(blocks)
        self.head_addresses: Ints = zeros(blocks)


def count_characters(texts: Sequence[str]) -> CharacterCounts:
    """The counts of blocks whose white space is collapsed."""
    counts = CharacterCounts(len(texts))
    for block, text in enumerate(texts):
        counts.lengths[block] = len(text)
        counts.ends[block] = _ends_sentence(text)
        _count(counts, block, text, _KINDS)
    return counts


def _count(counts: CharacterCounts, block: int, text: str, table: "array[int]") -> None:
    words = digits = commas = signs = capitals = seen = before = 0
    left = _HEAD
    fresh = 1  # has no word begun since the last space?
    for character in text:
        code = ord(character)
        kinds = table[code] if code < _TABLED else 0
        if not kinds:
            kinds = _kinds_of(character)
        # Without a condition: where a word begins is hard to foresee, and a processor that guesses wrong waits.
        words += (kinds & fresh) + ((kinds >> 2) & 1)
        fresh = (fresh & ~kinds) | ((kinds >> 1) & 1)
        if left:
            left -= 1
            seen |= kinds
            if kinds & _COUNTED:
                digits += (kinds & _DIGIT) != 0
                commas += (kinds & _COMMA) != 0
                signs += (kinds & _SIGN) != 0
                capitals += (kinds & _CAPITAL & ~(before >> 1)) != 0
            before = kinds
    counts.words[block] = words
    counts.head_digits[block] = digits
    counts.head_commas[block] = commas
    counts.head_signs[block] = signs
    counts.head_capitals[block] = capitals
    counts.head_shouts[block] = 1 if seen & _UPPER and not seen & _NOT_UPPER else 0
    counts.head_addresses[block] = 1 if seen & _OF_ADDRESSES else 0


def _ends_sentence(text: str) -> int:
    last = len(text) - 1
    while last >= 0 and _kinds_of(text[last]) & _CLOSER:
        last -= 1
    return 1 if last >= 0 and _kinds_of(text[last]) & _ENDS else 0


def _kinds_of(character: str) -> int:
    code = ord(character)
    if code >= _TABLED:
        return _look_up(character)
    if not _KINDS[code]:
        _KINDS[code] = _look_up(character)
    return _KINDS[code]


def _look_up(character: str) -> int:
    kinds = _KNOWN
    if _UNSPACED_LETTER.match(character):
        kinds |= _UNSPACED | _PARTS_WORDS
    elif character.isspace():
        kinds |= _PARTS_WORDS
    elif character.isalnum():
        kinds |= _LETTER_OR_FIGURE
    for is_such, bit in (
        (character.isalnum() or character == "_", _IN_WORD),
        (character.isdecimal(), _DIGIT),
        (character in _COMMAS, _COMMA),
        (character in _SIGNS, _SIGN),
        (bool(_CAPITALS.match(character)), _CAPITAL),
        (character.isupper(), _UPPER),
        (character.islower() or (character.istitle() and not character.isupper()), _NOT_UPPER),
        (character in SENTENCE_ENDS, _ENDS),
        (character in CLOSERS, _CLOSER),
        (character in _ADDRESS_SIGNS, _OF_ADDRESSES),
    ):
        kinds |= bit if is_such else 0
    return kinds
