"""When an outlet is crawled next: decided from its rules, what is known of it, and the time; touches nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from newscrawler.durations import duration_in_words, duration_of
from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.adaptive import PATIENCE_SECONDS, next_wait
from newscrawler.scheduling.cron import next_moment
from newscrawler.scheduling.quiet_hours import end_of_quiet
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.run_memory import schedule_with, waits_until, with_run
from newscrawler.scheduling.served import owed_after, still_served
from newscrawler.scheduling.slots import first_slot, share_of

FIRST_SPREAD_SECONDS = 600.0  # over which first runs of outlets with an interval are spread, where it is longer
LONGEST_BACK_OFF_SECONDS = 86_400.0
MOST_DOUBLINGS = 20  # a second has become a day long before
MANY_UNENDED = 3  # from so many runs in a row that were killed on, their outlet may be what kills
# By so much a plan may be from the future: it may have been written after the time was read. No run is late by more.
CLOCK_TOLERANCE = timedelta(seconds=30)
_MOMENT = timedelta(milliseconds=1)  # a database keeps no less


class _Plan(NamedTuple):
    at: datetime
    reason: str


class _Pace(NamedTuple):
    at: datetime
    seconds: float  # the pause that is doubled after failures
    reason: str


def needs_planning(rules: RunRules, schedule: OutletSchedule, now: datetime) -> bool:
    """Whether there is no plan, or one of other rules, of a clock that was set back since, or from before runs that
    never ended were too many.
    """  # noqa: D205 - one sentence that needs two lines
    if schedule.due_at is None or schedule.planned_at is None or schedule.rules != rules.words:
        return True
    return _is_from_the_future(schedule, now) or _ended_too_rarely_since(schedule, now)


def planned_anew(rules: RunRules, schedule: OutletSchedule, now: datetime, chance: float) -> OutletSchedule:
    """The plan of an outlet that has none that holds: see ``needs_planning``. A run that is due stays due.

    Args:
        rules: of the outlet's file.
        schedule: what is known; of an outlet that was never planned its id.
        now: by the database server's clock.
        chance: from 0 to 1, uniform; for the jitter.
    """
    set_back = _is_from_the_future(schedule, now)
    known = _by_the_clock_set_back(schedule, now) if set_back else schedule
    served = still_served(rules, schedule, now)._asdict()
    known = replace(known, **served, wait_until=waits_until((known.wait_until,), now))
    plan = _first_run(rules, known, now) if known.began_at is None else _next_run(rules, known, now, chance)
    if set_back:
        plan = _Plan(plan.at, f"{plan.reason}; the database's clock was set back")
    elif known.due_at is not None and known.due_at <= now:
        plan = _Plan(now, plan.reason)
    plan = _put_off(rules, known, plan, now)
    return replace(
        schedule,
        due_at=plan.at,
        reason=plan.reason,
        planned_at=now,
        rules=rules.words,
        **served,
        wait_until=known.wait_until,
    )


def planned_after(
    rules: RunRules, schedule: OutletSchedule, end: RunEnd, now: datetime, chance: float
) -> OutletSchedule:
    """The plan after a run that came to its end.

    Args:
        rules: of the outlet's file.
        schedule: what was known when the run began. Where nobody has weighed the outlets (``adaptive.patience_for``)
            it has no ``patience_seconds``: then ``PATIENCE_SECONDS`` stand for it, and how many runs come of that is
            up to how much the outlets publish.
        end: of the run.
        now: by the database server's clock.
        chance: from 0 to 1, uniform; for the jitter.
    """
    known = with_run(rules, schedule, end)
    plan = _put_off(rules, known, _next_run(rules, known, now, chance, end.fresh_seconds), now)
    return schedule_with(known, due_at=plan.at, reason=plan.reason, planned_at=now, rules=rules.words)


def _first_run(rules: RunRules, known: OutletSchedule, now: datetime) -> _Plan:
    if rules.every_seconds is not None:
        spread = min(rules.every_seconds, FIRST_SPREAD_SECONDS) * share_of(known.outlet)
        return _Plan(now + timedelta(seconds=spread), f"{rules.kind}: first run")
    if rules.cron is not None:
        return _Plan(max(owed_after(rules, known, known.slot or now), now), rules.kind)
    return _Plan(now, "first run")


def _next_run(
    rules: RunRules, known: OutletSchedule, now: datetime, chance: float, fresh_seconds: float = 0.0
) -> _Plan:
    """From the run that ended last, later where it failed; now, where that moment has passed."""
    began_at, ended_at = (min(moment or now, now) for moment in (known.began_at, known.ended_at))
    if rules.cron is not None:
        pace = _pace_of_cron(rules, known, began_at)
    elif rules.every_seconds is not None:
        # A run that began late, or by hand, is also that of a slot which comes within half an interval.
        at = first_slot(rules, known.outlet, began_at + timedelta(seconds=rules.every_seconds / 2))
        pace = _Pace(at, rules.every_seconds, rules.kind)
    else:
        pace = _pace_of_its_rate(rules, known, began_at, ended_at, chance, fresh_seconds)
    if known.failures:
        pace = _slower(rules, known, pace)
    return _Plan(max(pace.at, now), pace.reason)


def _pace_of_cron(rules: RunRules, known: OutletSchedule, began_at: datetime) -> _Pace:
    at = owed_after(rules, known, began_at)
    following = next_moment(rules.cron or "", rules.timezone, at)
    return _Pace(at, (following - at).total_seconds(), rules.kind)


def _pace_of_its_rate(
    rules: RunRules, known: OutletSchedule, began_at: datetime, ended_at: datetime, chance: float, fresh_seconds: float
) -> _Pace:
    patience = known.patience_seconds or PATIENCE_SECONDS
    pause, reason = next_wait(known.profile, rules, began_at, chance, patience)
    lasted_seconds = (ended_at - began_at).total_seconds()
    fresh = min(lasted_seconds + min(fresh_seconds, rules.longest_pause_seconds), rules.max_seconds)
    if fresh_seconds and fresh > pause:
        pause = fresh
        reason = f"its listings say that they stay as they are for another {duration_in_words(fresh_seconds)}"
        if fresh_seconds > rules.longest_pause_seconds:
            reason += f", and its max is {duration_of(rules.max_seconds)}"
    rested_at = ended_at + timedelta(seconds=rules.min_seconds)  # where runs last as long as their pauses
    return _Pace(max(began_at + timedelta(seconds=pause), rested_at), pause, reason)


def _slower(rules: RunRules, known: OutletSchedule, pace: _Pace) -> _Pace:
    """A pause that doubles with every failure in a row, up to a day; where it is longer anyway, it stays."""
    pause = max(pace.seconds, min(pace.seconds * 2 ** min(known.failures, MOST_DOUBLINGS), LONGEST_BACK_OFF_SECONDS))
    at = pace.at + timedelta(seconds=pause - pace.seconds)
    at = first_slot(rules, known.outlet, at) if rules.cron is None else owed_after(rules, known, at - _MOMENT)
    failures = "1 failure" if known.failures == 1 else f"{known.failures} failures in a row"
    return _Pace(at, pause, f"{failures}, a pause of {duration_in_words(pause)}: {known.failure}")


def _put_off(rules: RunRules, known: OutletSchedule, plan: _Plan, now: datetime) -> _Plan:
    """The plan, later where runs of the outlet are killed, where a host asked to be left alone, and in quiet hours."""
    at, reason = plan
    if known.unended >= MANY_UNENDED and known.taken_at is not None:
        doublings = min(known.unended - MANY_UNENDED + 1, MOST_DOUBLINGS)
        pause = min((rules.every_seconds or rules.min_seconds) * 2**doublings, LONGEST_BACK_OFF_SECONDS)
        ends_at = min(known.taken_at, now) + timedelta(seconds=pause)
        if ends_at > at:
            at = ends_at
            runs = f"{known.unended} runs in a row never came to their end (killed?)"
            reason = f"{runs}, a pause of {duration_in_words(pause)}"
    if known.wait_until is not None and known.wait_until > at:
        at = known.wait_until
        reason = "a host of it asked to be left alone until then (Retry-After)"
    if rules.quiet and (ends_at := end_of_quiet(rules.quiet, rules.timezone, at)) > at:
        at = ends_at
        reason += f"; quiet until then ({rules.quiet}, {rules.timezone})"
    return _Plan(at, reason)


def _is_from_the_future(schedule: OutletSchedule, now: datetime) -> bool:
    return schedule.planned_at is not None and schedule.planned_at > now + CLOCK_TOLERANCE


def _ended_too_rarely_since(schedule: OutletSchedule, now: datetime) -> bool:
    if schedule.unended < MANY_UNENDED or schedule.taken_at is None or schedule.planned_at is None:
        return False
    return schedule.planned_at < schedule.taken_at <= now  # later than now: the clock was set back, that is planned


def _by_the_clock_set_back(schedule: OutletSchedule, now: datetime) -> OutletSchedule:
    """The schedule as if it had been planned now: how long ago it was is not known, how its moments lie apart is."""
    ahead = (schedule.planned_at or now) - now
    return replace(
        schedule,
        began_at=schedule.began_at and schedule.began_at - ahead,
        ended_at=schedule.ended_at and schedule.ended_at - ahead,
        taken_at=schedule.taken_at and schedule.taken_at - ahead,
        wait_until=schedule.wait_until and schedule.wait_until - ahead,
    )
