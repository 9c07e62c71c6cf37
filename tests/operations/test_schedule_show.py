"""What ``schedule --show`` makes of plans and leases."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from schedule_process import typed, write_feed_outlet

from newscrawler.model.lease import Lease, Process
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import Run
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.outlet_choice import Chosen, OutletChoice
from newscrawler.operations.output import Output
from newscrawler.operations.schedule_report import ScheduleReport, next_in_words
from newscrawler.operations.schedule_running import RUN_BY_OTHERS, left_to_others
from newscrawler.operations.schedule_show import _cells, nobody_runs_it, print_runs, shown_runs

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
HELD = Lease("de_held", "8f31", Process("a", None, 17, None), 3, 40.0)


def plan(outlet: str, minutes: float, **more: object) -> OutletSchedule:
    return OutletSchedule(outlet, due_at=NOW + timedelta(minutes=minutes), reason="every 15m", **more)  # type: ignore[arg-type]


def test_runs_under_way_come_first_then_the_longest_overdue_and_at_last_what_was_never_planned() -> None:
    plans = [
        plan("de_late", -3),
        plan("de_soon", 4),
        plan("de_later", -9),
        plan("de_held", 15),
        plan("us_removed", -60),
    ]
    outlets = ["de_late", "de_soon", "de_new", "de_held", "de_later"]
    shown = shown_runs(outlets, plans, [HELD], NOW)
    assert [run.plan.outlet for run in shown] == ["de_held", "de_later", "de_late", "de_soon", "de_new"]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (-180, "overdue by 3 h"),
        (-3, "overdue by 3 min"),
        (0, "due now"),
        (4, "in 4 min (14:04 UTC)"),
        (11 * 60, "in 11 h (03-06 01:00 UTC)"),
    ],
)
def test_the_next_run_is_told_in_words(minutes: float, told: str) -> None:
    (run,) = shown_runs(["de_x"], [plan("de_x", minutes)], [], NOW)
    assert _cells(run, NOW)[1] == told


def test_a_run_under_way_names_its_machine_and_a_plan_that_is_not_there_is_said() -> None:
    held, new = shown_runs(["de_held", "de_new"], [], [HELD], NOW)
    assert _cells(held, NOW)[1] == "running for 40 s on a"
    assert _cells(new, NOW)[1:] == ("not planned yet", "", "never")


def test_the_last_run_is_told_with_its_failure() -> None:
    ended = NOW - timedelta(minutes=12)
    (well,) = shown_runs(["de_x"], [plan("de_x", 1, ended_at=ended)], [], NOW)
    (failed,) = shown_runs(["de_x"], [plan("de_x", 1, ended_at=ended, failure="no listing could be read")], [], NOW)
    (killed,) = shown_runs(["de_x"], [plan("de_x", 1, ended_at=ended, unended=3)], [], NOW)
    (once,) = shown_runs(["de_x"], [plan("de_x", 1, unended=1)], [], NOW)
    (under_way,) = shown_runs(["de_held"], [plan("de_held", 1, ended_at=ended, unended=1)], [HELD], NOW)
    assert [_cells(run, NOW)[3] for run in (well, failed, killed, once, under_way)] == [
        "12 min ago",
        "12 min ago: no listing could be read",
        "12 min ago, then 3 runs that never ended",
        "never, then 1 run that never ended",
        "12 min ago",
    ]


def test_on_a_narrow_terminal_the_reason_is_whole() -> None:
    stdout = StringIO()
    output = Output(stdout, StringIO(), is_terminal=True, width=44)
    reason = "1 failure, a pause of 30 min: HTTP 500 on its only listing"
    runs = shown_runs(["de_x"], [replace(plan("de_x", 4), reason=reason)], [], NOW)
    print_runs(runs, NOW, output)
    assert stdout.getvalue() == (
        "de_x  in 4 min (14:04 UTC); last run: never\n"
        "    1 failure, a pause of 30 min: HTTP 500\n"
        "    on its only listing\n"
    )


@pytest.mark.parametrize(
    ("due", "ended", "told"),
    [(0, 0, None), (3, 3, None), (2, 0, RUN_BY_OTHERS), (3, 1, "2 of 3 due outlets left to another program, which ")],
)
def test_a_round_says_what_it_left_to_others(due: int, ended: int, told: str | None) -> None:
    program = SimpleNamespace(due=due, ended=[Ended("xx_one", None)] * ended, stops=0)
    said = left_to_others(program)  # type: ignore[arg-type]
    assert said is None if told is None else (said or "").startswith(told)


def test_a_failure_that_the_reason_tells_is_not_told_twice() -> None:
    ended = NOW - timedelta(minutes=12)
    failed = plan("de_x", 1, ended_at=ended, failure="HTTP 500")
    (run,) = shown_runs(["de_x"], [replace(failed, reason="1 failure, a pause of 30 min: HTTP 500")], [], NOW)
    assert _cells(run, NOW)[3] == "12 min ago"


def test_that_nobody_runs_it_is_said_where_runs_are_overdue_and_none_is_under_way() -> None:
    late = plan("de_late", -5)
    alone = nobody_runs_it(shown_runs(["de_late"], [late], [], NOW))
    assert alone == (
        "Nobody seems to run the schedule: 1 outlet overdue, the longest by 5 min, and nothing is being crawled. "
        "To run it: newscrawler schedule"
    )
    assert nobody_runs_it(shown_runs(["de_late", "de_held"], [late], [HELD], NOW)) is None
    assert nobody_runs_it(shown_runs(["de_x"], [plan("de_x", -0.5)], [], NOW)) is None
    choices = (OutletChoice(tag="the desk"), OutletChoice(("de_new",)))
    assert [nobody_runs_it(shown_runs(["de_new"], [], [], NOW), choice) for choice in choices] == [
        "Nothing is planned yet. To plan and run it all: newscrawler schedule --tag 'the desk'",
        "Nothing is planned yet. To plan and run it all: newscrawler schedule de_new",
    ]


def test_a_run_that_read_no_listing_is_told_with_the_cause() -> None:
    stderr = StringIO()
    report = ScheduleReport(Output(StringIO(), stderr), Path("crawl.log"))
    run = Run("8f31", "xx_one", NOW, counts=Counter(), outcomes={OutcomeKind.LISTING_FAILED: 1})
    report.ended(Ended("xx_one", run, unread="HTTP 500 on its only listing"))
    assert stderr.getvalue() == "xx_one failed: no listing could be read: HTTP 500 on its only listing\n"


def test_a_run_that_could_not_begin_is_an_object_too() -> None:
    stdout = StringIO()
    ScheduleReport(Output(stdout, StringIO(), json=True), Path("crawl.log")).ended(
        Ended("xx_one", None, "KeyError: 'x'")
    )
    assert json.loads(stdout.getvalue()) == {"outlet": "xx_one", "failure": "KeyError: 'x'"}


def test_what_is_next_is_told_when_the_program_begins() -> None:
    assert next_in_words([plan("de_a", -1), plan("de_b", 0), plan("de_c", 4)], NOW) == "2 due now"
    assert next_in_words([plan("de_a", 90), plan("de_c", 4)], NOW) == "next: de_c in 4 min (14:04 UTC)"
    assert next_in_words([], NOW) == "nothing is planned"


def test_it_works_before_anything_was_planned_and_leaves_paused_outlets_out(tmp_path: Path, mongo_uri: str) -> None:
    file = write_feed_outlet(tmp_path / "outlets", "http://127.0.0.1:9", "xx_one")
    shown = typed(["schedule", "--show"], tmp_path, mongo_uri)
    assert shown.returncode == 0, shown.stderr
    assert "xx_one  not planned yet" in shown.stdout
    assert "10 paused outlets left out. To see which: newscrawler outlets list\n" in shown.stderr
    assert "Nothing is planned yet. To plan and run it all: newscrawler schedule\n" in shown.stderr
    file.write_text(file.read_text() + "enabled = false\n")
    shown = typed(["schedule", "--show", "xx_one"], tmp_path, mongo_uri)
    assert "xx_one is paused. To run it again: newscrawler outlets resume xx_one\n" in shown.stderr
    assert "nothing is run" in shown.stderr
    assert shown.returncode == 0
    file.write_text("name = ")
    assert typed(["schedule", "--show"], tmp_path, mongo_uri).returncode == 1


def test_more_outlets_are_shown_by_the_same_choice(tmp_path: Path, mongo_uri: str) -> None:
    for outlet_id in ("xx_one", "xx_two"):
        write_feed_outlet(tmp_path / "outlets", "http://127.0.0.1:9", outlet_id)
    shown = typed(["schedule", "xx_one", "xx_two", "--show", "--limit", "1"], tmp_path, mongo_uri)
    assert "1 more outlet: newscrawler schedule xx_one xx_two --show --limit 2\n" in shown.stderr


def test_paused_outlets_that_were_named_are_told_with_the_line_that_resumes_them_all() -> None:
    assert Chosen((), ("xx_one",), 0).paused_in_words == (
        "xx_one is paused. To run it again: newscrawler outlets resume xx_one"
    )
    assert Chosen((), ("xx_one", "xx_two"), 0).paused_in_words == (
        "xx_one, xx_two are paused. To run them again: newscrawler outlets resume xx_one xx_two"
    )


def test_options_that_do_not_fit_are_refused(tmp_path: Path, mongo_uri: str) -> None:
    slips = (["--limit", "3"], ["--once", "--show"], ["xx_no_such"], ["--show", "--tag", "no_such"])
    for options in (*slips, ["--simulate", "xx_one"], ["--simulate", "--tag", "ours"]):
        assert typed(["schedule", *options], tmp_path, mongo_uri).returncode == 2
    assert typed(["crawl", "--due", "--all"], tmp_path, mongo_uri).returncode == 2
    assert "newscrawler schedule --show?" in typed(["schedule", "show"], tmp_path, mongo_uri).stderr


def test_real_sites_want_a_contact(tmp_path: Path, mongo_uri: str) -> None:
    write_feed_outlet(tmp_path / "outlets", "https://quillanpost.example", "xx_one")
    refused = typed(["schedule", "--once"], tmp_path, mongo_uri)
    assert refused.returncode == 3
    assert "NEWSCRAWLER_CONTACT" in refused.stderr
    assert typed(["schedule", "--show"], tmp_path, mongo_uri).returncode == 3
