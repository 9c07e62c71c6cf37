"""One asyncio program that runs many crawls: a Crawler per outlet, side by side, bounded in number."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from scrapy.settings import Settings

from newscrawler.operations.crawl_end import Ended, Totals, totals_of
from newscrawler.operations.crawls_under_way import CrawlsUnderWay, Job
from newscrawler.operations.database_hold import DatabaseHold
from newscrawler.operations.reactor_program import run_in_reactor
from newscrawler.operations.stop_signals import StopSignals

OUTLETS_AT_ONCE = 50  # a Crawler costs 20 ms and little memory; politeness is per host
TICK_SECONDS = 0.5


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

    def run(self, groups: Sequence[Sequence[Job]]) -> list[Ended]:
        """Run everything to its end, or to a signal, and say how each job ended. Once per process: a reactor's life."""
        run_in_reactor(partial(self._run_all, groups), self.settings)
        return self.ended

    async def _run_all(self, groups: Sequence[Sequence[Job]]) -> None:
        database = DatabaseHold(self.settings, self.tell)
        signals = StopSignals(self.tell, database.hurry, database.hurry_leaving)
        signals.listen()
        at_once = min(len(groups), OUTLETS_AT_ONCE)
        under_way = CrawlsUnderWay(self.settings, at_once, self._end, lambda: signals.count > 0)
        places = asyncio.Semaphore(OUTLETS_AT_ONCE)
        crawls = asyncio.gather(*(_run_group(under_way, group, places) for group in groups))
        stopped = asyncio.ensure_future(signals.first())
        ticking = asyncio.ensure_future(self._tick(under_way))
        both: list[asyncio.Future[Any]] = [crawls, stopped]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not crawls.done():
                await under_way.stop(crawls, lambda: signals.count > 1)
            await under_way.let_go(database.opened)
            await self._wait_for_database(database, signals)
            if crawls.done():
                with contextlib.suppress(asyncio.CancelledError):  # what hung was let go
                    crawls.result()
        finally:
            stopped.cancel()
            ticking.cancel()
            await database.leave(at_once=signals.count > 1)
            self.stops, self.waiting = signals.count, database.waiting

    async def _tick(self, under_way: CrawlsUnderWay) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.on_tick(totals_of([*under_way.so_far(), *self.ended]))

    def _end(self, ended: Ended) -> None:
        self.ended.append(ended)
        self.on_end(ended)

    async def _wait_for_database(self, database: DatabaseHold, signals: StopSignals) -> None:
        """Where all was fetched while the database is away: wait for it as long as crawls would go on without it."""
        while not signals.count and (opened := database.opened) and opened.is_away:
            if opened.stop_reason:
                if not any(one.database_lost for one in self.ended):
                    self.tell(opened.stop_reason)
                return
            await signals.pause(TICK_SECONDS)


async def _run_group(under_way: CrawlsUnderWay, jobs: Sequence[Job], places: asyncio.Semaphore) -> None:
    async with places:
        for job in jobs:
            if not under_way.is_ending():
                await under_way.run(job)
