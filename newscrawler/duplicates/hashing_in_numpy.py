"""Hashes of words and word groups by numpy: what ``hashing.pyx`` does in one pass where it is compiled.

The same functions with the same results. What they give is fixed for ever: stored fingerprints depend on it.
"""

import unicodedata
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newscrawler.duplicates.letters import (
    CODE_MASK,
    DROPPED,
    FIGURE,
    KIND_SHIFT,
    KINDS,
    LETTER,
    OWN_WORD,
    folding_table,
)

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

# Odd, so that it has an inverse modulo 2**64.
BASE: Final = 0x9E37_79B9_7F4A_7C15
_MODULUS = 1 << 64
# A single figure is as often a word as a number.
LEAST_FIGURES: Final = 2


class WordHashes(NamedTuple):
    """The words of a text as 64-bit hashes.

    Attributes:
        words: of every word, in order.
        numbers: of every row of two figures or more, in order; it may be part of a word.
        own_words: how many words are single letters of scripts without spaces.
    """

    words: Hashes
    numbers: Hashes
    own_words: int


class Limits(NamedTuple):
    """What `find_shared` looks at, in places: how long head and tail are, and what a passage and a long one is."""

    zone: int
    passage: int
    long_passage: int


class Presence(NamedTuple):
    """Where in a series those values stand that another series has too.

    Attributes:
        length: of the series, in places.
        first: the first such place; the length where there is none.
        head: number of such places in the head.
        tail: the same of the tail.
        passages: how many passages of such places there are.
        in_long_passages: number of places in long ones.
        at_end: number of such places in a row at the end.
    """

    length: int
    first: int
    head: int
    tail: int
    passages: int
    in_long_passages: int
    at_end: int


class SharedHashes(NamedTuple):
    """What two series of hashes share.

    Attributes:
        in_left: where the first one has the shared values.
        in_right: where the second one has them.
        different_left: number of different values of the first one.
        different_right: the same of the second one.
        shared: number of different values that both have.
    """

    in_left: Presence
    in_right: Presence
    different_left: int
    different_right: int
    shared: int


def hash_words(text: str) -> WordHashes:
    """The hashes of a text's words; see `newscrawler.duplicates.folding.fold_words`."""
    text = text.casefold()
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = folding_table().take(codes)
    kind = folded >> np.uint32(KIND_SHIFT) & np.uint32(KINDS)
    kept = kind != DROPPED
    if np.count_nonzero(kept) < len(kept):
        folded, kind = folded[kept], kind[kept]
    sums = _prefix_sums(folded & np.uint32(CODE_MASK))
    starts, ends = _word_borders(kind)
    first, behind = _number_borders(folded)
    hashes = _polynomials(sums, np.concatenate((starts, first)), np.concatenate((ends, behind)))
    own_words = int(np.count_nonzero(kind == OWN_WORD))
    return WordHashes(hashes[: len(starts)], hashes[len(starts) :], own_words)


def _word_borders(kind: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Where words start, and where they end: runs of letters, and every letter that is a word of its own."""
    starts, ends = _runs(kind == LETTER)
    own = np.flatnonzero(kind == OWN_WORD)
    if len(own):
        return np.sort(np.concatenate((starts, own))), np.sort(np.concatenate((ends, own + 1)))
    return starts, ends


def _number_borders(folded: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Where rows of figures start, and the places behind their ends."""
    figures = np.flatnonzero(folded >= np.uint32(FIGURE))
    starts_row = np.ones(len(figures) + 1, dtype=bool)
    np.not_equal(figures[1:], figures[:-1] + 1, out=starts_row[1:-1])
    first, last = figures[starts_row[:-1]], figures[starts_row[1:]]
    is_long = last - first >= LEAST_FIGURES - 1
    return first[is_long], last[is_long] + 1


def _runs(mask: Mask) -> tuple[Places, Places]:
    """Where runs of true values start, and the places behind their ends."""
    padded = np.zeros(len(mask) + 2, dtype=bool)
    padded[1:-1] = mask
    borders = np.flatnonzero(padded[1:] != padded[:-1])
    return borders[::2], borders[1::2]


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


def _prefix_sums(codes: NDArray[np.uint32]) -> Hashes:
    """Up to each place, the sum of the codes, each times the power of the base that its place has."""
    _POWERS.grow(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * _POWERS.up[: len(codes)], out=sums[1:])
    return sums


def _polynomials(sums: Hashes, starts: Places, ends: Places) -> Hashes:
    """Hash of each part of the text: the difference of prefix sums, moved to exponent 0."""
    return _mix((sums[ends] - sums[starts]) * _POWERS.down[starts])


def _mix(values: Hashes) -> Hashes:
    """Spread 64-bit values so that their order tells nothing (the finaliser of splitmix64, public domain)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def hash_groups(hashes: Hashes, size: int) -> Hashes:
    """The hash of every overlapping group of ``size`` words, in order; empty where there are fewer words."""
    count = len(hashes) - size + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    groups = hashes[:count].copy()
    for offset in range(1, size):
        groups *= np.uint64(BASE)
        groups += hashes[offset : offset + count]
    return _mix(groups)


def smallest(hashes: Hashes, count: int, most: int) -> list[int]:
    """The ``count`` smallest different values among the ``most`` smallest, sorted.

    A sentence that a text repeats takes one place, not all.
    """
    for looked_at in (min(2 * count, most), most):  # the first are enough, but where a text repeats much
        candidates = hashes if len(hashes) <= looked_at else np.partition(hashes, looked_at - 1)[:looked_at]
        found = sorted(set(candidates.tolist()))[:count]
        if len(found) == count:
            break
    return found


def find_shared(left: Hashes, right: Hashes, limits: Limits) -> SharedHashes:
    """The values that both have, and where they stand."""
    different_left, different_right = _distinct(left), _distinct(right)
    in_left = _presence(_are_among(left, different_right), limits)
    in_right = _presence(_are_among(right, different_left), limits)
    shared = int(np.count_nonzero(_are_among(different_left, different_right)))
    return SharedHashes(in_left, in_right, len(different_left), len(different_right), shared)


def _presence(found: Mask, limits: Limits) -> Presence:
    length = len(found)
    starts, ends = _runs(found)
    lengths = ends - starts
    return Presence(
        length=length,
        first=int(starts[0]) if len(starts) else length,
        head=int(np.count_nonzero(found[: limits.zone])),
        tail=int(np.count_nonzero(found[max(0, length - limits.zone) :])),
        passages=int(np.count_nonzero(lengths >= limits.passage)),
        in_long_passages=int(lengths[lengths >= limits.long_passage].sum()),
        at_end=int(lengths[-1]) if len(ends) and ends[-1] == length else 0,
    )


def count_shared(left: Hashes, right: Hashes) -> tuple[int, int, int]:
    """The last three of `find_shared`: how many different values the first has, the second has, and both have."""
    different_left, different_right = _distinct(left), _distinct(right)
    shared = int(np.count_nonzero(_are_among(different_left, different_right)))
    return len(different_left), len(different_right), shared


def _distinct(hashes: Hashes) -> Hashes:
    ordered = np.sort(hashes)
    is_first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _are_among(hashes: Hashes, ordered: Hashes) -> Mask:
    if not len(ordered):
        return np.zeros(len(hashes), dtype=bool)
    places = np.searchsorted(ordered, hashes)
    places[places == len(ordered)] = 0
    return np.equal(ordered[places], hashes)
