"""What the blocks of a page are made of, character by character: counted for all blocks at once.

A regular expression a block costs more than the whole page does here: every character is looked up in one table of
kinds, and what is asked about blocks are sums over stretches of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newscrawler.words import UNSPACED_LETTERS

Counts = npt.NDArray[np.signedinteger[Any]]

# Enough of a block to see what kind of text it is.
HEAD: Final = 240

_KNOWN: Final = 1
_LETTER_OR_FIGURE: Final = 2
_PARTS_WORDS: Final = 4
_UNSPACED: Final = 8
_DIGIT: Final = 16
_COMMA: Final = 32
_SIGN: Final = 64
_CAPITAL: Final = 128
_IN_WORD: Final = 256
_UPPER: Final = 512
_NOT_UPPER: Final = 1024

_UNSPACED_LETTER: Final = re.compile(f"[{UNSPACED_LETTERS}]")
_CAPITALS: Final = re.compile("[A-ZÄÖÜÅÆØÉÈÑÇА-ЯΑ-Ω]")
_COMMAS: Final = frozenset(",，、")
_SIGNS: Final = frozenset("|©®»›→▶•·#")

# Code point -> kinds; 0 where the character was not met yet. The system gives memory only for the parts in use.
_KINDS: Final = np.zeros(0x110000, dtype=np.uint16)


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Sums over each block, and over its first 240 characters where the name begins with ``head``.

    Attributes:
        words: as `newscrawler.words.count_words` counts them.
        lengths: number of characters.
        head_digits: decimal digits.
        head_commas: commas, also full-width and ideographic.
        head_signs: bars, arrows, bullets and the like.
        head_capitals: words that begin with a capital letter.
        head_shouts: are all letters that could be small capital, and is there one?
    """

    words: Counts
    lengths: Counts
    head_digits: Counts
    head_commas: Counts
    head_signs: Counts
    head_capitals: Counts
    head_shouts: npt.NDArray[np.bool_]


def count_characters(texts: Sequence[str]) -> CharacterCounts:
    """The counts of blocks whose white space is collapsed."""
    lengths = np.array([len(text) for text in texts], dtype=np.intp)
    # A line feed before each block: it parts words, and the blocks.
    kinds = _kinds_of("".join(["\n" + text for text in texts]))
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths
    head_ends = starts + np.minimum(lengths, HEAD)

    def count(found: npt.NDArray[Any], stops: Counts) -> Counts:
        total = np.zeros(len(found) + 1, dtype=np.int32)
        np.cumsum(found, out=total[1:])
        counts: Counts = total[stops] - total[starts]
        return counts

    def count_in_heads(kind: int) -> Counts:
        return count((kinds & kind) != 0, head_ends)

    capitals = (kinds & _CAPITAL) != 0
    capitals[1:] &= (kinds[:-1] & _IN_WORD) == 0
    return CharacterCounts(
        words=count(_begins_word(kinds), ends) + count((kinds & _UNSPACED) != 0, ends),
        lengths=lengths,
        head_digits=count_in_heads(_DIGIT),
        head_commas=count_in_heads(_COMMA),
        head_signs=count_in_heads(_SIGN),
        head_capitals=count(capitals, head_ends),
        head_shouts=(count_in_heads(_UPPER) > 0) & (count_in_heads(_NOT_UPPER) == 0),
    )


def _begins_word(kinds: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
    """Which characters are the first letter or figure of a group between spaces."""
    letters = (kinds & _LETTER_OR_FIGURE) != 0
    so_far = np.cumsum(letters, dtype=np.int32)
    at_last_space = np.maximum.accumulate(np.where(kinds & _PARTS_WORDS, so_far, 0))
    begins: npt.NDArray[np.bool_] = letters & (so_far == at_last_space + 1)
    return begins


def _kinds_of(text: str) -> npt.NDArray[np.uint16]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _KINDS[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):
            _KINDS[code] = _kind_of(chr(code))
        kinds = _KINDS[codes]
    return kinds


def _kind_of(character: str) -> int:
    kind = _KNOWN
    if _UNSPACED_LETTER.match(character):
        kind |= _UNSPACED | _PARTS_WORDS
    elif character.isspace():
        kind |= _PARTS_WORDS
    elif character.isalnum():
        kind |= _LETTER_OR_FIGURE
    if character.isalnum() or character == "_":
        kind |= _IN_WORD
    for is_such, bit in (
        (character.isdecimal(), _DIGIT),
        (character in _COMMAS, _COMMA),
        (character in _SIGNS, _SIGN),
        (bool(_CAPITALS.match(character)), _CAPITAL),
        (character.isupper(), _UPPER),
        (character.islower() or (character.istitle() and not character.isupper()), _NOT_UPPER),
    ):
        kind |= bit if is_such else 0
    return kind
