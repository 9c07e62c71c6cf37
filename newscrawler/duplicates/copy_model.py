"""The model of what a copy is: a logistic regression over the few numbers that `comparing.measure` lists.

Its weights stand in ``copy_weights.json``, written by ``training/train_copy_model.py``.
"""

import json
from functools import lru_cache
from importlib.resources import files
from math import exp
from operator import mul
from typing import Final, NamedTuple

WEIGHTS_FILE: Final = "copy_weights.json"


class Weights(NamedTuple):
    """The model: a weight for each number of `measure`, what is added to their sum, and from where on it is a copy."""

    numbers: tuple[float, ...]
    intercept: float
    least_probability: float


class Measures(NamedTuple):
    """What the model weighs.

    Attributes:
        numbers: as `comparing.measure` lists them.
        turned: the same with the longer text as the shorter one.
        nearness: of their lengths: 1 for the same, 0 where the longer one is longer by a fifth or more.
    """

    numbers: tuple[float, ...]
    turned: tuple[float, ...]
    nearness: float


def weigh(weights: Weights, measures: Measures) -> float:
    """The probability of a copy, 0 to 1.

    Which of two texts is the shorter one must not turn on a word: the nearer their lengths are, the more it counts what
    they would be the other way round, where that speaks for a copy.
    """
    total = _weigh(weights, measures.numbers)
    if measures.nearness > 0:
        total += measures.nearness * max(0.0, _weigh(weights, measures.turned) - total)
    return 1 / (1 + exp(-max(-60.0, min(60.0, total))))


def _weigh(weights: Weights, numbers: tuple[float, ...]) -> float:
    total: float = sum(map(mul, weights.numbers, numbers))
    return weights.intercept + total


@lru_cache(maxsize=1)
def stored_weights() -> Weights:
    """As they were fitted."""
    stored = json.loads(files("newscrawler.duplicates").joinpath(WEIGHTS_FILE).read_text("utf-8"))
    return Weights(tuple(stored["numbers"]), stored["intercept"], stored["least_probability"])
