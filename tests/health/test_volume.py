"""Silence, too few, too many; and quiet days that are none of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from outlet_past import DAY, HOUR, NOW, OUTLET, after_silence, days, every, health, planned, profile, run, told

from newscrawler.health.finding import Health
from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.model.run import Run
from newscrawler.scheduling.plan import planned_after
from newscrawler.scheduling.rules import RunRules

BY_DAY = profile(lambda _, hour: 2.0 if 6 <= hour < 22 else 0.0)  # 32 a day
SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC)


def quiet(length: timedelta, step: timedelta = HOUR, now: datetime = NOW) -> list[Run]:
    """Runs since so long that found nothing, the newest just now."""
    count = int(length / step)
    return [run((NOW - now) + step * one + HOUR / 12) for one in range(count)]


def silent_for(length: timedelta, **plan: Any) -> Health:  # noqa: ANN401 - of its fields
    plan["profile"] = after_silence(plan["profile"], length)
    schedule = planned(newest_at=NOW - length, **plan)
    return health([*quiet(length), *every(HOUR, 5, first=length + HOUR)], schedule)


def test_nothing_new_for_longer_than_its_rate_makes_plausible() -> None:
    found = silent_for(5 * DAY, profile=BY_DAY, days=days(lambda at: 0 if at > NOW - 5 * DAY else 32))
    assert told(found)[0] == ("red", "silent")
    assert found.findings[0].reason == (
        "no new article for 5 days, though its listings answer; 160 were to be expected (32 a day)"
    )
    assert found.findings[0].command == "newscrawler preview de_elbkurier"


def test_a_public_holiday_is_not_red() -> None:
    """Until one in the afternoon, and the whole of the next day."""
    found = silent_for(15 * HOUR, profile=BY_DAY, days=days(lambda at: 0 if at > NOW - DAY else 32))
    assert told(found) == [("yellow", "silent")]
    late = NOW.replace(hour=21)
    schedule = planned(profile=BY_DAY, newest_at=late - 24 * HOUR, due_at=late + HOUR)
    runs = [*quiet(24 * HOUR, now=late), *every(HOUR, 5, first=NOW - late + 25 * HOUR)]
    assert told(health(runs, schedule, now=late, scheduled_at=late)) == [("yellow", "silent")]


@pytest.mark.parametrize("per_day", [10, 30, 100, 300])
@pytest.mark.parametrize("off", [1, 2, 3])
def test_holidays_are_yellow_at_most(per_day: int, off: int) -> None:
    """From six in the evening of the day before until six of the first day after."""
    usual = profile(lambda _, hour: per_day / 16 if 6 <= hour < 22 else 0.0)
    morning = NOW.replace(hour=6)
    for hours in range(2, off * 24 + 13, 5):
        now = morning - (off * 24 + 12) * HOUR + hours * HOUR
        plan = planned(profile=after_silence(usual, hours * HOUR, now), newest_at=now - hours * HOUR, due_at=now + HOUR)
        runs = [*quiet(hours * HOUR, now=now), *every(HOUR, 5, first=NOW - now + (hours + 1) * HOUR)]
        assert health(runs, plan, now=now, scheduled_at=now).colour != "red", hours


def test_the_afternoon_before_christmas_is_off_too() -> None:
    usual = profile(lambda _, hour: 2.0 if 6 <= hour < 22 else 0.0)
    length = 3 * DAY + 19 * HOUR  # from 13:00 by its clock to the fourth morning
    now = NOW.replace(hour=7)
    plan = planned(profile=after_silence(usual, length, now), newest_at=now - length, due_at=now + HOUR)
    runs = [*quiet(length, now=now), *every(HOUR, 5, first=NOW - now + length + HOUR)]
    assert told(health(runs, plan, now=now, scheduled_at=now))[0] == ("yellow", "silent")


def test_a_newsroom_that_never_rests_need_not_be_silent_for_days() -> None:
    busy = profile(lambda *_: 40.0)
    assert told(silent_for(8 * HOUR, profile=busy, days=days(lambda _: 900)))[0] == ("red", "silent")
    assert told(silent_for(4 * HOUR, profile=busy, days=days(lambda _: 900)))[0] == ("yellow", "silent")
    runs = [*quiet(HOUR / 2, HOUR / 60), *every(HOUR, 20, new=40, first=HOUR)]
    assert told(health(runs, planned(profile=busy, newest_at=NOW - HOUR / 2))) == [("green", "healthy")]


def test_the_rate_that_is_told_is_that_of_its_week_however_short_the_silence() -> None:
    found = silent_for(8 * HOUR, profile=profile(lambda *_: 100 / 24), days=days(lambda _: 100))
    assert "33 were to be expected (100 a day)" in found.findings[0].reason


def newly_added(published: Callable[[datetime], int], start: datetime, length: timedelta) -> list[tuple[str, str]]:
    """Colours and words of one that is crawled every hour since it was added, each once."""
    rules, plan, runs = RunRules(OUTLET.timezone), OutletSchedule(OUTLET.id), [run(timedelta(), 0)][:0]
    said: dict[tuple[str, str], None] = {}
    for number in range(int(length / HOUR)):
        at = start + number * HOUR
        since = range(14 * 24, 0, -1) if not number else (1,)
        moments = [
            at - back * HOUR + HOUR * (one + 0.5) / 200 for back in since for one in range(published(at - back * HOUR))
        ]
        runs.insert(0, run(NOW - at, len(moments)))
        end = RunEnd(runs[0].id, at, at, new=len(moments), published=tuple(moments))
        plan = planned_after(rules, plan, end, at, 0.5)
        said |= dict.fromkeys(told(health(runs[:30], plan, now=at + HOUR / 60, scheduled_at=at)))
    return list(said)


def test_a_weekly_paper_and_one_of_office_hours_that_are_new_are_not_silent_in_their_first_gaps() -> None:
    sunday = datetime(2026, 3, 8, tzinfo=UTC)
    weekly = newly_added(lambda at: 90 if (at.weekday(), at.hour) == (3, 6) else 0, sunday, 13 * DAY)
    office = newly_added(lambda at: 4 if at.weekday() < 5 and 8 <= at.hour < 18 else 0, sunday, 15 * DAY)
    assert weekly == office == [("grey", "new"), ("green", "healthy")]


def test_nothing_is_red_before_two_weeks_were_watched() -> None:
    sunday = datetime(2026, 3, 8, tzinfo=UTC)
    died = sunday + 3 * DAY
    published = lambda at: 4 if died - 4 * DAY < at < died else 0  # noqa: E731 - a rate
    assert ("red", "silent") not in newly_added(published, sunday, 9 * DAY)
    assert ("red", "silent") in newly_added(published, sunday, 15 * DAY)


def test_a_night_is_quiet() -> None:
    night = NOW.replace(hour=3)
    schedule = planned(profile=profile(lambda _, hour: 20.0 if 6 <= hour < 22 else 0.0), newest_at=night - 6 * HOUR)
    runs = [*quiet(6 * HOUR, now=night), *every(HOUR, 10, first=16 * HOUR)]
    assert told(health(runs, schedule, now=night)) == [("green", "healthy")]


def test_a_sunday_is_quiet_where_sundays_are() -> None:
    schedule = planned(
        profile=profile(lambda weekday, hour: 2.0 if weekday < 6 and hour > 5 else 0.0),
        newest_at=SUNDAY - 20 * HOUR,
        due_at=SUNDAY + HOUR,
        days={},
    )
    runs = [*quiet(20 * HOUR, now=SUNDAY), *every(HOUR, 5, first=(NOW - SUNDAY) + 21 * HOUR)]
    assert told(health(runs, schedule, now=SUNDAY, scheduled_at=SUNDAY)) == [("green", "healthy")]


def test_a_weekly_paper_on_a_tuesday() -> None:
    weekly = profile(lambda weekday, hour: 40.0 if (weekday, hour) == (2, 8) else 0.0)  # Wednesdays at eight
    tuesday = NOW + 5 * DAY
    schedule = planned(profile=weekly, newest_at=tuesday - 6 * DAY, due_at=tuesday + HOUR, days={})
    runs = [*quiet(6 * DAY, 6 * HOUR, now=tuesday), run(2 * DAY, 40), run(9 * DAY, 40), run(16 * DAY, 40)]
    assert told(health(runs, schedule, now=tuesday, scheduled_at=tuesday)) == [("green", "healthy")]
    fourth = tuesday + 4 * DAY  # a Saturday, and no issue came on Wednesday
    once = replace(schedule, due_at=fourth + HOUR, days=days(lambda at: 40 if at.weekday() == 2 else 0, 27))
    one_skipped = [*quiet(10 * DAY, 6 * HOUR, now=fourth), run(2 * DAY, 40), run(9 * DAY, 40)]
    assert health(one_skipped, once, now=fourth, scheduled_at=fourth).colour in {"green", "yellow"}
    later = tuesday + 9 * DAY
    skipped = [*quiet(15 * DAY, 6 * HOUR, now=later), run(2 * DAY, 40), run(9 * DAY, 40)]
    found = health(skipped, replace(schedule, due_at=later + HOUR), now=later, scheduled_at=later)
    assert told(found)[0] == ("red", "silent")  # two issues are missing


def test_who_died_long_ago_is_not_taken_for_one_that_never_published() -> None:
    for weeks in (3, 6, 10, 16):
        length = timedelta(weeks=weeks)
        schedule = planned(
            newest_at=NOW - length,
            profile=after_silence(profile(lambda _, hour: 2.0 if 6 <= hour < 22 else 0.0, weeks=2.5), length),
            days=days(lambda _: 0, 27),
        )
        assert told(health([*quiet(30 * HOUR), run(length, 4)], schedule))[0] == ("red", "silent")


def test_an_outlet_that_publishes_once_a_month() -> None:
    monthly = after_silence(profile(lambda *_: 1 / (30 * 24), weeks=2.5), 41 * DAY)
    runs = [*quiet(40 * DAY, DAY), run(41 * DAY, 1), run(72 * DAY, 1)]
    schedule = planned(profile=monthly, newest_at=NOW - 41 * DAY, days=days(lambda _: 0, 27))
    assert told(health(runs, schedule)) == [("green", "healthy")]


def test_who_is_often_quiet_for_days_is_no_longer_silent_than_that() -> None:
    """Thirty articles at once, then nothing for up to six days."""
    bursts = days(lambda at: 30 if at.toordinal() % 6 == 0 else 0, 27)
    last = max(day for day, number in bursts.items() if number)
    since = NOW - datetime.fromisoformat(last).replace(tzinfo=UTC)
    schedule = planned(profile=profile(lambda *_: 5 / 24), newest_at=NOW - since, days=bursts)
    assert told(health([*quiet(since), *every(HOUR, 5, first=since + HOUR)], schedule)) == [("green", "healthy")]


def test_it_is_not_silent_while_nobody_looks() -> None:
    """Crawled once a day by a timer, last a week ago: then all was well."""
    runs = every(DAY, 10, new=30, first=7 * DAY, scheduled=0)
    schedule = planned(profile=BY_DAY, newest_at=NOW - 7 * DAY, due_at=NOW - 6 * DAY)
    assert told(health(runs, schedule, scheduled_at=None)) == [("yellow", "not crawled")]


def test_without_a_profile_its_days_tell_and_without_these_its_runs() -> None:
    for length, colour in ((3 * DAY, "yellow"), (6 * DAY, "red")):
        past = days(lambda at, since=NOW - length: 0 if at > since else 32)  # type: ignore[misc] # its own
        bare = planned(profile=profile(lambda *_: 0.0, weeks=0), newest_at=NOW - length, days=past)
        runs = [*quiet(length), *every(DAY, 12, new=32, first=length)]
        assert told(health(runs, bare))[0] == (colour, "silent")
        assert told(health(runs, None))[0] == (colour, "silent")
    assert told(health([*quiet(6 * HOUR), *every(DAY, 8, new=32, first=7 * HOUR)], None)) == [("green", "healthy")]


def test_what_is_shut_is_not_called_silent() -> None:
    runs = [run(HOUR * one, found=0, outcomes={"listing_failed": 1}) for one in range(1, 40)]
    found = health([*runs, *every(HOUR, 5, first=40 * HOUR)], planned(profile=BY_DAY, newest_at=NOW - 2 * DAY))
    assert told(found) == [("red", "failing")]


# --- numbers ---


def test_the_bounds_of_a_file_on_articles_a_day() -> None:
    outlet = replace(OUTLET, expect={"min_articles_per_day": 20, "max_articles_per_day": 100})
    few = health(every(HOUR, 30), planned(), outlet=outlet)
    assert told(few) == [("red", "too few")]
    assert few.findings[0].reason == "16 articles a day over the last 7 days; its file expects at least 20"
    many = planned(days=days(lambda at: 350 if at == NOW else 60))
    found = health(every(HOUR, 30), many, outlet=outlet)
    assert ("red", "too many") in told(found)
    assert "350 articles today; its file expects at most 100 a day" in [one.reason for one in found.findings]


def test_a_sunday_below_the_least_is_no_breach_and_nor_is_a_first_week() -> None:
    outlet = replace(OUTLET, expect={"min_articles_per_day": 20})
    weekly = planned(days=days(lambda at: 2 if at.weekday() == 6 else 30))
    assert told(health(every(HOUR, 30), weekly, outlet=outlet)) == [("green", "healthy")]
    young = planned(days=days(lambda _: 3, 5))
    assert told(health(every(HOUR, 30), young, outlet=outlet)) == [("green", "healthy")]


def test_the_first_day_with_all_that_was_there_already_is_not_too_much() -> None:
    outlet = replace(OUTLET, expect={"max_articles_per_day": 100})
    first = NOW - 4 * DAY
    young = planned(days=days(lambda at: 900 if at <= first else 30, 4))
    assert told(health(every(HOUR, 30), young, outlet=outlet)) == [("green", "healthy")]


WEEKDAYS = days(lambda at: (60 if at.weekday() == 0 else 20) if at.weekday() < 5 else -1, 27)
OF_WEEKDAYS = {day: number for day, number in WEEKDAYS.items() if number >= 0}  # a crontab line MON-FRI, 20 a day


def bounded(past: dict[str, int], now: datetime = NOW, runs: list[Run] | None = None, **bounds: float) -> Health:
    outlet = replace(OUTLET, expect={f"{name}_articles_per_day": number for name, number in bounds.items()})
    known = {day: number for day, number in past.items() if day <= f"{now:%Y-%m-%d}"}
    plan = planned(days=known, due_at=now + HOUR, newest_at=now)
    return health(
        runs or every(DAY, 20, new=20, first=NOW - now + HOUR), plan, outlet=outlet, now=now, scheduled_at=now
    )


@pytest.mark.parametrize("back", range(7))
def test_the_bounds_of_one_that_is_crawled_on_weekdays_hold_on_each_of_them(back: int) -> None:
    now = NOW - back * DAY
    assert told(bounded(OF_WEEKDAYS, now, min=15, max=45)) == [("green", "healthy")]
    few = bounded(OF_WEEKDAYS, now, min=40)
    assert (told(few), few.findings[0].reason[:17]) == ([("red", "too few")], "20 articles a day")
    assert told(bounded(OF_WEEKDAYS, now, max=15)) == [("red", "too many")]
    assert "20 a day" in bounded(OF_WEEKDAYS, now, max=45).findings[0].reason


def test_days_on_which_nobody_was_there_are_neither_too_few_nor_too_many() -> None:
    away = {day: number for day, number in days(lambda _: 20, 27).items() if not "2026-02-27" <= day <= "2026-03-03"}
    back = away | {"2026-03-04": 100}
    assert told(bounded(back, max=45, min=15)) == [("green", "healthy")]
    little = away | {"2026-03-04": 25}  # its feed holds no more
    assert told(bounded(little, max=45, min=15)) == [("green", "healthy")]


def test_a_backlog_that_is_fetched_over_many_runs_is_not_too_much() -> None:
    behind = [run(HOUR * one, 100, over_budget=900 - 40 * one) for one in range(1, 20)]
    past = {"2026-03-03": 20, "2026-03-04": 400, "2026-03-05": 500}
    assert ("red", "too many") not in told(bounded(past, runs=behind, max=45))
    assert ("red", "too many") in told(bounded(past, runs=every(HOUR, 20), max=45))


def test_far_fewer_or_more_than_on_such_days() -> None:
    fewer = planned(days=days(lambda at: 5 if at > NOW - 3.5 * DAY else 32))
    assert told(health(every(HOUR, 30), fewer)) == [("yellow", "too few")]
    more = planned(days=days(lambda at: 200 if at > NOW - 3.5 * DAY else 32))
    assert told(health(every(HOUR, 30), more)) == [("yellow", "too many")]
    weekend = planned(days=days(lambda at: 4 if at.weekday() in (0, 1, 2) else 60, 27))  # every week so
    assert told(health(every(HOUR, 30), weekend)) == [("green", "healthy")]


def test_such_days_before_are_those_that_were_watched() -> None:
    past = days(lambda at: 5 if at > NOW - 3.5 * DAY else 32, 30)
    away = {day: number for day, number in past.items() if not "2026-02-14" < day < "2026-02-24"}
    back = away | {"2026-02-24": 3000}  # of the ten days before, too
    found = health(every(HOUR, 30), planned(days=back))
    assert [one.reason for one in found.findings] == ["15 articles in the last 3 days, 96 on such days before"]


def test_the_last_days_of_one_that_is_not_crawled_daily_are_counted_with_those_between() -> None:
    every_other = {f"{NOW - back * DAY:%Y-%m-%d}": 5 if back < 7 else 60 for back in range(1, 40, 2)}
    found = health(every(2 * DAY, 15, new=20), planned(days=every_other, due_at=NOW + DAY))
    assert "15 articles in the last 6 days, 180 on such days before" in [one.reason for one in found.findings]
