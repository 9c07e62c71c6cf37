"""The trials in miniature: what takes minutes there takes seconds here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"

needs_bench = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the corpus and the crawl bench are not beside the project"
)


def run_trial(name: str, *options: str) -> dict[str, object]:
    command = [sys.executable, str(ROOT / "trials" / name), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@needs_bench
def test_real_pages_become_articles_once() -> None:
    result = run_trial("archive_trial.py", "--limit", "8")
    assert result["stored"] == 16
    assert not result["second_crawl_changed_something"]


@needs_bench
def test_a_killed_crawl_loses_nothing() -> None:
    result = run_trial("kill_crawl_trial.py", "--kills", "1", "--outlets", "2", "--articles", "30")
    assert (result["stored"], result["missing"], result["doubled"], result["left_running"]) == (60, 0, 0, [])


def test_the_cost_of_hostile_pages_is_told() -> None:
    result = run_trial("hostile_trial.py", "--number", "300", "--kinds", "spans,nested_divs")
    assert (result["pages"], result["refused"], result["bad"]) == (2, 0, [])
    assert {row["page"] for row in result["slowest"]} == {"spans", "nested_divs"}
