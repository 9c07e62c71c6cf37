"""A forest of small decision trees over the features of blocks. Compiled, see docs/architecture.md.

All blocks at one level of a tree are asked the same question. The leaves are integers, thousandths of log odds: their
sum is exact.
"""

from array import array
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.feature_table import FeatureTable, Ints, ints, zeros

PARTS: Final = 1000


class Forest:
    """Trees of equal depth.

    ``features``: (trees, depth) row of the feature that each level asks about; ``thresholds``: (trees, depth) a block
    answers yes where its number is greater; ``leaves``: (trees, 2 ** depth) score in thousandths for each row of
    answers, the first question being the highest bit; ``bias``: thousandths to start from.
    """

    __slots__ = ("bias", "depth", "features", "leaves", "thresholds", "trees")

    def __init__(
        self,
        features: Sequence[Sequence[int]],
        thresholds: Sequence[Sequence[float]],
        leaves: Sequence[Sequence[int]],
        bias: int,
    ) -> None:
        self.trees = len(features)
        self.depth = len(features[0]) if features else 0
        self.features = ints([feature for tree in features for feature in tree])
        self.thresholds = array("d", [threshold for tree in thresholds for threshold in tree])
        self.leaves = ints([leaf for tree in leaves for leaf in tree])
        self.bias = bias

    def log_odds(self, table: FeatureTable) -> Ints:
        """The sum of all trees' answers, thousandths, one a block."""
        sums, leaves = zeros(table.blocks), self.leaves
        places = array("d", bytes(8 * table.blocks))
        for block in range(table.blocks):
            sums[block] = self.bias
        for tree in range(self.trees):
            _find_leaves(self, tree, table.values, places)
            first = tree << self.depth
            for block in range(table.blocks):
                leaf = int(places[block])
                sums[block] += leaves[first + leaf]
        return sums


def _find_leaves(forest: Forest, tree: int, values: Sequence[float], places: "array[float]") -> None:
    """Put the number of each block's leaf into ``places``; ``values``: the table's.

    The places are floating-point numbers as the values are: a machine that compares two at a time adds two at a time.
    """
    blocks = len(places)
    for block in range(blocks):
        places[block] = 0.0
    step = float(1 << forest.depth)
    for level in range(tree * forest.depth, (tree + 1) * forest.depth):
        row = forest.features[level] * blocks
        threshold = forest.thresholds[level]
        step /= 2
        for block in range(blocks):
            places[block] += step if values[row + block] > threshold else 0.0
