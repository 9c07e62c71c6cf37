"""What a run that came to its end adds to what is known of its outlet."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from newscrawler.model.light_replace import light_replace
from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.profile import learned
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.served import served_with

REMEMBERED_DAYS = 28
LONGEST_WAIT = timedelta(days=1)  # for so long a host that asks to be left alone is

schedule_with = light_replace(OutletSchedule)


def with_run(rules: RunRules, schedule: OutletSchedule, end: RunEnd) -> OutletSchedule:
    """The outlet's schedule with the run in it; when the next one is due is not decided yet."""
    known = schedule_with(
        schedule,
        **served_with(rules, schedule, end.began_at)._asdict(),
        run=end.run,
        began_at=end.began_at,
        ended_at=end.ended_at,
        failure=end.failure,
        failures=schedule.failures + 1 if end.failure else 0,
        unended=0,
        wait_until=waits_until((schedule.wait_until, end.wait_until), end.ended_at),
    )
    if end.failure:
        return known
    before = schedule.profile
    profile = learned(before, end.published, end.untimed, before.at, end.began_at, rules.timezone)
    return schedule_with(
        known,
        newest_at=_newest_at(schedule, end),
        days=_days(schedule.days, end),
        profile=profile,
        fresh_seconds=end.fresh_seconds,
    )


def waits_until(asked: Iterable[datetime | None], now: datetime) -> datetime | None:
    """Until when hosts are left alone that asked for it; None: none did, or these moments have passed."""
    return max((min(moment, now + LONGEST_WAIT) for moment in asked if moment and moment > now), default=None)


def _newest_at(schedule: OutletSchedule, end: RunEnd) -> datetime | None:
    """The newest publication that is not to come: outlets date articles ahead, and clocks are wrong."""
    known = (*end.published, *([schedule.newest_at] if schedule.newest_at else []))
    return max((moment for moment in known if moment <= end.ended_at), default=None)


def _days(days: dict[str, int], end: RunEnd) -> dict[str, int]:
    today, tomorrow = (f"{end.began_at + ahead:%Y-%m-%d}" for ahead in (timedelta(), timedelta(days=1)))
    if not end.new and today in days:
        return days
    counted = {**days, today: days.get(today, 0) + end.new}
    kept = sorted(day for day in counted if day <= tomorrow)[-REMEMBERED_DAYS:]
    return {day: counted[day] for day in kept}
