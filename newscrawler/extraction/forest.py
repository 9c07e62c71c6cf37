"""A forest of small decision trees over the features of blocks. Compiled, see docs/architecture.md.

First each number becomes its rank among the thresholds that the trees compare it with: a byte, and a machine compares
sixteen bytes at a time. The leaves are integers, thousandths of log odds: their sum is exact.
"""

from array import array
from collections.abc import Sequence
from math import inf
from typing import Final

from newscrawler.extraction.feature_table import FeatureTable, Ints, ints, zeros

PARTS: Final = 1000
# The number of a leaf is a byte too.
_DEEPEST: Final = 8
_MOST_THRESHOLDS: Final = 255
# A row's thresholds are taken so many at a time; where they are fewer, numbers that none exceeds make them up.
_AT_A_TIME: Final = 4


class Forest:
    """Trees of equal depth.

    ``features``: (trees, depth) row of the feature that each level asks about; ``thresholds``: (trees, depth) a block
    answers yes where its number is greater; ``leaves``: (trees, 2 ** depth) score in thousandths for each row of
    answers, the first question being the highest bit; ``bias``: thousandths to start from.

    Raises:
        ValueError: the trees are more than eight levels deep, or ask more than 255 different things of one feature.
    """

    __slots__ = (
        "_asked",
        "_firsts",
        "_limits",
        "_ranks",
        "_rows",
        "bias",
        "depth",
        "features",
        "leaves",
        "thresholds",
        "trees",
    )

    def __init__(
        self,
        features: Sequence[Sequence[int]],
        thresholds: Sequence[Sequence[float]],
        leaves: Sequence[Sequence[int]],
        bias: int,
    ) -> None:
        self.trees = len(features)
        self.depth = len(features[0]) if features else 0
        if self.depth > _DEEPEST:
            raise ValueError(f"trees of {self.depth} levels; at most {_DEEPEST}")
        self.features = ints([feature for tree in features for feature in tree])
        self.thresholds = array("f", [threshold for tree in thresholds for threshold in tree])
        self.leaves = array("i", [leaf for tree in leaves for leaf in tree])
        self.bias = bias
        self._rank_thresholds()

    def _rank_thresholds(self) -> None:
        """Sort the thresholds under their features; each level then asks whether a feature's rank is greater."""
        asked = list(zip(self.features, self.thresholds, strict=True))
        rows = sorted({row for row, _ in asked})
        sorted_limits = {row: sorted({threshold for other, threshold in asked if other == row}) for row in rows}
        firsts, limits = [0], []
        for row in rows:
            if len(sorted_limits[row]) > _MOST_THRESHOLDS:
                raise ValueError(f"{len(sorted_limits[row])} thresholds of one feature; at most {_MOST_THRESHOLDS}")
            limits += sorted_limits[row]
            limits += [inf] * (-len(limits) % _AT_A_TIME)
            firsts.append(len(limits))
        self._rows, self._firsts, self._limits = ints(rows), ints(firsts), array("f", limits)
        self._asked = ints([rows.index(row) for row, _ in asked])
        self._ranks = ints([sorted_limits[row].index(threshold) for row, threshold in asked])

    def log_odds(self, table: FeatureTable) -> Ints:
        """The sum of all trees' answers, thousandths, one a block."""
        blocks = table.blocks
        sums, counted = zeros(blocks), array("f", bytes(4 * blocks))
        ranks, places = bytearray(len(self._rows) * blocks), bytearray(blocks)
        for row in range(len(self._rows)):
            first, last = self._firsts[row], self._firsts[row + 1]
            _count_exceeded(table.values, self._rows[row] * blocks, self._limits, first, last, counted)
            _note_ranks(counted, ranks, row * blocks)
        for block in range(blocks):
            sums[block] = self.bias
        for tree in range(self.trees):
            for block in range(blocks):
                places[block] = 0
            for level in range(tree * self.depth, (tree + 1) * self.depth):
                _go_down(places, ranks, self._asked[level] * blocks, self._ranks[level])
            _add_leaves(sums, self.leaves, tree << self.depth, places)
        return sums


def chances_of(log_odds: Ints, table: "array[float]") -> list[float]:
    """The chances that a table holds for log odds; its middle is for 0, its ends for all that is beyond them."""
    middle = len(table) // 2
    chances = []
    for block in range(len(log_odds)):
        place = log_odds[block] + middle
        chances.append(table[0 if place < 0 else min(place, 2 * middle)])
    return chances


def _count_exceeded(
    values: Sequence[float], start: int, limits: Sequence[float], first: int, last: int, counted: "array[float]"
) -> None:
    """How many of the limits each block's number is greater than.

    Counted in floating-point numbers as the values are: a machine that compares two at a time adds two at a time.
    """
    blocks = len(counted)
    for block in range(blocks):
        counted[block] = 0.0
    for limit in range(first, last, 4):
        one, two, three, four = limits[limit], limits[limit + 1], limits[limit + 2], limits[limit + 3]
        for block in range(blocks):
            value = values[start + block]
            low = (1.0 if value > one else 0.0) + (1.0 if value > two else 0.0)
            high = (1.0 if value > three else 0.0) + (1.0 if value > four else 0.0)
            counted[block] += low + high


def _note_ranks(counted: Sequence[float], ranks: bytearray, start: int) -> None:
    for block in range(len(counted)):
        rank = int(counted[block])
        ranks[start + block] = rank


def _go_down(places: bytearray, ranks: bytearray, start: int, asked: int) -> None:
    """Step from each block's place in one level of a tree to its place in the next."""
    for block in range(len(places)):
        places[block] = 2 * places[block] + (1 if ranks[start + block] > asked else 0)


def _add_leaves(sums: Ints, leaves: Sequence[int], first: int, places: bytearray) -> None:
    for block in range(len(places)):
        sums[block] += leaves[first + places[block]]
