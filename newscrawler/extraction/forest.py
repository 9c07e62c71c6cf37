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
        sums, places, leaves = zeros(table.blocks), zeros(table.blocks), self.leaves
        for block in range(table.blocks):
            sums[block] = self.bias
        for tree in range(self.trees):
            _find_leaves(self, tree, table.values, places)
            first = tree << self.depth
            for block in range(table.blocks):
                sums[block] += leaves[first + places[block]]
        return sums


def _find_leaves(forest: Forest, tree: int, values: Sequence[float], places: Ints) -> None:
    """Put the number of each block's leaf into ``places``; ``values``: the table's."""
    blocks = len(places)
    for block in range(blocks):
        places[block] = 0
    for level in range(tree * forest.depth, (tree + 1) * forest.depth):
        row = forest.features[level] * blocks
        threshold = forest.thresholds[level]
        for block in range(blocks):
            places[block] = 2 * places[block] + (values[row + block] > threshold)
