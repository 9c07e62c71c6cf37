"""The plan of an outlet with a fixed interval, without what is learned on the way: half of the simulation's time."""

from datetime import datetime, timedelta

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.plan import planned_after
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.run_memory import schedule_with
from newscrawler.scheduling.slots import first_slot


def planned_at_its_slot(
    rules: RunRules, schedule: OutletSchedule, end: RunEnd, now: datetime, chance: float
) -> OutletSchedule:
    """When ``planned_after`` has the next run, and what it needs for that; without the outlet's profile and days."""
    if end.failure or end.wait_until or schedule.wait_until or rules.every_seconds is None:
        return planned_after(rules, schedule, end, now, chance)
    at = first_slot(rules, schedule.outlet, end.began_at + timedelta(seconds=rules.every_seconds / 2))
    return schedule_with(
        schedule,
        due_at=max(at, now),
        reason=rules.kind,
        planned_at=now,
        rules=rules.words,
        began_at=end.began_at,
        ended_at=end.ended_at,
        failure=None,
        failures=0,
        unended=0,
    )
