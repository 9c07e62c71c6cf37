"""The program that runs what is due, for ever or once: a Crawler per run, bounded in number and memory."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scrapy.settings import Settings

from newscrawler.errors import SchemaVersionError, StorageError, StorageUnavailableError
from newscrawler.model.lease import Claim
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.broken_run import end_broken
from newscrawler.operations.crawl_end import Ended, Totals, totals_of
from newscrawler.operations.crawling import OUTLETS_AT_ONCE, TICK_SECONDS
from newscrawler.operations.crawls_under_way import CrawlsUnderWay, Job
from newscrawler.operations.database_hold import DatabaseHold
from newscrawler.operations.database_return import DatabaseReturn
from newscrawler.operations.due_runs import LOOK_SECONDS, DueRuns
from newscrawler.operations.memory_bound import MemoryBound
from newscrawler.operations.outlet_plans import OutletPlans
from newscrawler.operations.reactor_program import run_in_reactor
from newscrawler.operations.run_room import RunRoom
from newscrawler.operations.scheduled_outlets import ScheduledOutlet, ScheduledOutlets
from newscrawler.operations.shared_patience import share_patience
from newscrawler.operations.stop_signals import StopSignals
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process
from newscrawler.workers.garbage import GarbageOfRuns

logger = logging.getLogger(__name__)

FILES_SECONDS = 20.0  # between two looks at the outlet files
PLANS_SECONDS = 60.0  # between two looks at all plans: for clocks that were set back, and wishes of other machines
LEAST_PAUSE_SECONDS = 0.2  # between two looks at what is due, however many runs end
_CANCEL_SECONDS = 1.5  # for a question to the database that was asked when a signal came


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what.

    Attributes:
        message: sentences for the operator.
        begins: the plans of all outlets of this machine by the database's clock, when the program begins.
        ended: how a run ended.
        tick: twice a second the totals of all runs, where the program runs once.
        looks: every few seconds, by how many seconds the latest run since the last time began too late.
    """

    message: Callable[[str], None]
    begins: Callable[[Sequence[OutletSchedule], datetime], None]
    ended: Callable[[Ended], None]
    tick: Callable[[Totals], None]
    looks: Callable[[float], None]


