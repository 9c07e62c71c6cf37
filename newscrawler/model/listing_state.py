"""What is remembered of a listing from one run to the next, so that one that did not change is not read again."""

from dataclasses import dataclass
from datetime import datetime

from newscrawler.model.link import FurtherListing, LinkKind

MAX_CHILDREN = 500  # of one listing that are remembered


@dataclass(frozen=True, slots=True)
class ListingState:
    """The state of one feed, sitemap or section page of an outlet.

    Attributes:
        etag, last_modified: headers as received, for a conditional request.
        body_hash: of what was read last, behind that of how it was read: what the outlet's file wanted then.
        checked_at: when a request for it ended last.
        read_at: when its entries were read last, every one of which has ended; None: they have not, or are begun anew.
            An answer that says that nothing changed leaves it: so long after it the listing is read whatever it says.
        changed_at: when its body was another one than before last.
        entries: wanted links at the last reading.
        further: the listings that it points to, at most ``MAX_CHILDREN``.
        failures: in a row, up to now.
        ttl_seconds: how long the listing itself says that it need not be asked again; None: it does not.
        cache_seconds: for how long its last answer could be kept, by its headers; None: they do not say.
    """

    outlet: str
    url: str
    kind: LinkKind
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    checked_at: datetime | None = None
    read_at: datetime | None = None
    changed_at: datetime | None = None
    entries: int = 0
    further: tuple[FurtherListing, ...] = ()
    failures: int = 0
    ttl_seconds: int | None = None
    cache_seconds: int | None = None

    @property
    def fresh_seconds(self) -> int:
        """For how long after ``checked_at`` the outlet says that the listing stays as it was, one way or another."""
        return max(self.ttl_seconds or 0, self.cache_seconds or 0)
