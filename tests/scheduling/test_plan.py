from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.plan import needs_planning, planned_after, planned_anew
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.slots import first_slot

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTERS = RunRules(every_seconds=900)
NIGHTLY = RunRules(cron="30 2 * * *")
ADAPTIVE = RunRules()


def ended(began_at: datetime = NOON, seconds: float = 5, failure: str | None = None) -> RunEnd:
    return RunEnd("0123456789ab", began_at, began_at + timedelta(seconds=seconds), failure=failure)


def after(rules: RunRules, end: RunEnd, schedule: OutletSchedule | None = None) -> OutletSchedule:
    return planned_after(rules, schedule or OutletSchedule("de_elbkurier"), end, end.ended_at, 0.5)


def anew(rules: RunRules, schedule: OutletSchedule | None = None, now: datetime = NOON) -> OutletSchedule:
    return planned_anew(rules, schedule or OutletSchedule("de_elbkurier"), now, 0.5)


def wait_of(schedule: OutletSchedule) -> timedelta:
    assert schedule.due_at is not None
    assert schedule.began_at is not None
    return schedule.due_at - schedule.began_at


def test_the_first_run_of_an_outlet() -> None:
    assert (anew(ADAPTIVE).due_at, anew(ADAPTIVE).reason) == (NOON, "first run")
    assert anew(NIGHTLY).due_at == datetime(2026, 6, 11, 2, 30, tzinfo=UTC)
    spread = [planned_anew(QUARTERS, OutletSchedule(f"xx_{number}"), NOON, 0.5).due_at for number in range(200)]
    minutes = [int((due_at - NOON) / MINUTE) for due_at in spread if due_at]
    assert set(minutes) == set(range(10))
    assert max(map(minutes.count, range(10))) < 40


def test_an_interval_keeps_its_phase() -> None:
    due_at = first_slot(QUARTERS, "de_elbkurier", NOON)
    for late in (timedelta(), MINUTE, 7 * MINUTE):
        schedule = after(QUARTERS, ended(due_at + late))
        assert schedule.due_at == due_at + 15 * MINUTE
        assert schedule.reason == "every 15m"


def test_slots_that_were_missed_are_one_late_run() -> None:
    slot = first_slot(QUARTERS, "de_elbkurier", NOON)
    schedule = after(QUARTERS, ended(slot + 9 * DAY + 2 * MINUTE), after(QUARTERS, ended(slot)))
    assert schedule.due_at == slot + 9 * DAY + 15 * MINUTE


def test_a_run_by_hand_takes_the_place_of_a_slot_that_is_near() -> None:
    slot = first_slot(QUARTERS, "de_elbkurier", NOON)
    assert after(QUARTERS, ended(slot + 3 * MINUTE)).due_at == slot + 15 * MINUTE
    assert after(QUARTERS, ended(slot + 12 * MINUTE)).due_at == slot + 30 * MINUTE


@pytest.mark.parametrize("rules", [QUARTERS, RunRules(cron="*/15 * * * *")])
def test_a_run_that_takes_longer_than_its_interval_is_followed_at_once(rules: RunRules) -> None:
    end = ended(seconds=3600)
    assert after(rules, end).due_at == end.ended_at


def test_an_adaptive_run_that_takes_long_is_followed_by_a_rest() -> None:
    end = ended(seconds=10 * 3600)
    assert after(ADAPTIVE, end).due_at == end.ended_at + 2 * MINUTE


def test_a_moment_of_cron_that_was_missed_is_one_late_run() -> None:
    late = ended(datetime(2026, 6, 12, 2, 29, tzinfo=UTC))
    schedule = after(NIGHTLY, late, after(NIGHTLY, ended(datetime(2026, 6, 9, 2, 30, tzinfo=UTC))))
    assert schedule.due_at == datetime(2026, 6, 12, 2, 30, tzinfo=UTC)
    assert schedule.reason == "cron 30 2 * * *"


def test_failures_double_the_pause_up_to_a_day_and_say_why() -> None:
    schedule, waits = OutletSchedule("de_elbkurier"), []
    for number in range(12):
        schedule = after(QUARTERS, ended(NOON + number * DAY, failure="no listing could be read: HTTP 503"), schedule)
        waits.append(wait_of(schedule))
    for wait, minutes in zip(waits, (30, 60, 120, 240, 480, 960, 1440, 1440), strict=False):
        assert abs(wait - minutes * MINUTE) < 15 * MINUTE
    assert max(waits) <= DAY + 15 * MINUTE
    assert schedule.failures == 12
    assert schedule.reason == "12 failures in a row, a pause of 24 h: no listing could be read: HTTP 503"
    schedule = after(QUARTERS, ended(NOON + 12 * DAY), schedule)
    assert (schedule.failures, schedule.failure, schedule.reason) == (0, None, "every 15m")
    assert wait_of(schedule) < 23 * MINUTE


def test_failures_leave_a_daily_cron_as_it_is_and_slow_down_a_frequent_one() -> None:
    daily, often = (
        after(rules, ended(datetime(2026, 6, 10, 2, 30, tzinfo=UTC), failure="timeout"))
        for rules in (NIGHTLY, RunRules(cron="*/10 * * * *"))
    )
    assert wait_of(daily) == DAY
    assert wait_of(often) == 20 * MINUTE
    assert often.reason == "1 failure, a pause of 20 min: timeout"


def test_a_pause_after_failures_ends_at_no_moment_that_a_clock_served_while_it_was_ahead() -> None:
    hourly = RunRules(cron="0 * * * *")
    served = OutletSchedule("de_elbkurier", slot=NOON + 10 * HOUR, failures=1)
    ahead = replace(served, leapt_from=NOON, leapt_until=NOON + 8 * HOUR)
    assert after(hourly, ended(NOON + 5 * HOUR)).due_at == NOON + 6 * HOUR
    assert after(hourly, ended(NOON + 5 * HOUR), ahead).due_at == NOON + 6 * HOUR
    failed = after(hourly, ended(NOON + 5 * HOUR, failure="timeout"), ahead)  # 4 h: at the ninth of these hours
    assert failed.due_at == NOON + 11 * HOUR


def test_an_adaptive_outlet_that_fails_is_never_given_up() -> None:
    schedule = OutletSchedule("de_elbkurier")
    waits = []
    for number in range(30):
        schedule = after(ADAPTIVE, ended(NOON + number * DAY, failure="timeout"), schedule)
        waits.append(wait_of(schedule))
    assert waits == sorted(waits)
    assert waits[-1] == DAY


def test_runs_that_are_killed_slow_down_from_the_third_on() -> None:
    schedule = after(QUARTERS, ended(NOON - HOUR))
    taken = replace(schedule, due_at=NOON, taken_at=NOON)
    for unended in (1, 2):
        assert not needs_planning(QUARTERS, replace(taken, unended=unended), NOON + MINUTE)
    third = replace(taken, unended=3)
    assert needs_planning(QUARTERS, third, NOON + MINUTE)
    planned = anew(QUARTERS, third, NOON + MINUTE)
    assert planned.due_at == NOON + 30 * MINUTE
    assert planned.reason == "3 runs in a row never came to their end (killed?), a pause of 30 min"
    for minutes in (2, 29, 30, 31):  # one who planned has planned
        assert not needs_planning(QUARTERS, planned, NOON + minutes * MINUTE)
    assert anew(QUARTERS, replace(third, unended=99), NOON + MINUTE).due_at == NOON + DAY
    assert after(QUARTERS, ended(NOON + HOUR), replace(planned, unended=4)).unended == 0


def test_what_a_host_asks_for_is_obeyed_for_a_day_at_most() -> None:
    for rules in (QUARTERS, NIGHTLY, ADAPTIVE):
        waiting = replace(ended(), wait_until=NOON + 20 * HOUR)
        schedule = after(rules, waiting)
        assert schedule.due_at == NOON + 20 * HOUR
        assert schedule.reason == "a host of it asked to be left alone until then (Retry-After)"
        # a run by hand meanwhile does not forget it
        assert after(rules, ended(NOON + HOUR), schedule).due_at >= NOON + 20 * HOUR  # type: ignore[operator]
        far = after(rules, replace(ended(), wait_until=NOON + 9 * DAY))
        assert far.wait_until == ended().ended_at + DAY


def test_listings_that_stay_as_they_are_hold_the_adaptive_plan_back_up_to_max() -> None:
    busy = replace(ended(), new=400, published=tuple(NOON - number * MINUTE for number in range(400)))
    assert wait_of(after(ADAPTIVE, busy)) < HOUR
    held_back = after(ADAPTIVE, replace(busy, fresh_seconds=7200))
    assert wait_of(held_back) == 2 * HOUR + timedelta(seconds=5)  # counted from the run's end
    assert held_back.reason == "its listings say that they stay as they are for another 2 h"
    for_long = after(ADAPTIVE, replace(busy, fresh_seconds=864_000))
    assert 5.8 * HOUR < wait_of(for_long) < 6 * HOUR
    assert for_long.reason == "its listings say that they stay as they are for another 10 days, and its max is 6h"
    assert wait_of(after(QUARTERS, replace(busy, fresh_seconds=7200))) < HOUR


def test_quiet_hours_move_a_run_to_their_end_once() -> None:
    rules = RunRules("Europe/Berlin", cron="*/30 * * * *", quiet="23:00-06:00")
    evening = after(rules, ended(datetime(2026, 6, 10, 20, 30, tzinfo=UTC)))  # 22:30 in Berlin
    morning = datetime(2026, 6, 11, 4, tzinfo=UTC)
    assert evening.due_at == morning
    assert evening.reason == "cron */30 * * * *; quiet until then (23:00-06:00, Europe/Berlin)"
    assert after(rules, ended(morning), evening).due_at == morning + 30 * MINUTE
    assert anew(RunRules("Europe/Berlin", quiet="13:00-15:00")).due_at == NOON + HOUR  # 14:00 there, a first run


def test_a_plan_holds_until_the_rules_change() -> None:
    schedule = after(QUARTERS, ended())
    assert not needs_planning(QUARTERS, schedule, NOON + MINUTE)
    assert not needs_planning(QUARTERS, schedule, NOON + 9 * DAY)
    assert needs_planning(RunRules(every_seconds=600), schedule, NOON + MINUTE)
    assert needs_planning(QUARTERS, OutletSchedule("de_elbkurier"), NOON)
    assert anew(NIGHTLY, schedule, NOON + MINUTE).due_at == datetime(2026, 6, 11, 2, 30, tzinfo=UTC)


def test_another_crontab_line_owes_nothing_of_the_past_and_the_same_one_everything() -> None:
    at_six = after(RunRules(cron="0 6 * * *"), ended(datetime(2026, 6, 10, 6, tzinfo=UTC)))
    assert anew(RunRules(cron="0 9 * * *"), at_six).due_at == datetime(2026, 6, 11, 9, tzinfo=UTC)
    quiet = RunRules(cron="30 2 * * *", quiet="23:00-06:00")
    moved = after(quiet, ended(datetime(2026, 6, 9, 6, tzinfo=UTC)))
    assert moved.due_at == datetime(2026, 6, 10, 6, tzinfo=UTC)
    shorter = replace(quiet, quiet="23:00-05:00")
    assert anew(shorter, moved, datetime(2026, 6, 10, 4, tzinfo=UTC)).due_at == datetime(2026, 6, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize("rules", [QUARTERS, NIGHTLY, ADAPTIVE])
def test_a_run_that_is_due_stays_due_under_other_rules(rules: RunRules) -> None:
    schedule = replace(after(RunRules(every_seconds=60), ended(NOON - HOUR)), due_at=NOON - 2 * MINUTE)
    assert anew(rules, schedule).due_at == NOON


def test_what_a_run_found_is_remembered() -> None:
    end = replace(ended(), new=3, published=(NOON - HOUR, NOON - MINUTE, NOON + DAY))
    schedule = after(ADAPTIVE, end, after(ADAPTIVE, replace(ended(NOON - HOUR), new=4)))
    assert schedule.newest_at == NOON - MINUTE  # what is dated ahead is not published yet
    assert schedule.days == {"2026-06-10": 7}
    assert (schedule.run, schedule.began_at, schedule.ended_at) == (end.run, end.began_at, end.ended_at)
    failed = after(ADAPTIVE, ended(NOON + DAY, failure="timeout"), schedule)
    assert (failed.newest_at, failed.days, failed.profile) == (schedule.newest_at, schedule.days, schedule.profile)


def test_the_last_four_weeks_are_remembered_also_past_a_clock_that_was_wrong() -> None:
    schedule = OutletSchedule("de_elbkurier")
    for number in range(40):
        schedule = after(ADAPTIVE, replace(ended(NOON + number * DAY), new=number), schedule)
    assert list(schedule.days.values()) == list(range(12, 40))
    wrong = after(ADAPTIVE, replace(ended(NOON + 3650 * DAY), new=1), schedule)
    right = after(ADAPTIVE, replace(ended(NOON + 40 * DAY), new=40), wrong)
    assert list(right.days.values()) == list(range(13, 41))
