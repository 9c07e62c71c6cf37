"""Who had each anchor and each text first: what an article adds to the index, and which articles it is compared with.

An anchor leads to the first two articles that came with it, for as long as they are in the index. So none grows hot
with a text that a thousand articles share, and an article has one or two candidates, not all that resemble it.
"""

from collections import Counter
from dataclasses import dataclass, field

# With one, a roundup that quotes a story would take its anchors away from the story's own copies (12 in 1,000 of those
# with small changes are lost so). A third changes nothing.
OWNERS_PER_ANCHOR = 2
MOST_COMPARED = 4  # owners of anchors
# One shared anchor is mostly a sentence that many quote, but hard copies share no more. The latest owner is tried, for
# a copy follows soon; without it 5 in 100 hard copies are lost.
MOST_BY_ONE_ANCHOR = 1
# Of those that an article is a copy of when its text changes; more than a few are parts of one long text.
MOST_ORIGINALS = 8
# An article keeps what it owned when its text changes, for copies of its former text lead to it; 13 are usual for one.
MOST_OWNED = 40


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that comes in, or one whose text has changed.

    Attributes:
        article: its ``_id``.
        content_hash: of its text.
        anchors: of its text, all of them.
        owned: those that it owns up to now, of its former texts; none for a new one.
        originals: ``_id`` of those that it is a copy of up to now, that of ``copy_of`` first; are compared again in any
            case, 8 at most.
    """

    article: str
    content_hash: str
    anchors: tuple[int, ...]
    owned: tuple[int, ...] = ()
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place among the others.

    Attributes:
        owned: the anchors that lead to it from now on, sorted.
        to_compare: ``_id`` of those that it is to be compared with; never itself. First the one with the same text,
            then those that it was a copy of, then the owners of most anchors, of equals the latest.
    """

    owned: tuple[int, ...]
    to_compare: tuple[str, ...]


@dataclass(slots=True)
class FirstOwners:
    """As much of the index as the arrivals ask about; grows with each of them. Holds no texts.

    Attributes:
        anchors: anchor -> ``_id`` of those that own it, the first one first.
        texts: ``content_hash`` -> ``_id`` of the first article with this text.
        order: ``_id`` of each owner -> its place in the order of (``first_seen_at``, ``_id``), from 0.
    """

    anchors: dict[int, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)

    def place(self, arrival: Arrival) -> Place:
        """The place of an article. It has it from then on: whoever comes next meets it there. Safe to repeat."""
        me = arrival.article
        self.order.setdefault(me, len(self.order))
        shared: Counter[str] = Counter()
        owned = []
        for anchor in arrival.anchors:
            owners = self.anchors.setdefault(anchor, [])
            for owner in owners:
                if owner != me:
                    shared[owner] += 1
            if _owns(me, owners):
                owned.append(anchor)
        owned += [one for one in arrival.owned if one not in owned and _owns(me, self.anchors.setdefault(one, []))]
        same = self.texts.setdefault(arrival.content_hash, me)
        chosen = dict.fromkeys([same, *arrival.originals[:MOST_ORIGINALS], *self._most_alike(shared)])
        to_compare = tuple(one for one in chosen if one != me)
        return Place(tuple(sorted(owned[:MOST_OWNED])), to_compare)

    def _most_alike(self, shared: Counter[str]) -> list[str]:
        """The owners of most anchors, of equals the latest first; few of those with a single one."""
        ranked = sorted(shared, key=lambda owner: (-shared[owner], -self.order[owner]))
        many = [owner for owner in ranked if shared[owner] > 1]
        single = [owner for owner in ranked if shared[owner] == 1]
        return [*many, *single[:MOST_BY_ONE_ANCHOR]][:MOST_COMPARED]


def _owns(article: str, owners: list[str]) -> bool:
    """Is an article one of an anchor's owners, or can it be from now on?"""
    if article not in owners:
        if len(owners) >= OWNERS_PER_ANCHOR:  # more: others wrote into the database
            return False
        owners.append(article)
    return True
