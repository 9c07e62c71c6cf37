"""The trials in miniature: what takes minutes there takes seconds here."""

import json
import os
from pathlib import Path

import pytest
import quick_start

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"

needs_bench = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the corpus and the crawl bench are not beside the project"
)
# No process of its own reads the pages: what a trial is not about need not be started eight times.
READ_AT_ONCE = {"NEWSCRAWLER_WORKERS": "0"}


def run_trial(name: str, *options: str, **variables: str) -> dict[str, object]:
    given = os.environ | {quick_start.VARIABLE: quick_start.started()} | variables
    command = [name.removesuffix(".py"), *options]
    done = quick_start.run(command, given, timeout=170, folder=ROOT / "trials")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@needs_bench
def test_real_pages_become_articles_once() -> None:
    result = run_trial("archive_trial.py", "--limit", "8")
    assert result["stored"] == 16
    assert not result["second_crawl_changed_something"]


@needs_bench
def test_every_page_of_an_archive_has_a_counted_end_with_a_database_and_without() -> None:
    options = ("--megabytes", "1", "--sets", "fundus", "--limit", "12", "--ways", "store:1,count:2")
    ways = run_trial("archive_scale_trial.py", *options)["ways"]
    assert (
        ways["count:2"]["pages"] == ways["store:1"]["pages"] == ways["count:2"]["read"] + ways["count:2"]["no_article"]
    )
    assert {row["without_end"] for row in ways.values()} == {0}


@needs_bench
def test_a_killed_crawl_loses_nothing() -> None:
    options = ("--kills", "1", "--outlets", "2", "--articles", "30", "--kinds", "spool", "--short")
    result = run_trial("database_kill_trial.py", *options, **READ_AT_ONCE)
    assert result["bad"] == []
    assert (result["spool"]["stored"], result["spool"]["kills_that_left_a_spool"]) == (30, 1)


@needs_bench
def test_a_fault_of_the_database_in_the_middle_of_a_crawl_loses_nothing() -> None:
    options = ("--articles", "40", "--outlets", "2", "--delay", "0.05", "--faults", "disk_full", "--short")
    result = run_trial("database_faults_trial.py", *options, **READ_AT_ONCE)
    assert result["bad"] == []
    full = result["faults"]["disk_full"]
    assert (full["exit"], full["exit_of_the_next"]) == (4, 0)
    assert any("the disk is full" in line for line in full["operator_saw"])


@needs_bench
def test_a_killed_back_fill_loses_nothing_and_fetches_nothing_of_other_days() -> None:
    options = ("--articles", "40", "--per-day", "20", "--kills", "1", "--delay", "0.05")
    result = run_trial("backfill_trial.py", *options, **READ_AT_ONCE)
    assert result["bad"] == []
    assert (result["stored"], result["of_other_days"], result["runs"]) == (40, 0, 3)


def test_the_cost_of_hostile_pages_is_told() -> None:
    result = run_trial("hostile_trial.py", "--number", "300", "--kinds", "spans,nested_divs")
    assert (result["pages"], result["refused"], result["bad"]) == (2, 0, [])
    assert {row["page"] for row in result["slowest"]} == {"spans", "nested_divs"}


@needs_bench
def test_what_an_outlet_repeats_goes_and_its_column_stays() -> None:
    result = run_trial("furniture_trial.py", "--outlets", "2", "--articles", "60", "--delay", "0.4", **READ_AT_ONCE)
    assert (result["articles"], result["missing"], result["is_clean"]) == (120, 0, True)
    assert all(shares["truth_taken"] == 0 for shares in result["whole"].values())


@needs_bench
def test_an_outlets_memory_is_the_same_after_a_kill() -> None:
    options = ("--kills", "1", "--outlets", "2", "--articles", "24", "--no-archive")
    result = run_trial("furniture_kill_trial.py", *options, **READ_AT_ONCE)
    assert (result["articles"], result["killed"], result["twice"], result["at_once"]) == (48, [], [], [])
    assert result["furniture"] > 0


@needs_bench
def test_nothing_of_a_real_newswire_is_furniture() -> None:
    assert run_trial("newswire_trial.py", "--articles", "1000")["taken"] == 0


