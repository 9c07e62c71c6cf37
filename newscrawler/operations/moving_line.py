"""A line that tells what is under way: it moves on a terminal, in a pipe a plain one comes every now and then."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newscrawler.operations.output import Output

if TYPE_CHECKING:
    from rich.status import Status

PLAIN_SECONDS = 30.0  # between two plain lines about what is under way


@dataclass(slots=True)
class MovingLine:
    """The line of one command, for the length of a ``with``."""

    output: Output
    _status: "Status | None" = None
    _told_at: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Self:
        """Show it."""
        if self.output.messages_terminal:
            from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
            from rich.status import Status  # noqa: PLC0415 - only a terminal needs it

            console = Console(file=self.output.stderr, no_color=not self.output.message_color)
            self._status = Status("Starting ...", console=console)
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it away."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def tell(self, text: str) -> None:
        """Tell what is under way."""
        if self._status is not None:
            self._status.update(text)
        elif time.monotonic() - self._told_at > PLAIN_SECONDS:
            self._told_at = time.monotonic()
            self.output.message(text)

    def message(self, text: str) -> None:
        """Write a line to stderr that stays, above the moving one."""
        if self._status is None:
            self.output.message(text)
            return
        self._status.stop()
        self.output.message(text)
        self._status.start()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take it away while lines are written to stdout, which may be the same terminal."""
        if self._status is None or not self.output.is_terminal:
            yield
            return
        self._status.stop()
        yield
        self.output.flush()
        self._status.start()
