"""How many runs of a program may be under way: few when it begins, more as they end."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

FIRST_RUNS = 8  # of a program of which none has ended yet; a kill costs no more, and other programs get their part
SETTLED_SECONDS = 30.0
LATE_SECONDS = 0.1  # a program whose timers are later than that on the average is busy
_MEASURED_SECONDS = 1.0  # between two looks at how late a timer is
_NEWEST_SHARE = 0.2  # of the average lateness: that of the last five seconds or so


def allowed_runs(quick: int, slow: int, *, is_busy: bool, most: int) -> int:
    """How many runs may be under way.

    Where runs are slow because the machine is full, the number falls by itself, and other programs get their part.
    Runs that wait for a slow site or for its pause cost next to nothing: they must not keep others out.

    Args:
        quick: runs that ended within the last half minute, and took no longer.
        slow: those that took longer, and those that are under way for longer than that.
        is_busy: whether the program comes late to what it has to do: then slow runs are no sign of patience.
        most: never more.
    """
    return min(most, FIRST_RUNS + quick + (0 if is_busy else slow))


@dataclass(frozen=True, slots=True)
class _End:
    """Of a run: when by the loop's clock, and how long the run took."""

    at: float
    seconds: float


@dataclass(slots=True)
class RunRoom:
    """Knows when the runs of a program began and ended, and how late it comes to what it has to do.

    Attributes:
        most: runs at once, in the best case.
        late_seconds: by how much timers are late, on the average of the last few.
    """

    most: int
    late_seconds: float = 0.0
    _began: dict[str, float] = field(default_factory=dict)  # outlet -> time of the loop
    _ended: deque[_End] = field(default_factory=deque)

    @property
    def free(self) -> int:
        """So many more may begin."""
        before = asyncio.get_running_loop().time() - SETTLED_SECONDS
        while self._ended and self._ended[0].at < before:
            self._ended.popleft()
        quick = sum(one.seconds <= SETTLED_SECONDS for one in self._ended)
        slow = len(self._ended) - quick + sum(began < before for began in self._began.values())
        allowed = allowed_runs(quick, slow, is_busy=self.late_seconds > LATE_SECONDS, most=self.most)
        return max(0, allowed - len(self._began))

    def begin(self, outlet_id: str) -> None:
        """A run begins."""
        self._began[outlet_id] = asyncio.get_running_loop().time()

    def end(self, outlet_id: str) -> None:
        """It has ended."""
        at = asyncio.get_running_loop().time()
        self._ended.append(_End(at, at - self._began.pop(outlet_id)))

    async def measure(self) -> None:
        """Measure for ever how late the program is."""
        clock = asyncio.get_running_loop().time
        while True:
            wanted_at = clock() + _MEASURED_SECONDS
            await asyncio.sleep(_MEASURED_SECONDS)
            late = min(max(clock() - wanted_at, 0.0), _MEASURED_SECONDS)  # the machine may have slept for hours
            self.late_seconds += _NEWEST_SHARE * (late - self.late_seconds)
