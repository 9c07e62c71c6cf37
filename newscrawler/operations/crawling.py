"""One asyncio program that runs many crawls: a Crawler per outlet, side by side, bounded in number."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from newscrawler.errors import StorageError
from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run, run_from_statistics
from newscrawler.operations.settings_of_crawl import settings_of_one
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase
from newscrawler.workers.garbage import collect_garbage_seldom

if TYPE_CHECKING:
    from twisted.internet.asyncioreactor import AsyncioSelectorReactor

OUTLETS_AT_ONCE = 50  # a Crawler costs 20 ms and little memory; politeness is per host
TICK_SECONDS = 0.5
# After a signal, so that all ends within 10 s: what still hangs is let go; what the database did not take is spooled,
# for which the writer and its client need up to 3.5 s (storage/writing/writer.py).
STOP_SECONDS = 5.0
SPOOL_AFTER_SECONDS = 6.0
_LET_GO_SECONDS = 1.0  # for the runs of crawls that are let go


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl to run: its spider, the outlet that this is about, the spider's arguments."""

    spider: type[Spider]
    outlet: Outlet
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """How one job ended.

    Attributes:
        run: its counts; None where it could not even begin.
        failure: why it could not begin, or broke; None where it did not.
        database_lost: what the database said when it went away, or None.
        errors: number of errors in the log.
        skipped: who crawls the outlet already, in words; None where nobody did. No failure, though ``run`` is None.
    """

    name: str
    run: Run | None
    failure: str | None = None
    database_lost: str | None = None
    errors: int = 0
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all crawls of a program.

    Attributes:
        fetched: pages that came.
        stored: articles that are new or revised.
        not_stored: URLs that gave none.
        spooled: articles that were kept in the spool, for the time when the database is back.
        read: articles of crawls that store nothing.
    """

    fetched: int = 0
    stored: int = 0
    not_stored: int = 0
    spooled: int = 0
    read: int = 0


@dataclass(slots=True)
class CrawlProgram:
    """Runs groups of jobs: the groups side by side, the jobs of a group, which share hosts, one after the other.

    Attributes:
        settings: Scrapy's settings for all jobs.
        on_end: called when a job ended.
        tell: called with messages for the operator: a signal asks to stop; the database is away, and is back.
        on_tick: called twice a second with the totals of the crawls that run and those that ended.
        ended: all jobs that ended, in that order.
        stops: how many signals have come.
        waiting: items that wait in the spool when all has ended.
    """

    settings: Settings
    on_end: Callable[[Ended], None]
    tell: Callable[[str], None]
    on_tick: Callable[[Totals], None]
    ended: list[Ended] = field(default_factory=list)
    stops: int = 0
    waiting: int = 0
    running: dict[str, Crawler] = field(default_factory=dict)
    _now: asyncio.Event = field(default_factory=asyncio.Event)
    _database: SharedDatabase | None = None
    _closing: Database | None = None

    def run(self, groups: Sequence[Sequence[Job]]) -> list[Ended]:
        """Run everything to its end, or to a signal, and say how each job ended. Once per process: a reactor's life."""
        loop_class = self.settings["ASYNCIO_EVENT_LOOP"]
        install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor", loop_class)
        from twisted.internet import reactor as installed  # noqa: PLC0415 - importing it installs the default one

        collect_garbage_seldom()
        reactor = cast("AsyncioSelectorReactor", installed)
        failed: list[BaseException] = []

        async def whole() -> None:
            try:
                await self._run_all(groups)
            except BaseException as error:  # noqa: BLE001 - carried out of the reactor, which would swallow it
                failed.append(error)
            finally:
                reactor.stop()  # type: ignore[no-untyped-call]

        tasks: list[asyncio.Future[None]] = []
        reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(whole())))
        reactor.run(installSignalHandlers=False)  # type: ignore[no-untyped-call]
        if failed:
            raise failed[0]
        return self.ended

    async def _run_all(self, groups: Sequence[Sequence[Job]]) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        # The program's own hold on the database: it outlives the crawls, so that the last one can be recorded.
        database = self._database = SharedDatabase.named_in(self.settings)
        database.tell(self.tell)
        runner = AsyncCrawlerRunner(settings_of_one(self.settings, min(len(groups), OUTLETS_AT_ONCE)))
        places = asyncio.Semaphore(OUTLETS_AT_ONCE)
        crawls = asyncio.gather(*(self._run_group(runner, group, places) for group in groups))
        stopped = asyncio.ensure_future(self._now.wait())
        ticking = asyncio.ensure_future(self._tick())
        both: list[asyncio.Future[Any]] = [crawls, stopped]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not crawls.done():
                await self._wind_down(runner, crawls)
            await asyncio.gather(*(self._record_unfinished(name, database) for name in list(self.running)))
            await self._wait_for_database(database)
            if crawls.done():
                with contextlib.suppress(asyncio.CancelledError):  # what hung was let go
                    crawls.result()
        finally:
            stopped.cancel()
            ticking.cancel()
            await self._leave(database)

    async def _run_group(self, runner: AsyncCrawlerRunner, jobs: Sequence[Job], places: asyncio.Semaphore) -> None:
        async with places:
            for job in jobs:
                if not self.stops:
                    await self._run_job(runner, job)

    async def _run_job(self, runner: AsyncCrawlerRunner, job: Job) -> None:
        crawler = runner.create_crawler(job.spider)
        self.running[job.spider.name] = crawler
        failure = None
        try:
            await runner.crawl(crawler, **job.arguments)
        except Exception as error:  # noqa: BLE001 - one outlet that breaks must not cost the others their run
            failure = f"{type(error).__name__}: {error}"
        ended = ended_crawl(crawler, failure)
        if self.stops and failure is None and ended.run is not None and ended.run.finish_reason is None:
            return  # let go: Scrapy takes a cancelled crawl for one that has ended; see _record_unfinished
        del self.running[job.spider.name]
        self._end(ended)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.on_tick(self._totals())

    def _totals(self) -> Totals:
        begun = [ended_crawl(crawler, None).run for crawler in self.running.values()]
        runs = [run for run in (*begun, *(ended.run for ended in self.ended)) if run is not None]
        return Totals(
            fetched=sum(run.counts["fetched"] for run in runs),
            stored=sum(run.counts[name] for run in runs for name in ("new", "revised")),
            not_stored=sum(sum(run.outcomes.values()) for run in runs),
            spooled=sum(run.counts["spooled"] for run in runs),
            read=sum(run.counts["read"] for run in runs),
        )

    def _end(self, ended: Ended) -> None:
        self.ended.append(ended)
        self.on_end(ended)

    def _stop(self) -> None:
        self.stops += 1
        if self.stops == 1:
            self.tell("Stopping: what was fetched is being stored. Press Ctrl-C again to stop at once.")
            asyncio.get_running_loop().call_later(SPOOL_AFTER_SECONDS, self._hurry)
        elif self._closing is not None:
            self._hurry()
        self._now.set()

    async def _wind_down(self, runner: AsyncCrawlerRunner, crawls: "asyncio.Future[Any]") -> None:
        """Let every crawl finish what it has; a second signal or the time limit ends the waiting."""
        stopping = asyncio.ensure_future(runner.stop())
        deadline = asyncio.get_running_loop().time() + STOP_SECONDS
        while not crawls.done() and self.stops < 2 and asyncio.get_running_loop().time() < deadline:
            await asyncio.wait([crawls], timeout=0.1)
        for task in (stopping, crawls):
            if not task.done():
                task.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.gather(stopping, crawls, return_exceptions=True), 0.5)

    async def _record_unfinished(self, name: str, database: SharedDatabase) -> None:
        """Write the run of a crawl whose last request still hangs: Scrapy would wait for it."""
        crawler = self.running.pop(name)
        ended = ended_crawl(crawler, None)
        last = [_give_lease_back(crawler)]
        if ended.run is not None:
            run = replace(ended.run, finished_at=datetime.now(UTC), finish_reason="shutdown")
            ended = replace(ended, run=run)
            if database.opened is not None:
                last.append(database.opened.runs.finish(run))
        with contextlib.suppress(StorageError, asyncio.TimeoutError):  # the run is in the queue, and the lease runs out
            await asyncio.wait_for(asyncio.gather(*last), _LET_GO_SECONDS)
        self._end(ended)

    async def _wait_for_database(self, database: SharedDatabase) -> None:
        """Where all was fetched while the database is away: wait for it as long as crawls would go on without it."""
        while not self.stops and (opened := database.opened) and opened.is_away:
            if opened.stop_reason:
                if not any(one.database_lost for one in self.ended):
                    self.tell(opened.stop_reason)
                return
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._now.wait(), TICK_SECONDS)

    async def _leave(self, database: SharedDatabase) -> None:
        """Give the database back: what waits is written, or goes to the spool; at once after a second signal."""
        self._closing = database.opened
        if self.stops > 1:
            self._hurry()
        await database.release()
        if self._closing is not None:
            await self._closing.close()  # crawls that were let go hold their shares for ever
            self.waiting = self._closing.spooled

    def _hurry(self) -> None:
        database = self._closing or (self._database and self._database.opened)
        if database is not None:
            database.hurry()


async def _give_lease_back(crawler: Crawler) -> None:
    """For a crawl that was let go: its spider never closes, and other machines would wait a minute for its outlet."""
    if crawler._engine is None:  # noqa: SLF001 - Scrapy raises where there is none
        return
    lease = crawler.get_spider_middleware(OutletLeaseMiddleware)
    if lease is not None:
        await lease.spider_closed()


def ended_crawl(crawler: Crawler, failure: str | None) -> Ended:
    """How a crawl ended, by its statistics."""
    name = crawler.spidercls.name
    stats: Mapping[str, Any] = crawler.stats.get_stats() if crawler._stats is not None else {}  # noqa: SLF001 - Scrapy 2.18 raises where it is unset
    if "run/id" not in stats:
        return Ended(name, None, failure or "the crawl could not begin; see the log")
    if "run/skipped" in stats:
        return Ended(name, None, skipped=stats["run/skipped"])
    return Ended(
        name,
        run_from_statistics(stats),
        failure,
        database_lost=stats.get("run/database_lost"),
        errors=int(stats.get("log_count/ERROR", 0)),
    )
