"""Forests as the training grows them."""

import numpy as np
import pytest
from trees import Forest, Plan, grow

PLAN = Plan(trees=20, depth=3, rate=0.3, columns=1.0, seeds=(1,))


def examples() -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Features of 400 blocks: story is what is long and has few links; the third number says nothing."""
    chance = np.random.default_rng(3)
    length, links, noise = chance.integers(0, 200, 400).astype(float), chance.random(400), chance.random(400)
    return [length, links, noise], ((length > 60) & (links < 0.4)).astype(float), np.ones(400)


def log_odds(forest: Forest, matrix: list[np.ndarray]) -> np.ndarray:
    odds = np.full(len(matrix[0]), forest.bias)
    for features, thresholds, leaves in zip(forest.features, forest.thresholds, forest.leaves, strict=True):
        place = np.zeros(len(odds), dtype=int)
        for feature, threshold in zip(features, thresholds, strict=True):
            place = 2 * place + (matrix[feature] > threshold)
        odds += leaves[place]
    return odds


def test_a_forest_learns_what_two_features_say_together() -> None:
    matrix, story, weight = examples()
    odds = log_odds(grow(matrix, story, weight, PLAN), matrix)
    assert ((odds > 0) == (story > 0)).mean() > 0.97


def test_blocks_without_weight_teach_nothing() -> None:
    matrix, story, weight = examples()
    wrong = np.concatenate((story, 1 - story))
    doubled = [np.concatenate((column, column)) for column in matrix]
    odds = log_odds(grow(doubled, wrong, np.concatenate((weight, 0 * weight)), PLAN), matrix)
    assert ((odds > 0) == (story > 0)).mean() > 0.97


def test_the_same_plan_grows_the_same_forest() -> None:
    first, second = (grow(*examples(), PLAN) for _ in range(2))
    assert first.features.tolist() == second.features.tolist()
    assert first.leaves.tolist() == second.leaves.tolist()


@pytest.mark.parametrize("seeds", [(1, 2), (1, 2, 3)])
def test_a_forest_of_several_seeds_is_the_mean_of_theirs(seeds: tuple[int, ...]) -> None:
    matrix, story, weight = examples()

    def of(*seeds: int) -> np.ndarray:
        plan = Plan(trees=20, depth=3, rate=0.3, columns=1.0, seeds=seeds)
        return log_odds(grow(matrix, story, weight, plan), matrix)

    assert of(*seeds) == pytest.approx(np.mean([of(seed) for seed in seeds], axis=0), abs=0.02)
