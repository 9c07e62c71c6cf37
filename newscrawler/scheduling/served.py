"""Which moments of a crontab line are served: each one once, whatever the clock does, and no longer than it must."""

from datetime import datetime, timedelta
from typing import NamedTuple

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.scheduling.cron import last_moment, next_moment
from newscrawler.scheduling.quiet_hours import end_of_quiet
from newscrawler.scheduling.rules import RunRules

WRONG_CLOCK = timedelta(days=2)  # a moment so far ahead was told by a clock that was wrong: nothing waits for it


class Served(NamedTuple):
    """The moments up to ``slot``, but for those that lie between the other two."""

    slot: datetime | None
    leapt_from: datetime | None = None
    leapt_until: datetime | None = None


def served_with(rules: RunRules, schedule: OutletSchedule, began_at: datetime) -> Served:
    """What is served when a run has begun. Of several moments that were missed it is the last one's."""
    if rules.cron is None:
        return Served(max(began_at, served_until(schedule, began_at) or began_at))
    _, leapt_from, leapt_until = known = Served(schedule.slot, schedule.leapt_from, schedule.leapt_until)
    if leapt_from and leapt_until and began_at < leapt_until:
        return known._replace(leapt_from=max(began_at, leapt_from))
    served = served_until(schedule, began_at)
    if served is None:
        return Served(began_at)
    missed = next_moment(rules.cron, rules.timezone, served)
    if served >= began_at or next_moment(rules.cron, rules.timezone, missed) > began_at:
        return known._replace(slot=max(began_at, served))
    last = last_moment(rules.cron, rules.timezone, began_at)
    if leapt_from and leapt_until and leapt_until > began_at - WRONG_CLOCK and leapt_until - leapt_from > last - served:
        return known._replace(slot=began_at)  # it leapt further before, which matters more where it is set back
    return Served(began_at, served, last)


def still_served(rules: RunRules, schedule: OutletSchedule, now: datetime) -> Served:
    """What is served where no run has begun since: those of another line than before are owed from now on."""
    served = served_until(schedule, now)
    if rules.cron is None:
        return Served(served)
    if not rules.keeps_pace_of(schedule.rules):
        return Served(max(now, served or now))
    if served is None and (schedule.leapt_until is None or schedule.leapt_until <= now):
        return Served(now)
    return Served(schedule.slot, schedule.leapt_from, schedule.leapt_until)


def owed_after(rules: RunRules, schedule: OutletSchedule, moment: datetime) -> datetime:
    """The first moment of its crontab line, later than this one, that is not served.

    Args:
        rules: with a crontab line.
        schedule: with what is served.
        moment: begin of its last run, or when the next one may begin.
    """
    cron, served = rules.cron or "", schedule.slot
    if schedule.leapt_from and schedule.leapt_until and moment < schedule.leapt_until:  # it was set back
        at = next_moment(cron, rules.timezone, max(moment, schedule.leapt_from))
        begins_at = end_of_quiet(rules.quiet, rules.timezone, at) if rules.quiet else at
        if begins_at < schedule.leapt_until:
            return at
        served = served_until(schedule, at)
    return next_moment(cron, rules.timezone, max(moment, served or moment))


def served_until(schedule: OutletSchedule, now: datetime) -> datetime | None:
    """Up to when every moment of its crontab line was served; None: none was, or a clock that was wrong says so."""
    return schedule.slot if schedule.slot is not None and schedule.slot <= now + WRONG_CLOCK else None
