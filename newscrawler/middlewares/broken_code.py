"""A page on which an outlet's own code broke is an outcome, as every other page that gave no article is."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from newscrawler.errors import StorageUnavailableError
from newscrawler.model.outcome import Outcome, OutcomeKind

logger = logging.getLogger(__name__)


class BrokenCodeMiddleware:
    """Spider middleware: without it such a page would be known to the log alone, and its run would end green."""

    def __init__(self, spider: Spider | None = None) -> None:
        """Name outcomes after ``spider``."""
        self.outlet = spider.name if spider else "unknown"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of this crawl's spider."""
        return cls(crawler.spider)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Outcome] | None:
        """An Outcome in the place of what a callback raised; what ends a crawl or drops a request goes on."""
        if isinstance(exception, CloseSpider | IgnoreRequest | StorageUnavailableError):
            return None
        logger.error("%s: the spider's code broke", response.url, exc_info=exception)
        words = f"{type(exception).__name__}: {exception}"
        request = response.request
        url = request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        return [Outcome(self.outlet, url, OutcomeKind.EXTRACTION_FAILED, words[:500], datetime.now(UTC))]
