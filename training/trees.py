"""Gradient boosting of trees that ask one question a level; numpy alone, the same result every time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 48
# Most blocks of a page are soon known for what they are; growing on all of them takes three times as long.
_SETTLED = 0.03
_SETTLED_SHARE = 0.12


@dataclass(slots=True)
class Forest:
    features: np.ndarray  # (trees, depth)
    thresholds: np.ndarray  # (trees, depth)
    leaves: np.ndarray  # (trees, 2 ** depth)
    bias: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How a forest is grown."""

    trees: int = 160
    depth: int = 5
    rate: float = 0.12
    ridge: float = 2.0
    columns: float = 0.4
    rows: float = 0.6
    seed: int = 7


def cut_points(column: np.ndarray) -> np.ndarray:
    """Up to 47 thresholds at equal shares of the values, rounded so that the data file is short."""
    values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))
    middle = (values[:-1] + values[1:]) / 2 if len(values) > 1 else values
    return np.unique(np.array([float(f"{value:.4g}") for value in np.concatenate((values, middle))]))[: BINS * 2 - 1]


def grow(matrix: Sequence[np.ndarray], story: np.ndarray, weight: np.ndarray, plan: Plan) -> Forest:
    """A forest for the log odds of ``story``; ``matrix`` has a row a feature, with a number a block."""
    chance = np.random.default_rng(plan.seed)
    cuts = [cut_points(column) for column in matrix]
    bins = np.stack([np.searchsorted(cut, column) for cut, column in zip(cuts, matrix, strict=True)]).astype(np.uint8)
    mean = float((story * weight).sum() / weight.sum())
    bias = float(np.log(mean / (1 - mean)))
    odds = np.full(len(story), bias)
    grown = []
    for _ in range(plan.trees):
        probability = 1 / (1 + np.exp(-odds))
        slope, bend = weight * (story - probability), weight * probability * (1 - probability)
        rows, scale = _sample(np.abs(story - probability), plan.rows, chance)
        columns = np.flatnonzero(chance.random(len(matrix)) < plan.columns)
        features, splits = _grow_tree(bins[np.ix_(columns, rows)], slope[rows] * scale, bend[rows] * scale, plan)
        features = columns[features]
        leaf = np.zeros(len(story), dtype=np.intp)
        for feature, split in zip(features, splits, strict=True):
            leaf = leaf * 2 + (bins[feature] > split)
        top = np.bincount(leaf, slope, minlength=2**plan.depth)
        bottom = np.bincount(leaf, bend, minlength=2**plan.depth)
        leaves = plan.rate * top / (bottom + plan.ridge)
        odds += leaves[leaf]
        thresholds = [
            cuts[feature][min(split, len(cuts[feature]) - 1)] for feature, split in zip(features, splits, strict=True)
        ]
        grown.append((features, thresholds, leaves))
    columns_of = [np.array(part) for part in zip(*grown, strict=True)]
    return Forest(columns_of[0], columns_of[1], np.round(columns_of[2], 3), bias)


def _sample(surprise: np.ndarray, share: float, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows to choose questions by, with their factors: of what is settled already a few stand for the rest."""
    odds = np.where(surprise > _SETTLED, share, _SETTLED_SHARE)
    rows = np.flatnonzero(chance.random(len(surprise)) < odds)
    return rows, share / odds[rows]


def _grow_tree(bins: np.ndarray, slope: np.ndarray, bend: np.ndarray, plan: Plan) -> tuple[list[int], list[int]]:
    leaf = np.zeros(bins.shape[1], dtype=np.int32)
    width = BINS * 2
    features, splits = [], []
    for level in range(plan.depth):
        base = leaf * width
        best = (-1.0, 0, 0)
        for feature in range(len(bins)):
            code = base + bins[feature]
            size = width << level
            top = np.bincount(code, slope, minlength=size).reshape(-1, width).cumsum(axis=1)
            bottom = np.bincount(code, bend, minlength=size).reshape(-1, width).cumsum(axis=1)
            rest, under = top[:, -1:] - top, bottom[:, -1:] - bottom
            gain = (top**2 / (bottom + plan.ridge) + rest**2 / (under + plan.ridge)).sum(axis=0)
            split = int(gain.argmax())
            if gain[split] > best[0]:
                best = (float(gain[split]), feature, split)
        _, feature, split = best
        features.append(feature)
        splits.append(split)
        leaf = leaf * 2 + (bins[feature] > split)
    return features, splits
