"""A forest of small decision trees over the features of blocks. Compiled, see docs/architecture.md.

All blocks are asked one question at a time, and each question once, however many trees ask it. The leaves are integers,
thousandths of log odds: their sum is exact.
"""

from array import array
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.feature_table import FeatureTable, Ints, ints, zeros

PARTS: Final = 1000
# The number of a leaf is a byte: a machine works on sixteen at a time.
_DEEPEST: Final = 8


class Forest:
    """Trees of equal depth.

    ``features``: (trees, depth) row of the feature that each level asks about; ``thresholds``: (trees, depth) a block
    answers yes where its number is greater; ``leaves``: (trees, 2 ** depth) score in thousandths for each row of
    answers, the first question being the highest bit; ``bias``: thousandths to start from.

    Raises:
        ValueError: the trees are more than eight levels deep.
    """

    __slots__ = ("_asked_of", "_limits", "_questions", "bias", "depth", "features", "leaves", "thresholds", "trees")

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
        self.thresholds = array("d", [threshold for tree in thresholds for threshold in tree])
        self.leaves = array("i", [leaf for tree in leaves for leaf in tree])
        self.bias = bias
        # Which of the different questions each level asks; of each the row of its feature, and its threshold.
        asked = list(zip(self.features, self.thresholds, strict=True))
        numbers = {question: number for number, question in enumerate(sorted(set(asked)))}
        self._questions = ints([numbers[question] for question in asked])
        self._asked_of = ints([feature for feature, _ in numbers])
        self._limits = array("d", [threshold for _, threshold in numbers])

    def log_odds(self, table: FeatureTable) -> Ints:
        """The sum of all trees' answers, thousandths, one a block."""
        blocks = table.blocks
        sums = zeros(blocks)
        answers, places = bytearray(len(self._limits) * blocks), bytearray(blocks)
        for question in range(len(self._limits)):
            row = self._asked_of[question] * blocks
            _answer(table.values, row, self._limits[question], answers, question * blocks, blocks)
        for block in range(blocks):
            sums[block] = self.bias
        for tree in range(self.trees):
            for block in range(blocks):
                places[block] = 0
            for level in range(tree * self.depth, (tree + 1) * self.depth):
                _go_down(places, answers, self._questions[level] * blocks, blocks)
            _add_leaves(sums, self.leaves, tree << self.depth, places, blocks)
        return sums


def _answer(values: Sequence[float], row: int, threshold: float, answers: bytearray, start: int, blocks: int) -> None:
    """Note for each block whether its number is greater: 1 or 0."""
    for block in range(blocks):
        answers[start + block] = 1 if values[row + block] > threshold else 0


def _go_down(places: bytearray, answers: bytearray, start: int, blocks: int) -> None:
    """Step from each block's place in one level of a tree to its place in the next."""
    for block in range(blocks):
        places[block] = 2 * places[block] + answers[start + block]


def _add_leaves(sums: Ints, leaves: Sequence[int], first: int, places: bytearray, blocks: int) -> None:
    for block in range(blocks):
        sums[block] += leaves[first + places[block]]
