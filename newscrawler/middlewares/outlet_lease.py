"""One crawl of an outlet at a time: a run begins when the outlet is leased to it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from newscrawler.errors import StorageError
from newscrawler.middlewares.database_first import end_of_database, is_for_a_look
from newscrawler.model.lease import already_crawled, taken_over
from newscrawler.model.run import Run, RunKind, add_warning, run_from_statistics
from newscrawler.storage.connection import Database
from newscrawler.storage.leases import LeaseRenewal
from newscrawler.storage.server.process_identity import this_process
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


class OutletLeaseMiddleware:
    """Spider middleware: takes the outlet's lease and records that the run began, or closes the spider, saying why.

    Stored pages belong to no outlet and need no lease. Stands behind ``DatabaseFirstMiddleware``.
    """

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Take the lease from ``database`` when the spider starts."""
        self.database = database
        self.crawler = crawler
        self._renewal: LeaseRenewal | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for this crawl's database."""
        middleware = cls(SharedDatabase.named_in(crawler.settings), crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own start, once the outlet is ours.

        Raises:
            CloseSpider: another crawl has it, or the database went away.
        """
        if not is_for_a_look(self.crawler):
            try:
                await self._begin(await self.database.get())
            except StorageError as error:
                raise end_of_database(self.crawler, error) from error
        async for item_or_request in start:
            yield item_or_request

    async def spider_closed(self) -> None:
        """Give the lease back, and leave the database."""
        try:
            if self._renewal is not None:
                await self._renewal.end()
        finally:
            await self.database.release()

    async def _begin(self, database: Database) -> None:
        run = run_from_statistics(self.crawler.stats.get_stats())
        if run.kind != "archive":  # which asks no site for anything
            await self._take_lease(database, run)
        await database.runs.start(run)

    async def _take_lease(self, database: Database, run: Run) -> None:
        lease = await database.leases.take(run.outlet, run.id, this_process())
        if lease.run != run.id:
            message = already_crawled(lease, await _kind_of(database, lease.run))
            logger.warning(message)
            self.crawler.stats.set_value("run/skipped", message)
            raise CloseSpider("already_crawled")

        def stop(error: StorageError | None) -> None:
            if error:
                reason = end_of_database(self.crawler, error).reason
            else:
                message, reason = taken_over(lease), "lease_lost"
                logger.error(message)
                add_warning(self.crawler.stats, message)
            self._closing = asyncio.create_task(self.crawler.engine.close_spider_async(reason=reason))

        self._renewal = LeaseRenewal(database.leases, lease, stop)


async def _kind_of(database: Database, run_id: str) -> RunKind | None:
    """What kind of run holds an outlet; None where that is not told."""
    with contextlib.suppress(StorageError):
        run = await database.runs.get(run_id)
        return run.kind if run is not None else None
    return None
