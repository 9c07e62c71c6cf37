"""What the answer to a request for a listing means, beside what is remembered of it: touches nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import Listing
from newscrawler.model.listing_state import ListingState

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    """What a server said of a listing.

    Attributes:
        etag, last_modified: headers as received.
        is_whole: whether it came to its end.
    """

    status: int
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    is_whole: bool = True


def conditions(state: ListingState, now: datetime, full_fetch_seconds: float) -> Mapping[str, str]:
    """The headers of a conditional request; none where it was not read whole yet, or is to be fetched in full again.

    Args:
        state: what is remembered of the listing.
        now: aware.
        full_fetch_seconds: how long validators are believed: some servers never change theirs.
    """
    if state.read_at is None or state.full_at is None:
        return {}
    if now - state.full_at >= timedelta(seconds=full_fetch_seconds):
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unchanged(state: ListingState, answer: ListingAnswer) -> bool:
    """Whether the listing says what it said when it was read last."""
    if answer.status == NOT_MODIFIED:
        return True
    return state.read_at is not None and state.body_hash == body_hash(answer.body)


def state_unchanged(state: ListingState, answer: ListingAnswer, now: datetime) -> ListingState:
    """The state after an answer with nothing new."""
    return replace(
        state,
        etag=answer.etag or state.etag,
        last_modified=answer.last_modified or state.last_modified,
        checked_at=now,
        full_at=state.full_at if answer.status == NOT_MODIFIED else now,
        failures=0,
    )


def state_read(
    state: ListingState, answer: ListingAnswer, listing: Listing, wanted: int, now: datetime
) -> ListingState:
    """The state after its entries were read; to be kept when all of them have ended.

    Of a damaged listing no validators are kept: the whole one may have the same.
    """
    is_whole = listing.damage is None
    return replace(
        state,
        etag=answer.etag if is_whole else None,
        last_modified=answer.last_modified if is_whole else None,
        body_hash=body_hash(answer.body),
        checked_at=now,
        read_at=now,
        full_at=now,
        changed_at=now,
        entries=wanted,
        further=listing.further,
        failures=0,
        ttl_seconds=listing.ttl_seconds,
    )


def refuse_empty(state: ListingState, listing: Listing, wanted: int) -> None:
    """Refuse a listing in which nothing is left, though there was something at the last reading.

    Raises:
        UnreadableListingError: says how much there was.
    """
    if wanted or listing.further or state.read_at is None or not (state.entries or state.further):
        return
    had = f"{state.entries} articles" if state.entries else f"{len(state.further)} further listings"
    has = f"lists {len(listing.links)} addresses, none of which is wanted" if listing.links else "is empty"
    raise UnreadableListingError(f"It {has}, though it had {had} on {state.read_at:%Y-%m-%d %H:%M} UTC.")


def body_hash(body: bytes) -> str:
    """A short value that stands for a body."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
