"""A retry: URLs of an outlet that gave no article before, fetched again; no others but those of failed listings."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from scrapy import Request
from scrapy.settings import BaseSettings

from newscrawler.model.link import ArticleLink
from newscrawler.model.run import RunKind
from newscrawler.spiders.listing_requests import LISTING_KEYS, PRIORITY, SITEMAP_MAXSIZE
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.urls import mask_secrets


class RetrySpider(OutletSpider):
    """Stands before an outlet's spider: see ``retry_spider``.

    Args:
        urls: of articles.
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
        urls: Sequence[str] = (),
        listings: Sequence[str] = (),
        **kwargs: Any,  # noqa: ANN401 - Scrapy's signature
    ) -> None:
        """Fetch these."""
        super().__init__(name, **kwargs)
        self.urls = urls
        self.listings = listings

    def listing_requests(self) -> Iterator[Request]:
        """The listings that failed, then the articles: requests of a start are neither known nor waiting."""
        yield from filter(None, map(self._failed_listing, self.listings))
        yield from filter(None, (self.article_request(ArticleLink(url)) for url in self.urls))

    def _failed_listing(self, recorded: str) -> Request | None:
        """A request for a listing: by its name in the outlet's file, else (a child of another) by what comes."""
        for kind, key in LISTING_KEYS.items():
            for url in getattr(self.outlet, key):
                if mask_secrets(url) == recorded:
                    return self.listing_request(url, kind)
        return Request(
            recorded,
            callback=self.parse,
            errback=self.on_listing_failure,
            meta={"download_maxsize": SITEMAP_MAXSIZE, "read_as_far_as_it_goes": True},
            priority=PRIORITY,
            dont_filter=True,
        )


def retry_spider(base: type[OutletSpider]) -> type[OutletSpider]:
    """The retry of an outlet, on top of its spider; what that one overrides holds here, too."""
    return type(f"Retry_{base.__name__}", (RetrySpider, base), {})
