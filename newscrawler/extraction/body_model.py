"""The trained judge of blocks: small decision trees over the features, weights from a data file.

``body_weights.json`` is written by ``training/train_body_reader.py``. Every tree asks the same few questions of each
block and adds the score of the answer; the sum is the log odds that the block is story.
"""

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import Any, Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.feature_table import FeatureTable
from newscrawler.extraction.features import Measures
from newscrawler.extraction.forest import PARTS, Forest, chances_of
from newscrawler.extraction.group_features import add_group_features
from newscrawler.extraction.page_counts import PageCounts
from newscrawler.extraction.place_features import add_ancestor_features, add_position_features
from newscrawler.extraction.text_features import add_neighbour_features, add_text_features
from newscrawler.extraction.token_scores import TokenScores
from newscrawler.extraction.tokens import add_token_features

WEIGHTS_FILE: Final = "body_weights.json"
# Beyond these log odds, in thousandths, a chance is as good as 0 or 1.
_FARTHEST: Final = 20 * PARTS


@dataclass(slots=True)
class BodyModel:
    """A forest with the features that it asks about, and the scores of words that some of these are made of.

    Attributes:
        rows: name of each feature asked about -> its row in the forest's table.
        forest: the trees.
        scores: the learnt words.
    """

    rows: dict[str, int]
    forest: Forest
    scores: TokenScores

    def chances(self, cut: CutPage, counts: PageCounts) -> list[float]:
        """How likely each block is story, 0 to 1."""
        table = FeatureTable(counts.blocks, self.rows)
        add_shape_features(table, cut, counts)
        add_token_features(table, cut, counts, self.scores)
        return chances_of(self.forest.log_odds(table), chance_table())


@lru_cache(maxsize=1)
def chance_table() -> "array[float]":
    """The logistic function of log odds from -20,000 to 20,000 thousandths.

    To twelve digits: the last ones differ from one mathematical library to the next.
    """
    odds = range(-_FARTHEST, _FARTHEST + 1)
    return array("d", [round(1 / (1 + exp(-thousandths / PARTS)), 12) for thousandths in odds])


def add_shape_features(table: FeatureTable, cut: CutPage, counts: PageCounts) -> None:
    """All features but the learnt words."""
    add_text_features(table, cut, counts)
    add_neighbour_features(table, counts)
    add_position_features(table, cut, counts)
    add_ancestor_features(table, cut, counts)
    add_group_features(table, counts)


def judge_blocks(cut: CutPage, measures: Measures, model: BodyModel | None = None) -> list[float]:
    """How likely each block of the page is story, 0 to 1."""
    return (model or load_model()).chances(cut, measures.counts)


@lru_cache(maxsize=1)
def load_model() -> BodyModel:
    """The model that the package carries."""
    return read_model(json.loads(files("newscrawler.extraction").joinpath(WEIGHTS_FILE).read_text("utf-8")))


def read_model(weights: Mapping[str, Any]) -> BodyModel:
    """The model from its data: trees as lists, tokens grouped under their score, one a line."""
    rows = {name: row for row, name in enumerate(weights["columns"])}
    forest = Forest(weights["features"], weights["thresholds"], weights["leaves"], weights["bias"])
    return BodyModel(rows, forest, TokenScores(_ungrouped(weights["names"]), _ungrouped(weights["words"])))


def _ungrouped(groups: Mapping[str, str]) -> dict[str, int]:
    return {token: int(score) for score, tokens in groups.items() for token in tokens.split("\n")}
