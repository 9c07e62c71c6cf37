"""Two articles' texts beside each other: is one a copy of the other, of which kind, or do they only share text?

The answer is a logistic model (``copy_model``) of a few numbers (`measure`). One threshold on shared text could not
tell a shortened copy from two weather reports that are made by one template, or from a roundup. When they were
published does not count: roundups, live blogs and follow-ups come on the very day of their story, too.
"""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.copy_model import Measures, stored_weights, weigh
from newscrawler.duplicates.fingerprint import LEAST_SHINGLES, shingle_hashes
from newscrawler.duplicates.folding import fold_words
from newscrawler.duplicates.hashing_in_numpy import Hashes, Limits, Presence, SharedHashes
from newscrawler.model.copy_link import CopyKind

_NEARLY_AS_LONG = 1.2  # times as many word groups as the shorter one, at most
_ZONE = 60  # word groups at a text's head, or at its end
_PASSAGE = 6  # word groups in a row that both have: a sentence or so, not a phrase
_MOST_NUMBERS = 8  # that disagree: more say no more
_LEAST_SURE = 0.9  # a copy is sure from this probability on
# From here on it is one where each text tells what its title says and the other does not: two alerts to investors of
# "Acme" and "Zeta".
_LEAST_OF_TWO_TITLES = 0.75
# Word groups of the longer text: where there are more, all counts are made smaller alike. Few texts in the corpus are
# longer, and the weights are right only near what they were fitted to.
_MOST_GROUPS = 1_500
_MOST_FOREIGN = 3  # words of a title that the other text does not tell
_TITLED_GROUPS = 80  # shared ones, from which on a title counts in full: "Police log" alone makes no copy
# The same few words under the same title are one brief. "Photo: dpa" under "In pictures" twice is not one story.
_LEAST_WORDS = 8
# A text of at most so many words that has at most this share of its title's words may be a wall, not a story.
_MOST_WORDS_OF_WALL = 120
_TOLD_BY_CHANCE = 0.34
# Of the word groups of a text, the share in the other one from which it is wholly there, or there in the main.
_SAME = 0.98
_WHOLLY = 0.95
_MOSTLY = 0.7
_LONGER = 1.1  # times as many word groups; of two texts of one length neither is an excerpt
# What makes texts related: shared word groups in passages of two or three sentences. Templates have shorter ones.
_LONG_PASSAGE = 20
_RELATED_GROUPS = 30
_MOST_BESIDE_EACH_OTHER = 1_000_000  # hashes: more would take more memory than it saves time
_LIMITS = Limits(_ZONE, _PASSAGE, _LONG_PASSAGE)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedText:
    """An article's text as it is compared.

    Attributes:
        words: hashes of its words, in order.
        shingles: hashes of its word groups, in order.
        numbers: hashes of its numbers, in order.
        title: hashes of the words of its title, in order.
        told_title: those of the title's words that the body has, too.
    """

    words: Hashes
    shingles: Hashes
    numbers: Hashes
    title: Hashes
    told_title: Hashes


class Likeness(NamedTuple):
    """What comparing a later article with an earlier one gave.

    Attributes:
        probability: that both are one story in one text, 0 to 1.
        kind: what the later one is beside the earlier one, if it is a copy of it.
        shared: number of different word groups that both have.
        is_copy: is the probability high enough for a link?
        is_related: do they share whole passages, be they copies or not?
        is_sure: is it so surely a copy that clusters may be joined by it?
        is_nearly_same: have they the same words but for some in a hundred?
    """

    probability: float
    kind: CopyKind
    shared: int
    is_copy: bool
    is_related: bool
    is_sure: bool = False
    is_nearly_same: bool = False


class _Side(NamedTuple):
    """One of two texts.

    Attributes:
        groups: how many different word groups it has.
        numbers: how many different numbers.
        foreign_title: how much of its title it tells and the other text does not, 0 to 1.
        found: where it has the groups that both have.
    """

    groups: int
    numbers: int
    foreign_title: float
    found: Presence


class _Overlap(NamedTuple):
    """What two texts share; the shorter one has fewer different word groups."""

    shorter: _Side
    longer: _Side
    groups: int
    numbers: int
    title_likeness: float


def prepare(body: str, title: str = "") -> PreparedText:
    """A text made ready for `compare`; worth keeping where one text is compared more than once."""
    folded = fold_words(body)
    title_words = fold_words(title).hashes
    return PreparedText(
        words=folded.hashes,
        shingles=shingle_hashes(folded),
        numbers=folded.numbers,
        title=title_words,
        told_title=title_words[_are_among(title_words, folded.hashes)],
    )


def compare(later: PreparedText, earlier: PreparedText) -> Likeness:
    """How alike the later article is to the earlier one.

    Texts of fewer than `LEAST_SHINGLES` word groups are copies only where all their words and their titles are the
    same, and there are a few words at all.
    """
    if _is_one_text(later, earlier):
        return Likeness(1.0, "same", len(set(later.shingles.tolist())), *[True] * 4)
    if min(len(later.shingles), len(earlier.shingles)) < LEAST_SHINGLES:
        return Likeness(0.0, "edited", 0, is_copy=False, is_related=False)
    groups = hashing.find_shared(later.shingles, earlier.shingles, _LIMITS)
    overlap = _overlap(later, earlier, groups)
    weights = stored_weights()
    probability = weigh(weights, _measure_both_ways(overlap))
    is_nearly_same = 2 * groups.shared >= _SAME * (groups.different_left + groups.different_right)
    is_same = np.array_equal(later.words, earlier.words)
    kind = "same" if is_same else _kind_of(groups.shared, groups.different_left, groups.different_right)
    tell_two_stories = min(overlap.shorter.foreign_title, overlap.longer.foreign_title) > 0
    least = _LEAST_OF_TWO_TITLES if tell_two_stories else weights.least_probability
    is_copy = probability >= least and not (is_nearly_same and _is_wall(later, earlier))
    is_related = is_copy or _shares_passages(overlap)
    is_sure = is_copy and probability >= _LEAST_SURE
    return Likeness(probability, kind, groups.shared, is_copy, is_related, is_sure, is_nearly_same)