def test_the_curve_of_invented_outlets_rises_and_takes_no_story() -> None:
    result = run_trial("furniture_curve.py", "--outlets", "4", "--articles", "35", "--json")
    taken = {(row["must"], row["shape"]): row["taken"] for row in result["shapes"]}
    assert taken["stay", "all"][-1] == 0
    assert taken["go", "slogan100"][-1] == 100
    assert taken["go", "slogan40"][0] < taken["go", "slogan40"][-1]


def test_a_redesign_is_told_once_and_a_live_section_is_none() -> None:
    result = run_trial("redesign_trial.py", "--articles", "24", **READ_AT_ONCE)
    assert result["told"] == [0, 0, 0, 1, 0]
    assert result["read_by_container"] == 5


def test_a_consumer_that_is_killed_sees_the_last_version_of_every_article() -> None:
    result = run_trial("cursor_trial.py", "--writers", "4", "--documents", "120", "--kills", "2")
    assert (result["documents"], result["missed"]) == (480, 0)
    assert result["runs"][0]["versions"] == 480
    assert result["broken_run_missed"] > 0  # the same with numbers taken before the transaction


def test_a_copy_that_is_killed_goes_on_and_ends_equal() -> None:
    result = run_trial("copy_trial.py", "--articles", "800")
    assert (result["is_equal"], result["exit_code"]) == (True, 0)
    assert 0 < result["articles_copied_when_killed"] < 800
    assert result["documents"]["articles"] == 800


def test_the_cost_of_every_question_is_told_with_its_plan() -> None:
    result = run_trial("scale_trial.py", "--articles", "400", "--times", "2", "--any-speed")
    assert len(result["questions"]) > 30
    scans = {name for name, row in result["questions"].items() if any("COLLSCAN" in plan for plan in row["plan"])}
    assert scans == {"who crawls"}  # a document for each outlet


@needs_bench
def test_damaged_answers_cost_no_article_and_no_letter() -> None:
    result = run_trial("damaged_text_trial.py", "--articles", "2", **READ_AT_ONCE)
    assert result["bad"] == []
    assert result["right_text"] == dict.fromkeys(("gb_bench00", "gb_bench01", "gb_bench02", "gb_bench03"), 2)


@needs_bench
@pytest.mark.embedded
def test_live_outlets_are_stored_once_and_their_edits_are_seen() -> None:
    numbers = "--minutes 0.2 --crawls 2 --every 3 --hour 4 --live 1 --articles 4 --port 8479"
    result = run_trial("incremental_trial.py", str(SHARED / "bench/crawl/site.py"), *numbers.split(), **READ_AT_ONCE)
    wrong = [result[name] for name in ("twice", "not_articles", "garbled", "edits_missed", "accounts_wrong")]
    assert (wrong, result["missing"], result["tracebacks"]) == ([[], [], [], [], 0], [], 0)
    assert result["runs"] >= 9 * 2  # outlets that were crawled twice at least
    assert result["stored"] >= 7 * 4
    assert result["edits"] > 0


@needs_bench
def test_outlets_that_have_nothing_new_are_looked_at_and_nothing_is_fetched() -> None:
    options = ("--outlets", "4", "--articles", "2", "--passes", "1", "--limit", "5000")
    result = run_trial("idle_trial.py", *options, **READ_AT_ONCE)
    assert (result["bad"], result["first"]["stored"]) == ([], 8)
    (idle,) = result["passes"]
    assert (idle["runs"], idle["fetched"], idle["stored"]) == (4, 0, 0)
    assert idle["requests"] >= 8


def test_status_names_ten_conditions_and_two_that_only_look_so() -> None:
    numbers = "--days 15 --bad-days 9 --step 3 --articles 4"
    result = run_trial("status_trial.py", *numbers.split(), **READ_AT_ONCE)
    assert (result["wrong"], result["exit"], len(result["told"])) == ({}, 1, 12)


@needs_bench
def test_true_articles_are_not_refused() -> None:
    result = run_trial("refusals_trial.py", "--sets", "fundus", "--pages", "25")
    assert (result["pages"], result["refused"]) == (25, 0)


@needs_bench
def test_slow_pages_end_as_they_should_beside_others() -> None:
    # How many times slower the others are says nothing over so few pages.
    options = ("--outlets", "1", "--articles", "4", "--rounds", "1", "--seconds", "1.5", "--most", "100", "--short")
    result = run_trial("slow_pages_trial.py", *options)
    assert result["bad"] == []
    assert result["gave_up"] == dict.fromkeys(("/endless0", "/endless1"), "extraction gave up after 1.5 s")
    assert result["named_articles"] == 2
    assert result["pages_per_second"]["endless"] > 0


