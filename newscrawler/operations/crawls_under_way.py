"""The crawls of a program that are under way: each begins here, and here they end when the program has to."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from newscrawler.errors import StorageError
from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import SHUTDOWN
from newscrawler.operations.crawl_end import Ended, ended_crawl
from newscrawler.operations.settings_of_crawl import settings_of_one
from newscrawler.storage.connection import Database
from newscrawler.urls import mask_secrets

logger = logging.getLogger(__name__)

# After a signal, so that all ends within 10 s: what still hangs is let go.
STOP_SECONDS = 5.0
_LET_GO_SECONDS = 1.0  # for the runs of crawls that are let go
_LOOK_SECONDS = 0.1
FAILURE_LETTERS = 200  # the log has the rest


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl to run: its spider, the outlet that this is about, the spider's arguments."""

    spider: type[Spider]
    outlet: Outlet
    arguments: Mapping[str, Any] = field(default_factory=dict)


class CrawlsUnderWay:
    """Runs crawls in the reactor, and knows which are under way.

    Attributes:
        running: their crawlers, by name.
        is_ending: whether the program ends: a crawl that ends without a reason was let go then.
    """

    def __init__(
        self, settings: Settings, at_once: int, on_end: Callable[[Ended], None], is_ending: Callable[[], bool]
    ) -> None:
        """Of at most ``at_once`` crawls side by side; ``on_end`` is called when one ended."""
        self.running: dict[str, Crawler] = {}
        self.is_ending = is_ending
        self._runner = AsyncCrawlerRunner(settings_of_one(settings, at_once))
        self._on_end = on_end

    async def run(self, job: Job) -> Ended | None:
        """Run one crawl to its end; None: it was let go, see ``let_go``. Nothing is raised."""
        try:
            crawler = self._runner.create_crawler(job.spider)
        except (Exception, SystemExit) as error:  # of the outlet's own code, as below
            logger.exception("the crawl of %s broke", job.spider.name)
            ended = Ended(job.spider.name, None, _in_words(error))
            self._on_end(ended)
            return ended
        self.running[job.spider.name], failure = crawler, None
        try:
            await self._runner.crawl(crawler, **job.arguments)
        except (Exception, SystemExit) as error:  # one outlet that breaks must not cost the others their run
            logger.exception("the crawl of %s broke", job.spider.name)
            failure = _in_words(error)
        ended = ended_crawl(crawler, failure)
        if self.is_ending() and failure is None and ended.run is not None and ended.run.finish_reason is None:
            return None  # Scrapy takes a cancelled crawl for one that has ended
        if self.running.pop(job.spider.name, None) is None:
            return None  # let go in this moment, which was told
        self._on_end(ended)
        return ended

    def so_far(self) -> list[Ended]:
        """What those that are under way have counted."""
        return [ended_crawl(crawler, None) for crawler in self.running.values()]

    async def stop(self, crawls: "asyncio.Future[Any]", is_hurried: Callable[[], bool]) -> None:
        """Let every crawl finish what it has, until ``is_hurried`` or the time is up; then ``crawls`` is cancelled."""
        stopping = asyncio.ensure_future(self._runner.stop())
        deadline = asyncio.get_running_loop().time() + STOP_SECONDS
        while not crawls.done() and not is_hurried() and asyncio.get_running_loop().time() < deadline:
            await asyncio.wait([crawls], timeout=_LOOK_SECONDS)
        for task in (stopping, crawls):
            if not task.done():
                task.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.gather(stopping, crawls, return_exceptions=True), 0.5)

    async def let_go(self, database: Database | None) -> None:
        """End those whose last requests still hang: Scrapy would wait for them."""
        await asyncio.gather(*(self._let_go(name, database) for name in list(self.running)))

    async def _let_go(self, name: str, database: Database | None) -> None:
        crawler = self.running.pop(name, None)
        if crawler is None:
            return  # it ended by itself meanwhile
        ended = ended_crawl(crawler, None)
        last = [_give_lease_back(crawler)]
        if ended.run is not None:
            run = replace(ended.run, finished_at=datetime.now(UTC), finish_reason=SHUTDOWN)
            ended = replace(ended, run=run)
            if database is not None:
                last.append(database.runs.finish(run))
        with contextlib.suppress(StorageError, asyncio.TimeoutError):  # the run is in the queue, and the lease runs out
            await asyncio.wait_for(asyncio.gather(*last), _LET_GO_SECONDS)
        self._on_end(ended)


def _in_words(error: BaseException) -> str:
    """One line, for messages and for the schedule: what code raises may hold a page, or an address with a password."""
    words = " ".join(mask_secrets(f"{type(error).__name__}: {error}").split())
    return words if len(words) <= FAILURE_LETTERS else f"{words[:FAILURE_LETTERS]} ..."


async def _give_lease_back(crawler: Crawler) -> None:
    """For a crawl that was let go: its spider never closes, and other machines would wait a minute for its outlet."""
    if crawler._engine is None:  # noqa: SLF001 - Scrapy raises where there is none
        return
    lease = crawler.get_spider_middleware(OutletLeaseMiddleware)
    if lease is not None:
        await lease.spider_closed()
