"""Links to articles that are stored already end here: one look-up for a thousand links, none for each."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from newscrawler.errors import StorageError
from newscrawler.middlewares.database_first import end_of_database
from newscrawler.storage.shared import SharedDatabase

LINKS_AT_ONCE = 1000  # a sitemap of 50,000 long addresses would be too large for one question


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
        """All that the spider yields, without requests for articles that are stored.

        Raises:
            CloseSpider: the database does not say which are.
        """
        listed: list[Request] = []
        async for item_or_request in result:
            if isinstance(item_or_request, Request) and "article_link" in item_or_request.meta:
                listed.append(item_or_request)
            else:
                yield item_or_request
            if len(listed) == LINKS_AT_ONCE:
                for request in await self._unknown(listed):
                    yield request
                listed = []
        for request in await self._unknown(listed):
            yield request

    async def _unknown(self, requests: list[Request]) -> list[Request]:
        """Those of the requests whose article is not stored; all of them where no database is open."""
        if not requests or not self.database.is_open:
            return requests
        known = await self._known([request.url for request in requests])
        self.crawler.stats.inc_value("discovery/known", len(known))
        return [request for request in requests if request.url not in known]

    async def _known(self, urls: list[str]) -> set[str]:
        """Those of ``urls`` that are stored.

        Raises:
            CloseSpider: the database went away: what would be fetched could not be stored either.
        """
        try:
            database = await self.database.get()
            return await database.articles.known(urls)
        except StorageError as error:
            raise end_of_database(self.crawler, error) from error

    async def spider_closed(self) -> None:
        """Leave the database."""
        await self.database.release()
