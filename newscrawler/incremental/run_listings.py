"""What became of the listings of one run: which say that the outlet answers, and for how long they stay as they are."""

from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.incremental.unread_listing import UnreadListing


@dataclass(slots=True)
class RunListings:
    """The listings of one run, by address.

    Attributes:
        asked: how many were asked for.
        answered: how many of them something came of, if only that nothing changed.
        is_any_read: whether one of these was a listing.
        unread: those that gave nothing.
        own: those that the outlet's file names, or its robots.txt; the others are named by these.
        fresh_until: until when those need not be asked again of which that is known: they were read, or rest.
        resting: how many of its own were not asked, as they are fresh.
    """

    asked: int = 0
    answered: int = 0
    is_any_read: bool = False
    unread: dict[str, UnreadListing] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    fresh_until: dict[str, datetime] = field(default_factory=dict)
    resting: int = 0

    @property
    def is_none_answered(self) -> bool:
        """Whether listings of this run failed, and nothing came of any so far."""
        return bool(self.unread) and not self.answered

    def note_unread(self, url: str, why: UnreadListing) -> None:
        """Note that a place which names articles or listings could not be read."""
        if not why.is_put_off:
            self.unread[url] = why

    def fresh_seconds(self, now: datetime) -> float:
        """For how long from ``now`` on all of the outlet's own listings that can be read stay as they are."""
        until = [self.fresh_until[url] for url in self.own if url in self.fresh_until]
        return max(0.0, (min(until) - now).total_seconds()) if until else 0.0
