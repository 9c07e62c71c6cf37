"""Which runs begin now: what is due by the database's clock, is not being crawled, and can be claimed."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.extensions.run_record import new_run_id
from newscrawler.middlewares.claim_taking import holder_kind
from newscrawler.model.lease import Claim, Taken, already_taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.backfills_in_the_way import BackfillsInTheWay
from newscrawler.operations.claims_under_way import ClaimsUnderWay
from newscrawler.operations.outlet_plans import OutletPlans
from newscrawler.operations.scheduled_outlets import ScheduledOutlet, ScheduledOutlets
from newscrawler.scheduling.choice import chosen
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

logger = logging.getLogger(__name__)

# Other machines plan too, and may have died with runs that are due: so often the database is asked at least. What is
# due before the next look is known from this one, and begins in time.
LOOK_SECONDS = 5.0
# Until an outlet is tried again that another crawl keeps from us: random, so that machines do not meet again and again.
TAKEN_SECONDS = (2.0, 4.0)
SOON_SECONDS = 1.0  # until the next look where this one did not see all that is due
BROKEN_SECONDS = 60.0  # the same where code broke while it was claimed
LEAST_ASKED = 50  # outlets of one question; those that cannot begin now are asked for besides

Begin = Callable[[ScheduledOutlet, Claim], None]


@dataclass(slots=True)
class DueRuns:
    """Finds due outlets and claims them.

    Attributes:
        outlets: those of this machine.
        plans: makes plans for those that have none that holds.
        begin: called with each that was claimed.
        tell: told what keeps an outlet from being crawled where that is for people.
        broken: told of an outlet that code of ours keeps from being crawled, and why.
        only: outlets that are begun, each once, and taken out here; None: all, for ever.
        has_waiting: whether the last look left outlets that are due, for want of room or of a host that is in use.
        latest_seconds: by how much the latest run since ``take_latest`` began too late.
        claims: those that are being taken.
        taken: how many were.
        backfills: asks those to give way that crawl what is due.
    """

    outlets: ScheduledOutlets
    plans: OutletPlans
    begin: Begin
    tell: Callable[[str], None]
    broken: Callable[[str, str], None]
    only: set[str] | None = None
    has_waiting: bool = False
    latest_seconds: float = 0.0
    claims: ClaimsUnderWay = field(default_factory=ClaimsUnderWay)
    taken: int = 0
    backfills: BackfillsInTheWay = field(init=False)
    _aside: dict[str, float] = field(default_factory=dict)  # outlet -> time of the loop when it is tried again
    _blocked: int = 0  # outlets that the last look found and that could not begin, though there was room
    _foreign: set[str] = field(default_factory=set)  # that are due and not of this program, or paused
    _foreign_to: Mapping[str, ScheduledOutlet] | None = None  # of which outlets that holds

    def __post_init__(self) -> None:
        self.backfills = BackfillsInTheWay(self.tell)

    async def look(self, database: Database, running: Collection[str], free: int) -> float:
        """Begin what is due, at most ``free`` runs, and say after how many seconds to look again.

        Args:
            database: where the schedule is.
            running: outlets that this process crawls.
            free: for so many more runs there is room, those included whose claims are being taken.

        Raises:
            StorageUnavailableError: the database did not answer; what was begun goes on.
        """
        await self.claims.wait(0)  # for what those say that took longer than the last look
        known = self.outlets.outlets  # as they are now: files may change while the database is asked
        claiming = set(self.claims.outlets)
        now = await database.schedule.now()
        if self.only is None:
            await self.backfills.ask(database, known.keys(), now)
        limit = LEAST_ASKED + self._blocked
        found, has_all = await self._found(now + timedelta(seconds=LOOK_SECONDS), limit, database)
        due = [one for one in found if one.due_at is not None and one.due_at <= now]
        ours = [one for one in self._that_may_begin(due, {*running, *claiming}) if one.outlet in known]
        planned = await self.plans.keep_due(ours, known, now, database)
        busy = {domain for name in {*running, *claiming} & known.keys() for domain in known[name].domains}
        waiting = [one for one in ours if one.outlet not in planned]
        domains = {one.outlet: known[one.outlet].domains for one in waiting}
        begun = set(chosen(waiting, domains, busy, free - len(claiming)))
        for one in waiting:
            if one.outlet in begun:
                self.claims.begin(one.outlet, self._claim(one, known[one.outlet], database))
        await self.claims.wait()
        if self.only is not None and has_all:  # what others crawl, or have crawled meanwhile, is not for this program
            self.only &= {one.outlet for one in due}
        self.has_waiting = len(begun) < len(waiting)
        # For want of room none is missed: who is asked for next time is due for longest.
        self._blocked = len(due) - len(begun) if len(begun) < free - len(claiming) else 0
        pause = _seconds_to_next(found, now) if has_all else SOON_SECONDS
        return min(pause, TAKEN_SECONDS[0]) if self._aside else pause

    def take_latest(self) -> float:
        """By how many seconds the latest run since the last call began too late."""
        latest, self.latest_seconds = self.latest_seconds, 0.0
        return latest

    async def _found(self, until: datetime, limit: int, database: Database) -> tuple[list[OutletSchedule], bool]:
        """The first of ours that are due until then, and whether these are all.

        Those of others, and paused ones, stay due for ever and would hide ours.
        """
        known = self.outlets.outlets
        if self._foreign_to is not known:
            self._foreign, self._foreign_to = set(), known
        while True:
            found = await database.schedule.due(until, limit, without=self._foreign)
            foreign = {one.outlet for one in found if one.outlet not in known}
            if not foreign:
                return found, len(found) < limit
            self._foreign |= foreign
            limit *= 2

    def _that_may_begin(self, due: Iterable[OutletSchedule], running: Collection[str]) -> list[OutletSchedule]:
        clock = asyncio.get_running_loop().time()
        self._aside = {name: until for name, until in self._aside.items() if until > clock}
        return [
            one
            for one in due
            if one.outlet not in running
            and one.outlet not in self._aside
            and (self.only is None or one.outlet in self.only)
        ]

    async def _claim(self, plan: OutletSchedule, outlet: ScheduledOutlet, database: Database) -> None:
        try:
            claim = await database.claims.take(
                plan.outlet, outlet.domains, new_run_id(), this_process(), only_if_due=True
            )
            if isinstance(claim, Taken):
                await self._stand_aside(plan.outlet, claim, database)
                return
        except StorageUnavailableError:
            raise
        except Exception as error:  # one outlet that breaks must not cost the others their runs
            if self.claims.is_ending:
                return  # the database was left
            logger.exception("%s could not be claimed", plan.outlet)
            self.broken(plan.outlet, f"it could not be claimed: {error}")
            self._put_aside(plan.outlet, BROKEN_SECONDS)
            if self.only is not None:
                self.only.discard(plan.outlet)
            return
        if self.claims.is_ending:
            await _give_back(claim, database)
            return
        if self.only is not None:
            self.only.discard(plan.outlet)
        if claim is not None:  # None: somebody had its run in this moment
            if plan.due_at is not None:
                self.latest_seconds = max(self.latest_seconds, (claim.taken_at - plan.due_at).total_seconds())
            self.taken += 1
            self.begin(outlet, claim)

    async def _stand_aside(self, outlet_id: str, taken: Taken, database: Database) -> None:
        """Try again soon; a back-fill, which may take a night, is asked to give way."""
        kind = await holder_kind(database, taken.lease)
        logger.info(already_taken(taken, outlet_id, kind))
        if self.only is not None:
            self.only.discard(outlet_id)
            self.tell(already_taken(taken, outlet_id, kind))
        elif kind == "backfill":
            await database.claims.want(taken.outlet)
        self._put_aside(outlet_id, random.uniform(*TAKEN_SECONDS))  # noqa: S311 - spreads attempts

    def _put_aside(self, outlet_id: str, seconds: float) -> None:
        self._aside[outlet_id] = asyncio.get_running_loop().time() + seconds


async def _give_back(claim: Claim | None, database: Database) -> None:
    """Of a claim that came too late, the program ends; where that fails, it runs out."""
    if claim is not None:
        with contextlib.suppress(StorageError):
            await database.claims.end(claim, None)


def _seconds_to_next(found: Sequence[OutletSchedule], now: datetime) -> float:
    """Until the first one is due that is not yet; at most until the next look."""
    later = [one.due_at for one in found if one.due_at is not None and one.due_at > now]
    return (min(later) - now).total_seconds() if later else LOOK_SECONDS
