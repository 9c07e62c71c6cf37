"""status: what it prints of each outlet, and how it ends."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from harbour_post import OUTLET, Printed, Within, rows

from newscrawler.cli import main
from newscrawler.health.finding import Finding, Health, HealthWord
from newscrawler.model.run import Run
from newscrawler.operations.output import Output
from newscrawler.operations.status import idle_schedule
from newscrawler.operations.status_lines import print_status
from newscrawler.operations.terminal_text import cell_width
from newscrawler.storage.connection import Database

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
LOST = "https://www.harbour.example/rss: http_status: HTTP 403"


def good(ago: timedelta) -> Run:
    counts = {"found": 20, "known": 18, "new": 2, "fetched": 2}
    return Run(f"{int(ago / HOUR):012x}", OUTLET, NOW - ago, "crawl", NOW - ago + HOUR / 60, "finished", counts)


def refused(ago: timedelta) -> Run:
    return replace(
        good(ago),
        counts={"listings_asked": 1, "listings_refused": 1},
        outcomes={"listing_failed": 1},
        warnings=(f"feeds in x.toml: {LOST}",),
    )


def storing(*runs: Run) -> Callable[[Database], Any]:
    async def store(database: Database) -> None:
        for one in runs:
            await database.runs.finish(one)

    return store


@pytest.fixture
def told(outlet_file: Path, capsys: Printed) -> Callable[..., tuple[int, str, str]]:
    """Runs a command: its exit code, and what it printed."""
    assert outlet_file

    def run(*typed: str) -> tuple[int, str, str]:
        code = main(list(typed))
        return code, *capsys.readouterr()

    return run


Told = Callable[..., tuple[int, str, str]]


def test_a_red_outlet_is_named_with_its_reason_and_the_next_command_and_the_exit_code_is_1(
    told: Told, within: Within
) -> None:
    within(storing(*(good(HOUR * ago) for ago in range(4, 20)), *(refused(HOUR * ago) for ago in (1, 2, 3))))
    code, out, err = told("status")
    assert (code, err) == (1, "")
    first, *_ = out.splitlines()
    assert first.split(None, 2)[:2] == ["blocked", OUTLET]
    assert f"no listing could be read: {LOST} (3 runs in a row since " in first
    assert out.endswith(f"\nNext:\n  newscrawler errors --outlet {OUTLET}\n")
    assert "\n10 never run: ar_infobae, " in out
    code, out, _ = told("status", OUTLET, "--json")
    (row,) = rows(out)
    assert (code, row["outlet"], row["word"], row["colour"]) == (1, OUTLET, "blocked", "red")
    assert row["findings"][0] == {name: row[name] for name in ("word", "colour", "reason", "command")}


def test_who_is_well_takes_one_line_unless_all_are_asked_for_or_it_is_named(told: Told, within: Within) -> None:
    within(storing(*(good(HOUR * ago) for ago in range(1, 20))))
    code, out, _ = told("status")
    assert (code, out.splitlines()[-1], "Next:" in out) == (0, "1 healthy", False)
    for typed in (["--all"], [OUTLET]):
        code, out, _ = told("status", *typed)
        assert code == 0
        assert re.search(r"^healthy .* ran \d+ (min|h) ago, 2 new", out, re.MULTILINE)  # an hour, and what this takes


def test_outlets_show_tells_it_too(told: Told, within: Within) -> None:
    within(storing(*(refused(HOUR * ago) for ago in (1, 2, 3))))
    code, out, _ = told("outlets", "show", OUTLET)
    assert code == 0
    assert f"\nblocked: no listing could be read: {LOST}" in out
    assert f"\nLast run {NOW - HOUR + HOUR / 60:%Y-%m-%d %H:%M} UTC\n" in out
    (row,) = rows(told("outlets", "show", OUTLET, "--json")[1])
    assert (row["health"]["word"], row["health"]["running"]) == ("blocked", False)


def test_where_nothing_was_crawled_no_database_is_made(
    outlet_file: Path, told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI")
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "none"))
    code, out, err = told("status", OUTLET)
    assert (code, out.split(None, 3)[:3]) == (0, ["never", "run", OUTLET])
    assert err == f"Nothing was crawled here yet. To begin: newscrawler crawl {OUTLET}\n"
    assert not (tmp_path / "none").exists()
    outlet_file.write_text(f"enabled = false\n{outlet_file.read_text()}")
    assert told("status", OUTLET)[1].startswith("paused ")


def test_names_and_tags_that_are_none_and_a_file_that_is_broken(told: Told, tmp_path: Path) -> None:
    code, _, err = told("status", "harbour_pots")
    assert (code, f"Did you mean {OUTLET}?" in err) == (2, True)
    code, out, err = told("status", "--tag", "none")
    assert (code, out, err.startswith("No outlet has the tag 'none'. Tags: ")) == (2, "", True)
    code, out, err = told("status", OUTLET, "--tag", "none")
    assert (code, out, "Outlets and --tag exclude each other" in err) == (2, "", True)
    (tmp_path / "gb_broken.toml").write_text("name = 1")
    code, _, err = told("status")
    assert (code, "gb_broken.toml" in err) == (1, True)
    assert told("status", OUTLET)[0] == 0


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("outlet", ["de_elbkurier", "kr_a_very_long_name_of_an_outlet_in_the_south_of_the_country"])
def test_what_is_printed_fits_the_terminal(outlet: str, width: int) -> None:
    reason = "the site refuses 38 of 40 article pages in 2 runs: 403 on 38 of 40 pages since 06:10 UTC (200 before)"
    findings = (
        Finding(HealthWord.BLOCKED, "red", reason, "newscrawler errors"),
        Finding(HealthWord.SLOW, "yellow", "2.0 s an answer", "newscrawler runs"),
    )
    screen = StringIO()
    output = Output(screen, StringIO(), is_terminal=True, color=False, width=width)
    print_status([Health(outlet, findings)], output, every_one=False)
    lines = screen.getvalue().splitlines()
    assert all(cell_width(line) <= width or line.endswith(outlet) for line in lines)
    assert " ".join(reason.split()) in " ".join(screen.getvalue().replace(outlet, "").split())
    assert lines[-3:] == ["Next:", "  newscrawler errors", "  newscrawler runs"]


def test_runs_that_wait_while_no_schedule_begins_any_are_told_before_they_are_overdue() -> None:
    well = Finding(HealthWord.HEALTHY, "green", "ran 20 min ago")
    late = [Health(f"de_{number}", (well,), due_at=NOW - HOUR / 60 * number) for number in range(10)]
    told = idle_schedule(late, NOW - HOUR / 4, NOW)
    assert told is not None
    assert told.startswith("8 outlets due, the longest for 9 min, and the last run of a schedule began 15 min ago: ")
    assert idle_schedule(late, None, NOW) is None  # crawled by hand
    assert idle_schedule(late, NOW - HOUR / 60, NOW) is None
    assert idle_schedule([*late, replace(late[0], running=True)], NOW - HOUR / 4, NOW) is None
    overdue = Finding(HealthWord.OVERDUE, "red", "its run was due 5 h ago")
    assert idle_schedule([*late, Health("de_x", (overdue,))], NOW - HOUR / 4, NOW) is None