class ScheduleProgram:
    """Runs what is due.

    Attributes:
        ended: how runs ended; only where the program runs once.
        due: how many outlets were due when it began.
        stops: how many signals have come.
        waiting: items that wait in the spool when all has ended.
    """

    def __init__(
        self, settings: Settings, outlets: ScheduledOutlets, listeners: Listeners, *, once: bool = False
    ) -> None:
        """For ``outlets``; with ``once`` what is due when it begins, and no more."""
        self.ended: list[Ended] = []
        self.stops = self.waiting = self.due = 0
        self._settings, self._outlets, self._listeners, self._once = settings, outlets, listeners, once
        self._is_ending = False
        self._error: Exception | None = None  # that ends the program, or its one round
        self._runs: dict[str, asyncio.Task[None]] = {}
        self._garbage = GarbageOfRuns()
        self._wake = asyncio.Event()
        self._plans_at = 0.0
        self._patience_at = 0.0

    def run(self) -> None:
        """Run to the end. Once per process: a reactor's life.

        Raises:
            StorageError: the database cannot be opened; where the program runs once, also that it went away.
        """
        run_in_reactor(self._run, self._settings)

    async def _run(self) -> None:
        tell = self._listeners.message
        self._hold = DatabaseHold(self._settings, tell)
        self._signals = StopSignals(tell, self._hold.hurry, self._hold.hurry_leaving)
        self._return = DatabaseReturn(self._hold, self._signals, tell)
        self._under_way = CrawlsUnderWay(self._settings, OUTLETS_AT_ONCE, self._note_end, lambda: self._is_ending)
        self._plans = OutletPlans(this_process().host, tell)
        self._due = DueRuns(self._outlets, self._plans, self._begin, tell, self._note_broken)
        self._room = RunRoom(OUTLETS_AT_ONCE)
        self._memory = MemoryBound(self._settings.getfloat("NEWSCRAWLER_SCHEDULE_MEMORY_MB"), tell)
        self._signals.listen()
        looking = asyncio.ensure_future(self._look_for_ever())
        stopped = asyncio.ensure_future(self._signals.first())
        background = [stopped, *map(asyncio.ensure_future, (self._tick(), self._watch_files(), self._room.measure()))]
        try:
            await asyncio.wait([looking, stopped], return_when=asyncio.FIRST_COMPLETED)
            looking.cancel()
            await asyncio.wait([looking], timeout=_CANCEL_SECONDS)
            if looking.done() and not looking.cancelled():
                looking.result()
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(self._due.claims.end(), self._end_runs())
            await self._hold.leave(at_once=self._signals.count > 1)
            self.stops, self.waiting = self._signals.count, self._hold.waiting
        if self._error is not None:
            raise self._error

    async def _look_for_ever(self) -> None:
        """Begin what is due; ends where there is nothing to wait for any more."""
        await self._open()
        while not self._is_over():
            try:
                database, taken = await self._hold.get(), self._due.taken
                pause = await self._look(database)
                if not database.is_away:
                    self._return.succeeded(has_written=self._due.taken > taken)
            except SchemaVersionError:
                raise  # it must not be used
            except StorageError as error:
                await self._due.claims.settle()  # else nobody would hear any more that those ended too
                if not self._once:
                    await self._return.failed(error, are_runs_under_way=bool(self._runs))
                    continue
                self._error, self._due.only, pause = error, set(), LOOK_SECONDS  # what runs comes to its end
            await asyncio.sleep(LEAST_PAUSE_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause - LEAST_PAUSE_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def _open(self) -> None:
        database = await self._hold.get()
        plans = await self._plans.keep(self._outlets.outlets, database)
        self._plans_at = asyncio.get_running_loop().time() + PLANS_SECONDS
        now = await database.schedule.now()
        due = {name for name, one in plans.items() if one.due_at is not None and one.due_at <= now}
        self.due = len(due)
        if self._once:
            self._due.only = due
        self._listeners.begins(list(plans.values()), now)

    async def _look(self, database: Database) -> float:
        """Begin what is due, and say for how many seconds there is nothing more to do."""
        if database.is_away and not self._runs:
            raise StorageUnavailableError(database.stop_reason or f"The database at {database.address} is away")
        clock = asyncio.get_running_loop().time()
        if clock >= self._plans_at and not database.is_away:
            await self._plans.keep(self._outlets.outlets, database)
            self._plans_at = clock + PLANS_SECONDS
        if clock >= self._patience_at and not database.is_away:
            runs_per_day = self._settings.getfloat("NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY")
            self._patience_at = clock + await share_patience(database, runs_per_day)
        pause = LOOK_SECONDS
        if self._memory.has_room(len(self._runs)) and self._room.free and not database.is_away:
            pause = await self._due.look(database, self._runs.keys(), self._room.free)
        self._listeners.looks(self._due.take_latest())
        return pause

    def _is_over(self) -> bool:
        if self._is_ending or self._signals.count or self._memory.is_exhausted:
            return True
        return self._once and not self._due.only and not self._runs and not self._due.claims.outlets

    def _begin(self, outlet: ScheduledOutlet, claim: Claim) -> None:
        self._room.begin(outlet.outlet.id)
        self._runs[outlet.outlet.id] = asyncio.ensure_future(self._run_one(outlet, claim))

    async def _run_one(self, outlet: ScheduledOutlet, claim: Claim) -> None:
        try:
            ended = await self._under_way.run(Job(outlet.spider, outlet.outlet, {"claim": claim}))
            opened = self._hold.opened
            if ended is not None and ended.failure and opened is not None:
                await end_broken(claim, None if self._is_ending else outlet.rules, ended.failure, opened)
        except Exception as error:  # one outlet that breaks must not cost the others their runs
            logger.exception("the run of %s could not be ended", outlet.outlet.id)
            self._listeners.message(f"{outlet.outlet.id}: its run could not be ended: {error}")
        finally:
            was_full = not self._room.free
            del self._runs[outlet.outlet.id]
            self._room.end(outlet.outlet.id)
            self._garbage.run_ended()
            if was_full or self._once or self._is_ending or self._due.has_waiting:  # else nothing begins for its sake
                self._wake.set()

    async def _end_runs(self) -> None:
        """Let runs end within the time that there is after a signal; what hangs then is let go."""
        self._is_ending = True
        if self._runs:
            runs = asyncio.gather(*self._runs.values(), return_exceptions=True)
            await self._under_way.stop(runs, lambda: self._signals.count > 1)
        await self._under_way.let_go(self._hold.opened)

    async def _watch_files(self) -> None:
        while True:
            await asyncio.sleep(FILES_SECONDS)
            try:
                has_changed = await self._outlets.look()
            except Exception:  # such as an outlet file of which nobody has thought yet
                logger.exception("the outlet files could not be read again")
                continue
            if has_changed:
                self._plans_at = 0.0
                self._wake.set()

    async def _tick(self) -> None:
        while self._once:
            await asyncio.sleep(TICK_SECONDS)
            self._listeners.tick(totals_of([*self._under_way.so_far(), *self.ended]))

    def _note_broken(self, outlet_id: str, why: str) -> None:
        self._note_end(Ended(outlet_id, None, why))

    def _note_end(self, ended: Ended) -> None:
        if self._once:
            self.ended.append(ended)
        try:
            self._listeners.ended(ended)
        except Exception as error:  # noqa: BLE001 - such as a reader of stdout that has gone; raised at the end
            self._error, self._is_ending = error, True
