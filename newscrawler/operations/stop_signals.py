"""Signals that ask a program to end: the first lets it store what it has, a second hurries it."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

# So that all ends within 10 s of the first: what the database did not take by then is spooled, for which the writer
# and its client need up to 3.5 s (storage/writing/writer.py).
SPOOL_AFTER_SECONDS = 6.0
STOPPING = "Stopping: what was fetched is being stored. Press Ctrl-C again to stop at once."


@dataclass(slots=True)
class StopSignals:
    """SIGINT and SIGTERM of this process, from ``listen`` on.

    Attributes:
        tell: told at the first.
        on_late: called when the database should not be waited for any longer.
        on_again: called at every further one.
        count: how many have come.
    """

    tell: Callable[[str], None]
    on_late: Callable[[], None]
    on_again: Callable[[], None]
    count: int = 0
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def listen(self) -> None:
        """Take them from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._note)

    async def first(self) -> None:
        """Wait for the first one."""
        await self._came.wait()

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until the first one comes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._came.wait()

    def _note(self) -> None:
        self.count += 1
        if self.count == 1:
            self.tell(STOPPING)
            asyncio.get_running_loop().call_later(SPOOL_AFTER_SECONDS, self.on_late)
        else:
            self.on_again()
        self._came.set()
