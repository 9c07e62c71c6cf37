"""Types what a page of documentation types, and compares what comes with what the page shows.

A page's ``console`` blocks hold commands after ``$ `` and below each what it prints. A line ``...`` stands for any
lines, ``...`` at the end of a line for its rest. What differs from run to run (ids, seconds, today) is not compared.
"""

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(r"^( *)```console\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "..."
# What no two runs have in common -> what stands for it.
VOLATILE = (
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"\b(?=[0-9a-f]*[0-9])[0-9a-f]{8,12}\b|^[0-9a-f]{8}(?=  )"), "ID"),
    (re.compile(r"\b\d+(\.\d+)? (?:s|ms|GB|MB)\b"), "FIGURE"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?Z?)?"), "MOMENT"),
    (re.compile(r"-{3,}"), "RULE"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, and the lines that the page shows below it."""

    command: str
    shown: tuple[str, ...]


def steps_of(file: Path) -> list[Step]:
    """Every command of a page's ``console`` blocks, in order.

    A command goes on where its line ends with a backslash or opens a here-document.
    """
    steps: list[Step] = []
    for indent, block in BLOCK.findall(file.read_text(encoding="utf-8")):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        while lines:
            line = lines.pop(0)
            assert line.startswith("$ "), f"{file.name}: a console block begins with a command, not with {line!r}"
            command = line.removeprefix("$ ")
            while command.endswith("\\"):
                command += "\n" + lines.pop(0)
            ending = re.search(r"<<'?(\w+)'?$", command)
            while ending and not command.endswith(f"\n{ending[1]}"):
                command += "\n" + lines.pop(0)
            shown = []
            while lines and not lines[0].startswith("$ "):
                shown.append(lines.pop(0))
            steps.append(Step(command, tuple(shown)))
    return steps


@dataclass(slots=True)
class Shell:
    """A shell that remembers its variables and folder from command to command, as a terminal does."""

    folder: Path
    variables: dict[str, str]
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def type(self, command: str, timeout: float = 120) -> tuple[int, str]:
        """Exit code and what was printed, both streams as a terminal mixes them."""
        output, state = self.folder / ".output", self.folder / ".state"
        script = f"{command}\ncode=$?\npwd > {state}; env -0 >> {state}; exit $code"
        with output.open("wb") as sink:
            process = subprocess.Popen(
                ["/bin/bash", "-c", script],
                cwd=self.variables.get("PWD", str(self.folder)),
                env=self.variables,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,  # what is left running is found by its group
            )
            self.started.append(process)
            code = process.wait(timeout)
        where, _, variables = state.read_text(encoding="utf-8").partition("\n")
        self.variables = dict(entry.split("=", 1) for entry in variables.split("\0") if "=" in entry) | {"PWD": where}
        return code, output.read_text(encoding="utf-8")

    def start(self, command: str, until: str, timeout: float = 30) -> str:
        """Start what stays, and wait until it has printed ``until``; what it has printed by then."""
        output = self.folder / f".background{len(self.started)}"
        with output.open("wb") as sink:
            self.started.append(
                subprocess.Popen(
                    ["/bin/bash", "-c", f"exec {command}"],
                    cwd=self.variables.get("PWD", str(self.folder)),
                    env=self.variables,
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=sink,
                    start_new_session=True,
                )
            )
        deadline = time.monotonic() + timeout
        while until not in output.read_text(encoding="utf-8"):
            assert time.monotonic() < deadline, f"{command!r} printed no {until!r}: {output.read_text()}"
            time.sleep(0.05)
        return output.read_text(encoding="utf-8")

    def close(self) -> None:
        """End what was started in the background."""
        for process in self.started:
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                continue


def difference(shown: tuple[str, ...], printed: str) -> str | None:
    """The first shown line that was not printed where it should be; None where all were."""
    expected = [line for line in map(str.rstrip, shown) if line]
    actual = [line for line in map(str.rstrip, printed.splitlines()) if line]
    position, may_skip = 0, False
    for line in expected:
        if line.strip() == ELLIPSIS:
            may_skip = True
            continue
        found = next((i for i in range(position, len(actual)) if _fits(line, actual[i])), None)
        if found is None or (found != position and not may_skip):
            at = actual[position] if position < len(actual) else "the end"
            return f"shown:   {line}\nprinted: {at}\n\nall that was printed:\n{printed}"
        position, may_skip = found + 1, False
    if position < len(actual) and not may_skip and expected:
        return f"printed, not shown: {actual[position]}\n\nall that was printed:\n{printed}"
    return None


def _fits(shown: str, printed: str) -> bool:
    if shown.endswith(ELLIPSIS):
        return _steady(printed).startswith(_steady(shown.removesuffix(ELLIPSIS)).rstrip())
    return _steady(shown) == _steady(printed)


def _steady(line: str) -> str:
    for pattern, word in VOLATILE:
        line = pattern.sub(word, line)
    return line.strip()