def measure(later: PreparedText, earlier: PreparedText) -> Measures:
    """The numbers that the model weighs; the same whichever text came first.

    1. logarithm of the number of word groups that both have;
    2. the same of those that only the shorter text has;
    3. the same of those that only the longer one has;
    4. place in the longer text where the shared ones begin, 0 to 1;
    5. share of the head of the longer text that is in the shorter one;
    6. share of the end of the longer text that is in the shorter one;
    7. share of the head of the shorter text that is in the longer one;
    8. logarithm of the number of shared passages;
    9. numbers of the shorter text that the longer one has not, at most 8;
    10. likeness of the titles, 1 for the same, less where little is shared;
    11. share of the numbers of the shorter text that the longer one has not;
    12. words of the shorter text's title that it tells of, and the longer text does not, as a share of 3 at most;
    13. the same of the longer text's title.
    """
    groups = hashing.find_shared(later.shingles, earlier.shingles, _LIMITS)
    return _measure_both_ways(_overlap(later, earlier, groups))


def _measure_both_ways(overlap: _Overlap) -> Measures:
    shorter, longer = overlap.shorter, overlap.longer
    nearness = (_NEARLY_AS_LONG - longer.groups / max(1, shorter.groups)) / (_NEARLY_AS_LONG - 1)
    numbers = _measure(overlap, shorter, longer)
    return Measures(numbers, _measure(overlap, longer, shorter) if nearness > 0 else numbers, max(0.0, nearness))


def _measure(overlap: _Overlap, shorter: _Side, longer: _Side) -> tuple[float, ...]:
    shared, in_shorter, in_longer = overlap.groups, shorter.found, longer.found
    scale = min(1.0, _MOST_GROUPS / max(1, shorter.groups, longer.groups))
    return (
        log(1 + scale * shared),
        log(1 + scale * (shorter.groups - shared)),
        log(1 + scale * (longer.groups - shared)),
        in_longer.first / in_longer.length if shared else 1.0,
        in_longer.head / max(1, min(_ZONE, in_longer.length)),
        in_longer.tail / max(1, min(_ZONE, in_longer.length)),
        in_shorter.head / max(1, min(_ZONE, in_shorter.length)),
        log(1 + in_shorter.passages),
        min(shorter.numbers, _MOST_NUMBERS) * (1 - overlap.numbers / max(1, shorter.numbers)),
        overlap.title_likeness * min(1.0, shared / _TITLED_GROUPS),
        1 - overlap.numbers / shorter.numbers if shorter.numbers else 0.0,
        shorter.foreign_title,
        longer.foreign_title,
    )


def _overlap(later: PreparedText, earlier: PreparedText, groups: SharedHashes) -> _Overlap:
    of_later, of_earlier, shared_numbers = hashing.count_shared(later.numbers, earlier.numbers)
    sides = (
        _Side(groups.different_left, of_later, _foreign_title(later, earlier), groups.in_left),
        _Side(groups.different_right, of_earlier, _foreign_title(earlier, later), groups.in_right),
    )
    shorter, longer = sides if groups.different_left <= groups.different_right else sides[::-1]
    title_likeness = _title_likeness(later.title, earlier.title)
    return _Overlap(shorter, longer, groups.shared, shared_numbers, title_likeness)


def _title_likeness(left: Hashes, right: Hashes) -> float:
    """Shared words of all words, to the fourth power: titles of two market reports share most of their words."""
    in_left, in_right, shared = hashing.count_shared(left, right)
    return (shared / max(1, in_left + in_right - shared)) ** 4


def _is_wall(one: PreparedText, other: PreparedText) -> bool:
    """Are two short texts silent on their titles, as where only "Subscribe to read on" is seen of two articles?"""
    if max(len(one.words), len(other.words)) > _MOST_WORDS_OF_WALL:
        return False
    in_one, in_other, shared = hashing.count_shared(one.title, other.title)
    if not in_one or not in_other or shared > min(in_one, in_other) / 2:
        return False
    return all(len(text.told_title) <= len(text.title) * _TOLD_BY_CHANCE for text in (one, other))


def _foreign_title(text: PreparedText, other: PreparedText) -> float:
    told, _, shared = hashing.count_shared(text.told_title, other.words)
    return min(told - shared, _MOST_FOREIGN) / _MOST_FOREIGN


def _are_among(few: Hashes, many: Hashes) -> NDArray[np.bool_]:
    """Which of a few hashes are among many. Each beside each is the quickest for a title; `np.isin` sorts them all."""
    if len(few) * len(many) > _MOST_BESIDE_EACH_OTHER:
        return np.isin(few, many)
    found: NDArray[np.bool_] = (few[:, None] == many).any(axis=1)
    return found


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
        return "edited"  # by some words
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
