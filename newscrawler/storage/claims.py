"""Claims: what one run needs for itself, its outlet and the hosts that it asks, all of it or nothing.

All times are the server's: clocks of crawling machines may differ. Hosts are taken in the order of their names and the
outlet last, without waiting for any: of those that want the same things at once, one gets all of his.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence

import pymongo
from pymongo.errors import PyMongoError

from newscrawler.model.lease import Claim, HostClaim, LastRequest, Process, Renewal, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage import schema
from newscrawler.storage.documents.schedule_documents import plan_before, read_lease
from newscrawler.storage.faults import Patience, keep_trying, told_as_storage_errors
from newscrawler.storage.host_leases import HostLeases
from newscrawler.storage.lease_taking import is_with, try_to_hold
from newscrawler.storage.lease_update import (
    NOW,
    REMOVED,
    Expression,
    ended,
    held_by,
    holder,
    moved,
    only_if,
    ours,
    run_counted,
)

LEASE_SECONDS = 60.0  # a holder that was killed keeps others out for so long at most
TURN_SECONDS = 15.0  # some times as long as those who wait do between two questions
QUESTION_SECONDS = 10.0  # a claim is asked for so long, then the one who asks does something else
_GIVE_BACK_SECONDS = 5.0  # then it ends by itself
_AWAY_SECONDS = 2.0  # it may be that only articles wait, for what a killed process left open
_CANCELLED_SECONDS = 1.0

_IS_DUE: Expression = {"$lte": [{"$ifNull": ["$due_at", NOW]}, NOW]}


class ClaimStore:
    """Takes, renews and gives back claims.

    Args:
        database: where they are.
        patience: with which a renewal is tried while the database is away: that of a crawl, or it would end for its
            claim's sake while its articles go to the spool. One that ran out meanwhile is ours as long as nobody took
            a part of it.
        is_away: whether articles wait for it: then an end is not tried for long.

    Attributes:
        lease_seconds: what is taken or renewed is held for so long.
    """

    def __init__(
        self, database: schema.Documents, patience: Patience, *, is_away: Callable[[], bool] = lambda: False
    ) -> None:
        self.lease_seconds = LEASE_SECONDS
        self._schedule = database[schema.SCHEDULE]
        self._hosts = HostLeases(database)
        self._patience = patience
        self._is_away = is_away

    async def take(
        self,
        outlet: str,
        domains: Iterable[str],
        run: str,
        process: Process,
        *,
        only_if_due: bool = False,
        is_next: bool = False,
    ) -> Claim | Taken | None:
        """The claim of a run on an outlet and on the registered domains of its listings; or who has a part of it.

        A lease whose time is up is taken, and at once one whose holder is a process of this machine that is gone.

        Args:
            outlet: its id.
            domains: see ``scheduling.host_group``.
            run: new for every claim, but where it was given back in between.
            process: that of the run, on this machine.
            only_if_due: None is given where the outlet is not due any more: somebody had its run meanwhile.
            is_next: where a host is in use the next turn is this run's, if it asks again within ``TURN_SECONDS``: one
                that asks seldom would else never find a host free that many outlets have. See ``leave_queue``.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        doing = f"claiming {outlet}"
        names = sorted(set(domains))

        async def take() -> Claim | Taken | None:
            found = await self._take(outlet, names, run, process, only_if_due=only_if_due)
            if is_next and isinstance(found, Taken) and found.host is not None:
                await self._hosts.queue(outlet, names, run, process, TURN_SECONDS)
            return found

        with told_as_storage_errors(doing):
            try:
                return await keep_trying(take, limit_seconds=QUESTION_SECONDS, doing=doing)
            except asyncio.CancelledError:
                await self._forget(outlet, names, run)
                raise

    async def leave_queue(self, outlet: str, domains: Iterable[str], run: str) -> None:
        """Let others have the next turn after all.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds; the turn is over soon.
        """
        doing = f"waiting no longer to crawl {outlet}"
        with told_as_storage_errors(doing):
            await keep_trying(
                lambda: self._hosts.leave_queue(run, sorted(set(domains))), limit_seconds=QUESTION_SECONDS, doing=doing
            )

    async def take_host(self, claim: Claim, domain: str) -> HostClaim | Taken:
        """The claim of a run on a further registered domain, met on its way: to be put among the others of ``claim``.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        doing = f"claiming {domain} for {claim.outlet.name}"
        with told_as_storage_errors(doing):
            return await keep_trying(
                lambda: self._hosts.take(
                    claim.outlet.name, domain, claim.outlet.run, claim.outlet.process, self.lease_seconds
                ),
                limit_seconds=QUESTION_SECONDS,
                doing=doing,
            )

    async def renew(self, claim: Claim, requests: Mapping[str, LastRequest] | None = None) -> Renewal:
        """Hold all of a claim for another minute.

        Args:
            claim: with every host that was taken since.
            requests: registered domain -> the last one there.

        Raises:
            StorageError: the database did not answer, or refused; the claim may have ended meanwhile.
        """
        doing = f"renewing the claim on {claim.outlet.name}"
        update = only_if(ours(claim.outlet.fence), {"until": moved(self.lease_seconds)})

        async def renew() -> Renewal:
            key = {"_id": claim.outlet.name}
            await self._schedule.update_one(key, update)
            found = await self._schedule.find_one(key, {"fence": 1, "until": 1, "wanted_at": 1}) or {}
            if not is_with(found, claim.outlet.fence):
                return Renewal(held=False)
            held = await self._hosts.renew(claim.hosts, self.lease_seconds, requests)
            return Renewal(held=held, wanted="wanted_at" in found)

        with told_as_storage_errors(doing):
            return await self._patience.keep_trying(renew, doing)

    async def note_wait(self, claim: Claim, domain: str, seconds: float) -> None:
        """Note that a host under this domain asked to be left alone for so long, from now on; the longest wish holds.

        Raises:
            StorageError: the database did not answer, or refused.
        """
        doing = f"noting that {domain} asked {claim.outlet.name} to wait"
        fence = claim.hosts[domain].lease.fence
        with told_as_storage_errors(doing):
            await self._patience.keep_trying(lambda: self._hosts.note_wait(domain, fence, seconds), doing)

    async def end(
        self, claim: Claim, plan: OutletSchedule | None, requests: Mapping[str, LastRequest] | None = None
    ) -> bool:
        """Give everything back, and in the same update write the plan of the outlet; False: it was not ours any more.

        Then nothing was written to the schedule; hosts that are still ours are given back all the same.

        Args:
            claim: with every host that was taken since.
            plan: after a run that came to its end. None: the old one stays, and this run counts as none.
            requests: registered domain -> the last one there.

        Raises:
            InvalidItemError: a value of the plan has the wrong type.
            StorageUnavailableError: the database did not answer for five seconds, or for two where it is away; the
                leases end by themselves, and the plan is as if the run had been killed.
        """
        doing = f"ending the claim on {claim.outlet.name}"
        seconds = _AWAY_SECONDS if self._is_away() else _GIVE_BACK_SECONDS
        mark = secrets.token_hex(4)
        update = only_if(ours(claim.outlet.fence), ended(plan) | {"end_mark": mark})

        async def end() -> bool:
            key = {"_id": claim.outlet.name}
            is_done = (await self._schedule.update_one(key, update)).modified_count > 0
            if not is_done:  # or it is, and the answer was lost; somebody may have taken it since
                is_done = (await self._schedule.find_one(key, {"end_mark": 1}) or {}).get("end_mark") == mark
            await self._hosts.give_back(claim.hosts, requests)
            return is_done

        with told_as_storage_errors(doing):
            return await keep_trying(end, limit_seconds=seconds, doing=doing)

    async def want(self, outlet: str) -> None:
        """Note that somebody wants an outlet that is claimed now; the next one who takes it takes the wish, too.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        doing = f"asking for {outlet}"
        is_held = {"$gt": [{"$ifNull": ["$until", NOW]}, NOW]}
        update = only_if(is_held, {"wanted_at": NOW})
        with told_as_storage_errors(doing):
            await keep_trying(
                lambda: self._schedule.update_one({"_id": outlet}, update), limit_seconds=QUESTION_SECONDS, doing=doing
            )

    async def _take(
        self, outlet: str, domains: Sequence[str], run: str, process: Process, *, only_if_due: bool
    ) -> Claim | Taken | None:
        hosts: dict[str, HostClaim] = {}
        for domain in domains:
            host = await self._hosts.take(outlet, domain, run, process, self.lease_seconds)
            if isinstance(host, Taken):
                await self._hosts.give_back(hosts)
                return host
            hosts[domain] = host
        values = holder(run, process, self.lease_seconds) | {
            "wanted_at": REMOVED,
            "unended": run_counted(self.lease_seconds),
        }
        while True:
            look = await try_to_hold(self._schedule, outlet, values, run, process, _IS_DUE if only_if_due else None)
            if look.is_ours:
                document = look.document
                return Claim(read_lease(document), hosts, plan_before(document), document["since"])
            if look.held_seconds is not None:
                await self._hosts.give_back(hosts)
                return Taken(read_lease(look.document, look.held_seconds), None, outlet)
            if only_if_due:
                await self._hosts.give_back(hosts)
                return None

    async def _forget(self, outlet: str, domains: Sequence[str], run: str) -> None:
        """Give back what a take that was cancelled may have taken; where that fails it ends by itself."""
        with contextlib.suppress(PyMongoError), pymongo.timeout(_CANCELLED_SECONDS):
            await self._schedule.update_one({"_id": outlet}, only_if(held_by(run), ended(None)))
            await self._hosts.give_back_of(run, domains)
