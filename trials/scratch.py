"""A folder for one trial, gone at its end: only once the database servers in it have ended."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawler.storage.server import keeper

# A server ends a moment after the last who used it, and writes files until then; five seconds where it must be killed.
_END_SECONDS = 20.0


@contextmanager
def scratch_folder(name: str) -> Iterator[Path]:
    """An empty folder with this name in its own, for the length of a ``with``."""
    with tempfile.TemporaryDirectory(prefix=f"newscrawler-{name}-") as text:
        folder = Path(text)
        try:
            yield folder
        finally:
            _wait_for_servers(folder)


def _wait_for_servers(folder: Path) -> None:
    deadline = time.monotonic() + _END_SECONDS
    while any(map(keeper.is_held, folder.rglob("database.keeper"))) and time.monotonic() < deadline:
        time.sleep(0.05)
