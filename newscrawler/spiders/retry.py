"""A retry: URLs of an outlet that gave no article before, fetched again; no others but those of failed listings."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.incremental.crawl import LINKS_AT_ONCE
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome
from newscrawler.model.run import RunKind
from newscrawler.spiders.listing_requests import LISTING_KEYS, PRIORITY, SITEMAP_MAXSIZE
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.pages import content_type
from newscrawler.urls import mask_secrets


class RetrySpider(OutletSpider):
    """Stands before an outlet's spider: see ``retry_spider``.

    Args:
        links: of articles, with what listings said of them when they failed.
        listings: of feeds, sitemaps and sections, as they are recorded: with their secrets masked.
    """

    run_kind: RunKind = "retry"
    # What somebody asks for by hand is asked for; and what is looked at again is an ordinary crawl's.
    uses_listing_states: ClassVar[bool] = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """No end by the clock: somebody waits for these URLs."""
        super().update_settings(settings)
        settings.set("CLOSESPIDER_TIMEOUT", 0, "spider")

    def __init__(
        self,
        name: str | None = None,
        links: Sequence[ArticleLink] = (),
        listings: Sequence[str] = (),
        **kwargs: Any,  # noqa: ANN401 - Scrapy's signature
    ) -> None:
        """Fetch these."""
        super().__init__(name, **kwargs)
        self.links = links
        self.listings = listings

    async def start(self) -> AsyncIterator[Request]:
        """The listings that failed, then the articles, none of which is waited with.

        Of one that is stored after all it is asked whether it has changed: read as a new one, it would lose what its
        listings said.
        """
        async for request in super().start():
            yield request
        links = [link for link in self.links if self.wants(link) and self.met.takes_link(link)]
        for first in range(0, len(links), LINKS_AT_ONCE):
            choice = await self.incremental.chosen_by_hand(links[first : first + LINKS_AT_ONCE])
            for link in choice.fetch:
                yield self.request_of(link)
            for revisit in choice.again:
                yield self.revisit_request(revisit)

    def listing_requests(self) -> Iterator[Request]:
        """The listings that failed."""
        yield from filter(None, map(self._failed_listing, self.listings))

    async def parse_failed_listing(self, response: Response) -> AsyncIterator[Request | Outcome]:
        """As ``parse_listing`` for one whose kind is told by what comes; a page is a section's."""
        kind = listing_kind(response.body, content_type(response))
        async for result in self.parse_listing(response, "section" if kind == "page" else kind, 0):
            yield result

    def _failed_listing(self, recorded: str) -> Request | None:
        """A request for a listing: by its name in the outlet's file, else (a child of another) by what comes."""
        for kind, key in LISTING_KEYS.items():
            for url in getattr(self.outlet, key):
                if mask_secrets(url) == recorded:
                    return self.listing_request(url, kind)
        return Request(
            recorded,
            callback=self.parse_failed_listing,
            errback=self.on_listing_failure,
            meta={"download_maxsize": SITEMAP_MAXSIZE, "read_as_far_as_it_goes": True},
            priority=PRIORITY,
            dont_filter=True,
        )


def retry_spider(base: type[OutletSpider]) -> type[OutletSpider]:
    """The retry of an outlet, on top of its spider; what that one overrides holds here, too."""
    return type(f"Retry_{base.__name__}", (RetrySpider, base), {})
