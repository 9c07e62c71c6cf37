"""No request leaves before the database answers: what cannot be stored need not be fetched."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from newscrawler.errors import ConfigurationError, StorageError, StorageUnavailableError
from newscrawler.model.run import DATABASE_UNAVAILABLE, note_database_lost
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.writing.answering import LOOK_SECONDS

logger = logging.getLogger(__name__)


class DatabaseFirstMiddleware:
    """Spider middleware: opens the database before the spider's first request, or closes the spider, saying why.

    What an earlier crawl left in the spool is stored before that, else its articles would be fetched a second time.
    """

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Open ``database`` when the spider starts."""
        self.database = database
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for this crawl's database."""
        database = SharedDatabase.named_in(crawler.settings)
        middleware = cls(database, crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own start, once the database answers.

        Raises:
            CloseSpider: it does not.
        """
        if not is_for_a_look(self.crawler):
            try:
                await self._wait_for_spool(await self.database.get())
            except (ConfigurationError, StorageError) as error:
                raise end_of_database(self.crawler, error) from error
        try:
            async for item_or_request in start:
                yield item_or_request
        except StorageError as error:
            raise end_of_database(self.crawler, error) from error

    def process_spider_exception(self, response: Response, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's signature
        """End the crawl where a page could not be told from what is known: what would be fetched could not be stored.

        Raises:
            CloseSpider: the database went away.
        """
        if isinstance(exception, StorageUnavailableError):
            raise end_of_database(self.crawler, exception) from exception

    async def spider_closed(self) -> None:
        """Leave the database."""
        await self.database.release()

    async def _wait_for_spool(self, database: Database) -> None:
        """Wait until the spool is empty; not for ever, nor where the database went away: then it may take hours."""
        clock = asyncio.get_running_loop().time
        end = clock() + self.crawler.settings.getfloat("NEWSCRAWLER_AWAY_SECONDS")
        while database.spooled and not (database.is_away or database.stop_reason) and clock() < end:  # noqa: ASYNC110 - a count
            await asyncio.sleep(LOOK_SECONDS)


def end_of_database(crawler: Crawler, error: Exception) -> CloseSpider:
    """What closes the spider where the database is not there: told in the log, and to the program that runs it."""
    if note_database_lost(crawler.stats, str(error)):
        logger.error("%s The crawl ends.", error)
    return CloseSpider(DATABASE_UNAVAILABLE)


def is_for_a_look(crawler: Crawler) -> bool:
    """Is this `scrapy parse` or `scrapy fetch`? They put a start of their own in place and store nothing."""
    return crawler.spidercls.start.__module__.startswith("scrapy.commands")
