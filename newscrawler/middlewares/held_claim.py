"""What a run holds at present: its claim, how long that surely holds, and what is under way by it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from newscrawler.middlewares.claim_time import ClaimTime, elapsed_seconds
from newscrawler.middlewares.host_pauses import HostPauses
from newscrawler.model.lease import Claim, HostClaim, Renewal, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage.claims import ClaimStore


class HeldClaim:
    """A claim, from when it was taken until it is given back or lost; a back-fill gives it back and takes it again.

    Attributes:
        claim: what is held; None: it was given back.
        first: what was held first.
        is_lost: whether somebody else has it, or may have.
        is_paused: whether nothing may leave, as all is to be given back.
        under_way: requests that left and are not over, and questions for further hosts.
        pauses: what its hosts are owed.
        soon: set where the claim should be renewed at once.

    Args:
        store: where claims are.
        claim: ours.
        sent_at: when it was asked for, by ``clock``; None: not known, so that it does not hold before it is renewed.
        clock: tells seconds, as ``elapsed_seconds``.
    """

    def __init__(
        self,
        store: ClaimStore,
        claim: Claim,
        sent_at: float | None = None,
        clock: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self.claim: Claim | None = claim
        self.first = claim
        self.is_lost = False
        self.is_paused = False
        self.under_way = 0
        self.pauses = HostPauses(clock)
        self.soon = asyncio.Event()
        self.store = store
        self.now = clock
        self._time = ClaimTime(store.lease_seconds, clock)
        if sent_at is not None:
            self._time.renewed(sent_at)
        self.pauses.meet(claim.hosts.values())

    @property
    def name(self) -> str:
        """The outlet's id."""
        return self.first.outlet.name

    @property
    def holds(self) -> bool:
        """Whether it is surely ours: nobody else can have taken it yet."""
        return not self.is_lost and self.claim is not None and self._time.holds

    async def renew(self) -> Renewal:
        """Hold it for another lease, unless another has it.

        Raises:
            StorageError: the database did not answer.
        """
        sent_at = self.now()  # not when the answer comes, which may be long on its way
        renewal = await self.store.renew(self.claim or self.first, self.pauses.last_requests())
        if renewal.held:
            self._time.renewed(sent_at)
        return renewal

    async def take_host(self, domain: str) -> HostClaim | Taken | None:
        """A further host, held from now on, or who has it; None: nothing is held at present.

        Raises:
            StorageError: the database did not answer.
        """
        if self.claim is None:
            return None
        self.under_way += 1  # so that nothing is given back meanwhile
        try:
            found = await self.store.take_host(self.claim, domain)
        finally:
            self.under_way -= 1
        if isinstance(found, HostClaim):
            self.pauses.meet([found])
            self.claim = replace(self.claim, hosts={**self.claim.hosts, domain: found})
        return found

    async def give_back(self, plan: OutletSchedule | None = None) -> bool:
        """Write the plan, where there is one, and give all back; False: it was not ours any more."""
        if self.is_lost or self.claim is None:
            return False
        claim, self.claim = self.claim, None
        return await self.store.end(claim, plan, self.pauses.last_requests())

    async def take_again(self) -> bool:
        """Take what was held first, with a new fence; False: somebody has it.

        Raises:
            StorageError: the database did not answer.
        """
        sent_at, outlet = self.now(), self.first.outlet
        taken = await self.store.take(outlet.name, tuple(sorted(self.first.hosts)), outlet.run, outlet.process)
        if not isinstance(taken, Claim):
            return False
        self.claim = taken
        self._time.renewed(sent_at)
        self.pauses.meet(taken.hosts.values())
        return True
