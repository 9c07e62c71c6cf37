"""Who had each anchor and each text first: what an article adds to the index, and which articles it is compared with.

An anchor belongs to the first article that came with it, for as long as that is in the index. So no anchor grows hot
with a text that a thousand articles share, and an article has one or two candidates, not all that resemble it.
"""

from collections import Counter
from dataclasses import dataclass, field

MOST_COMPARED = 6  # owners of anchors
# One shared anchor is mostly a sentence that many quote, but hard copies share no more: the latest owners are tried,
# for a copy follows soon. Without them 5 in 100 of those copies are lost; with all of them no more are found.
MOST_BY_ONE_ANCHOR = 2
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
        copy_of: ``_id`` of the article whose copy it is up to now; is compared again in any case.
    """

    article: str
    content_hash: str
    anchors: tuple[int, ...]
    owned: tuple[int, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place among the others.

    Attributes:
        owned: the anchors that lead to it from now on, sorted.
        to_compare: ``_id`` of those that it is to be compared with, the most alike first; never itself.
    """

    owned: tuple[int, ...]
    to_compare: tuple[str, ...]


@dataclass(slots=True)
class FirstOwners:
    """As much of the index as the arrivals ask about; grows with each of them. Holds no texts.

    Attributes:
        anchors: anchor -> ``_id`` of the article that owns it.
        texts: ``content_hash`` -> ``_id`` of the first article with this text.
        order: ``_id`` of each owner -> its place in the order in which they were first seen, from 0.
    """

    anchors: dict[int, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)

    def place(self, arrival: Arrival) -> Place:
        """The place of an article. It has it from then on: whoever comes next meets it there. Safe to repeat."""
        me, owner_of = arrival.article, self.anchors
        owners = [owner_of.setdefault(anchor, me) for anchor in arrival.anchors]
        mine = [anchor for anchor, owner in zip(arrival.anchors, owners, strict=True) if owner == me]
        former = [anchor for anchor in arrival.owned if owner_of.setdefault(anchor, me) == me]
        owned = tuple(sorted([*dict.fromkeys([*mine, *former])][:MOST_OWNED]))
        shared = Counter(owner for owner in owners if owner != me)
        self.order.setdefault(me, len(self.order))
        same = self.texts.setdefault(arrival.content_hash, me)
        chosen = dict.fromkeys([same, arrival.copy_of, *self._most_alike(shared)])
        return Place(owned, tuple(one for one in chosen if one is not None and one != me))

    def _most_alike(self, shared: Counter[str]) -> list[str]:
        """The owners of most anchors, of equals the latest first; few of those with a single one."""
        ranked = sorted(shared, key=lambda owner: (-shared[owner], -self.order[owner]))
        many = [owner for owner in ranked if shared[owner] > 1]
        single = [owner for owner in ranked if shared[owner] == 1]
        return [*many, *single[:MOST_BY_ONE_ANCHOR]][:MOST_COMPARED]
