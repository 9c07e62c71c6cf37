"""How a run by hand comes to its claim: at once, after a back-fill gave way, or not at all, which is said."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, replace
from datetime import timedelta

from newscrawler.errors import StorageError
from newscrawler.middlewares import claim_waits
from newscrawler.middlewares.claim_renewal import Ways
from newscrawler.middlewares.claim_time import elapsed_seconds
from newscrawler.middlewares.held_claim import HeldClaim
from newscrawler.model.lease import Claim, Lease, Taken, already_taken, asked_to_give_way, waits_for_host, wants_rest
from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import Run, RunKind
from newscrawler.scheduling.host_group import domains_of
from newscrawler.scheduling.plan import planned_anew
from newscrawler.scheduling.rules import rules_of
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process


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

    A back-fill in the way is asked to give way and is waited for. So is, for a shorter while, any other run that has
    one of the hosts. Whoever waits for a host has the next turn there.

    Raises:
        StorageUnavailableError: the database did not answer.
    """
    domains = domains_of(outlet) if outlet is not None else ()
    began_at, told = elapsed_seconds(), ""
    while True:
        sent_at = elapsed_seconds()
        taken = await database.claims.take(run.outlet, domains, run.id, this_process(), is_next=True)
        if isinstance(taken, Claim):
            return HeldClaim(database.claims, taken, sent_at)
        if taken is None:
            raise AssertionError("only a claim of what is due may be none")
        kind = await holder_kind(database, taken.lease)
        if elapsed_seconds() >= began_at + _patience_seconds(taken, kind, run) or ways.is_closing():
            await database.claims.leave_queue(run.outlet, domains, run.id)  # an earlier question may have queued it
            return Skipped(already_taken(taken, run.outlet, kind))
        if kind == "backfill":
            await database.claims.want(taken.outlet)
        if not told:
            told = asked_to_give_way(taken) if kind == "backfill" else waits_for_host(taken, run.outlet)
            ways.tell(told)
        await _wait(ways)


def _patience_seconds(taken: Taken, kind: RunKind | None, run: Run) -> float:
    """How long a run waits for one that has what it needs; 0: not at all, as the outlet is crawled already."""
    if kind == "backfill":
        return 0.0 if run.kind == "backfill" else claim_waits.GIVE_WAY_SECONDS
    return claim_waits.IN_USE_SECONDS if taken.host is not None else 0.0


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


def plan_after_rest(claim: Claim, rest: Rest, outlet: Outlet | None, kind: RunKind) -> OutletSchedule | None:
    """The plan of an outlet whose run does not begin before its host has rested; None: such a run plans nothing."""
    if outlet is None or kind != "crawl":
        return None
    until = claim.taken_at + timedelta(seconds=rest.seconds)
    schedule = replace(claim.schedule, wait_until=max(until, claim.schedule.wait_until or until))
    plan = planned_anew(rules_of(outlet), schedule, claim.taken_at, random.random())  # noqa: S311 - a jitter
    return replace(plan, planner=claim.outlet.process.host)


async def _wait(ways: Ways) -> None:
    end = elapsed_seconds() + claim_waits.ASK_AGAIN_SECONDS
    while elapsed_seconds() < end and not ways.is_closing():  # noqa: ASYNC110 - Scrapy tells it nowhere else
        await asyncio.sleep(claim_waits.LOOK_SECONDS)
