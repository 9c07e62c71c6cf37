"""The pauses that a run owes to hosts for what others asked there before it, and when it asked itself."""

from collections.abc import Callable, Iterable

from newscrawler.middlewares.claim_time import elapsed_seconds
from newscrawler.model.lease import HostClaim


class HostPauses:
    """What is known of the hosts of one run, by registered domain.

    Args:
        clock: tells seconds, as ``elapsed_seconds``.
    """

    def __init__(self, clock: Callable[[], float] = elapsed_seconds) -> None:
        self._clock = clock
        self._asked_by_others: dict[str, float] = {}
        self._asked_by_us: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    def meet(self, hosts: Iterable[HostClaim]) -> None:
        """Note what a claim tells of its hosts: when another run asked there last, and how long they want to rest."""
        now = self._clock()
        for host in hosts:
            domain = host.lease.name
            if host.idle_seconds is not None:
                self._asked_by_others[domain] = now - host.idle_seconds
            if host.wait_seconds > 0:
                self._closed_until[domain] = now + host.wait_seconds

    def seconds_left(self, domain: str, delay: float) -> float:
        """How long a request there has to wait still; 0: it need not.

        Args:
            domain: registered domain.
            delay: seconds between two requests there.
        """
        if not self._asked_by_others and not self._closed_until:
            return 0.0
        now = self._clock()
        rest = self._asked_by_others.get(domain, now - delay) + delay - now
        return max(rest, self._closed_until.get(domain, now) - now, 0.0)

    def rest_wanted(self, domain: str) -> float:
        """For how many seconds still a host asked to be left alone; 0: it did not."""
        return max(self._closed_until.get(domain, 0.0) - self._clock(), 0.0) if self._closed_until else 0.0

    def asked(self, domain: str) -> None:
        """Note that a request leaves; from now on Scrapy keeps the pauses there."""
        self._asked_by_others.pop(domain, None)
        self._closed_until.pop(domain, None)
        self._asked_by_us[domain] = self._clock()

    def last_requests(self) -> dict[str, float]:
        """Seconds since our last request, by registered domain."""
        now = self._clock()
        return {domain: now - at for domain, at in self._asked_by_us.items()}
