"""A run begins when its outlet and the hosts of its listings are its own, and ends by saying when the next is due."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from newscrawler.errors import StorageError
from newscrawler.incremental.run_end import run_end
from newscrawler.middlewares.claim_renewal import Ways
from newscrawler.middlewares.claim_taking import Skipped, claim_for, plan_after_rest, rest_of
from newscrawler.middlewares.database_first import end_of_database, is_for_a_look
from newscrawler.middlewares.held_claim import HeldClaim
from newscrawler.middlewares.run_claim import RunClaim
from newscrawler.model.lease import Claim, taken_over
from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import DATABASE_UNAVAILABLE, LEASE_LOST, SHUTDOWN, Run, add_warning, run_from_statistics
from newscrawler.scheduling.plan import planned_after
from newscrawler.scheduling.rules import rules_of
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)

# Ends that say nothing of when the outlet is due: the run was not done, another does it.
_NOT_PLANNED = frozenset({LEASE_LOST, SHUTDOWN, DATABASE_UNAVAILABLE, None})


class OutletLeaseMiddleware:
    """Spider middleware: claims outlet and hosts and records that the run began, or closes the spider, saying why.

    The schedule program hands its claim over as the spider's argument ``claim``: that is kept from when the spider is
    open, as the run may wait for what an earlier one left in the spool; before that the program ends it. Stored pages
    belong to no outlet and need no claim. Stands behind ``DatabaseFirstMiddleware``.

    Attributes:
        claim: what is held; None: nothing is, or need be.
    """

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Claim in ``database`` when the spider starts."""
        self.claim: RunClaim | None = None
        self.database = database
        self.crawler = crawler
        self._is_over = False
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for this crawl's database."""
        middleware = cls(SharedDatabase.named_in(crawler.settings), crawler)
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Begin to keep the claim that was handed over; where the database is not open yet, the start does."""
        handed, database = handed_claim(self.crawler), self.database.opened
        if handed is not None and database is not None and self.claim is None:
            self.crawler.stats.set_value("run/scheduled", 1)
            # Renewed at once: by that the database knows that the run began (``lease_update.run_counted``).
            self.claim = RunClaim(HeldClaim(database.claims, handed), self._ways())

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own start, once outlet and hosts are ours.

        Raises:
            CloseSpider: another crawl has one of them, or the database went away.
        """
        if not is_for_a_look(self.crawler):
            try:
                await self._begin(await self.database.get())
            except StorageError as error:
                raise end_of_database(self.crawler, error) from error
        async for item_or_request in start:
            yield item_or_request

    async def spider_closed(self, reason: str = SHUTDOWN) -> None:
        """Write when the outlet is due next, give all back, and leave the database."""
        if self._is_over:
            return
        self._is_over = True
        try:
            await self._end(reason)
        except StorageError as error:
            logger.warning("the claim ends by itself: %s", error)
        finally:
            await self.database.release()

    async def _begin(self, database: Database) -> None:
        run = run_from_statistics(self.crawler.stats.get_stats())
        if run.kind != "archive":  # which asks no site for anything
            await self._claim(database, run)
        await database.runs.start(run)

    async def _claim(self, database: Database, run: Run) -> None:
        outlet = outlet_of(self.crawler)
        self.spider_opened()
        if self.claim is None:
            ways = self._ways(gives_way=run.kind == "backfill")
            held = await claim_for(database, run, outlet, ways)
            if isinstance(held, Skipped):
                raise self._skipped(held)
            self.claim = RunClaim(held, ways)
        if rest := rest_of(self.claim.held.first):
            claim, self.claim = self.claim, None
            await claim.stop()
            await claim.held.give_back(plan_after_rest(claim.held.first, rest, outlet, run.kind))
            raise self._skipped(Skipped(rest.message))

    def _skipped(self, skipped: Skipped) -> CloseSpider:
        logger.warning(skipped.message)
        self.crawler.stats.set_value("run/skipped", skipped.message)
        return CloseSpider("already_crawled")

    async def _end(self, reason: str) -> None:
        if self.claim is not None:
            await self.claim.stop()
            kind = self.crawler.stats.get_value("run/kind", "crawl")
            is_done = kind == "crawl" and reason not in _NOT_PLANNED
            await self.claim.held.give_back(await self._plan(self.claim, reason) if is_done else None)

    async def _plan(self, claim: RunClaim, reason: str) -> OutletSchedule | None:
        """When the outlet is due next, after a run that came to its end; None: its spider is of no outlet file."""
        outlet, held = outlet_of(self.crawler), claim.held.first
        if outlet is None:
            return None
        ended_at = await (await self.database.get()).schedule.now()
        rest = claim.rest_seconds
        end = run_end(
            held.outlet.run,
            reason,
            getattr(self.crawler.spider, "incremental", None),
            began_at=held.taken_at,
            ended_at=ended_at,
            wait_until=ended_at + timedelta(seconds=rest) if rest else None,
        )
        plan = planned_after(rules_of(outlet), held.schedule, end, ended_at, random.random())  # noqa: S311 - a jitter
        return replace(plan, planner=held.outlet.process.host)

    def _ways(self, *, gives_way: bool = False) -> Ways:
        return Ways(self._is_closing, self._on_lost, self._tell, gives_way)

    def _is_closing(self) -> bool:
        engine = self.crawler.engine
        slot = engine._slot if engine is not None else None  # noqa: SLF001 - Scrapy tells it nowhere else
        return slot is None or slot.closing is not None

    def _on_lost(self, error: StorageError | None) -> None:
        if error:
            reason = end_of_database(self.crawler, error).reason
        else:
            lease = self.claim.held.first.outlet if self.claim is not None else None
            message, reason = taken_over(lease) if lease else "the claim was lost", LEASE_LOST
            logger.error(message)
            add_warning(self.crawler.stats, message)
        self._closing = asyncio.create_task(self.crawler.engine.close_spider_async(reason=reason))

    def _tell(self, message: str) -> None:
        self.database.announce(message)


def handed_claim(crawler: Crawler) -> Claim | None:
    """The claim that the schedule program handed to this crawl; None: it takes its own."""
    claim = getattr(getattr(crawler, "spider", None), "claim", None)
    return claim if isinstance(claim, Claim) else None


def outlet_of(crawler: Crawler) -> Outlet | None:
    """The outlet that a crawl is about; None: its spider is of no outlet file."""
    outlet = getattr(crawler.spidercls, "outlet", None)
    return outlet if isinstance(outlet, Outlet) else None
