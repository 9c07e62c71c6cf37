"""Slowness, lateness, waits; pauses, new outlets, runs under way."""

from dataclasses import replace
from datetime import timedelta

from outlet_past import DAY, HELD, HOUR, NOW, OUTLET, every, health, planned, run, shut, told

MINUTE = timedelta(minutes=1)


def test_answers_that_take_far_longer_than_before() -> None:
    slow = every(HOUR, 3, new=2, answer_ms=12_000)
    found = health([*slow, *every(HOUR, 20, first=4 * HOUR)], planned())
    assert told(found) == [("yellow", "slow")]
    assert found.findings[0].reason == "4.0 s an answer over the last 9 answers in 3 runs, before 0.2 s"


def test_a_slow_answer_now_and_then_and_a_site_that_was_always_slow() -> None:
    runs = every(HOUR, 30)
    runs[0] = run(HOUR / 12, 1, answer_ms=30_000)
    assert told(health(runs, planned())) == [("green", "healthy")]
    assert told(health(every(HOUR, 30, answer_ms=8000), planned())) == [("green", "healthy")]


def test_runs_that_run_out_of_time_or_take_for_ever() -> None:
    runs = every(HOUR, 30)
    runs[:2] = every(HOUR, 2, finish_reason="closespider_timeout")
    assert told(health(runs, planned())) == [("yellow", "slow")]
    longer = [*every(HOUR, 3, seconds=1500), *every(HOUR, 20, first=4 * HOUR)]
    assert told(health(longer, planned())) == [("yellow", "slow")]
    more_work = [*every(HOUR, 3, seconds=1500, requests=700), *every(HOUR, 20, first=4 * HOUR)]
    assert told(health(more_work, planned())) == [("green", "healthy")]


def test_work_that_is_left_over_run_after_run() -> None:
    left = [run(HOUR * (one + 1), 1, over_budget=300 - one) for one in range(3)]
    found = health([*left, *every(HOUR, 20, first=4 * HOUR)], planned())
    assert told(found) == [("yellow", "slow")]
    assert found.findings[0].reason == "300 links left for want of time or budget, run after run (3 of them)"
    first_load = [run(HOUR * (one + 1), 1, over_budget=200 + 300 * one) for one in range(3)]
    assert told(health([*first_load, *every(HOUR, 20, first=4 * HOUR)], planned())) == [("green", "healthy")]


def test_a_feed_that_turned_over_between_two_runs() -> None:
    gap = (
        "https://x.example/rss: none of its 20 entries was met before, so that others may have come and gone since "
        "2026-03-05 06:00 UTC: crawl more often, or add a sitemap"
    )
    runs = every(HOUR, 30)
    runs[1] = run(HOUR, 20, warnings=(gap,))
    assert told(health(runs, planned())) == [("yellow", "gaps")]


# --- on time ---


def test_a_run_that_should_have_begun_long_ago() -> None:
    late = planned(due_at=NOW - 5 * HOUR, newest_at=NOW - 5 * HOUR)
    runs = every(HOUR, 20, first=6 * HOUR)
    nobody = health(runs, late, scheduled_at=NOW - 6 * HOUR)
    assert told(nobody)[0] == ("red", "overdue")
    assert nobody.findings[0].reason == (
        "its run was due 5 h ago (07:00 UTC); no schedule has begun a run of any outlet for 6 h: it does not run"
    )
    assert nobody.findings[0].command == "newscrawler schedule"
    others = health(runs, late, scheduled_at=NOW - MINUTE)
    assert (told(others)[0], others.findings[0].command) == (("red", "overdue"), "newscrawler schedule --show")


def test_who_crawls_by_hand_is_not_late() -> None:
    late = planned(due_at=NOW - 30 * HOUR, newest_at=NOW - 30 * HOUR)
    runs = every(HOUR, 20, first=31 * HOUR, scheduled=0)
    assert told(health(runs, late, scheduled_at=None)) == [("green", "healthy")]
    assert told(health(runs, late, scheduled_at=NOW - MINUTE)) == [("green", "healthy")]


