"""What an outlet's spider makes of listings that cannot be fetched or read: outcomes, and words for the operator."""

from collections.abc import AsyncIterator

from twisted.python.failure import Failure

from newscrawler.errors import EmptyListingError, UnreadableListingError
from newscrawler.incremental.crawl import IncrementalCrawl
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.link import LinkKind
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.spiders.failure import is_unfinished, listing_trouble, outcome_of_failure, unread_for, unread_listing
from newscrawler.spiders.feed_pages import end_feed, ends_feed
from newscrawler.spiders.listing_requests import listing_place
from newscrawler.spiders.reading import ReadingSpider
from newscrawler.urls import mask_secrets


class ListingFailures(ReadingSpider):
    """The half of an outlet's spider that listings end in which give nothing.

    Attributes:
        incremental: what earlier runs know, and what this one leaves to the next.
    """

    incremental: IncrementalCrawl

    async def on_robots_failure(self, failure: Failure) -> None:
        """Note that it names no listings; the middleware that obeys it has said what was wrong with it."""
        if is_unfinished(failure):
            return
        outcome = outcome_of_failure(failure, self.outlet.id)
        self.incremental.listings.run.note_unread(outcome.url, unread_listing(failure, outcome))

    async def on_listing_failure(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a listing that could not be fetched; the operator is told: its articles are not seen."""
        if is_unfinished(failure):
            return
        outcome = outcome_of_failure(failure, self.outlet.id, cookies=self.outlet.fetch.cookies)
        kind: LinkKind = failure.request.cb_kwargs.get("kind", "feed")  # type: ignore[attr-defined]  # Scrapy sets it
        told = getattr(failure.value, "told", False)  # what is wrong with the whole host was said once, for all
        message, known = f"{outcome.kind}: {outcome.message}", self.incremental.listings
        if ends_feed(failure, outcome, known.state(outcome.url, kind)):
            end_feed(outcome.url, message, known, self.warn)
        else:
            if trouble := listing_trouble(failure, outcome):
                self.count(f"listings/{trouble}")
            yield self.failed_listing(outcome.url, kind, message, unread_listing(failure, outcome), is_told=told)

    def unreadable_listing(self, url: str, kind: LinkKind, error: Exception) -> Outcome:
        """The outcome of a listing that came and could not be read."""
        message = str(error)
        if isinstance(error, EmptyListingError):
            self.count("listings/empty")
        if not isinstance(error, UnreadableListingError):
            self.logger.error("reading %s failed", url, exc_info=error)  # a bug must not pass for an empty listing
            message = f"{type(error).__name__}: {error}"
        return self.failed_listing(url, kind, message, unread_for(message))

    def failed_listing(
        self, url: str, kind: LinkKind, message: str, why: UnreadListing, *, is_told: bool = False
    ) -> Outcome:
        """The outcome of a listing that gave nothing; what it said before stays. The operator is told, once."""
        if not is_told:
            self.warn(f"{listing_place(self.outlet, url)}: {message}")
        self.incremental.listings.failed(url, kind, why)
        return self.outcome(mask_secrets(url), OutcomeKind.LISTING_FAILED, message)
