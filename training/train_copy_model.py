"""Fit the weights of `newscrawler.duplicates.comparing` and say how well they tell copies on articles not seen.

python training/train_copy_model.py CORPUS
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from copy_pairs import Pair, PreparedTexts, pairs_of_edits, pairs_of_wire

from newscrawler.duplicates import comparing

WEIGHTS_PATH = Path(comparing.__file__).with_name(comparing.WEIGHTS_FILE)
LEAST_PROBABILITY = 0.6
_STEPS = 60
_RIDGE = 0.5

Numbers = NDArray[np.float64]


def fit(numbers: Numbers, is_copy: Numbers) -> Numbers:
    """Weights of a logistic regression, intercept last, by Newton's method with a slight pull to zero."""
    centre, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-9
    columns = np.column_stack(((numbers - centre) / spread, np.ones(len(numbers))))
    ridge = np.diag([_RIDGE] * numbers.shape[1] + [0.0])
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (chances - is_copy) + ridge @ weights
        curve = (columns * (chances * (1 - chances))[:, None]).T @ columns + ridge
        weights -= np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ centre)


def measure_all(pairs: list[Pair]) -> tuple[Numbers, Numbers]:
    """The model's numbers of every pair, and 1.0 for copies."""
    texts = PreparedTexts()
    rows = [comparing.measure(texts.of(pair.later), texts.of(pair.earlier)) for pair in pairs]
    return np.array(rows), np.array([float(pair.is_copy) for pair in pairs])


def main() -> None:
    """Read the corpus, fit, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    pairs = [*pairs_of_edits(corpus), *pairs_of_wire(corpus)]
    numbers, is_copy = measure_all(pairs)
    half = np.array([pair.half for pair in pairs])
    for held in (0, 1):
        weights = fit(numbers[half != held], is_copy[half != held])
        chances = 1 / (1 + np.exp(-(numbers[half == held] @ weights[:-1] + weights[-1])))
        truth, told = is_copy[half == held] > 0, chances >= LEAST_PROBABILITY
        print(
            f"half {held}: {len(truth)} pairs, {int(truth.sum())} copies, "
            f"{int((told & ~truth).sum())} false, {int((~told & truth).sum())} missed"
        )
    weights = fit(numbers, is_copy)
    stored = {
        "numbers": [round(float(weight), 4) for weight in weights[:-1]],
        "intercept": round(float(weights[-1]), 4),
        "least_probability": LEAST_PROBABILITY,
    }
    WEIGHTS_PATH.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(stored)


if __name__ == "__main__":
    main()
