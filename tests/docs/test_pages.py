"""The documentation, typed as it is written: every command of it, and what it says that comes."""

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import quick_start
from korean_daily_site import korean_daily
from transcript import Shell, difference, steps_of

from newscrawler.operations.arguments import COMMANDS

ROOT = Path(__file__).parents[2]
DEMO_PORT = 8765
# A command in running text stands in backquotes, one in a block begins its line.
COMMAND = re.compile(r"(?:`|^ *(?:\$ )?)(?:\S*/)?newscrawler ([a-z]+)\b", re.MULTILINE)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A terminal in a folder that looks like a fresh checkout, with a home of its own.

    The ``newscrawler`` of its path is there at once; that of ``.venv/bin`` is the installed one.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
    clean.pop("PWD", None)  # else it would begin where the suite was started
    binaries = Path(sys.executable).parent
    (tmp_path / ".venv").symlink_to(binaries.parent)
    for name in ("Makefile", "docs", "samples"):
        (tmp_path / name).symlink_to(ROOT / name)
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    (tmp_path / ".quick").mkdir()
    quick_start.command_file(tmp_path / ".quick" / "newscrawler")
    path = os.pathsep.join(map(str, (tmp_path / ".quick", binaries, clean["PATH"])))
    shell = Shell(tmp_path, clean | home | {"PATH": path, quick_start.VARIABLE: quick_start.started()})
    with contextlib.closing(shell):
        yield shell


def free_ports(count: int) -> int:
    """The first of ``count`` ports in a row that nobody has."""
    begin = 20_000 + os.getpid() * count % 9_000  # two suites on one machine look at different ones
    for first in range(begin, 30_000, count):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no free ports")


def on_ports_from(first: int, text: str) -> str:
    """The text with the demo's ports moved: those of the page may be taken on this machine."""
    return re.sub(r"127\.0\.0\.1:(876[567])", lambda found: f"127.0.0.1:{first + int(found[1]) - DEMO_PORT}", text)


@pytest.mark.embedded
def test_adding_an_outlet_goes_as_the_page_says(shell: Shell) -> None:
    first = free_ports(3)
    for step in steps_of(ROOT / "docs" / "adding-an-outlet.md"):
        command = on_ports_from(first, step.command)
        if command == "newscrawler demo --serve &":
            printed = shell.start(f".venv/bin/newscrawler demo --serve --port {first}", until="adding-an-outlet.md")
        else:
            _, printed = shell.type(command)
        told = difference(tuple(on_ports_from(first, line) for line in step.shown), printed)
        assert told is None, f"$ {command}\n{told}"


@pytest.mark.embedded
def test_the_readme_shows_what_a_new_user_sees(shell: Shell, tmp_path: Path) -> None:
    """Its commands in its order; the real outlet is a copy of an invented paper on this machine."""
    with korean_daily(tmp_path / "outlets"):
        shell.variables |= {"NEWSCRAWLER_OUTLETS": str(tmp_path / "outlets"), "NEWSCRAWLER_ALLOW_LOOPBACK": "1"}
        for step in steps_of(ROOT / "README.md"):
            command = step.command.replace(".venv/bin/newscrawler", "newscrawler")
            if command == "make demo":  # this suite runs after its installation
                command = made_by("demo")
            code, printed = shell.type(command)
            told = difference(step.shown, printed)
            assert told is None, f"$ {command}\n{told}"
            assert code == 0, f"$ {command}\n{printed}"


def made_by(target: str) -> str:
    """The last command that make runs for a target."""
    done = subprocess.run(["make", "-n", "-C", ROOT, target], capture_output=True, text=True, check=True)  # noqa: S607 - wherever it is
    return [line for line in done.stdout.splitlines() if line.startswith(".venv/")][-1]


def test_every_command_in_the_documentation_exists() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        named = set(COMMAND.findall(page.read_text(encoding="utf-8")))
        assert named <= set(COMMANDS), page.name
