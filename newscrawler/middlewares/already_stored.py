"""Links to articles that are stored already end here: one look-up per listing, none per link."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from newscrawler.storage.shared import SharedDatabase


class AlreadyStoredMiddleware:
    """Spider middleware: of a listing's article requests, only those for unknown articles go on."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Ask ``database`` what is known."""
        self.database = database
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for this crawl's database.

        Raises:
            NotConfigured: known articles are to be fetched again.
        """
        if crawler.settings.getbool("NEWSCRAWLER_REFETCH"):
            raise NotConfigured("known articles are fetched again")
        database = SharedDatabase.named_in(crawler.settings)
        middleware = cls(database, crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:  # noqa: ARG002 - Scrapy's signature
        """All that the spider yields, without requests for articles that are stored."""
        wanted: list[Request] = []
        async for item_or_request in result:
            if isinstance(item_or_request, Request) and "article_link" in item_or_request.meta:
                wanted.append(item_or_request)
            else:
                yield item_or_request
        if not wanted or not self.database.is_open:
            for request in wanted:
                yield request
            return
        database = await self.database.get()
        known = await database.articles.known([request.url for request in wanted])
        self.crawler.stats.inc_value("discovery/known", len(known))
        for request in wanted:
            if request.url not in known:
                yield request

    async def spider_closed(self) -> None:
        """Leave the database."""
        await self.database.release()
