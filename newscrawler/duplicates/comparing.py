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
from newscrawler.duplicates.copy_model import Measures, stored_weights, weigh
from newscrawler.duplicates.fingerprint import LEAST_SHINGLES, shingle_hashes
from newscrawler.duplicates.folding import fold_words
from newscrawler.duplicates.hashing_in_numpy import Hashes, Mask, SharedHashes
from newscrawler.model.copy_link import CopyKind

_NEARLY_AS_LONG = 1.2  # times as many word groups as the shorter one, at most
_ZONE = 60  # word groups at a text's head, or at its end
_PASSAGE = 6  # word groups in a row that both have: a sentence or so, not a phrase
_MOST_NUMBERS = 8  # that disagree: more say no more
_MOST_DAYS = 3.0  # between two articles: more say no more, for a copy of last month's is one too
_UNKNOWN_DAYS = 1.0
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
    """

    probability: float
    kind: CopyKind
    shared: int
    is_copy: bool
    is_related: bool


class _Overlap(NamedTuple):
    """Where the word groups that both texts have stand in each of them; the shorter one has fewer different ones."""

    shorter: PreparedText
    longer: PreparedText
    in_shorter: Mask
    in_longer: Mask
    only_in_shorter: int
    only_in_longer: int
    shared: int

    def turned(self) -> "_Overlap":
        longer, only_in_longer = self.longer, self.only_in_longer
        return _Overlap(
            longer, self.shorter, self.in_longer, self.in_shorter, only_in_longer, self.only_in_shorter, self.shared
        )


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
        return Likeness(1.0, "same", len(set(later.shingles.tolist())), is_copy=True, is_related=True)
    if min(len(later.shingles), len(earlier.shingles)) < LEAST_SHINGLES:
        return Likeness(0.0, "edited", 0, is_copy=False, is_related=False)
    groups = hashing.find_shared(later.shingles, earlier.shingles)
    overlap = _overlap(later, earlier, groups)
    weights = stored_weights()
    probability = weigh(weights, _measure_both_ways(overlap))
    kind = _kind_of(groups.shared, groups.different_left, groups.different_right)
    is_copy = probability >= weights.least_probability
    return Likeness(probability, kind, overlap.shared, is_copy, is_related=is_copy or _shares_passages(overlap))


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
    return _measure_both_ways(_overlap(later, earlier, hashing.find_shared(later.shingles, earlier.shingles)))


def _measure_both_ways(overlap: _Overlap) -> Measures:
    length, other_length = overlap.only_in_shorter + overlap.shared, overlap.only_in_longer + overlap.shared
    nearness = (_NEARLY_AS_LONG - other_length / max(1, length)) / (_NEARLY_AS_LONG - 1)
    numbers = _measure(overlap)
    return Measures(numbers, _measure(overlap.turned()) if nearness > 0 else numbers, max(0.0, nearness))


def _measure(overlap: _Overlap) -> tuple[float, ...]:
    shorter, longer, in_shorter, in_longer, only_in_shorter, _, shared = overlap
    return (
        log(1 + shared),
        log((shared + 1) / (only_in_shorter + 1)),
        int(in_longer.argmax()) / len(in_longer) if shared else 1.0,
        _share(in_longer[-_ZONE:]),
        _share(in_shorter[:_ZONE]),
        log(1 + hashing.measure_runs(in_shorter, _PASSAGE)[0]),
        _disagreeing_numbers(shorter.numbers, longer.numbers),
        _title_likeness(shorter.title, longer.title),
        log(1 + min(_MOST_DAYS, _days_between(shorter.appeared_at, longer.appeared_at))),
    )


def _overlap(later: PreparedText, earlier: PreparedText, groups: SharedHashes) -> _Overlap:
    in_later, in_earlier, of_later, of_earlier, shared = groups
    if of_later <= of_earlier:
        return _Overlap(later, earlier, in_later, in_earlier, of_later - shared, of_earlier - shared, shared)
    return _Overlap(earlier, later, in_earlier, in_later, of_earlier - shared, of_later - shared, shared)


def _share(found: Mask) -> float:
    return np.count_nonzero(found) / len(found)


def _disagreeing_numbers(shorter: Hashes, longer: Hashes) -> float:
    in_shorter, _, shared = hashing.count_shared(shorter, longer)
    return min(in_shorter, _MOST_NUMBERS) * (1 - shared / max(1, in_shorter))


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
    footer = min(_places_at_end(overlap.in_longer), _places_at_end(overlap.in_shorter))
    return hashing.measure_runs(overlap.in_longer, _LONG_PASSAGE)[1] - footer >= _RELATED_GROUPS


def _places_at_end(found: Mask) -> int:
    """How many are found in a row at the end."""
    missing = np.flatnonzero(~found)
    return len(found) - 1 - int(missing[-1]) if len(missing) else len(found)
