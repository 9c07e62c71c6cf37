"""What a run holds at present: its claim, how long that surely holds, and what is under way by it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from newscrawler.errors import StorageUnavailableError
from newscrawler.middlewares.claim_time import ClaimTime, elapsed_seconds
from newscrawler.middlewares.host_pauses import HostPauses
from newscrawler.model.lease import Claim, HostClaim, Renewal, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage.claims import ClaimStore

LOST_END_SECONDS = 2.0  # what is left of a lost claim ends by itself, too


class ClaimState(Enum):
    """What became of a claim."""

    HELD = auto()
    PAUSED = auto()  # held, but nothing may leave: all is to be given back
    GIVEN_BACK = auto()
    LOST = auto()  # somebody else has a part of it, or may have; this stays


class HeldClaim:
    """A claim, from when it was taken until it is given back or lost; a back-fill gives it back and takes it again.

    Attributes:
        claim: what is held, or was held last.
        first: what was held first.
        state: what became of it.
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
        self.claim = claim
        self.first = claim
        self.state = ClaimState.HELD
        self.under_way = 0
        self.pauses = HostPauses(clock)
        self.soon = asyncio.Event()
        self.store = store
        self.now = clock
        self._time = ClaimTime(store.lease_seconds, clock)
        self._is_rest_given_back = False
        if sent_at is not None:
            self._time.renewed(sent_at)
        self.pauses.meet(claim.hosts.values())

    @property
    def name(self) -> str:
        """The outlet's id."""
        return self.first.outlet.name

    @property
    def is_lost(self) -> bool:
        """Whether nothing may leave any more."""
        return self.state is ClaimState.LOST

    @property
    def holds(self) -> bool:
        """Whether it is surely ours: nobody else can have taken it yet."""
        return self.state in (ClaimState.HELD, ClaimState.PAUSED) and self._time.holds

    @property
    def may_send(self) -> bool:
        """Whether a request may leave to a host of it."""
        return self.state is ClaimState.HELD and self._time.holds

    def lose(self) -> None:
        """Let nothing leave any more."""
        self.state = ClaimState.LOST

    async def renew(self) -> Renewal:
        """Hold it for another lease, unless another has it: then it is lost.

        Raises:
            StorageError: the database did not answer.
        """
        sent_at = self.now()  # not when the answer comes, which may be long on its way
        renewal = await self.store.renew(self.claim, self.pauses.last_requests())
        if renewal.held:
            self._time.renewed(sent_at)
        else:
            self.lose()
        return renewal

    async def take_host(self, domain: str) -> HostClaim | Taken | None:
        """A further host, held from now on, or who has it; None: nothing may be sent at present.

        Raises:
            StorageError: the database did not answer.
        """
        if self.state is not ClaimState.HELD:
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

    def pause(self) -> None:
        """Let nothing leave, as all is to be given back."""
        if self.state is ClaimState.HELD:
            self.state = ClaimState.PAUSED

    def go_on(self) -> None:
        """Let requests leave again, where all is held still."""
        if self.state is ClaimState.PAUSED:
            self.state = ClaimState.HELD

    async def give_back(self, plan: OutletSchedule | None = None) -> bool:
        """Write the plan, where there is one, and give all back; False: it was not ours any more.

        Where that is cancelled it may be tried again. Of a claim that is lost what is still ours is given back, once,
        and no plan is written.

        Raises:
            StorageUnavailableError: the database did not answer: it ends by itself.
        """
        if self.state is ClaimState.LOST:
            await self._give_back_rest()
            return False
        if self.state is ClaimState.GIVEN_BACK:
            return False
        self.state = ClaimState.PAUSED
        try:
            is_ours = await self.store.end(self.claim, plan, self.pauses.last_requests())
        except StorageUnavailableError:
            self.state = ClaimState.GIVEN_BACK
            raise
        self.state = ClaimState.GIVEN_BACK
        return is_ours

    async def _give_back_rest(self) -> None:
        if self._is_rest_given_back:
            return
        self._is_rest_given_back = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOST_END_SECONDS):
                await self.store.end(self.claim, None, self.pauses.last_requests())

    async def take_again(self, *, is_next: bool = False) -> bool:
        """Take what was held first, once it was given back; False: somebody has it. ``is_next``: see ``ClaimStore``.

        Raises:
            StorageError: the database did not answer.
        """
        sent_at, outlet = self.now(), self.first.outlet
        taken = await self.store.take(outlet.name, self.first.hosts, outlet.run, outlet.process, is_next=is_next)
        if not isinstance(taken, Claim):
            return False
        self.claim, self.state = taken, ClaimState.HELD
        self._time.renewed(sent_at)
        self.pauses.meet(taken.hosts.values())
        return True
