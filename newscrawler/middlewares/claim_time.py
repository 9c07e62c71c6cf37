"""How long a claim surely holds, by a clock of this machine that goes on while the machine sleeps."""

import time
from collections.abc import Callable

# Part of a lease: a request needs a moment to leave, and the clocks of two machines do not run alike.
_MARGIN = 1 / 12


def elapsed_seconds() -> float:
    """Seconds since some moment, time asleep among them; never set back.

    Linux's monotonic clock stands still while the machine is suspended; that of the others does not.
    """
    return time.clock_gettime(_CLOCK) if _CLOCK is not None else time.monotonic()


_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class ClaimTime:
    """Whether a claim is still ours as far as this machine can know without asking.

    Args:
        lease_seconds: how long it holds after each renewal.
        clock: tells seconds, as ``elapsed_seconds``.
    """

    def __init__(self, lease_seconds: float, clock: Callable[[], float] = elapsed_seconds) -> None:
        self._holds_seconds = lease_seconds * (1 - _MARGIN)
        self._clock = clock
        self._until = 0.0

    @property
    def holds(self) -> bool:
        """Whether nobody else can have taken it yet."""
        return self._clock() < self._until

    def now(self) -> float:
        """The time, to be noted before a renewal is sent: the answer may be long on its way."""
        return self._clock()

    def renewed(self, sent_at: float) -> None:
        """Count from the moment at which the renewal that succeeded was sent."""
        self._until = max(self._until, sent_at + self._holds_seconds)
