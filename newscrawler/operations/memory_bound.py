"""How much memory a program that runs for months may take."""

import gc
import os
from collections.abc import Callable
from pathlib import Path

_STATM = Path("/proc/self/statm")
_RESIDENT = 1  # its second number: pages in memory


class MemoryBound:
    """Says whether there is room for another run.

    Attributes:
        is_exhausted: nothing runs, and there is no room all the same: only a new process would have it.
    """

    def __init__(self, limit_megabytes: float, tell: Callable[[str], None]) -> None:
        """Of so much resident memory, without that of worker processes; ``tell`` is told whenever it is reached."""
        self.is_exhausted = False
        self._limit = limit_megabytes
        self._tell = tell
        self._is_reached = False

    def has_room(self, running: int) -> bool:
        """Whether another run may begin beside ``running`` ones."""
        used = own_megabytes()
        if used > self._limit and not running:
            gc.collect()  # what runs have left behind in circles
            used = own_megabytes()
        was_reached, self._is_reached = self._is_reached, used > self._limit
        if not self._is_reached:
            return True
        told = f"This program takes {used:,.0f} MB of memory, and may take {self._limit:,.0f}"
        if not running:
            self.is_exhausted = True
            self._tell(f"{told}: it ends, with everything stored, to be started again by whoever keeps it running.")
        elif not was_reached:
            self._tell(f"{told}: nothing begins until some of its {running} runs have ended.")
        return False


def own_megabytes() -> float:
    """Resident memory of this process in MB, without its workers; 0 where the system does not tell."""
    try:
        pages = int(_STATM.read_text().split()[_RESIDENT])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