def test_a_timer_that_starts_the_schedule_once_a_day_is_not_late_between() -> None:
    late = planned(due_at=NOW - 20 * HOUR, newest_at=NOW - 22 * HOUR)
    assert told(health(every(DAY, 20, new=16, first=20 * HOUR), late, scheduled_at=NOW - 20 * HOUR)) == [
        ("green", "healthy")
    ]


def test_a_few_minutes_are_not_late() -> None:
    assert told(health(every(HOUR, 30), planned(due_at=NOW - 20 * MINUTE))) == [("green", "healthy")]


def test_runs_that_never_end() -> None:
    killed = [replace(one, finished_at=None, finish_reason=None) for one in every(HOUR, 3)]
    runs = [*killed, *every(HOUR, 20, first=4 * HOUR)]
    assert told(health(runs, planned(unended=3)))[0] == ("red", "never ends")
    assert told(health(runs[1:], planned(unended=2)))[0] == ("yellow", "never ends")
    assert told(health(runs[2:], planned(unended=1))) == [("green", "healthy")]


def test_a_host_that_asks_to_wait_and_one_failure() -> None:
    waits = planned(wait_until=NOW + HOUR)
    found = health(every(HOUR, 30), waits)
    assert (told(found), found.findings[0].reason) == (
        [("yellow", "asked to wait")],
        "a host asked to be left alone until 13:00 UTC",
    )
    assert told(health(every(HOUR, 30), planned(wait_until=NOW - HOUR))) == [("green", "healthy")]
    failed = planned(failures=1, failure="no such host: www.elbkurier.example")
    runs = [shut(MINUTE), *every(HOUR, 20, first=HOUR)]
    found = health(runs, failed)
    assert told(found) == [("yellow", "backing off")]


# --- what is no judgement ---


def test_paused_never_run_new_and_running() -> None:
    paused = health([shut(HOUR * one) for one in range(1, 9)], planned(), outlet=replace(OUTLET, enabled=False))
    assert told(paused) == [("grey", "paused")]
    assert paused.findings[0].command == "newscrawler outlets resume de_elbkurier"
    assert paused.due_at is None
    never = health([])
    assert (told(never), never.findings[0].command) == ([("grey", "never run")], "newscrawler crawl de_elbkurier")
    assert told(health([run(HOUR, 40)])) == [("grey", "new")]
    under_way = health(every(HOUR, 30), planned(), lease=HELD)
    assert (told(under_way), under_way.running) == ([("green", "running")], True)


def test_a_run_under_way_does_not_hide_what_is_wrong_and_is_not_late() -> None:
    bad = [shut(HOUR * one, "refused") for one in (1, 2, 3)]
    assert told(health([*bad, *every(HOUR, 9, first=4 * HOUR)], planned(), lease=HELD))[0] == ("red", "blocked")
    late = planned(due_at=NOW - 5 * HOUR)
    assert told(health(every(HOUR, 30), late, lease=HELD)) == [("green", "running")]


def test_a_run_that_hangs() -> None:
    hangs = replace(HELD, seconds=5 * 3600.0)
    assert told(health(every(HOUR, 30), planned(), lease=hangs)) == [("yellow", "slow")]


def test_the_gravest_finding_gives_the_word_and_all_are_told() -> None:
    bad = [shut(HOUR * one, "refused") for one in (1, 2, 3)]
    found = health([*bad, *every(HOUR, 9, first=4 * HOUR)], planned(wait_until=NOW + HOUR))
    assert told(found) == [("red", "blocked"), ("yellow", "asked to wait")]


def test_back_fills_and_retries_are_not_judged() -> None:
    others = [replace(shut(MINUTE * one), kind="backfill") for one in range(1, 9)]
    assert told(health([*others, *every(HOUR, 30)], planned())) == [("green", "healthy")]
