"""The files that an operator installs: they can be read by the programs that they are for, and name what exists."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.operations.arguments import read_arguments
from newscrawler.settings import read_environment

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(file for file in DEPLOY.iterdir() if file.suffix in {".service", ".timer"})
SERVICES = [file for file in UNITS if file.suffix == ".service"]
COMMANDS = {"newscrawler.service": ("crawl", "all"), "newscrawler-schedule.service": ("schedule", "")}


class Unit(configparser.RawConfigParser):
    """A systemd unit: names keep their case."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.read(file)

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_runs_a_command_that_exists(file: Path) -> None:
    program, *typed = shlex.split(Unit(file)["Service"]["ExecStart"])
    assert Path(program).name == "newscrawler"
    options = read_arguments(typed)
    name, option = COMMANDS[file.name]
    assert options.command.name == name
    assert not option or getattr(options, option)


def test_the_schedule_is_started_again_however_it_ended_and_a_signal_is_no_failure() -> None:
    service = Unit(DEPLOY / "newscrawler-schedule.service")["Service"]
    assert (service["Restart"], service["SuccessExitStatus"]) == ("always", "130")


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_leaves_a_crawl_the_time_to_store_what_it_fetched(file: Path) -> None:
    from newscrawler.operations.crawls_under_way import STOP_SECONDS  # noqa: PLC0415 - Scrapy

    assert float(Unit(file)["Service"]["TimeoutStopSec"]) > 2 * STOP_SECONDS


def test_every_variable_of_ours_in_these_files_is_one_that_we_read() -> None:
    texts = "".join(file.read_text() for file in DEPLOY.iterdir())
    named = set(re.findall(r"NEWSCRAWLER_[A-Z_]+", texts))
    asked: set[str] = set()

    class Watched(dict[str, str]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

    read_environment(Watched())
    assert named
    assert named <= asked


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
def test_systemd_can_read_the_units(tmp_path: Path) -> None:
    for file in UNITS:  # a program that is there, so that only the unit itself is judged
        text = file.read_text().replace("/opt/newscrawler/bin/newscrawler", sys.executable)
        (tmp_path / file.name).write_text(text)
    checked = [str(tmp_path / file.name) for file in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *checked], capture_output=True, text=True, check=False)  # noqa: S607 - wherever it is
    told = [line for line in done.stderr.splitlines() if "newscrawler" in line]
    assert told == []


def test_the_container_file_has_no_lint() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        pytest.skip("hadolint is not installed: it comes with the extra dev")
    done = subprocess.run([linter, DEPLOY / "Containerfile"], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0
