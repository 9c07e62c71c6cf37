"""Fit the weights of `newscrawler.duplicates.copy_model`, and say how well they tell copies on articles not seen.

    python training/train_copy_model.py CORPUS            writes copy_weights.json
    python training/train_copy_model.py CORPUS --check    writes nothing

Told first, of articles in the half that the weights were not fitted on: the share of links that are right, and that of
copies that are found (of those that are among the candidates); also where the weights know only one of the sets, or not
some kinds of look-alikes.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from copy_pairs import Pair, PreparedTexts, read_pairs

from newscrawler.duplicates import comparing, copy_model

WEIGHTS_PATH = Path(copy_model.__file__).with_name(copy_model.WEIGHTS_FILE)
LEAST_PROBABILITY = 0.72
WIRE_WEIGHT = 3.0  # of a pair of the real wire: there are few copies in it, and none of them is made by a program
TITLES, DAYS = 7, 8  # places among the numbers of `measure`
SAME_HOUR, NEXT_DAY, LONG_AGO = np.log(1.05), np.log(2.0), np.log(4.0)
_STEPS = 40
_RIDGE = 0.5

Numbers = NDArray[np.float64]


class Rows(NamedTuple):
    """The numbers of pairs, whether they are copies (1.0 or 0.0), and how much each pair counts."""

    numbers: Numbers
    is_copy: Numbers
    counts: Numbers


def fit(rows: Rows) -> Numbers:
    """Weights of a logistic regression, intercept last, by Newton's method with a slight pull to zero."""
    centre, spread = rows.numbers.mean(axis=0), rows.numbers.std(axis=0) + 1e-9
    columns = np.column_stack(((rows.numbers - centre) / spread, np.ones(len(rows.numbers))))
    ridge = np.diag([_RIDGE] * rows.numbers.shape[1] + [1e-6])
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (rows.counts * (chances - rows.is_copy)) + ridge @ weights
        curve = (columns * (rows.counts * chances * (1 - chances))[:, None]).T @ columns + ridge
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ centre)


class Corpus:
    """The pairs with their numbers."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        texts = PreparedTexts()
        self.pairs = pairs
        self.measures = [comparing.measure(texts.of(pair.later), texts.of(pair.earlier)) for pair in pairs]
        self.numbers = np.array([measures.numbers for measures in self.measures])
        self.is_copy = np.array([pair.is_copy for pair in pairs])

    def where(self, is_wanted: Callable[[Pair], bool]) -> NDArray[np.bool_]:
        """Which pairs are wanted."""
        return np.array([is_wanted(pair) for pair in self.pairs], dtype=bool)

    def rows(self, wanted: NDArray[np.bool_]) -> Rows:
        """What weights are fitted to: the pairs, and some of them again with another title, or further apart.

        The corpus spreads texts of one template over weeks, with a title each. But two weather reports may come in the
        same hour, and "Police log" comes every day. Its copies follow within days, but a column may be printed again
        next month. Neither days nor titles alone must decide; but such pairs are rarer, and count less.
        """
        template = wanted & ~self.is_copy & self.where(lambda pair: pair.is_made_as("neg:template", "neg:footer"))
        whole = wanted & self.is_copy & self.where(lambda pair: pair.later.get("kind", "")[:5] in {"exact", "light"})
        parts = [
            (wanted, {}, 1.0),
            (template, {DAYS: SAME_HOUR}, 0.3),
            (template, {DAYS: NEXT_DAY, TITLES: 1.0}, 0.1),
            (whole, {DAYS: LONG_AGO}, 0.3),
        ]
        counts = self.where(lambda pair: pair.source == "wire") * (WIRE_WEIGHT - 1) + 1
        return Rows(
            np.concatenate([self._as_if(chosen, other) for chosen, other, _ in parts]),
            np.concatenate([self.is_copy[chosen].astype(float) for chosen, _, _ in parts]),
            np.concatenate([counts[chosen] * weight for chosen, _, weight in parts]),
        )

    def _as_if(self, chosen: NDArray[np.bool_], other: Mapping[int, float]) -> Numbers:
        numbers = self.numbers[chosen]
        for place, value in other.items():
            numbers[:, place] = value
        return numbers


def tell(corpus: Corpus, name: str, is_wanted: Callable[[Pair], bool]) -> None:
    """Fit on the wanted pairs of each half, and print how the links in the other half are."""
    half = np.array([pair.half for pair in corpus.pairs])
    chances = np.zeros(len(half))
    for held in (0, 1):
        weights = _as_stored(fit(corpus.rows((half != held) & corpus.where(is_wanted))))
        for place in np.flatnonzero(half == held):
            chances[place] = copy_model.weigh(weights, corpus.measures[place])
    for source in ("edits", "wire"):
        right, links, copies = _count_links(corpus.pairs, chances, source)
        print(f"{name:40s} {source:6s} right {right / links:.4f}  found {right / copies:.4f}  ({links} links)")


def _count_links(pairs: Sequence[Pair], chances: Numbers, source: str) -> tuple[int, int, int]:
    """Right links, links, and articles with a copy among their candidates."""
    best: dict[str, tuple[float, bool]] = {}
    copies = set()
    for pair, chance in zip(pairs, chances.tolist(), strict=True):
        if pair.source == source:
            copies |= {pair.later["id"]} if pair.is_copy else set()
            best[pair.later["id"]] = max(best.get(pair.later["id"], (0.0, False)), (chance, pair.is_copy))
    links = [is_copy for chance, is_copy in best.values() if chance >= LEAST_PROBABILITY]
    return sum(links), len(links), len(copies)


def _as_stored(weights: Numbers) -> copy_model.Weights:
    rounded = [round(float(weight), 4) for weight in weights]
    return copy_model.Weights(tuple(rounded[:-1]), rounded[-1], LEAST_PROBABILITY)


def main() -> None:
    """Read the corpus, fit, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--check", action="store_true", help="tell only")
    choice = parser.parse_args()
    corpus = Corpus(read_pairs(choice.corpus))
    tell(corpus, "all", lambda _: True)
    tell(corpus, "edits only", lambda pair: pair.source == "edits")
    tell(corpus, "wire only", lambda pair: pair.source == "wire")
    unknown = ("neg:roundup", "neg:followup", "neg:footer")
    tell(corpus, "without roundups, follow-ups, footers", lambda pair: not pair.is_made_as(*unknown))
    weights = _as_stored(fit(corpus.rows(corpus.where(lambda _: True))))
    print(weights)
    if not choice.check:
        WEIGHTS_PATH.write_text(json.dumps(weights._asdict(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
