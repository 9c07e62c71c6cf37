"""How a run by hand comes to its claim: at once, after a back-fill gave way, or not at all, which is said."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, replace
from datetime import timedelta

from newscrawler.errors import StorageError
from newscrawler.middlewares.claim_renewal import LOOK_SECONDS, Ways
from newscrawler.middlewares.claim_time import elapsed_seconds
from newscrawler.middlewares.held_claim import HeldClaim
from newscrawler.model.lease import Claim, Lease, already_taken, asked_to_give_way, wants_rest
from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import Run, RunKind
from newscrawler.scheduling.host_group import domains_of
from newscrawler.scheduling.plan import planned_anew
from newscrawler.scheduling.rules import rules_of
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

# A back-fill sees within a third of a lease that it is wanted, and waits for what is under way.
GIVE_WAY_SECONDS = 90.0
ASK_AGAIN_SECONDS = 2.0  # well within the time for which a back-fill that gave way stays away


@dataclass(frozen=True, slots=True)
class Skipped:
    """A run that does not begin, which is no failure: why, in words."""

    message: str


@dataclass(frozen=True, slots=True)
class Rest:
    """A host of a claim that asked to be left alone.

    Attributes:
        message: which, for how long, and whose run does not begin.
        seconds: how long.
    """

    message: str
    seconds: float


async def claim_for(database: Database, run: Run, outlet: Outlet | None, ways: Ways) -> HeldClaim | Skipped:
    """The claim of a run on its outlet and on the hosts of its listings, or why it does not begin.

    A back-fill in the way is asked to give way, and waited for.

    Raises:
        StorageUnavailableError: the database did not answer.
    """
    domains = domains_of(outlet) if outlet is not None else ()
    end, is_told = elapsed_seconds() + GIVE_WAY_SECONDS, False
    while True:
        sent_at = elapsed_seconds()
        taken = await database.claims.take(run.outlet, domains, run.id, this_process())
        if isinstance(taken, Claim):
            return HeldClaim(database.claims, taken, sent_at)
        if taken is None:
            raise AssertionError("only a claim of what is due may be none")
        kind = await holder_kind(database, taken.lease)
        if kind != "backfill" or run.kind == "backfill" or elapsed_seconds() > end or ways.is_closing():
            return Skipped(already_taken(taken, run.outlet, kind))
        await database.claims.want(taken.outlet)
        if not is_told:
            ways.tell(asked_to_give_way(taken))
        is_told = True
        await _wait(ways)


async def holder_kind(database: Database, lease: Lease) -> RunKind | None:
    """What kind of run holds a lease; None where that is not told."""
    with contextlib.suppress(StorageError):
        run = await database.runs.get(lease.run)
        return run.kind if run is not None else None
    return None


def rest_of(claim: Claim) -> Rest | None:
    """The longest rest that a host of a claim wants; None: none does."""
    rests = {domain: host.wait_seconds for domain, host in claim.hosts.items() if host.wait_seconds > 0}
    if not rests:
        return None
    domain = max(rests, key=lambda name: rests[name])
    return Rest(f"{wants_rest(domain, rests[domain])} {claim.outlet.name} was skipped.", rests[domain])


def plan_after_rest(claim: Claim, rest: Rest, outlet: Outlet) -> OutletSchedule:
    """The plan of an outlet whose run does not begin before its host has rested."""
    until = claim.taken_at + timedelta(seconds=rest.seconds)
    schedule = replace(claim.schedule, wait_until=max(until, claim.schedule.wait_until or until))
    plan = planned_anew(rules_of(outlet), schedule, claim.taken_at, random.random())  # noqa: S311 - a jitter
    return replace(plan, planner=claim.outlet.process.host)


async def _wait(ways: Ways) -> None:
    end = elapsed_seconds() + ASK_AGAIN_SECONDS
    while elapsed_seconds() < end and not ways.is_closing():  # noqa: ASYNC110 - Scrapy tells it nowhere else
        await asyncio.sleep(LOOK_SECONDS)
