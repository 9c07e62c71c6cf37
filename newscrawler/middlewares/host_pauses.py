"""The pauses that a run owes to hosts for what others asked there before it, and when it asked itself."""

from collections.abc import Callable, Iterable

from newscrawler.middlewares.claim_time import elapsed_seconds
from newscrawler.model.lease import HostClaim, LastRequest


class HostPauses:
    """What is known of the hosts of one run, by registered domain.

    Args:
        clock: tells seconds, as ``elapsed_seconds``.
    """

    def __init__(self, clock: Callable[[], float] = elapsed_seconds) -> None:
        self._clock = clock
        self._asked_before: dict[str, float] = {}  # until we ask: by others, or by us before we gave way
        self._asked_by_us: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}
        self._delays_of_before: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def meet(self, hosts: Iterable[HostClaim]) -> None:
        """Note what a claim tells of its hosts: when they were asked last, and what pauses they want."""
        now = self._clock()
        for host in hosts:
            domain = host.lease.name
            asked = [self._asked_by_us[domain]] if domain in self._asked_by_us else []
            if host.idle_seconds is not None:
                asked.append(now - host.idle_seconds)
            if asked:
                self._asked_before[domain] = max(asked)
            if host.wait_seconds > 0:
                self._closed_until[domain] = now + host.wait_seconds
            self._delays_of_before[domain] = host.delay_seconds

    def seconds_left(self, domain: str, delay: float) -> float:
        """How long a request there has to wait still; 0: it need not.

        Args:
            domain: registered domain.
            delay: seconds between two requests there, as far as that is known now. Where its robots.txt was not read
                yet, what it wanted of an earlier run holds, if that is more.
        """
        if not self._asked_before and not self._closed_until:
            return 0.0
        if domain not in self._delays:
            delay = max(delay, self._delays_of_before.get(domain, 0.0))
        now = self._clock()
        rest = self._asked_before.get(domain, now - delay) + delay - now
        return max(rest, self._closed_until.get(domain, now) - now, 0.0)

    def rest_wanted(self, domain: str) -> float:
        """For how many seconds still a host asked to be left alone; 0: it did not."""
        return max(self._closed_until.get(domain, 0.0) - self._clock(), 0.0) if self._closed_until else 0.0

    def asked(self, domain: str) -> None:
        """Note that a request leaves; from now on Scrapy keeps the pauses there."""
        self._asked_before.pop(domain, None)
        self._closed_until.pop(domain, None)
        self._asked_by_us[domain] = self._clock()

    def wants_delay(self, domain: str, seconds: float) -> None:
        """Note what a robots.txt wants between two requests; of several hosts under a domain the longest counts."""
        self._delays[domain] = max(seconds, self._delays.get(domain, 0.0))

    def last_requests(self) -> dict[str, LastRequest]:
        """Our last request, by registered domain."""
        now = self._clock()
        return {domain: LastRequest(now - at, self._delays.get(domain)) for domain, at in self._asked_by_us.items()}
