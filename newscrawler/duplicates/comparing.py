"""Two articles' texts beside each other: is one a copy of the other, of which kind, or do they only share text?

The answer is a logistic model (``copy_model``) of a few numbers (`measure`). One threshold on shared text could not
tell a shortened copy from two weather reports that are made by one template.
"""

from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import NamedTuple

import numpy as np

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.copy_model import Measures, Weights, stored_weights, weigh
from newscrawler.duplicates.fingerprint import LEAST_SHINGLES, shingle_hashes
from newscrawler.duplicates.folding import fold_words
from newscrawler.duplicates.hashing_in_numpy import Hashes, Limits, Presence, SharedHashes
from newscrawler.model.copy_link import CopyKind

_NEARLY_AS_LONG = 1.2  # times as many word groups as the shorter one, at most
_ZONE = 60  # word groups at a text's head, or at its end
_PASSAGE = 6  # word groups in a row that both have: a sentence or so, not a phrase
_MOST_NUMBERS = 8  # that disagree: more say no more
_MOST_DAYS = 3.0  # between two articles: more say no more, for a copy of last month's is one too
_UNKNOWN_DAYS = 1.0
# A copy is sure from this probability on, with a day between both at least: roundups come in the hour of their stories.
_LEAST_SURE = 0.9
_SURE_DAYS = 1.0
# The same few words under the same title are one brief. "Photo: dpa" under "In pictures" twice is not one story.
_LEAST_WORDS = 8
# Of the word groups of a text, the share in the other one from which it is wholly there, or there in the main.
_SAME = 0.98
_WHOLLY = 0.95
_MOSTLY = 0.7
_LONGER = 1.1  # times as many word groups; of two texts of one length neither is an excerpt
# What makes texts related: shared word groups in passages of two or three sentences. Templates have shorter ones.
_LONG_PASSAGE = 20
_RELATED_GROUPS = 30
_LIMITS = Limits(_ZONE, _PASSAGE, _LONG_PASSAGE)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedText:
    """An article's text as it is compared.

    Attributes:
        words: hashes of its words, in order.
        shingles: hashes of its word groups, in order.
        numbers: hashes of its numbers, in order.
        title: hashes of the words of its title, in order.
        appeared_at: when it was published, or first seen; None: unknown.
    """

    words: Hashes
    shingles: Hashes
    numbers: Hashes
    title: Hashes
    appeared_at: datetime | None


class Likeness(NamedTuple):
    """What comparing a later article with an earlier one gave.

    Attributes:
        probability: that both are one story in one text, 0 to 1.
        kind: what the later one is beside the earlier one, if it is a copy of it.
        shared: number of different word groups that both have.
        is_copy: is the probability high enough for a link?
        is_related: do they share whole passages, be they copies or not?
        is_sure: is it a copy by its text, however soon it followed?
    """

    probability: float
    kind: CopyKind
    shared: int
    is_copy: bool
    is_related: bool
    is_sure: bool = False


class _Side(NamedTuple):
    """One of two texts: its different word groups and numbers, and where it has the groups that both have."""

    groups: int
    numbers: int
    found: Presence


class _Overlap(NamedTuple):
    """What two texts share; the shorter one has fewer different word groups."""

    shorter: _Side
    longer: _Side
    groups: int
    numbers: int
    title_likeness: float
    days: float


def prepare(body: str, title: str = "", appeared_at: datetime | None = None) -> PreparedText:
    """A text made ready for `compare`; worth keeping where one text is compared more than once.

    ``appeared_at`` is when it was published, or else first seen: copies follow within days, look-alikes at any time.
    """
    folded = fold_words(body)
    return PreparedText(
        words=folded.hashes,
        shingles=shingle_hashes(folded),
        numbers=folded.numbers,
        title=fold_words(title).hashes,
        appeared_at=appeared_at,
    )


def compare(later: PreparedText, earlier: PreparedText) -> Likeness:
    """How alike the later article is to the earlier one.

    Texts of fewer than `LEAST_SHINGLES` word groups are copies only where all their words and their titles are the
    same, and there are a few words at all.
    """
    if _is_one_text(later, earlier):
        return Likeness(1.0, "same", len(set(later.shingles.tolist())), is_copy=True, is_related=True, is_sure=True)
    if min(len(later.shingles), len(earlier.shingles)) < LEAST_SHINGLES:
        return Likeness(0.0, "edited", 0, is_copy=False, is_related=False)
    groups = hashing.find_shared(later.shingles, earlier.shingles, _LIMITS)
    overlap = _overlap(later, earlier, groups)
    weights = stored_weights()
    probability = weigh(weights, _measure_both_ways(overlap))
    kind = _kind_of(groups.shared, groups.different_left, groups.different_right)
    is_copy = probability >= weights.least_probability
    is_related = is_copy or _shares_passages(overlap)
    is_sure = is_copy and _is_sure(weights, overlap)
    return Likeness(probability, kind, groups.shared, is_copy, is_related, is_sure)


