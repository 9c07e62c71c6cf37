"""Gradient boosting of trees that ask one question a level; numpy alone, the same result every time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 48
# Numbers of bins: twice as many thresholds less one, and a bin more than thresholds.
_WIDTH = 2 * BINS
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
    """How a forest is grown: so many trees for each seed, each seed's on their own, and then the mean of them all.

    A tree asks about a share ``columns`` of the features, chosen by a share ``rows`` of the blocks; ``rate`` is how
    much of an error it mends, ``ridge`` what it takes to trust a leaf with few blocks.
    """

    trees: int = 160
    depth: int = 7
    rate: float = 0.12
    ridge: float = 2.0
    columns: float = 0.4
    rows: float = 0.6
    seeds: tuple[int, ...] = (7, 8)


def cut_points(column: np.ndarray) -> np.ndarray:
    """Up to 47 thresholds at equal shares of the values, rounded so that the data file is short."""
    values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))
    middle = (values[:-1] + values[1:]) / 2 if len(values) > 1 else values
    return np.unique(np.array([float(f"{value:.4g}") for value in np.concatenate((values, middle))]))[: BINS * 2 - 1]


def grow(matrix: Sequence[np.ndarray], story: np.ndarray, weight: np.ndarray, plan: Plan) -> Forest:
    """A forest for the log odds of ``story``; ``matrix`` has a row a feature, with a number a block.

    Two forests that differ by chance alone disagree on the pages that are hard; the mean of a few is steadier. It is
    one forest with all their trees, the leaves divided by how many forests there are.
    """
    cuts = [cut_points(column) for column in matrix]
    bins = np.stack([_bins(cut, column) for cut, column in zip(cuts, matrix, strict=True)])
    mean = float((story * weight).sum() / weight.sum())
    bias = float(np.log(mean / (1 - mean)))
    grown = [tree for seed in plan.seeds for tree in _boost(bins, story, weight, bias, plan, seed)]
    features, splits, leaves = zip(*grown, strict=True)
    thresholds = [
        [_threshold(cuts[feature], split) for feature, split in zip(*questions, strict=True)]
        for questions in zip(features, splits, strict=True)
    ]
    return Forest(np.array(features), np.array(thresholds), np.round(np.array(leaves) / len(plan.seeds), 3), bias)


def _bins(cuts: np.ndarray, column: np.ndarray) -> np.ndarray:
    """How many thresholds each value is greater than, in single precision, as the reader compares them."""
    return np.searchsorted(cuts.astype(np.float32), column.astype(np.float32)).astype(np.uint8)


def _threshold(cuts: np.ndarray, split: int) -> float:
    return float(cuts[min(split, len(cuts) - 1)])


def _boost(
    bins: np.ndarray, story: np.ndarray, weight: np.ndarray, bias: float, plan: Plan, seed: int
) -> list[tuple[np.ndarray, list[int], np.ndarray]]:
    """Trees, each (features, splits, leaves), every one made for what those before it leave wrong."""
    chance = np.random.default_rng(seed)
    odds = np.full(len(story), bias)
    grown = []
    for _ in range(plan.trees):
        probability = 1 / (1 + np.exp(-odds))
        slope, bend = weight * (story - probability), weight * probability * (1 - probability)
        rows, scale = _sample(np.abs(story - probability), plan.rows, chance)
        columns = np.flatnonzero(chance.random(len(bins)) < plan.columns)
        chosen, splits = _grow_tree(bins[np.ix_(columns, rows)], slope[rows] * scale, bend[rows] * scale, plan)
        features = columns[chosen]
        leaf = np.zeros(len(story), dtype=np.intp)
        for feature, split in zip(features, splits, strict=True):
            leaf = leaf * 2 + (bins[feature] > split)
        top = np.bincount(leaf, slope, minlength=2**plan.depth)
        bottom = np.bincount(leaf, bend, minlength=2**plan.depth)
        leaves = plan.rate * top / (bottom + plan.ridge)
        odds += leaves[leaf]
        grown.append((features, splits, leaves))
    return grown


def _sample(surprise: np.ndarray, share: float, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows to choose questions by, with their factors: of what is settled already a few stand for the rest."""
    odds = np.where(surprise > _SETTLED, share, _SETTLED_SHARE)
    rows = np.flatnonzero(chance.random(len(surprise)) < odds)
    return rows, share / odds[rows]


def _grow_tree(bins: np.ndarray, slope: np.ndarray, bend: np.ndarray, plan: Plan) -> tuple[list[int], list[int]]:
    """For each level the feature and the bin after which it splits."""
    leaf = np.zeros(bins.shape[1], dtype=np.intp)
    sums = _sums(bins, leaf, slope, bend, 1)
    features, splits = [], []
    for level in range(plan.depth):
        feature, split = _best_question(sums, plan.ridge)
        features.append(feature)
        splits.append(split)
        leaf = leaf * 2 + (bins[feature] > split)
        if level + 1 < plan.depth:
            sums = _parted(sums, bins, leaf, slope, bend)
    return features, splits


def _sums(bins: np.ndarray, leaf: np.ndarray, slope: np.ndarray, bend: np.ndarray, leaves: int) -> np.ndarray:
    """Slopes and bends summed, as (2, features, leaves, bins)."""
    size = leaves * _WIDTH
    base = leaf * _WIDTH
    sums = np.empty((2, len(bins), size))
    for feature, column in enumerate(bins):
        place = base + column
        sums[0, feature] = np.bincount(place, slope, minlength=size)
        sums[1, feature] = np.bincount(place, bend, minlength=size)
    return sums.reshape(2, len(bins), leaves, _WIDTH)


def _parted(sums: np.ndarray, bins: np.ndarray, leaf: np.ndarray, slope: np.ndarray, bend: np.ndarray) -> np.ndarray:
    """The sums after one more question: the smaller answer is summed, the other is what is left of the whole."""
    answer = leaf & 1
    smaller = int(2 * np.count_nonzero(answer) <= len(answer))
    rows = np.flatnonzero(answer == smaller)
    counted = _sums(bins[:, rows], leaf[rows] >> 1, slope[rows], bend[rows], sums.shape[2])
    pair = (sums - counted, counted) if smaller else (counted, sums - counted)
    return np.stack(pair, axis=3).reshape(2, len(bins), -1, _WIDTH)


def _best_question(sums: np.ndarray, ridge: float) -> tuple[int, int]:
    """The feature and the bin whose split gains most over all leaves."""
    below = sums.cumsum(axis=3)
    above = below[..., -1:] - below
    gain = (below[0] ** 2 / (below[1] + ridge) + above[0] ** 2 / (above[1] + ridge)).sum(axis=1)
    feature, split = np.unravel_index(int(gain.argmax()), gain.shape)
    return int(feature), int(split)
