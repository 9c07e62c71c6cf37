"""How often an outlet repeats its blocks: counted over sightings, copies of one article once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from newscrawler.boilerplate.sighting import IS_HEADING, IS_SENTENCE, RECORD, records_of
from newscrawler.model.furniture import Place, StoredSighting

WINDOW = 400  # of an outlet's newest articles are counted
RECENT = 100  # the newest of them tell of a redesign: what they share may be new
LEAST_ARTICLES = 3  # a block in fewer is not told of
_LEAST_TEXTS = 3  # different ones of a template: else the text itself is what repeats
_SAMPLES = 3
# Two articles are copies where half of what they say is the same. What a tenth of all articles has tells nothing of it.
_COPY_SHARE = 0.5
_COPY_WORDS = 25
_COMMON = 0.1
_LEAST_COMMON = 8
_PLACES: tuple[Place, ...] = ("opening", "middle", "tail")
KIND_NAMES = ("title", "section", "author", "folder")  # of Sighting.kind, in its order
# A kind of article: where so many different ones are expected and so small a part of them is met.
_LEAST_EXPECTED = 2.5
_DEPENDENT_SHARE = 0.45
_SAME_ARTICLES = 0.8  # of a line's articles, that begin alike
_MOST_OPENINGS = 300  # of different articles, the most frequent first: pages made to hurt have thousands

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Repetition:
    """One block or template, and the articles that have it.

    Attributes:
        number: its hash.
        is_template: of its template, not of its text.
        articles: different articles that have it, of ``of_articles``.
        recent: of them among the newest ``of_recent``.
        without: how many articles are newer than the newest that has it.
        place: where it usually stands: before all that is not repeated, behind it, or between.
        words: how long it is; 255: or longer.
        is_heading: is it a heading in most of them?
        is_sentence: does it end as a sentence does in most of them?
        bound_to: what kind of article it belongs to, names of ``KIND_NAMES`` or ``opening``: a column has its own
            titles, section, author or fixed opening. Empty for what stands on pages of all kinds.
        samples: ids of articles that have it, newest first.
    """

    number: int
    is_template: bool
    articles: int
    of_articles: int
    recent: int
    of_recent: int
    without: int
    place: Place
    words: int
    is_heading: bool
    is_sentence: bool
    bound_to: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    samples: tuple[str, ...]


def count_blocks(sightings: Sequence[StoredSighting], furniture: Collection[int] = ()) -> list[Repetition]:
    """What at least ``LEAST_ARTICLES`` different articles have, of the newest ``WINDOW`` sightings; in no order.

    Args:
        sightings: of one outlet, in any order.
        furniture: numbers of what was furniture until now: no column's opening, however few articles have it by now.
    """
    newest = _newest(sightings)
    return _Counting(newest).repetitions(furniture) if len(newest) >= LEAST_ARTICLES else []


def count_articles(sightings: Sequence[StoredSighting]) -> int:
    """How many different articles the newest ``WINDOW`` sightings are of."""
    newest = _newest(sightings)
    return _Counting(newest).different if newest else 0


def _newest(sightings: Sequence[StoredSighting]) -> list[StoredSighting]:
    return sorted(sightings, key=lambda one: (one.seen_at, one.article))[-WINDOW:]


class _Counting:
    """The records of all sightings in one array; ``owner`` is the article of each, ``group`` its copies' number."""

    def __init__(self, sightings: Sequence[StoredSighting]) -> None:
        self.sightings = sightings
        parts = [records_of(one.sighting) for one in sightings]
        lengths = [len(part) for part in parts]
        self.ends = np.cumsum(lengths)
        self.records = np.frombuffer(b"".join(part.data for part in parts), dtype=RECORD)
        self.words = self.records["words"].copy()
        self.flags = self.records["flags"].copy()
        self.owner: Numbers = np.repeat(np.arange(len(parts)), lengths)
        self.group_of = self._groups()
        self.group: Numbers = self.group_of[self.owner]
        self.different = int(self.group_of.max()) + 1
        self.newest_of = {int(group): place for place, group in enumerate(self.group_of)}
        kinds = [sightings[self.newest_of[group]].sighting.kind for group in range(self.different)]
        self.kinds_of = list(zip(*kinds, strict=True))  # kind by kind, the values of all different articles
        self._chances: dict[tuple[int, int], float] = {}

    def repetitions(self, furniture: Collection[int]) -> list[Repetition]:
        """Texts and templates that repeat."""
        texts = self._repeated(self.records["block"])
        templates = {
            number: rows
            for number, rows in self._repeated(self.records["template"]).items()
            if number and len(np.unique(self.records["block"][rows])) >= _LEAST_TEXTS
        }
        places = self._places(set(texts), set(templates))
        counted = [self._told(number, rows, places, is_template=False) for number, rows in texts.items()]
        counted += [self._told(number, rows, places, is_template=True) for number, rows in templates.items()]
        return self._bound_to_openings(counted, {**templates, **texts}, furniture)

    def _bound_to_openings(
        self, counted: Sequence[Repetition], rows_of: Mapping[int, Numbers], furniture: Collection[int]
    ) -> list[Repetition]:
        """The repetitions; those that stand in the articles of a column with a fixed opening are bound to that."""
        rare = [one for one in counted if 2 * one.articles < self.different]
        openings = {
            tuple(sorted(self.group[rows_of[one.number]].tolist()))
            for one in rare
            if one.place == "opening" and not one.is_template and one.number not in furniture
        }
        chosen = sorted(openings, key=lambda groups: (-len(groups), groups))[:_MOST_OPENINGS]
        begins_with = np.zeros((len(chosen), self.different), dtype=bool)
        for place, groups in enumerate(chosen):
            begins_with[place, list(groups)] = True
        bound = {
            one.number
            for one in rare
            if one.place != "opening" and _is_within(self.group[rows_of[one.number]], begins_with)
        }
        return [replace(one, bound_to=(*one.bound_to, "opening")) if one.number in bound else one for one in counted]

    def _repeated(self, numbers: Numbers) -> dict[int, Numbers]:
        """Number -> rows, one for each group that has it, the newest first; of those in enough groups."""
        order = np.lexsort((-self.owner, -self.group, numbers))
        sorted_numbers, sorted_groups = numbers[order], self.group[order]
        is_new = np.ones(len(order), dtype=bool)
        is_new[1:] = (sorted_numbers[1:] != sorted_numbers[:-1]) | (sorted_groups[1:] != sorted_groups[:-1])
        rows, kept = order[is_new], sorted_numbers[is_new]
        values, starts, counts = np.unique(kept, return_index=True, return_counts=True)
        return {
            int(value): rows[start : start + count]
            for value, start, count in zip(values, starts, counts, strict=True)
            if count >= LEAST_ARTICLES
        }

    def _places(self, texts: set[int], templates: set[int]) -> NDArray[np.uint8]:
        """For each record 0 (nothing but repeated blocks before it), 2 (nothing but such behind it) or 1."""
        known = np.isin(self.records["block"], list(texts)) | np.isin(self.records["template"], list(templates))
        places = np.ones(len(known), dtype=np.uint8)
        start = 0
        for end in self.ends.tolist():
            own = np.flatnonzero(~known[start:end])
            if len(own):
                places[start : start + own[0]] = 0
                places[start + own[-1] + 1 : end] = 2
            start = end
        return places

    def _told(self, number: int, rows: Numbers, places: NDArray[np.uint8], *, is_template: bool) -> Repetition:
        groups: list[int] = self.group[rows].tolist()
        owners = sorted((self.newest_of[group] for group in groups), reverse=True)
        seen = [self.sightings[owner].seen_at for owner in self.owner[rows].tolist()]
        votes = np.bincount(places[rows], minlength=3).tolist()
        usual = votes.index(max(votes))
        newest_groups = self.different - RECENT
        return Repetition(
            number=number,
            is_template=is_template,
            articles=len(rows),
            of_articles=self.different,
            recent=sum(group >= newest_groups for group in groups),
            of_recent=min(RECENT, self.different),
            without=self.different - 1 - max(groups),
            place=_PLACES[usual] if 2 * votes[usual] > len(rows) else "middle",
            words=_median(self.words[rows].tolist()),
            is_heading=self._has(rows, IS_HEADING),
            is_sentence=self._has(rows, IS_SENTENCE),
            bound_to=self._bound_to(groups),
            first_seen=min(seen),
            last_seen=max(seen),
            samples=tuple(self.sightings[owner].article for owner in owners[:_SAMPLES]),
        )

    def _has(self, rows: Numbers, flag: int) -> bool:
        """Do most of the records have the flag?"""
        return bool(2 * np.count_nonzero(self.flags[rows] & flag) > len(rows))

    def _bound_to(self, groups: Sequence[int]) -> tuple[str, ...]:
        """The kinds of which these articles have far fewer different ones than as many articles by chance would."""
        names = []
        for column, name in enumerate(KIND_NAMES):
            values = self.kinds_of[column]
            met = [value for group in groups if (value := values[group])]
            expected = self._expected(column, len(met))
            if expected >= _LEAST_EXPECTED and len(set(met)) <= _DEPENDENT_SHARE * expected:
                names.append(name)
        return tuple(names)

    def _expected(self, column: int, count: int) -> float:
        """How many different values so many articles would have by chance."""
        known = self._chances.get((column, count))
        if known is None:
            stated = [value for value in self.kinds_of[column] if value]
            shares = np.unique(stated, return_counts=True)[1] / max(1, len(stated))
            known = self._chances[column, count] = float((1 - (1 - shares) ** count).sum())
        return known

    def _groups(self) -> Numbers:
        """For each sighting the number of its different article; numbers grow with the newest of the copies."""
        owners_of = self._long_shared()
        leader = list(range(len(self.sightings)))
        weights = self._own_weights(owners_of) if owners_of else {}
        pairs = {(owners[0], one): None for owners in owners_of.values() for one in owners[1:]}
        for one, other in pairs:
            if leader[one] != leader[other] and _are_copies(weights[one], weights[other]):
                first, moved = leader[one], leader[other]
                leader = [first if each == moved else each for each in leader]
        newest = {group: place for place, group in enumerate(leader)}
        rank = {group: number for number, group in enumerate(sorted(newest, key=newest.__getitem__))}
        return np.array([rank[group] for group in leader], dtype=np.int64)

    def _long_shared(self) -> dict[int, list[int]]:
        """Long block -> its articles, of those in two articles or more but not in a tenth of all."""
        rows = np.flatnonzero(self.records["words"] >= _COPY_WORDS)
        values, inverse, counts = np.unique(self.records["block"][rows], return_inverse=True, return_counts=True)
        most = max(_LEAST_COMMON, _COMMON * len(self.sightings))
        shared: dict[int, list[int]] = {}
        for row in np.flatnonzero((counts[inverse] > 1) & (counts[inverse] <= most)).tolist():
            shared.setdefault(int(values[inverse[row]]), []).append(int(self.owner[rows[row]]))
        return {number: owners for number, each in shared.items() if len(owners := list(dict.fromkeys(each))) > 1}

    def _own_weights(self, owners_of: Mapping[int, Sequence[int]]) -> dict[int, dict[int, int]]:
        """Article -> block -> words, without what many articles have."""
        blocks = self.records["block"]
        _, inverse, counts = np.unique(blocks, return_inverse=True, return_counts=True)
        own = counts[inverse] <= max(_LEAST_COMMON, _COMMON * len(self.sightings))
        starts = [0, *self.ends.tolist()]
        words = self.records["words"]
        weights: dict[int, dict[int, int]] = {}
        for owner in {owner for owners in owners_of.values() for owner in owners}:
            part = slice(starts[owner], starts[owner + 1])
            chosen = own[part]
            pairs = zip(blocks[part][chosen].tolist(), words[part][chosen].tolist(), strict=True)
            weights[owner] = dict(pairs)
        return weights


def _median(numbers: list[int]) -> int:
    """The middle one; of an even number of them the mean of the two in the middle, rounded down."""
    numbers.sort()
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) // 2


def _is_within(groups: Numbers, begins_with: NDArray[np.bool_]) -> bool:
    """Are nearly all of these articles among those that begin with one of the openings, each of them a row?"""
    return bool((begins_with[:, groups].mean(axis=1) >= _SAME_ARTICLES).any())


def _are_copies(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    shared = sum(words for number, words in one.items() if number in other)
    return shared >= _COPY_SHARE * min(sum(one.values()), sum(other.values())) > 0