@needs_bench
def test_the_memory_of_a_crawl_is_told() -> None:
    result = run_trial("memory_trial.py", "--outlets", "2", "--articles", "40", "--warm", "0", **READ_AT_ONCE)
    assert (result["exit"], result["pages"]) == (0, 80)
    assert result["mb_end"] > 0


def test_the_adaptive_plan_takes_a_third_of_the_runs_and_keeps_every_limit() -> None:
    result = run_trial("schedule_simulation_trial.py", "--outlets", "80", "--days", "7", "--rates", "pareto")
    assert result["broken"] == []


@needs_bench
@pytest.mark.embedded
def test_schedules_that_are_killed_crawl_no_outlet_twice_at_once_and_lose_nothing() -> None:
    numbers = "--processes 2 --outlets 3 --seconds 8 --every 2 --live 2 --kill-every 3 --quiet 5 --grace 2 --articles 2"
    result = run_trial("schedule_trial.py", *numbers.split(), **READ_AT_ONCE)
    assert (result["bad"], result["kills"], result["exits"]) == ([], 1, [130, 130])
    assert (result["crawled_twice_at_once"], result["most_requests_at_once"]) == (0, 1)
    assert (result["missing"], result["twice"]) == (0, 0)
    assert result["runs"] > 3, "outlets are crawled again; how often in 8 s is up to the machine"


@needs_bench
@pytest.mark.embedded
def test_the_cost_of_a_schedule_with_little_to_do_is_told() -> None:
    numbers = "--outlets 6 --every 6 --seconds 2 --settle 0 --runs 12 --warm 6 --any-cost"
    result = run_trial("schedule_idle_trial.py", *numbers.split(), **READ_AT_ONCE)
    assert (result["bad"], result["idle"]["runs"]) == ([], 0)
    assert result["unchanged"]["runs"] > 0
    assert result["memory"]["runs"] >= 12
    assert result["memory"]["ratio"] > 0


def test_stories_are_the_same_in_whatever_order_their_copies_come() -> None:
    pytest.importorskip("duckdb")
    result = run_trial("sameness_order_trial.py", "--invented", "--articles", "60")
    orders = result["orders"]
    assert orders["forwards"]["copies"] > 15
    assert orders["interleaved"]["same_as_forwards"]
    assert orders["late"]["links_unlike_forwards_after_rededupe"] == 0


def test_every_copy_among_many_articles_finds_somebody_to_be_compared_with() -> None:
    pytest.importorskip("duckdb")
    result = run_trial("sameness_batch_trial.py", "--articles", "3000", "--memory", "200")
    assert result["copies_with_a_candidate"] == result["copies"] > 0


def test_processes_that_store_one_story_at_one_moment_leave_one_cluster_though_one_is_killed() -> None:
    result = run_trial("sameness_race_trial.py", "--processes", "2", "--stories", "30", "--kill", **READ_AT_ONCE)
    assert result["bad"] == []
    assert result["articles"] == 90
    assert set(result["after_the_sweeper"].values()) == {0}


@needs_bench
@pytest.mark.embedded
def test_each_edit_between_two_visits_is_one_revision_and_nothing_else_is_one() -> None:
    numbers = "--minutes 0.2 --every 3 --outlets 2 --articles 12 --live 1 --hour 3"
    result = run_trial("revisions_trial.py", *numbers.split(), **READ_AT_ONCE)
    assert (result["missed"], result["others"]) == ([], [])
    assert result["edits"] == result["revisions"] > 0
    assert set(result["still"].values()) == {0}


def test_sameness_is_measured_as_the_database_grows() -> None:
    result = run_trial("sameness_scale_trial.py", "--articles", "300", "--slices", "2", "--more", "20")
    assert [row["stored"] for row in result["slices"]] == [150, 300]
    assert result["left"] == 0
    assert min(result["linked"]["found"].values()) == 1
    assert result["linked"]["precision"] >= 0.8
    assert 5 < result["index"]["anchors"] < 14
    assert result["index"]["server_bytes"]["fingerprint_1"] > 0
    assert result["alone"]["new"]["p50"] > 0
    assert set(result["step"]) == {"with", "without"}
