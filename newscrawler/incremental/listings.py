"""The listings of one outlet as earlier runs left them, and what this run adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawler.incremental import listing_answers
from newscrawler.incremental.account import UrlAccount, listing_key
from newscrawler.incremental.freshness import MAX_SECONDS
from newscrawler.incremental.listing_answers import ListingAnswer
from newscrawler.incremental.run_listings import RunListings
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.link import LinkKind, Listing
from newscrawler.model.listing_state import MAX_CHILDREN, ListingState
from newscrawler.urls import mask_secrets

# A listing that did not change is written down no oftener, where only the time would be another one.
SEEN_AGAIN = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=180)  # of a listing that is asked for no more; an index of days has a new one each day
# So little before its time a listing is asked all the same: its run is due by the database's clock, and begins at once.
CLOCKS_DIFFER = timedelta(seconds=10)
SHORT_FRESHNESS_SECONDS = 120  # one that is fresh for longer is written down each time: the next run has to know it
FEWEST_ENTRIES = 5  # of a feed whose entries are all new: fewer may be so by chance


class KnownListings:
    """What is remembered of an outlet's listings, by address.

    Args:
        outlet: its id.
        account: knows when the links of a listing have ended.
        record: writes a state down.
        full_fetch_seconds: after which a listing is fetched and read again, whatever its validators say.
        now: the clock.
        reading: how the outlet's listings are read: one that was read otherwise is read again.
        rest_seconds: for so long at most a listing is not asked that says that it stays as it is; 0: it is asked.
    """

    def __init__(
        self,
        outlet: str,
        account: UrlAccount,
        record: Callable[[ListingState], None],
        full_fetch_seconds: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        reading: str = "",
        rest_seconds: float = 0.0,
    ) -> None:
        self._outlet = outlet
        self._account = account
        self._record = record
        self._full_fetch_seconds = full_fetch_seconds
        self._now = now
        self._reading = reading
        self._rest_seconds = rest_seconds
        self.states: dict[str, ListingState] = {}
        self.run = RunListings()

    def state(self, url: str, kind: LinkKind) -> ListingState:
        """What is remembered of a listing: nothing but its address, perhaps."""
        return self.states.get(url) or ListingState(self._outlet, url, kind)

    def was_read(self, url: str) -> bool:
        """Whether its entries were read before, and all ended."""
        state = self.states.get(url)
        return state is not None and state.read_at is not None

    def let_rest(self, url: str) -> bool:
        """Whether one of the outlet's own listings is not to be asked now, as it said that it stays; counted."""
        self.run.own.add(url)
        state = self.states.get(url)
        until = self._fresh_until(state) if state is not None else None
        if until is None or not self._rest_seconds or until - self._now() <= CLOCKS_DIFFER:
            return False
        self.run.resting += 1
        self.run.fresh_until[url] = until
        return True

    def fresh_seconds(self) -> float:
        """For how long from now on the outlet's own listings stay as they are, by what they say."""
        return self.run.fresh_seconds(self._now())

    def conditions(self, url: str) -> Mapping[str, str]:
        """The headers that ask for a listing only if it changed; none: it is asked for in any case."""
        state = self.states.get(url)
        if state is None:
            return {}
        return listing_answers.conditions(state, self._now(), self._full_fetch_seconds, self._reading)

    def unchanged(self, url: str, kind: LinkKind, answer: ListingAnswer) -> ListingState | None:
        """The listing's state, noted as seen again, where the answer has nothing new; else None."""
        self.run.answered += 1
        old, now = self.state(url, kind), self._now()
        if not listing_answers.is_unchanged(old, answer, now, self._full_fetch_seconds, self._reading):
            return None
        new = listing_answers.state_unchanged(old, answer, now)
        self._note_read(new)
        is_news = replace(new, checked_at=old.checked_at, cache_seconds=old.cache_seconds) != old
        may_rest = self._rest_seconds > 0 and url in self.run.own and new.fresh_seconds > SHORT_FRESHNESS_SECONDS
        if is_news or may_rest or old.checked_at is None or now - old.checked_at >= SEEN_AGAIN:
            self._keep(new)
        self._account.end(listing_key(url))
        return new

    def begin_reading(self, url: str, kind: LinkKind) -> None:
        """Note that the links of a section's page are about to be fetched.

        Behind a page on which all is known a section is not paged on. Where a run stores what is new on the first page
        and ends before the second, the next one finds such a page: it must know that it was never read to its end.
        """
        old = self.state(url, kind)
        if kind == "section" and old.read_at is not None and not _has_secrets(old):
            self._record(listing_answers.state_begun(old))

    def begin_paging(self, url: str) -> None:
        """Note that further pages of a feed are about to be read: an interrupted run is resumed behind the first."""
        state = self.states.get(url)
        if state is not None and not _has_secrets(state):
            self._record(listing_answers.state_begun(state))

    def was_interrupted(self, url: str) -> bool:
        """Whether an earlier run began with the further pages of a feed, and did not come to their end."""
        state = self.states.get(url)
        return state is not None and state.read_at is None and state.changed_at is not None

    def end_paging(self, url: str) -> None:
        """Note that a further page of a feed is none, or not to be had: the feed was read as far as it goes."""
        state = self.states.get(url)
        if state is not None and state.failures:  # a later gap tries it as often again
            self._keep(replace(state, checked_at=self._now(), failures=0))
        self._account.end(listing_key(url))

    def refuse_empty(self, url: str, kind: LinkKind, listing: Listing, wanted: int) -> None:
        """Refuse a listing in which nothing is left, though there was something at the last reading.

        Raises:
            UnreadableListingError: says how much there was.
        """
        self.run.is_any_read = True  # it came, and it is a listing
        listing_answers.refuse_empty(self.state(url, kind), _without_pages(listing, kind), wanted)

    def has_gap(self, url: str, entries: int) -> bool:
        """Whether entries may have come and gone since a feed was read last, where not one that it has was ever met."""
        return entries >= FEWEST_ENTRIES and self.was_read(url)

    def tell_gap(self, url: str, entries: int, warn: Callable[[str], None]) -> None:
        """Warn of a feed, or of the last of its pages that was read, of whose entries not one was ever met."""
        state = self.states.get(url)
        since = f" since {state.read_at:%Y-%m-%d %H:%M} UTC" if state is not None and state.read_at else ""
        warn(
            f"{url}: none of its {entries} entries was met before, so that others may have come and gone{since}: "
            "crawl more often, or add a sitemap"
        )

    def read(
        self,
        url: str,
        kind: LinkKind,
        answer: ListingAnswer,
        listing: Listing,
        keys: Sequence[str],
        pages: Sequence[str],
    ) -> None:
        """Note that a listing was read; it is written down when all that it waits for has ended.

        Args:
            url: as it was asked for.
            kind: of the listing.
            answer: what it was read from; one that broke off is not believed to be the same next time.
            listing: what it said.
            keys: of its wanted links.
            pages: further pages that were asked for because of it: without them it was not read whole.
        """
        old = self.state(url, kind)
        listing = _without_pages(listing, kind)
        new = listing_answers.state_read(old, answer, listing, len(keys), self._now(), self._reading)
        self._note_read(new)

        def all_ended() -> None:
            if not answer.is_whole:
                self._account.leave_over(listing_key(url))
                return
            if len(listing.further) <= MAX_CHILDREN:
                self._keep(new)
            self._account.end(listing_key(url))

        self._account.when_ended([*keys, *map(listing_key, pages)], all_ended)

    def outdated(self) -> tuple[str, ...]:
        """The addresses of listings that nobody has asked for in a long time."""
        oldest = self._now() - FORGOTTEN_AFTER
        return tuple(url for url, state in self.states.items() if state.checked_at and state.checked_at < oldest)

    def begin(self, url: str) -> None:
        """Note that a further page was asked for."""
        self._account.begin(listing_key(url))

    def failed(self, url: str, kind: LinkKind, why: UnreadListing) -> None:
        """Note a listing that could not be fetched or read: what it said before stays."""
        self.run.note_unread(url, why)
        if not why.is_put_off:
            old = self.state(url, kind)
            self._keep(replace(old, checked_at=self._now(), failures=old.failures + 1))
        self._account.leave_over(listing_key(url))

    def _note_read(self, state: ListingState) -> None:
        """Note that a listing said something in this run, if only that nothing changed."""
        self.run.is_any_read = True
        until = self._fresh_until(state)
        if until is not None:
            self.run.fresh_until[state.url] = until

    def _fresh_until(self, state: ListingState) -> datetime | None:
        return listing_answers.fresh_until(state, self._now(), self._rest_seconds or MAX_SECONDS, self._reading)

    def _keep(self, state: ListingState) -> None:
        if _has_secrets(state):
            return  # a key in an address belongs into no database: such a listing is read whole every time
        self.states[state.url] = state
        self._record(state)


def _without_pages(listing: Listing, kind: LinkKind) -> Listing:
    """A feed that only leads to its next page is empty, and that page is another one the next time."""
    return replace(listing, further=()) if kind == "feed" else listing


def _has_secrets(state: ListingState) -> bool:
    addresses = (state.url, *(child.url for child in state.further))
    return any(mask_secrets(address) != address for address in addresses)
