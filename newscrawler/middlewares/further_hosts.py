"""Hosts that a run meets on its way, where a redirect led or an article lies: claimed when they are first asked."""

import asyncio
from collections.abc import Awaitable, Callable

from newscrawler.errors import StorageUnavailableError
from newscrawler.middlewares import claim_waits
from newscrawler.middlewares.held_claim import HeldClaim
from newscrawler.middlewares.refusals import HostInUseError
from newscrawler.model.lease import Taken, host_in_use, wants_rest


class FurtherHosts:
    """Claims hosts for one run, one question at a time for each.

    Args:
        held: what the run holds.
        wait: waits so many seconds; raises where the crawl ends.
    """

    def __init__(self, held: HeldClaim, wait: Callable[[float], Awaitable[None]]) -> None:
        self._held = held
        self._wait = wait
        self._asking: dict[str, asyncio.Lock] = {}
        self._refused: dict[str, tuple[float, str]] = {}  # until when, and why

    async def take(self, domain: str) -> None:
        """Claim the hosts under a registered domain; nothing, where nothing is held at present.

        Only the first request to a host waits for it, so that the others do not hold up the run one after the other.

        Raises:
            HostInUseError: another crawl has them.
        """
        async with self._asking.setdefault(domain, asyncio.Lock()):
            end = self._held.now() + (0 if domain in self._refused else claim_waits.HOST_SECONDS)
            while self._held.may_send and domain not in self._held.claim.hosts:
                self._refuse_again(domain)
                try:
                    found = await self._held.take_host(domain)
                except StorageUnavailableError:  # the claim itself cannot be renewed either, so that nothing leaves
                    await self._wait(claim_waits.HOST_AGAIN_SECONDS)
                    continue
                if not isinstance(found, Taken):
                    break
                if self._held.now() >= end:
                    self._refused[domain] = (self._held.now() + claim_waits.HOST_SECONDS, f"{host_in_use(found)}.")
                else:
                    await self._wait(claim_waits.HOST_AGAIN_SECONDS)

    def refuse_if_resting(self, domain: str) -> None:
        """Nothing, where a host is one of the outlet's listings, which is waited for, or wants no rest.

        Raises:
            HostInUseError: it asked to be left alone.
        """
        rest = self._held.pauses.rest_wanted(domain)
        if rest > claim_waits.HOST_SECONDS and domain not in self._held.first.hosts:
            raise HostInUseError(wants_rest(domain, rest))

    def _refuse_again(self, domain: str) -> None:
        until, message = self._refused.get(domain, (0.0, ""))
        if self._held.now() < until:
            raise HostInUseError(message)
