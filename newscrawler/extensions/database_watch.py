"""A crawl ends when its database stays away for too long, or takes nothing more of what is fetched."""

import asyncio
import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.model.run import DATABASE_UNAVAILABLE, note_database_lost
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class DatabaseWatch:
    """Looks every second whether the database gives a reason to stop.

    All crawls of a process have one database: they end together, each with the same reason.
    """

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Watch ``database``."""
        self.database = database
        self.crawler = crawler
        self._watching: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for the crawl's beginning and end."""
        watch = cls(SharedDatabase.named_in(crawler.settings), crawler)
        crawler.signals.connect(watch.spider_opened, signals.spider_opened)
        crawler.signals.connect(watch.spider_closed, signals.spider_closed)
        return watch

    def spider_opened(self) -> None:
        """Begin to look."""
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def spider_closed(self) -> None:
        """Look no more, and leave the database."""
        if self._watching is not None:
            self._watching.cancel()
        await self.database.release()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            opened = self.database.opened
            if opened is not None and opened.stop_reason is not None:
                note_database_lost(self.crawler.stats, opened.stop_reason)
                logger.warning("The crawl ends: %s", opened.stop_reason)
                ending = self.crawler.engine.close_spider_async(reason=DATABASE_UNAVAILABLE)
                self._closing = asyncio.create_task(ending)  # a task of its own: closing ends this one
                return
