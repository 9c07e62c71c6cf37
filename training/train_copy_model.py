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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from copy_pairs import Pair, PreparedTexts, read_pairs

from newscrawler.duplicates import comparing, copy_model

WEIGHTS_PATH = Path(copy_model.__file__).with_name(copy_model.WEIGHTS_FILE)
LEAST_PROBABILITY = 0.52
WIRE_WEIGHT = 12.0  # of a pair of the real wire: there are few copies in it, and none of them is made by a program
COMPOSED_WEIGHT = 0.3  # of a pair that is composed: there are many, and they are made by one program
TEMPLATE_WEIGHT = 0.7
WHOLE_WEIGHT = 3.0
SAME_TITLE_WEIGHT = 3.0
TITLES = 9  # place among the numbers of `measure`
_SOURCE_WEIGHTS = {"wire": WIRE_WEIGHT, "composed": COMPOSED_WEIGHT, "template": TEMPLATE_WEIGHT}
_MADE = {"composed", "template"}
_STEPS = 20
_RIDGE, _RIDGE_OF_PRODUCTS = 0.5, 2.0

Numbers = NDArray[np.float64]


class Rows(NamedTuple):
    """The numbers of pairs, whether they are copies (1.0 or 0.0), and how much each pair counts."""

    numbers: Numbers
    is_copy: Numbers
    counts: Numbers


def fit(rows: Rows) -> copy_model.Weights:
    """A logistic regression over the numbers and their products, by Newton's method with a slight pull to zero."""
    centre, spread = rows.numbers.mean(axis=0), rows.numbers.std(axis=0) + 1e-9
    columns = _with_products((rows.numbers - centre) / spread)
    size = rows.numbers.shape[1]
    ridge = np.diag([_RIDGE] * size + [_RIDGE_OF_PRODUCTS] * (columns.shape[1] - size - 1) + [1e-6])
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (rows.counts * (chances - rows.is_copy)) + ridge @ weights
        curve = (columns * (rows.counts * chances * (1 - chances))[:, None]).T @ columns + ridge
        weights -= np.linalg.solve(curve, slope)
    return _for_plain_numbers(weights, centre, spread)


def _with_products(numbers: Numbers) -> Numbers:
    """The numbers, each product of two of them, and 1."""
    one, other = np.triu_indices(numbers.shape[1])
    return np.column_stack((numbers, numbers[:, one] * numbers[:, other], np.ones(len(numbers))))


def _for_plain_numbers(weights: Numbers, centre: Numbers, spread: Numbers) -> copy_model.Weights:
    """The weights of numbers as they are measured, from those of numbers about 0 with spread 1."""
    size = len(centre)
    products = np.zeros((size, size))
    products[np.triu_indices(size)] = weights[size:-1]
    products /= np.outer(spread, spread)
    straight = weights[:size] / spread
    plain = straight - (products + products.T) @ centre
    intercept = weights[-1] - straight @ centre + centre @ products @ centre
    return copy_model.Weights(plain.round(5), products.round(5), round(float(intercept), 5), LEAST_PROBABILITY)


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
        """What weights are fitted to: the pairs, and those by one template again under one title.

        The corpus gives each text of a template a title of its own; but "Police log" comes every day.
        """
        template = wanted & ~self.is_copy & self.where(lambda pair: pair.is_made_as("neg:template"))
        counts = np.array([_count_of(pair) for pair in self.pairs])
        same_title = self.numbers[template]
        same_title[:, TITLES] = 1.0
        return Rows(
            np.concatenate((self.numbers[wanted], same_title)),
            np.concatenate((self.is_copy[wanted], self.is_copy[template])).astype(float),
            np.concatenate((counts[wanted], counts[template] * SAME_TITLE_WEIGHT)),
        )


def _count_of(pair: Pair) -> float:
    """How much a pair counts. To miss a copy that kept its text is worse than to miss another."""
    kinds = [document.get("kind", "") for document in (pair.later, pair.earlier)]
    is_whole = all(kind.startswith(("base", "exact", "light")) for kind in kinds)
    return _SOURCE_WEIGHTS.get(pair.source, 1.0) * (WHOLE_WEIGHT if pair.is_copy and is_whole else 1.0)


def tell(corpus: Corpus, name: str, is_wanted: Callable[[Pair], bool]) -> None:
    """Fit on the wanted pairs of each half, and print how the links in the other half are."""
    half = np.array([pair.half for pair in corpus.pairs])
    chances = np.zeros(len(half))
    for held in (0, 1):
        weights = fit(corpus.rows((half != held) & corpus.where(is_wanted)))
        for place in np.flatnonzero(half == held):
            chances[place] = copy_model.weigh(weights, corpus.measures[place])
    for source in ("edits", "wire"):
        right, links, copies = _count_links(corpus.pairs, chances, source)
        print(f"{name:40s} {source:6s} right {right / links:.4f}  found {right / copies:.4f}  ({links} links)")
    _tell_composed(corpus, chances)


def _tell_composed(corpus: Corpus, chances: Numbers) -> None:
    """The share of each kind of composed texts that is linked."""
    kinds = np.array([pair.later["kind"] if pair.source in _MADE else "" for pair in corpus.pairs])
    for kind in sorted(set(kinds.tolist()) - {""}):
        linked = chances[kinds == kind]
        print(f"{'':40s} {kind:15s} linked {(linked >= LEAST_PROBABILITY).mean():.3f}")


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


def _write(weights: copy_model.Weights) -> None:
    products = weights.products[np.triu_indices(len(weights.products))]
    stored = weights._asdict() | {"numbers": weights.numbers.tolist(), "products": products.tolist()}
    WEIGHTS_PATH.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


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
    tell(corpus, "without composed ones", lambda pair: pair.source != "composed")
    if not choice.check:
        _write(fit(corpus.rows(corpus.where(lambda _: True))))


if __name__ == "__main__":
    main()
