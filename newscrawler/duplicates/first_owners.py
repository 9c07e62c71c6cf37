"""Who had each anchor and each text first: what an article adds to the index, and which articles it is compared with.

An anchor belongs to the first article that came with it, for as long as that is in the index. So no anchor grows hot
with a text that a thousand articles share, and an article has one or two candidates, not all that resemble it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

# One shared anchor is a sentence that many quote.
LEAST_SHARED = 2
MOST_COMPARED = 6
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
    """

    anchors: dict[int, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def place(self, arrival: Arrival) -> Place:
        """The place of an article. It has it from then on: whoever comes next meets it there. Safe to repeat."""
        me, owner_of = arrival.article, self.anchors
        owners = [owner_of.setdefault(anchor, me) for anchor in arrival.anchors]
        mine = [anchor for anchor, owner in zip(arrival.anchors, owners, strict=True) if owner == me]
        former = [anchor for anchor in arrival.owned if owner_of.setdefault(anchor, me) == me]
        owned = tuple(sorted([*dict.fromkeys([*mine, *former])][:MOST_OWNED]))
        shared = Counter(owner for owner in owners if owner != me)
        same = self.texts.setdefault(arrival.content_hash, me)
        return Place(owned, tuple(_chosen(shared, me, [same, arrival.copy_of])))


def _chosen(shared: Counter[str], me: str, in_any_case: Iterable[str | None]) -> list[str]:
    """The same text first, then who is compared in any case, then the owners of most anchors; of equals by ``_id``."""
    many = [(count, owner) for owner, count in shared.items() if count >= LEAST_SHARED]
    best = [owner for _, owner in sorted(many, key=lambda one: (-one[0], one[1]))[:MOST_COMPARED]]
    return [one for one in dict.fromkeys([*in_any_case, *best]) if one is not None and one != me]
