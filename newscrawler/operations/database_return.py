"""What a program that runs for ever does while its database is away: it tries until it is back."""

import asyncio
import contextlib
from collections.abc import Callable

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.operations.database_hold import DatabaseHold
from newscrawler.operations.stop_signals import StopSignals

PAUSE_SECONDS = (1.0, 2.0, 5.0, 10.0, 15.0)  # after each attempt that failed; the last for ever
SURE_SECONDS = 20.0  # of answers, where there was nothing to write


class DatabaseReturn:
    """Tells once that the database is away, and once that it is back; between attempts it waits longer and longer.

    One that answers may still refuse to write: it is back when it did, or answered for a while.
    """

    def __init__(self, hold: DatabaseHold, signals: StopSignals, tell: Callable[[str], None]) -> None:
        """For the program's hold on the database, and its signals; ``tell`` is told in whole sentences."""
        self._hold, self._signals, self._tell = hold, signals, tell
        self._failures = 0
        self._failed_at = 0.0

    async def failed(self, error: StorageError, *, are_runs_under_way: bool) -> None:
        """Wait until it is worth trying again, or a signal comes.

        Runs that are under way meanwhile keep what they fetch in the spool, and end when their patience does. Only then
        the database is closed and opened anew, which stores what is in the spool.

        Raises:
            StorageError: it answers, and must not be used: it was migrated to another version meanwhile.
        """
        if not self._failures:
            self._tell(f"{str(error).rstrip('.')}. No run begins until the database is back; it is tried for ever.")
        self._failed_at = asyncio.get_running_loop().time()
        seconds = PAUSE_SECONDS[min(self._failures, len(PAUSE_SECONDS) - 1)]
        self._failures += 1
        await self._signals.pause(seconds)
        if not (self._signals.count or are_runs_under_way):
            with contextlib.suppress(StorageUnavailableError):  # the next attempt says so
                await self._hold.reopen()

    def succeeded(self, *, has_written: bool) -> None:
        """Note that it did what was wanted."""
        is_sure = has_written or asyncio.get_running_loop().time() >= self._failed_at + SURE_SECONDS
        if self._failures and is_sure:
            self._failures = 0
            self._tell("The database is back, and so are the runs.")
