"""What is started at once is a process of its own, as ``python -m`` would start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import quick_start

PROGRAM = """
import json, os, signal, sys, time
from newscrawler.settings import NEWSCRAWLER_CONTACT
told = {"here": os.getcwd(), "typed": sys.argv[1:], "contact": NEWSCRAWLER_CONTACT, "path": os.environ.get("PATH")}
told |= {"number": os.getpid(), "interrupts": signal.getsignal(signal.SIGINT) is signal.default_int_handler}
print(json.dumps(told), flush=True)
print("trouble", file=sys.stderr, flush=True)
if "kill" in sys.argv:
    os.kill(os.getpid(), signal.SIGKILL)
if "wait" in sys.argv:
    time.sleep(1000)
sys.exit(7)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "told.py").write_text(PROGRAM)
    return tmp_path.resolve()


def test_a_command_has_its_own_variables_folder_output_and_exit_code(folder: Path) -> None:
    done = quick_start.run(["told", "a", "b c"], {"NEWSCRAWLER_CONTACT": "a@b.example"}, folder=folder)
    assert (done.returncode, done.stderr) == (7, "trouble\n")
    told = json.loads(done.stdout)
    assert told.pop("number") != os.getpid()
    assert told == {
        "here": str(folder),
        "typed": ["a", "b c"],
        "contact": "a@b.example",
        "path": None,
        "interrupts": True,
    }
    again = quick_start.run(["told"], {"NEWSCRAWLER_CONTACT": "c@d.example"}, folder=folder)
    assert json.loads(again.stdout)["contact"] == "c@d.example"


def test_a_command_that_is_killed_and_one_that_takes_too_long_are_told(folder: Path) -> None:
    assert quick_start.run(["told", "kill"], {}, folder=folder).returncode == -9
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        quick_start.run(["told", "wait"], {}, folder=folder, timeout=2)
    number = json.loads(caught.value.stdout)["number"]
    assert not Path(f"/proc/{number}").exists() or b"told" not in Path(f"/proc/{number}/cmdline").read_bytes()


def test_a_shell_finds_it_as_a_command(folder: Path) -> None:
    command = quick_start.command_file(folder / "newscrawler")
    given = os.environ | {quick_start.VARIABLE: quick_start.started()}
    quick = subprocess.run([command, "nonsense"], env=given, capture_output=True, text=True, check=False)
    typed = [sys.executable, "-m", "newscrawler", "nonsense"]
    whole = subprocess.run(typed, capture_output=True, text=True, check=False)
    assert (quick.returncode, quick.stdout, quick.stderr) == (whole.returncode, whole.stdout, whole.stderr)
