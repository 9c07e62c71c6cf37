"""The model of what a copy is: a logistic regression over the numbers of `comparing.measure` and their products.

The products are what tells a roundup. Little of the longer text is shared in the roundup and in its source's excerpt
alike; but the one has much that is foreign before and behind that, and the other has not: no number alone says both.
Its weights stand in ``copy_weights.json``, written by ``training/train_copy_model.py``.
"""

import json
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE: Final = "copy_weights.json"


class Weights(NamedTuple):
    """The model.

    Attributes:
        numbers: a weight for each number of `comparing.measure`.
        products: a weight for each product of two of them, or of one with itself; as a square, 0 below its diagonal.
        intercept: what is added to the sum.
        least_probability: from here on it is a copy.
    """

    numbers: NDArray[np.float64]
    products: NDArray[np.float64]
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
    row = np.array(numbers)
    return weights.intercept + float(row @ (weights.numbers + weights.products @ row))


@lru_cache(maxsize=1)
def stored_weights() -> Weights:
    """As they were fitted."""
    stored = json.loads(files("newscrawler.duplicates").joinpath(WEIGHTS_FILE).read_text("utf-8"))
    products = np.zeros((len(stored["numbers"]),) * 2)
    products[np.triu_indices(len(products))] = stored["products"]
    return Weights(np.array(stored["numbers"]), products, stored["intercept"], stored["least_probability"])
