"""What each character of a text folds to: a letter, a word of its own, a border between words, or nothing."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newscrawler.words import UNSPACED_LETTERS, fold_character

DROPPED: Final = 0
SEPARATOR: Final = 1
LETTER: Final = 2
OWN_WORD: Final = 3
KIND_SHIFT: Final = 24  # a code point has 21 bits
KINDS: Final = 3
FIGURE: Final = 1 << 26
CODE_MASK: Final = (1 << KIND_SHIFT) - 1
PLANES: Final = 0x11_0000

_LAST_OF_PLANE_0 = 0xFFFF
_UNUSED = frozenset({"Cn", "Co", "Cs"})  # categories of code points that are no characters
# Filled without a look at each character, for speed: Han and Hangul fold to themselves.
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x2_0000, 0x3_23B0))
_HANGUL = (0xAC00, 0xD7A4)
# Between them; of plane 1 the living and dead scripts: emoji lie above.
_LOOKED_AT = ((0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x1_E000))
_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}]")
_FIRST_JOINING = "\u0300"  # no character below joins the one before it


def fold_letter(code_point: int) -> int:
    """What one character of a normalised text folds to: a code point, its kind from bit 24 on, and is it a figure?"""
    if any(first <= code_point < last for first, last in _HAN):
        return code_point | OWN_WORD << KIND_SHIFT
    if _HANGUL[0] <= code_point < _HANGUL[1]:
        return code_point | LETTER << KIND_SHIFT
    if any(first <= code_point < last for first, last in _LOOKED_AT):
        return _fold(code_point, unicodedata.category(chr(code_point)))
    return code_point | SEPARATOR << KIND_SHIFT


class RawLetter(NamedTuple):
    """A character as it stands in a text, before that is normalised.

    Attributes:
        folded: `fold_letter` of each character of its normal form without case: two for a sharp s.
        joins: may this melt with what stands before it, as an accent does with its letter?
        has_mark: may its beginning or end change places with a mark beside it?
        differs: does it fold to something else where it stands in a text that is normalised already?
    """

    folded: tuple[int, ...]
    joins: bool
    has_mark: bool
    differs: bool


def fold_raw_letter(code_point: int) -> RawLetter:
    """What one character of any text folds to.

    A text without characters that join, and without two marks beside each other, folds to what its characters do.
    """
    letter = chr(code_point)
    normal = unicodedata.normalize("NFKC", letter.casefold())
    folded = tuple(fold_letter(ord(character)) for character in normal)
    return RawLetter(
        folded=folded,
        joins=normal[0] >= _FIRST_JOINING and normal[0] in _joining(),
        has_mark=unicodedata.combining(normal[0]) > 0 or unicodedata.combining(normal[-1]) > 0,
        differs=unicodedata.is_normalized("NFKC", letter) and folded != (fold_letter(code_point),),
    )


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    """The second halves of all compositions, and what is composed by a rule: vowels and finals of Hangul."""
    decompositions = (unicodedata.decomposition(chr(code_point)).split() for code_point in range(0xC0, 0x1_E000))
    seconds = {chr(int(halves[1], 16)) for halves in decompositions if len(halves) == 2 and halves[0][0] != "<"}
    return frozenset(seconds.union(map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))))


@lru_cache(maxsize=1)
def folding_table() -> NDArray[np.uint32]:
    """`fold_letter` of every code point."""
    table = np.arange(PLANES, dtype=np.uint32)
    kind = np.full(PLANES, SEPARATOR, dtype=np.uint32)
    for first, last in _HAN:
        kind[first:last] = OWN_WORD
    kind[_HANGUL[0] : _HANGUL[1]] = LETTER
    table |= kind << np.uint32(KIND_SHIFT)
    for first, last in _LOOKED_AT:
        categories = map(unicodedata.category, map(chr, range(first, last)))
        for code_point, category in enumerate(categories, first):
            if category not in _UNUSED:
                table[code_point] = _fold(code_point, category)
    return table


def _fold(code_point: int, category: str) -> int:
    folded, kind = _folded_and_kind(code_point, category)
    return folded | kind << KIND_SHIFT | (FIGURE if kind == LETTER and chr(folded).isdecimal() else 0)


def _folded_and_kind(code_point: int, category: str) -> tuple[int, int]:
    character = chr(code_point)
    if category in _UNUSED or (code_point > _LAST_OF_PLANE_0 and not character.isalnum()):
        return code_point, SEPARATOR
    plain = character if category == "Lo" and is_plain(character) else fold_character(character)
    if not plain:
        return code_point, DROPPED
    if plain[0] == " ":
        return code_point, SEPARATOR
    if not plain[0].isalnum():  # a currency or per cent sign, or a vowel sign that is part of its word
        return ord(plain[0]), LETTER if unicodedata.category(plain[0])[0] == "M" else SEPARATOR
    return ord(plain[0]), OWN_WORD if _UNSPACED.match(plain[0]) else LETTER


def is_plain(letter: str) -> bool:
    """Has a letter no other case or form? It folds to itself; two thirds of all are such, and so found in no time."""
    return not unicodedata.decomposition(letter) and letter.casefold() == letter
