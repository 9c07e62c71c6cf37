"""The claim of a run, asked before every request that leaves."""

import asyncio
import logging
import weakref
from collections.abc import Callable
from typing import Any, Protocol

from newscrawler.errors import StorageError
from newscrawler.middlewares import claim_waits
from newscrawler.middlewares.claim_renewal import Ways, keep
from newscrawler.middlewares.further_hosts import FurtherHosts
from newscrawler.middlewares.held_claim import ClaimState, HeldClaim
from newscrawler.middlewares.refusals import NotSentError

logger = logging.getLogger(__name__)

UNCLAIMED = float("inf")
MAX_REST_SECONDS = 86_400.0  # a host that asks for a month made a mistake, or will say so again
NOTES_SECONDS = 1.0  # for what is being written when the run ends


class Connection(Protocol):
    """One of Twisted's to a host.

    Attributes:
        transport: through which it is written.
    """

    transport: Any


class RunClaim:
    """Keeps what is held until the run ends, and lets requests pass. Belongs to the event loop in which it was made."""

    def __init__(self, held: HeldClaim, ways: Ways) -> None:
        """Keep ``held``."""
        self.held = held
        self._ways = ways
        self._rests: dict[str, float] = {}  # until when, by registered domain
        self._notes: set[asyncio.Task[None]] = set()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._is_over = False
        self._further = FurtherHosts(held, self._wait)
        self._keeping = asyncio.get_running_loop().create_task(keep(held, ways), name=f"claim on {held.name}")

    async def let_pass(self, domain: str, delay: Callable[[], float]) -> bool:
        """Wait until a request may leave to a host under this domain; whoever passed calls ``came_back`` afterwards.

        Args:
            domain: registered domain.
            delay: tells the seconds between two requests there, as far as that is known now.

        Returns:
            Whether it had to wait.

        Raises:
            NotSentError: the claim is lost, or the crawl ends.
            HostInUseError: another crawl has the host, or it wants to be left alone.
        """
        waited = False
        while pause := self._pause(domain, delay):
            waited = True
            if pause is UNCLAIMED:
                await self._further.take(domain)
            else:
                await self._wait(min(pause, claim_waits.LOOK_SECONDS))
        self.held.pauses.asked(domain)
        self.held.under_way += 1
        return waited

    def came_back(self) -> None:
        """Note that a request that passed is over."""
        self.held.under_way -= 1

    def refuse_if_over(self) -> None:
        """Nothing, where the claim surely holds.

        Raises:
            NotSentError: it may be another's by now.
        """
        if self._is_over or not self.held.holds:
            raise NotSentError(f"not sent: {self.held.name} may be another crawl's by now")

    def note_connection(self, connection: Connection) -> None:
        """Note a connection that a request is written to, so that it can be closed with the claim."""
        self._connections.add(connection)

    def note_delay(self, domain: str, seconds: float) -> None:
        """Tell later runs what pause between two requests a host's robots.txt wants; 0: none."""
        self.held.pauses.wants_delay(domain, seconds)

    def note_rest(self, domain: str, seconds: float) -> None:
        """Tell later runs that a host asked to be left alone for so long, a day at most."""
        seconds = min(seconds, MAX_REST_SECONDS)
        self._rests[domain] = max(self._rests.get(domain, 0.0), self.held.now() + seconds)
        note = asyncio.get_running_loop().create_task(self._note_rest(domain, seconds))
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    @property
    def rest_seconds(self) -> float:
        """For how long still a host of the outlet's listings asked to be left alone; 0: none did."""
        until = max((self._rests.get(domain, 0.0) for domain in self.held.first.hosts), default=0.0)
        return max(until - self.held.now(), 0.0)

    async def stop(self) -> None:
        """Renew no more and let nothing leave; close what a request still waits at: its host is another run's soon."""
        self._is_over = True  # Twisted sends once more what an idle connection did not take
        self._keeping.cancel()
        if self.held.under_way:
            for connection in list(self._connections):
                connection.transport.abortConnection()
        await asyncio.wait([self._keeping, *self._notes], timeout=NOTES_SECONDS)

    def _pause(self, domain: str, delay: Callable[[], float]) -> float:
        """How long a request has to wait at least, in seconds; ``UNCLAIMED``: its host is not ours yet."""
        held = self.held
        if held.is_lost:
            raise NotSentError(f"not sent: the claim on {held.name} was lost")
        if self._is_over:
            raise NotSentError("not sent: the crawl ends")
        if held.state is not ClaimState.HELD:
            return claim_waits.LOOK_SECONDS
        if not held.may_send:  # the machine slept, or the database is away
            held.soon.set()
            return claim_waits.LOOK_SECONDS
        if domain not in held.claim.hosts:
            return UNCLAIMED
        self._further.refuse_if_resting(domain)
        return held.pauses.seconds_left(domain, delay())

    async def _note_rest(self, domain: str, seconds: float) -> None:
        claim = self.held.claim
        if domain not in claim.hosts:
            return
        try:
            await self.held.store.note_wait(claim, domain, seconds)
        except StorageError as error:
            logger.warning("%s wants to rest for %.0f s, which was not written down: %s", domain, seconds, error)

    async def _wait(self, seconds: float) -> None:
        """Wait, in steps.

        Raises:
            NotSentError: the crawl ends meanwhile.
        """
        end = self.held.now() + seconds
        while (left := end - self.held.now()) > 0:
            if self._ways.is_closing() or self._is_over or self.held.is_lost:
                raise NotSentError("not sent: the crawl ends")
            await asyncio.sleep(min(left, claim_waits.LOOK_SECONDS))
