"""A schedule in a process of its own, whose messages can be waited for."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import quick_start
from invented_outlet import write_outlet

from newscrawler.catalogue import SHIPPED_OUTLETS

EVERY_SECOND = '[schedule]\nevery = "1s"\n'


def pause_shipped(folder: Path) -> None:
    """Files in the place of the shipped ones: no test may ask a real site, nor need to have a contact."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED_OUTLETS.iterdir():
        if file.name.endswith(".toml"):
            here = "http://127.0.0.1:1"
            text = f'name = "Shipped"\ncountry = "GB"\nlanguage = "en"\ntimezone = "UTC"\nhome = "{here}/"\n'
            (folder / file.name).write_text(f'{text}feeds = ["{here}/feed"]\nenabled = false\n')


def write_feed_outlet(folder: Path, base: str, outlet_id: str, schedule: str = "") -> Path:
    """An outlet with a feed alone, and what its file says of its schedule."""
    write_outlet(folder, base, outlet_id)
    file = folder / f"{outlet_id}.toml"
    lines = [line for line in file.read_text().splitlines(keepends=True) if not line.startswith("sitemaps")]
    text = "".join(lines) + schedule
    file.write_text(text if base.startswith("http://127.") else text.replace("delay_seconds = 0", "delay_seconds = 1"))
    return file


class Schedule:
    """``newscrawler schedule``, begun at once."""

    def __init__(self, folder: Path, mongo_uri: str, *options: str, **more: str) -> None:
        self.variables = variables_of(folder, mongo_uri) | more
        command = [sys.executable, "-m", "newscrawler", "schedule", *options]
        self.process = subprocess.Popen(
            command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.lines: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Until a message holds ``text``."""
        deadline = time.monotonic() + seconds
        while not any(text in line for line in self.lines):
            assert time.monotonic() < deadline, (text, self.lines)
            assert self.process.poll() is None or self._reading.is_alive(), (text, self.lines)
            time.sleep(0.02)

    def ended(self, seconds: float = 20) -> int:
        """The exit code."""
        code = self.process.wait(timeout=seconds)
        self._reading.join(timeout=5)
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip())


def variables_of(folder: Path, mongo_uri: str) -> dict[str, str]:
    """The environment of commands over the outlets in ``folder``."""
    pause_shipped(folder / "outlets")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
    return clean | {
        "NEWSCRAWLER_MONGO_URI": mongo_uri,
        "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
        "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
        "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
        "NEWSCRAWLER_WORKERS": "0",
    }


def typed(arguments: list[str], folder: Path, mongo_uri: str) -> "subprocess.CompletedProcess[str]":
    """A command over them."""
    return quick_start.run(["newscrawler", *arguments], variables_of(folder, mongo_uri))
