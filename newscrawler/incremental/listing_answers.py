"""What the answer to a request for a listing means, beside what is remembered of it: touches nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newscrawler.errors import EmptyListingError
from newscrawler.model.link import Listing
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outlet import Outlet

NOT_MODIFIED = 304
READING_VERSION = 1  # one more where the readers of listings find links that they did not: all are read again


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    """What a server said of a listing.

    Attributes:
        etag, last_modified: headers as received.
        is_whole: whether it came to its end.
        cache_seconds: for how long it may be kept, by its headers; None: they do not say.
    """

    status: int
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    is_whole: bool = True
    cache_seconds: int | None = None


def way_of_reading(outlet: Outlet) -> str:
    """A short value that stands for how the outlet's listings are read: what its file wants, and our own version."""
    facts: tuple[object, ...] = (READING_VERSION, outlet.home, outlet.sections, outlet.include, outlet.exclude)
    facts += (outlet.ignored_parameters,) if outlet.ignored_parameters else ()  # others stay as they were read
    return hashlib.blake2b(repr(facts).encode(), digest_size=4).hexdigest()


def conditions(state: ListingState, now: datetime, full_fetch_seconds: float, reading: str) -> Mapping[str, str]:
    """The headers of a conditional request; none where the listing is to be read again whatever it says.

    Args:
        state: what is remembered of the listing.
        now: aware.
        full_fetch_seconds: how long validators are believed: some servers never change theirs.
        reading: how its outlet's listings are read now.
    """
    if not _is_believed(state, now, full_fetch_seconds, reading):
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unchanged(
    state: ListingState, answer: ListingAnswer, now: datetime, full_fetch_seconds: float, reading: str
) -> bool:
    """Whether the listing says what it said when it was read last, and was read as it would be now, not long ago."""
    if answer.status == NOT_MODIFIED:
        return True
    return _is_believed(state, now, full_fetch_seconds, reading) and state.body_hash == body_hash(answer.body, reading)


def state_unchanged(state: ListingState, answer: ListingAnswer, now: datetime) -> ListingState:
    """The state after an answer with nothing new."""
    is_same = answer.status == NOT_MODIFIED
    return replace(
        state,
        etag=answer.etag or state.etag,
        last_modified=answer.last_modified or state.last_modified,
        checked_at=now,
        failures=0,
        # What 304 does not say is as it was.
        cache_seconds=state.cache_seconds if is_same and answer.cache_seconds is None else answer.cache_seconds,
    )


def state_begun(state: ListingState) -> ListingState:
    """The state while its entries are being read: if this is never done, the next run begins with them."""
    return replace(state, etag=None, last_modified=None, body_hash=None, read_at=None)


def state_read(
    state: ListingState, answer: ListingAnswer, listing: Listing, wanted: int, now: datetime, reading: str
) -> ListingState:
    """The state after its entries were read; to be kept when all of them have ended.

    Of a damaged listing no validators are kept: the whole one may have the same.
    """
    is_whole = listing.damage is None
    hashed = body_hash(answer.body, reading)
    return replace(
        state,
        etag=answer.etag if is_whole else None,
        last_modified=answer.last_modified if is_whole else None,
        body_hash=hashed,
        checked_at=now,
        read_at=now,
        changed_at=now if hashed != state.body_hash else state.changed_at,
        entries=wanted,
        further=listing.further,
        failures=0,
        ttl_seconds=listing.ttl_seconds,
        cache_seconds=answer.cache_seconds,
    )


def refuse_empty(state: ListingState, listing: Listing, wanted: int) -> None:
    """Refuse a listing in which nothing is left, though there was something at the last reading.

    Raises:
        EmptyListingError: says how much there was.
    """
    read_at = state.read_at or state.changed_at  # the latter where an interrupted run began to read it again
    if wanted or listing.further or read_at is None or not (state.entries or state.further):
        return
    had = f"{state.entries} articles" if state.entries else f"{len(state.further)} further listings"
    has = f"lists {len(listing.links)} addresses, none of which is wanted" if listing.links else "is empty"
    raise EmptyListingError(f"It {has}, though it had {had} on {read_at:%Y-%m-%d %H:%M} UTC.")


def body_hash(body: bytes, reading: str) -> str:
    """A short value that stands for a body and for how it was read: ``way_of_reading`` comes first."""
    return f"{reading}{hashlib.blake2b(body, digest_size=16).hexdigest()}"


def fresh_until(state: ListingState, now: datetime, most_seconds: float, reading: str) -> datetime | None:
    """Until when a listing need not be asked; None where it is asked in any case: it failed, or was not read so.

    Args:
        state: what is remembered of the listing.
        now: aware; earlier than it was asked where the clock was set back.
        most_seconds: for how long it is believed: some servers say a year of everything.
        reading: how its outlet's listings are read now.
    """
    was_read = state.read_at is not None and (state.body_hash or "").startswith(reading)
    if state.checked_at is None or state.checked_at > now or state.failures or not was_read:
        return None
    return state.checked_at + timedelta(seconds=min(state.fresh_seconds, most_seconds))


def _is_believed(state: ListingState, now: datetime, full_fetch_seconds: float, reading: str) -> bool:
    """Was the listing read whole, as it would be read now, and not too long ago?"""
    if state.read_at is None or not (state.body_hash or "").startswith(reading):
        return False
    return now - state.read_at < timedelta(seconds=full_fetch_seconds)
