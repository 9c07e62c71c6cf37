"""A text as the 64-bit hashes of its words, folded: equal for typographic variants of one text."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newscrawler.words import UNSPACED_LETTERS, fold_character

Hashes = NDArray[np.uint64]

# Fixed for ever: stored fingerprints depend on them. The base is odd, so that it has an inverse modulo 2**64.
BASE = 0x9E37_79B9_7F4A_7C15
_MODULUS = 1 << 64
_DROPPED, _SEPARATOR, _LETTER, _OWN_WORD = 0, 1, 2, 3
_PLANES = 0x11_0000
_LAST_OF_PLANE_0 = 0xFFFF
_KIND_SHIFT = np.uint32(24)  # a code point has 21 bits
_CODE_MASK = np.uint32((1 << 24) - 1)
_UNUSED = frozenset({"Cn", "Co", "Cs"})  # categories of code points that are no characters
# Filled without a look at each character, for speed: Han and Hangul fold to themselves.
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x2_0000, 0x3_23B0))
_HANGUL = (0xAC00, 0xD7A4)
# Between them; of plane 1 the living and dead scripts: emoji lie above.
_LOOKED_AT = ((0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x1_E000))


@lru_cache(maxsize=1)
def _folding_table() -> NDArray[np.uint32]:
    """For every code point what it folds to, and from bit 24 on: is it dropped, does it part words, or is it a letter?

    Both in one number: looking up is a good part of folding.
    """
    folded = np.arange(_PLANES, dtype=np.uint32)
    kind = np.full(_PLANES, _SEPARATOR, dtype=np.uint32)
    for first, last in _HAN:
        kind[first:last] = _OWN_WORD
    kind[_HANGUL[0] : _HANGUL[1]] = _LETTER
    unspaced = re.compile(f"[{UNSPACED_LETTERS}]")
    for first, last in _LOOKED_AT:
        categories = map(unicodedata.category, map(chr, range(first, last)))
        for code_point, category in enumerate(categories, first):
            if category not in _UNUSED:
                folded[code_point], kind[code_point] = _fold_code_point(code_point, category, unspaced)
    return folded | kind << _KIND_SHIFT


def _fold_code_point(code_point: int, category: str, unspaced: re.Pattern[str]) -> tuple[int, int]:
    character = chr(code_point)
    if code_point > _LAST_OF_PLANE_0 and not character.isalnum():
        return code_point, _SEPARATOR
    plain = character if category == "Lo" and _is_plain(character) else fold_character(character)
    if not plain:
        return code_point, _DROPPED
    if plain[0] == " ":
        return code_point, _SEPARATOR
    if not plain[0].isalnum():  # a currency or per cent sign, or a vowel sign that is part of its word
        return ord(plain[0]), _LETTER if unicodedata.category(plain[0])[0] == "M" else _SEPARATOR
    return ord(plain[0]), _OWN_WORD if unspaced.match(plain[0]) else _LETTER


def _is_plain(letter: str) -> bool:
    """Has a letter no other case or form? It folds to itself; two thirds of all are such, and so found in no time."""
    return not unicodedata.decomposition(letter) and letter.casefold() == letter


class _Powers:
    """Powers of the base and of its inverse, as many as the longest text so far needed."""

    def __init__(self) -> None:
        self.up: Hashes = np.ones(1, dtype=np.uint64)
        self.down: Hashes = self.up

    def grow(self, length: int) -> None:
        if len(self.up) < length:
            size = 1 << length.bit_length()
            self.up, self.down = _powers(BASE, size), _powers(pow(BASE, -1, _MODULUS), size)


def _powers(base: int, size: int) -> Hashes:
    factors = np.full(size, np.uint64(base), dtype=np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


_POWERS = _Powers()


class FoldedWords(NamedTuple):
    """A text's word hashes, in order, and the share of its words that are single letters of unspaced scripts."""

    hashes: Hashes
    unspaced_share: float


def fold_words(text: str) -> FoldedWords:
    """The 64-bit hash of every word, in the text's order.

    Case, accents, width, ligatures, punctuation, apostrophes and invisible characters make no difference; each Han,
    kana, Thai, Lao, Khmer and Burmese letter is a word. The same on every machine and Python version, but for letters
    that an older Unicode table does not know.
    """
    text = text.casefold()
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = _folding_table().take(codes)
    kind = folded >> _KIND_SHIFT
    kept = kind != _DROPPED
    if np.count_nonzero(kept) < len(kept):
        folded, kind = folded[kept], kind[kept]
    starts, ends = _word_borders(kind)
    if not len(starts):
        return FoldedWords(np.empty(0, dtype=np.uint64), 0.0)
    own = int(np.count_nonzero(kind == _OWN_WORD))
    return FoldedWords(mix(_polynomials(folded & _CODE_MASK, starts, ends)), own / len(starts))


def _word_borders(kind: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words start, and where they end: runs of letters, and every letter that is a word of its own."""
    is_letter = np.zeros(len(kind) + 2, dtype=bool)
    is_letter[1:-1] = kind == _LETTER
    borders = np.flatnonzero(is_letter[1:] != is_letter[:-1])
    starts, ends = borders[::2], borders[1::2]
    own = np.flatnonzero(kind == _OWN_WORD)
    if len(own):
        return np.sort(np.concatenate((starts, own))), np.sort(np.concatenate((ends, own + 1)))
    return starts, ends


def _polynomials(codes: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
    """Hash of each word by differences of prefix sums, moved to exponent 0."""
    _POWERS.grow(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * _POWERS.up[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * _POWERS.down[starts]


def mix(values: Hashes) -> Hashes:
    """Spread 64-bit values so that their order tells nothing (the finaliser of splitmix64, public domain)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed
