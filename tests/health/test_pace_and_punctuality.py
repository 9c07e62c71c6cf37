"""Slowness, lateness, waits; pauses, new outlets, runs under way."""

from dataclasses import replace
from datetime import timedelta

import pytest
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
    found = health(runs, planned())
    assert told(found) == [("yellow", "gaps")]
    how = 'crawl more often (every = "5m" under [schedule] in de_elbkurier.toml), or add a sitemap'
    assert found.findings[0].reason.endswith(how)
    assert found.findings[0].command == "newscrawler schedule --show de_elbkurier"


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
    late = planned(due_at=NOW - 20 * HOUR, newest_at=NOW - 20 * HOUR)
    runs = every(HOUR, 20, first=21 * HOUR, scheduled=0)
    assert told(health(runs, late, scheduled_at=None)) == [("green", "healthy")]
    assert told(health(runs, late, scheduled_at=NOW - MINUTE)) == [("green", "healthy")]


def test_a_timer_of_ones_own_that_is_dead_is_seen() -> None:
    late = planned(due_at=NOW - 5 * DAY, newest_at=NOW - 5 * DAY)
    found = health(every(15 * MINUTE, 30, first=5 * DAY, scheduled=0), late, scheduled_at=None)
    assert told(found) == [("yellow", "not crawled")]
    assert found.findings[0].reason == "its last run was 5 days ago; 15 min usually lie between two"
    assert found.findings[0].command == "newscrawler crawl de_elbkurier"


def test_who_crawls_once_a_week_or_tried_it_for_an_afternoon_is_not_missed() -> None:
    weekly = every(7 * DAY, 6, first=9 * DAY, scheduled=0)
    assert told(health(weekly, planned(due_at=NOW - 8 * DAY), scheduled_at=None)) == [("green", "healthy")]
    tried = every(5 * MINUTE, 8, first=6 * DAY, scheduled=0)
    one_day = planned(due_at=NOW - 5 * DAY, days={"2026-02-27": 30})
    assert told(health(tried, one_day, scheduled_at=None)) == [("green", "healthy")]


def test_a_schedule_that_died_is_red_though_somebody_crawled_by_hand_since() -> None:
    runs = [run(10 * DAY, 3, scheduled=0), *every(HOUR, 29, first=12 * DAY)]
    found = health(runs, planned(due_at=NOW - 9.5 * DAY), scheduled_at=NOW - 12 * DAY)
    assert told(found)[0] == ("red", "overdue")
    assert "no schedule has begun a run of any outlet for 12 days: it does not run" in found.findings[0].reason


def test_a_daily_timer_of_the_schedule_is_not_late_on_its_first_days_nor_one_that_rests_at_weekends() -> None:
    for runs_so_far in (1, 2, 3):
        runs = every(DAY, runs_so_far, new=16, first=23 * HOUR)
        late = planned(due_at=NOW - 22 * HOUR, newest_at=NOW - 23 * HOUR, days={})
        assert health(runs, late, scheduled_at=NOW - 23 * HOUR).colour in {"grey", "green"}
    dead = planned(due_at=NOW - 2 * DAY, newest_at=NOW - 2 * DAY, days={})
    assert told(health(every(DAY, 1, new=16, first=2 * DAY), dead, scheduled_at=NOW - 2 * DAY))[0] == ("red", "overdue")
    sunday = NOW + 3.8 * DAY
    weekdays = [run(back * DAY, 16) for back in range(-1, 26) if (NOW - back * DAY).weekday() < 5]
    late = planned(due_at=NOW + 1.1 * DAY, newest_at=NOW + DAY)
    assert told(health(weekdays, late, now=sunday, scheduled_at=NOW + DAY)) == [("green", "healthy")]


def test_a_timer_that_starts_the_schedule_once_a_day_is_not_late_between() -> None:
    late = planned(due_at=NOW - 20 * HOUR, newest_at=NOW - 22 * HOUR)
    assert told(health(every(DAY, 20, new=16, first=20 * HOUR), late, scheduled_at=NOW - 20 * HOUR)) == [
        ("green", "healthy")
    ]


@pytest.mark.parametrize("pause", [DAY, 7 * DAY])
def test_who_is_planned_seldom_and_runs_on_time_is_late_after_an_hour_all_the_same(pause: timedelta) -> None:
    for hours, words in ((0.5, [("green", "healthy")]), (2, [("red", "overdue")])):
        late = planned(due_at=NOW - hours * HOUR, newest_at=NOW - pause)
        runs = every(pause, 8, new=16, first=pause + hours * HOUR)
        assert told(health(runs, late, scheduled_at=NOW - pause)) == words


def test_a_few_minutes_are_not_late() -> None:
    late = planned(due_at=NOW - 20 * MINUTE)
    found = health(every(HOUR, 30), late)
    assert told(found) == [("green", "healthy")]
    assert found.findings[0].reason.endswith("; next run due since 11:40 UTC")
    assert "next run" not in health(every(HOUR, 30, scheduled=0), late).findings[0].reason


def test_runs_that_never_end() -> None:
    killed = [replace(one, finished_at=None, finish_reason=None) for one in every(HOUR, 3)]
    runs = [*killed, *every(HOUR, 20, first=4 * HOUR)]
    assert told(health(runs, planned(unended=3)))[0] == ("red", "never ends")
    assert told(health(runs[1:], planned(unended=2)))[0] == ("yellow", "never ends")
    assert told(health(runs[2:], planned(unended=1))) == [("green", "healthy")]


def test_runs_that_do_not_begin_are_red_and_the_next_command_shows_why() -> None:
    """Their code cannot be imported: they leave no record, only a plan."""
    broken = planned(run="without a record", failures=3, failure="the crawl could not begin", began_at=NOW - MINUTE)
    for runs in ([], every(HOUR, 20, first=3 * DAY)):
        found = health(runs, broken)
        assert told(found) == [("red", "code broke")]
        assert found.findings[0].reason == (
            "its runs do not begin: 3 failures in a row (the crawl could not begin), next try 12:10 UTC"
        )
        assert found.findings[0].command == "newscrawler preview de_elbkurier --debug"
    once = health(every(HOUR, 20, first=HOUR), replace(broken, failures=1))
    assert told(once) == [("yellow", "backing off")]
    assert once.findings[0].command == "newscrawler preview de_elbkurier --debug"


def test_a_run_that_told_its_plan_how_it_broke_was_not_killed() -> None:
    broken = [replace(one, finished_at=None, finish_reason=None) for one in every(HOUR, 3)]
    plan = planned(run=broken[0].id, failures=3, failure="KeyError: 'x'")
    found = health([*broken, *every(HOUR, 20, first=4 * HOUR)], plan)
    assert told(found) == [("red", "code broke")]


def test_a_next_run_that_is_past_is_told_too() -> None:
    failed = planned(failures=1, failure="HTTP 503", due_at=NOW - 5 * MINUTE)
    found = health([shut(MINUTE), *every(HOUR, 20, first=HOUR)], failed)
    assert found.findings[0].reason.endswith(", next try due since 11:55 UTC")


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
