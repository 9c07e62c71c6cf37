"""Silence, too few, too many; and quiet days that are none of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from outlet_past import DAY, HOUR, NOW, OUTLET, after_silence, days, every, health, planned, profile, run, told

from newscrawler.health.finding import Health
from newscrawler.model.run import Run

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
    found = silent_for(3 * DAY, profile=BY_DAY, days=days(lambda at: 0 if at > NOW - 3 * DAY else 32))
    assert told(found)[0] == ("red", "silent")
    assert found.findings[0].reason == (
        "no new article for 3 days, though its listings answer; 96 were to be expected (32 a day)"
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


def test_a_busy_outlet_need_not_be_silent_for_a_day() -> None:
    busy = profile(lambda *_: 40.0)
    assert told(silent_for(4 * HOUR, profile=busy, days=days(lambda _: 900)))[0] == ("red", "silent")
    runs = [*quiet(HOUR / 12, HOUR / 60), *every(HOUR, 20, new=40, first=HOUR / 6)]
    assert told(health(runs, planned(profile=busy, newest_at=NOW - HOUR / 12))) == [("green", "healthy")]


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
    """Crawled by hand, last a week ago: then all was well."""
    runs = every(DAY, 10, new=30, first=7 * DAY, scheduled=0)
    schedule = planned(profile=BY_DAY, newest_at=NOW - 7 * DAY, due_at=NOW - 6 * DAY)
    assert told(health(runs, schedule, scheduled_at=None)) == [("green", "healthy")]


def test_without_a_profile_its_days_tell_and_without_these_its_runs() -> None:
    past = days(lambda at: 0 if at > NOW - 3 * DAY else 32)
    bare = planned(profile=profile(lambda *_: 0.0, weeks=0), newest_at=NOW - 3 * DAY, days=past)
    runs = [*quiet(3 * DAY), *every(DAY, 8, new=32, first=3 * DAY)]
    assert told(health(runs, bare))[0] == ("red", "silent")
    assert told(health(runs, None))[0] == ("red", "silent")
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


def test_far_fewer_or_more_than_on_such_days() -> None:
    fewer = planned(days=days(lambda at: 5 if at > NOW - 3.5 * DAY else 32))
    assert told(health(every(HOUR, 30), fewer)) == [("yellow", "too few")]
    more = planned(days=days(lambda at: 200 if at > NOW - 3.5 * DAY else 32))
    assert told(health(every(HOUR, 30), more)) == [("yellow", "too many")]
    weekend = planned(days=days(lambda at: 4 if at.weekday() in (0, 1, 2) else 60, 27))  # every week so
    assert told(health(every(HOUR, 30), weekend)) == [("green", "healthy")]
