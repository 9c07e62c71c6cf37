"""A feed's next pages: asked for where entries have come and gone since it was read."""

from collections.abc import Callable
from dataclasses import dataclass

from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler.incremental.listings import KnownListings
from newscrawler.model.link import FurtherListing, Listing
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.spiders.further_listings import link_keys
from newscrawler.spiders.revisits import GONE

_FOR_GOOD = frozenset({OutcomeKind.BLOCKED_BY_ROBOTS, OutcomeKind.REFUSED_ADDRESS})
MOST_FAILURES = 3  # in a row, of a further page; the feed is not read whole meanwhile, nor asked for conditionally
RESUMED = ""  # among the keys of the pages before: an earlier run was interrupted behind the first one


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One page of a feed.

    Attributes:
        listing: what it says.
        url: its address.
        before: keys of the links that the pages before this one had; none: it is the first.
        first_met: how many of its links nobody has ever met before.
        is_last: one more would be beyond the budget.
    """

    listing: Listing
    url: str
    before: frozenset[str]
    first_met: int
    is_last: bool = False


def next_pages_of_feed(page: FeedPage, known: KnownListings, warn: Callable[[str], None]) -> tuple[FurtherListing, ...]:
    """The next page of a feed that was read before and has no entry any more that was met: until all of a page were.

    Args:
        page: the last one that was read.
        known: when the feed was read last.
        warn: told where entries may be missing all the same.
    """
    entries = len(page.listing.links)
    has_gap = page.first_met == entries and (bool(page.before) or known.has_gap(page.url, entries))
    wants_more = has_gap or (bool(page.before) and page.first_met > 0)
    is_resumed = known.was_interrupted(page.url) or RESUMED in page.before
    has_more = bool(page.listing.further) and not page.is_last and bool(link_keys(page.listing) - page.before)
    if has_more and (wants_more or is_resumed):
        known.begin_paging(page.url)
        return page.listing.further
    if has_gap and entries:
        known.tell_gap(page.url, entries, warn)
    return ()


def keys_before(before: frozenset[str], listing: Listing, url: str, known: KnownListings) -> frozenset[str]:
    """What the next page is told of those before it."""
    return before | link_keys(listing) | ({RESUMED} if known.was_interrupted(url) else frozenset())


def ends_feed(failure: Failure, outcome: Outcome, state: ListingState) -> bool:
    """Whether a listing that could not be fetched is a further page of a feed that is not to be waited for.

    Args:
        failure: of its request.
        outcome: what that is.
        state: what is remembered of the page.
    """
    request, error = failure.request, failure.value  # type: ignore[attr-defined]  # Scrapy sets it on every failure
    if request.cb_kwargs.get("kind") != "feed" or not request.cb_kwargs.get("depth"):
        return False
    is_gone = isinstance(error, HttpError) and error.response.status in GONE
    return is_gone or outcome.kind in _FOR_GOOD or state.failures + 1 >= MOST_FAILURES


def end_feed(url: str, why: str, known: KnownListings, warn: Callable[[str], None]) -> None:
    """Count a feed as read as far as it goes, behind which this further page gives nothing."""
    known.end_paging(url)
    warn(f"{url}: the next page of a feed cannot be read, entries may be missing: {why}")
