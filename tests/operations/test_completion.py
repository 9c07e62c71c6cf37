"""The scripts that make shells complete our commands."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.cli import main
from newscrawler.operations.arguments import COMMANDS
from newscrawler.operations.completion import LIST_IDS, completion_script

# What bash has set when TAB is pressed, and what it then offers.
PRESS_TAB = """
press_tab() { COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMPREPLY=(); _shtab_newscrawler; echo "${COMPREPLY[*]}"; }
"""


def test_bash_completes_commands_options_values_files_and_outlets(tmp_path: Path) -> None:
    (tmp_path / "newscrawler").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newscrawler "$@"\n')
    (tmp_path / "newscrawler").chmod(0o755)
    (tmp_path / "saved.html").touch()
    presses = {
        "newscrawler out": "outlets",
        "newscrawler outlets ''": "list show new test pause resume",
        "newscrawler db ''": "init stats migrate verify rededupe copy spool",
        "newscrawler --json outlets li": "list",
        "newscrawler crawl us_k": "us_koreadaily",
        "newscrawler crawl us_koreadaily de_tages": "de_tagesschau",
        "newscrawler crawl us_koreadaily --fro": "--from-warc --from",
        "newscrawler crawl us_koreadaily --t": "--tag --to",
        "newscrawler articles --out": "--outlet",
        "newscrawler articles --outlet us_k": "us_koreadaily",
        "newscrawler outlets show us_k": "us_koreadaily",
        "newscrawler outlets new us_k": "",
        "newscrawler clusters --kind e": "excerpt expansion edited",
        "newscrawler clusters --outlet us_k": "us_koreadaily",
        "newscrawler errors --kind time": "timeout",
        "newscrawler errors --kind gon": "gone",
        "newscrawler errors --ret": "--retry",
        "newscrawler errors --retry --outlet us_k": "us_koreadaily",
        "newscrawler schema ''": (
            "article block_counts host lease listing meta outcome page quarantine revision run schedule sighting visit"
        ),
        "newscrawler completion ''": "bash fish tcsh zsh",
        "newscrawler fetch sav": "saved.html",
    }
    script = completion_script("bash") + PRESS_TAB + "".join(f"press_tab {typed}\n" for typed in presses)
    done = subprocess.run(
        ["bash", "--norc", "-c", script],  # noqa: S607 - bash is the subject
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert dict(zip(presses, done.stdout.split("\n")[:-1], strict=True)) == presses


@pytest.mark.parametrize("shell", ["bash", "fish", "tcsh", "zsh"])
def test_each_shell_gets_a_script_that_knows_every_command(shell: str) -> None:
    script = completion_script(shell)
    assert "newscrawler" in script
    assert all(name in script for name in COMMANDS)
    assert LIST_IDS in script or shell == "tcsh"


@pytest.mark.parametrize(("shell", "check"), [("fish", "--no-execute"), ("zsh", "-n"), ("tcsh", "-n")])
def test_the_script_can_be_read_by_its_shell(shell: str, check: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / "script"
    file.write_text(completion_script(shell))
    done = subprocess.run([program, check, str(file)], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_shell_the_choices_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Which shell: bash, fish, tcsh or zsh? For example: newscrawler completion bash\n"


def test_a_mistyped_shell_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "zhs"]) == 2
    assert "No shell called 'zhs'. Did you mean zsh?" in capsys.readouterr().err


def test_with_json_the_script_is_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert row == {"shell": "bash", "script": completion_script("bash")}
