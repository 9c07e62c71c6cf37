"""What a simulated schedule did, in figures."""

from array import array
from dataclasses import dataclass, field

LONGEST_SECONDS = 21 * 86_400


class Spread:
    """Many lengths of time, kept by the second: quantiles cost nothing and memory does not grow."""

    def __init__(self) -> None:
        self._counts = array("L", bytes(array("L").itemsize * LONGEST_SECONDS))
        self.number = 0
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self._counts[min(max(int(seconds), 0), LONGEST_SECONDS - 1)] += 1
        self.number += 1
        self.total += seconds

    def quantile(self, share: float) -> float:
        """Seconds that so large a share of all does not exceed; 0 where there are none."""
        wanted, seen = share * self.number, 0
        for seconds, count in enumerate(self._counts):
            seen += count
            if count and seen >= wanted:
                return float(seconds)
        return 0.0

    @property
    def mean(self) -> float:
        """In seconds."""
        return self.total / self.number if self.number else 0.0


@dataclass(slots=True)
class Figures:
    """Of one simulation.

    Attributes:
        outlets, days: its size.
        runs: that came to their end.
        failed: of these, those that found no listing to read.
        requests: to listings and articles.
        lateness: of every article that was fetched, from publication on.
        lost: articles that no listing held any more when the next run came.
        unfetched: articles that waited at the end.
        late_starts: of runs, from when they were due.
        longest_wait: longest span between two runs of an outlet that answered, as a share of its ``max``.
        over_max: outlets with a longer one than their ``max``.
        killed: machines that were killed, or fell asleep.
        broken_off: runs that ended with them.
        refused: ends of runs that came too late: somebody else had the outlet by then.
        doubles: runs that began at a host where another was under way. Should be 0.
        hasty: requests that came before a host's delay was over, or the wait that it asked for. Should be 0.
        most_requests: a day, to the host that has most of them.
        cpu_seconds: that the simulation took; of these ``planning_seconds`` for ``planned_after`` alone, sampled.
    """

    outlets: int
    days: float
    runs: int = 0
    failed: int = 0
    requests: int = 0
    lateness: Spread = field(default_factory=Spread)
    lost: int = 0
    unfetched: int = 0
    late_starts: Spread = field(default_factory=Spread)
    longest_wait: float = 0.0
    over_max: int = 0
    killed: int = 0
    broken_off: int = 0
    refused: int = 0
    doubles: int = 0
    hasty: int = 0
    most_requests: float = 0.0
    cpu_seconds: float = 0.0
    planning_seconds: float = 0.0

    @property
    def runs_per_day(self) -> float:
        """Of one outlet, on the average."""
        return self.runs / self.outlets / self.days

    @property
    def requests_per_day(self) -> float:
        """Of one outlet, on the average."""
        return self.requests / self.outlets / self.days
