"""The claims of a program that are being taken: side by side, for each is several questions to the database."""

import asyncio
import contextlib
from collections.abc import Coroutine, KeysView

from newscrawler.errors import StorageUnavailableError

WAIT_SECONDS = 1.0  # for those that were begun together; one that takes longer keeps nobody from the next look
_END_SECONDS = 1.5  # at the end of the program, until they are cancelled
_CANCEL_SECONDS = 1.5  # in which one that was cancelled gives back what it may have taken


class ClaimsUnderWay:
    """Takes claims, and knows of which outlets.

    Attributes:
        is_ending: whether the program ends: what is taken from now on is given back at once.
    """

    def __init__(self) -> None:
        """With none."""
        self.is_ending = False
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def outlets(self) -> KeysView[str]:
        """Those whose claims are being taken."""
        return self._tasks.keys()

    def begin(self, outlet_id: str, claiming: Coroutine[None, None, None]) -> None:
        """Take one; what it raises is raised by ``wait``."""
        self._tasks[outlet_id] = asyncio.create_task(claiming)

    async def wait(self, seconds: float | None = WAIT_SECONDS) -> None:
        """Wait for those that are under way, at most so long; None: for all.

        Raises:
            StorageUnavailableError: one that has ended by now got no answer of the database.
        """
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        done = {name: task for name, task in self._tasks.items() if task.done()}
        for name in done:
            del self._tasks[name]
        errors = [error for task in done.values() if not task.cancelled() and (error := task.exception())]
        if errors:
            raise errors[0]

    async def settle(self) -> None:
        """Wait for all, however they end: while one is being taken, the database cannot be closed."""
        while self._tasks:
            with contextlib.suppress(StorageUnavailableError):
                await self.wait(None)

    async def end(self) -> None:
        """Come to the end of all within three seconds, with nothing taken that nobody uses."""
        self.is_ending = True
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, pending = await asyncio.wait(tasks, timeout=_END_SECONDS)
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending, timeout=_CANCEL_SECONDS)
        for task in tasks:
            if task.done() and not task.cancelled():
                task.exception()  # looked at, so that nobody logs that nobody did