def measure(later: PreparedText, earlier: PreparedText) -> Measures:
    """The numbers that the model weighs; the same whichever text came first.

    1. logarithm of the number of shared word groups;
    2. odds of a word group of the shorter text to be in the longer one, as a logarithm;
    3. place in the longer text where the shared ones begin, 0 to 1;
    4. share of the end of the longer text that is in the shorter one;
    5. share of the head of the shorter text that is in the longer one;
    6. logarithm of the number of shared passages;
    7. numbers of the shorter text that the longer one has not, at most 8;
    8. likeness of the titles, 1 for the same;
    9. logarithm of the days between them, at most 3.
    """
    groups = hashing.find_shared(later.shingles, earlier.shingles, _LIMITS)
    return _measure_both_ways(_overlap(later, earlier, groups))


def _is_sure(weights: Weights, overlap: _Overlap) -> bool:
    later = overlap._replace(days=max(overlap.days, _SURE_DAYS))
    return weigh(weights, _measure_both_ways(later)) >= _LEAST_SURE


def _measure_both_ways(overlap: _Overlap) -> Measures:
    shorter, longer = overlap.shorter, overlap.longer
    nearness = (_NEARLY_AS_LONG - longer.groups / max(1, shorter.groups)) / (_NEARLY_AS_LONG - 1)
    numbers = _measure(overlap, shorter, longer)
    return Measures(numbers, _measure(overlap, longer, shorter) if nearness > 0 else numbers, max(0.0, nearness))


def _measure(overlap: _Overlap, shorter: _Side, longer: _Side) -> tuple[float, ...]:
    shared = overlap.groups
    return (
        log(1 + shared),
        log((shared + 1) / (shorter.groups - shared + 1)),
        longer.found.first / longer.found.length if shared else 1.0,
        longer.found.tail / max(1, min(_ZONE, longer.found.length)),
        shorter.found.head / max(1, min(_ZONE, shorter.found.length)),
        log(1 + shorter.found.passages),
        min(shorter.numbers, _MOST_NUMBERS) * (1 - overlap.numbers / max(1, shorter.numbers)),
        overlap.title_likeness,
        log(1 + min(_MOST_DAYS, overlap.days)),
    )


def _overlap(later: PreparedText, earlier: PreparedText, groups: SharedHashes) -> _Overlap:
    of_later, of_earlier, shared_numbers = hashing.count_shared(later.numbers, earlier.numbers)
    sides = (
        _Side(groups.different_left, of_later, groups.in_left),
        _Side(groups.different_right, of_earlier, groups.in_right),
    )
    shorter, longer = sides if groups.different_left <= groups.different_right else sides[::-1]
    title_likeness = _title_likeness(later.title, earlier.title)
    days = _days_between(later.appeared_at, earlier.appeared_at)
    return _Overlap(shorter, longer, groups.shared, shared_numbers, title_likeness, days)


def _title_likeness(left: Hashes, right: Hashes) -> float:
    """Shared words of all words, to the fourth power: titles of two market reports share most of their words."""
    in_left, in_right, shared = hashing.count_shared(left, right)
    return (shared / max(1, in_left + in_right - shared)) ** 4


def _days_between(left: datetime | None, right: datetime | None) -> float:
    return _UNKNOWN_DAYS if left is None or right is None else abs((left - right).total_seconds()) / 86_400


def _is_one_text(later: PreparedText, earlier: PreparedText) -> bool:
    return (
        len(later.words) == len(earlier.words)
        and np.array_equal(later.words, earlier.words)
        and np.array_equal(later.title, earlier.title)
        and len(set(later.words.tolist())) >= _LEAST_WORDS
    )


def _kind_of(shared: int, later: int, earlier: int) -> CopyKind:
    in_earlier, in_later = shared / max(1, later), shared / max(1, earlier)
    if min(in_earlier, in_later) >= _SAME:
        return "same"
    if later < earlier and in_earlier >= (_MOSTLY if later * _LONGER <= earlier else _WHOLLY):
        return "excerpt"
    if later > earlier and in_later >= (_MOSTLY if later >= earlier * _LONGER else _WHOLLY):
        return "expansion"
    return "edited"


def _shares_passages(overlap: _Overlap) -> bool:
    """Is there enough in long passages? What both end with does not count: it may be a footer."""
    in_longer = overlap.longer.found
    footer = min(in_longer.at_end, overlap.shorter.found.at_end)
    return in_longer.in_long_passages - footer >= _RELATED_GROUPS
