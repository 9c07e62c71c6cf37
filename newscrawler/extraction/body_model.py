"""The trained judge of blocks: small decision trees over the features, weights from a data file.

``body_weights.json`` is written by ``training/train_body_reader.py``. Every tree asks the same few questions of each
block and adds the score of the answer; the sum is the log odds that the block is story.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Column, Measures, Table
from newscrawler.extraction.place_features import (
    ancestor_features,
    group_features,
    position_features,
)
from newscrawler.extraction.text_features import neighbour_features, text_features
from newscrawler.extraction.tokens import TokenScores, token_features

WEIGHTS_FILE: Final = "body_weights.json"


@dataclass(slots=True)
class BodyModel:
    """Trees of equal depth; all blocks of one level of a tree are asked the same question.

    Attributes:
        columns: names of the features that are asked about.
        features: (trees, depth) index of the column that each level asks about.
        thresholds: (trees, depth) a block answers yes where its number is greater.
        leaves: (trees, 2 ** depth) score for each row of answers, the first question being the highest bit.
        bias: log odds to start from.
        scores: the learnt words.
    """

    columns: tuple[str, ...]
    features: npt.NDArray[np.intp]
    thresholds: npt.NDArray[np.float32]
    leaves: npt.NDArray[np.float32]
    bias: float
    scores: TokenScores

    def chances(self, table: Table) -> Column:
        """How likely each block is story, 0 to 1."""
        matrix = np.concatenate([table[name] for name in self.columns], dtype=np.float32).reshape(len(self.columns), -1)
        return log_odds_to_chance(self.bias + self.log_odds(matrix))

    def log_odds(self, matrix: npt.NDArray[np.float32]) -> Column:
        """Sum of all trees' answers, one number a block; ``matrix`` has a row for each of `columns`."""
        trees, depth = self.features.shape
        leaf = np.zeros((trees, matrix.shape[1]), dtype=np.int32)
        for level in range(depth):
            leaf <<= 1
            leaf |= matrix.take(self.features[:, level], axis=0) > self.thresholds[:, level, None]
        # All trees' leaves in one row: the numbers of a tree's leaves begin where those of the tree before end.
        leaf += (np.arange(trees, dtype=np.int32) << depth)[:, None]
        total: Column = self.leaves.ravel().take(leaf).sum(axis=0)
        return total


def log_odds_to_chance(log_odds: Column) -> Column:
    """The logistic function."""
    chance: Column = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return chance


def shape_features(cut: CutPage, measures: Measures) -> Table:
    """All features but the learnt words."""
    return {
        **text_features(cut, measures),
        **neighbour_features(cut, measures),
        **position_features(cut, measures),
        **ancestor_features(cut, measures),
        **group_features(cut, measures),
    }


def judge_blocks(cut: CutPage, measures: Measures, model: BodyModel | None = None) -> Column:
    """How likely each block of the page is story, 0 to 1."""
    judge = model or load_model()
    table = shape_features(cut, measures)
    table.update(token_features(cut, measures, judge.scores))
    return judge.chances(table)


@lru_cache(maxsize=1)
def load_model() -> BodyModel:
    """The model that the package carries."""
    return read_model(json.loads(files("newscrawler.extraction").joinpath(WEIGHTS_FILE).read_text("utf-8")))


def read_model(weights: Mapping[str, Any]) -> BodyModel:
    """The model from its data: trees as lists, tokens grouped under their score, one a line."""
    scores = TokenScores(_ungrouped(weights["names"]), _ungrouped(weights["words"]))
    return BodyModel(
        columns=tuple(weights["columns"]),
        features=np.array(weights["features"], dtype=np.intp),
        thresholds=np.array(weights["thresholds"], dtype=np.float32),
        leaves=np.array(weights["leaves"], dtype=np.float32),
        bias=float(weights["bias"]),
        scores=scores,
    )


def _ungrouped(groups: Mapping[str, str]) -> dict[str, float]:
    return {token: float(score) for score, tokens in groups.items() for token in tokens.split("\n")}
