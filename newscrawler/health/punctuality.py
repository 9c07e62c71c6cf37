"""Are its runs on time, and do they come to an end."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Colour, Finding, HealthWord
from newscrawler.health.wording import clock, counted, span

GRACE = timedelta(hours=1)  # after its time, whatever its plan is
TIMES = 1.5  # the time that usually lies between two of its runs: a timer may start the schedule but once a day
UNENDED = 3  # runs in a row that were killed


def punctuality_findings(evidence: Evidence) -> Iterator[Finding]:
    """Runs that are late, that wait, that never end."""
    yield from _unended(evidence)
    if evidence.lease is None:
        yield from _overdue(evidence)
    yield from _waits(evidence)


def _unended(evidence: Evidence) -> Iterator[Finding]:
    running = evidence.lease.run if evidence.lease else None
    killed = 0
    for run in evidence.crawls:
        if run.id != running:
            if run.finished_at is not None:
                break
            killed += 1
    killed = max(killed, (evidence.schedule.unended if evidence.schedule else 0) - bool(running))
    if killed > 1:
        reason = f"its last {killed} runs never came to an end: their processes were killed (memory?)"
        colour: Colour = "red" if killed >= UNENDED else "yellow"
        yield Finding(HealthWord.NEVER_ENDS, colour, reason, f"newscrawler runs --outlet {evidence.outlet.id}")


def _overdue(evidence: Evidence) -> Iterator[Finding]:
    """A run that should have begun; only where a schedule is used at all."""
    schedule, now = evidence.schedule, evidence.now
    if schedule is None or schedule.due_at is None or evidence.scheduled_at is None:
        return
    if evidence.crawls and not any(run.counts.get("scheduled") for run in evidence.crawls):
        return  # somebody crawls it by hand, beside a schedule for others
    late = now - schedule.due_at
    if late <= GRACE or late <= TIMES * _usual_interval(evidence):
        return
    due = f"its run was due {span(late)} ago ({clock(schedule.due_at, now)})"
    if evidence.scheduled_at < schedule.due_at:
        idle = span(now - evidence.scheduled_at)
        reason = f"{due}; no schedule has begun a run of any outlet for {idle}: it does not run"
        yield Finding(HealthWord.OVERDUE, "red", reason, "newscrawler schedule")
    else:
        reason = f"{due}; a schedule begins runs of other outlets, the last {span(now - evidence.scheduled_at)} ago"
        yield Finding(HealthWord.OVERDUE, "red", reason, "newscrawler schedule --show")


def _usual_interval(evidence: Evidence) -> timedelta:
    began = [run.started_at for run in evidence.crawls]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(began)]
    return timedelta(seconds=median(gaps)) if gaps else timedelta(0)


def _waits(evidence: Evidence) -> Iterator[Finding]:
    schedule, now = evidence.schedule, evidence.now
    if schedule is None:
        return
    if schedule.wait_until is not None and schedule.wait_until > now:
        reason = f"a host asked to be left alone until {clock(schedule.wait_until, now)}"
        yield Finding(HealthWord.ASKED_TO_WAIT, "yellow", reason, f"newscrawler runs --outlet {evidence.outlet.id}")
    if schedule.failures and schedule.failure:
        again = f", next try {clock(schedule.due_at, now)}" if schedule.due_at and schedule.due_at > now else ""
        reason = f"{counted(schedule.failures, 'failure')} in a row ({schedule.failure}){again}"
        yield Finding(HealthWord.BACKING_OFF, "yellow", reason, f"newscrawler errors --outlet {evidence.outlet.id}")
