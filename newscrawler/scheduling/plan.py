"""When an outlet is crawled next: decided from its rules, what is known of it, and the time; touches nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.rules import RunRules


def needs_planning(rules: RunRules, schedule: OutletSchedule, now: datetime) -> bool:
    """Whether the plan is none, was made by other rules, or by a clock that was set back since."""
    return schedule.due_at is None or schedule.rules != rules.words


def planned_anew(rules: RunRules, schedule: OutletSchedule, now: datetime, chance: float) -> OutletSchedule:
    """The plan of an outlet that has none that holds: see ``needs_planning``.

    Args:
        chance: from 0 to 1, uniform; for the jitter.
    """
    return replace(schedule, due_at=now, planned_at=now, rules=rules.words, reason="first run")


def planned_after(
    rules: RunRules, schedule: OutletSchedule, end: RunEnd, now: datetime, chance: float
) -> OutletSchedule:
    """The plan after a run that came to its end.

    Args:
        chance: from 0 to 1, uniform; for the jitter.
    """
    due_at = end.began_at + timedelta(seconds=rules.every_seconds or 900)
    return replace(
        schedule,
        due_at=max(due_at, now),
        planned_at=now,
        rules=rules.words,
        reason="every 15m",
        run=end.run,
        began_at=end.began_at,
        ended_at=end.ended_at,
        failure=end.failure,
    )
