"""Two articles' texts beside each other: is one a copy of the other, of which kind, or do they only share text?

The answer is a logistic model of a few numbers (`measure`), whose weights stand in ``copy_weights.json``, written by
``training/train_copy_model.py``. One threshold on shared text could not tell a shortened copy from two weather reports
that are made by one template.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp, log
from typing import Final, NamedTuple

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.fingerprint import LEAST_SHINGLES, shingle_hashes
from newscrawler.duplicates.folding import fold_words
from newscrawler.duplicates.hashing_in_numpy import Hashes
from newscrawler.model.copy_link import CopyKind

WEIGHTS_FILE: Final = "copy_weights.json"

_NUMBER = re.compile(r"\d+")
_MOST_NUMBERS = 8  # that disagree: more say no more
# Of the shingles of a text, the share in the other one from which it is wholly there.
_SAME = 0.95
_HELD = 0.75
# Text shared in good part: this share of the shorter one, or so many word groups.
_RELATED_SHARE = 0.2
_RELATED_SHINGLES = 40


@dataclass(frozen=True, slots=True, eq=False)
class PreparedText:
    """A text as it is compared: its word groups and words as sorted distinct hashes, and its numbers."""

    shingles: Hashes
    words: Hashes
    numbers: frozenset[str]


class Likeness(NamedTuple):
    """What comparing a later article with an earlier one gave.

    Attributes:
        probability: that both are one story in one text, 0 to 1.
        kind: what the later one is beside the earlier one, if it is a copy of it.
        shared: number of different word groups that both have.
        is_copy: is the probability high enough for a link?
        is_related: do they share text in good part? Also true for copies.
    """

    probability: float
    kind: CopyKind
    shared: int
    is_copy: bool
    is_related: bool


class Weights(NamedTuple):
    """The model: a weight for each number of `measure`, what is added to their sum, and from where on it is a copy."""

    numbers: tuple[float, ...]
    intercept: float
    least_probability: float


def prepare(body: str, title: str = "") -> PreparedText:
    """A text made ready for `compare`; worth keeping where one text is compared more than once."""
    del title
    folded = fold_words(body)
    return PreparedText(
        shingles=hashing.distinct(shingle_hashes(folded)),
        words=hashing.distinct(folded.hashes),
        numbers=frozenset(_NUMBER.findall(unicodedata.normalize("NFKC", body))),
    )


def compare(later: PreparedText, earlier: PreparedText) -> Likeness:
    """How alike the later article is to the earlier one. Texts of a few words are never copies by this."""
    shared = hashing.count_shared(later.shingles, earlier.shingles)
    shorter = min(len(later.shingles), len(earlier.shingles))
    kind = _kind_of(shared, len(later.shingles), len(earlier.shingles))
    if shorter < LEAST_SHINGLES:
        return Likeness(0.0, kind, shared, is_copy=False, is_related=False)
    weights = _weights()
    probability = _logistic(weights, measure(later, earlier, shared))
    is_related = shared >= _RELATED_SHINGLES or shared >= _RELATED_SHARE * shorter
    return Likeness(probability, kind, shared, probability >= weights.least_probability, is_related)


def measure(later: PreparedText, earlier: PreparedText, shared: int | None = None) -> tuple[float, ...]:
    """The numbers that the model weighs, all of them the same whichever text came first.

    In order: share of the shorter text's word groups that the longer one has, share of its words, numbers that
    disagree, logarithm of the shared word groups, and of the ratio of lengths.
    """
    if shared is None:
        shared = hashing.count_shared(later.shingles, earlier.shingles)
    shorter, longer = sorted((later, earlier), key=lambda text: len(text.shingles))
    return (
        shared / max(1, len(shorter.shingles)),
        hashing.count_shared(shorter.words, longer.words) / max(1, len(shorter.words)),
        _disagreeing_numbers(shorter.numbers, longer.numbers),
        log(1 + shared),
        log(max(1, len(longer.shingles)) / max(1, len(shorter.shingles))),
    )


def _disagreeing_numbers(shorter: frozenset[str], longer: frozenset[str]) -> float:
    if not shorter:
        return 0.0
    return min(len(shorter), _MOST_NUMBERS) * (1 - len(shorter & longer) / len(shorter))


def _kind_of(shared: int, later: int, earlier: int) -> CopyKind:
    in_earlier, in_later = shared / max(1, later), shared / max(1, earlier)
    if min(in_earlier, in_later) >= _SAME:
        return "same"
    if in_earlier >= _HELD and later < earlier:
        return "excerpt"
    if in_later >= _HELD and later > earlier:
        return "expansion"
    return "edited"


def _logistic(weights: Weights, numbers: tuple[float, ...]) -> float:
    total = weights.intercept + sum(weight * number for weight, number in zip(weights.numbers, numbers, strict=True))
    return 1 / (1 + exp(-max(-60.0, min(60.0, total))))


@lru_cache(maxsize=1)
def _weights() -> Weights:
    stored = json.loads(files("newscrawler.duplicates").joinpath(WEIGHTS_FILE).read_text("utf-8"))
    return Weights(tuple(stored["numbers"]), stored["intercept"], stored["least_probability"])
