"""Starts our own command in a process of its own, with a database of its own, and counts what it costs."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import quick_start

from newscrawler.storage.server.embedded import join_embedded


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit code, output, and CPU seconds of itself and of the workers that it waited for.

    The database server is no child of the command and not in these figures.
    """

    code: int
    stdout: str
    stderr: str
    cpu_seconds: float

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.stdout.splitlines() if line.strip()]


def environment(folder: Path, outlets: Path | None = None, **more: str) -> dict[str, str]:
    """An environment of its own in ``folder``; a real MongoDB from the caller's is never touched.

    Of the caller's settings it has ``NEWSCRAWLER_WORKERS`` alone.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
    variables |= {"NEWSCRAWLER_DATA_DIR": str(folder), "NEWSCRAWLER_ALLOW_LOOPBACK": "1", "PYTHONHASHSEED": "0"}
    if workers := os.environ.get("NEWSCRAWLER_WORKERS"):
        variables["NEWSCRAWLER_WORKERS"] = workers
    if outlets is not None:
        variables["NEWSCRAWLER_OUTLETS"] = str(outlets)
    return variables | more


@contextmanager
def joined(*folders: Path) -> Iterator[None]:
    """The embedded servers of these data directories run through the block, so that no command in it starts one."""
    places = [join_embedded(folder) for folder in folders]
    try:
        yield
    finally:
        for place in places:
            place.release()


def command_with(**settings: float) -> list[str]:
    """How a command line begins that is ``newscrawler`` with other numbers than those of its ``settings.py``."""
    changes = "".join(f"settings.{name} = {value!r}; " for name, value in settings.items())
    program = (
        f"import sys; from newscrawler import settings; {changes}from newscrawler.cli import main; sys.exit(main())"
    )
    return [sys.executable, "-c", program]


def run(arguments: list[str], variables: Mapping[str, str], timeout: float = 900) -> Ended:
    """Run ``newscrawler ARGUMENTS`` to its end; without what it imports where a test has made that ready."""
    if quick_start.VARIABLE in os.environ:
        done, cpu = quick_start.run_measured(["newscrawler", *arguments], variables, timeout=timeout)
        return Ended(done.returncode, done.stdout, done.stderr, cpu)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "newscrawler", *arguments],
        env=dict(variables),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ended(done.returncode, done.stdout, done.stderr, cpu)
