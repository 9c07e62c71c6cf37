"""Are its runs on time, do they begin, and do they come to an end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Colour, Finding, HealthWord
from newscrawler.health.wording import clock, counted, due_words, span
from newscrawler.model.outlet_schedule import OutletSchedule

GRACE = timedelta(hours=1)  # after its time, whatever its plan is
TIMES = 1.5  # by so much later than it usually is: a timer may start the schedule but once a day
FEWEST_GAPS = 3  # between its runs, before these tell what is usual
A_DAY_AND_MORE = timedelta(hours=26)  # the grace until then: for a timer once a day
UNUSUAL = 3.0  # times what usually lies between two of its runs, of one that no schedule runs; never under a day
FEWEST_DAYS = 3  # on which it was crawled: who tried it for an afternoon does not miss it
_LONG_GAPS = 0.9  # of its gaps are no longer: weekends of a timer that rests then are usual, one outage is not
UNENDED = 3  # runs in a row that were killed
UNBEGUN = 3  # runs in a row that could not begin


def punctuality_findings(evidence: Evidence) -> Iterator[Finding]:
    """Runs that are late, that wait, that never begin or end."""
    yield from _unended(evidence)
    if evidence.lease is None:
        late = _overdue(evidence) or _not_crawled(evidence)
        if late is not None:
            yield late
    if evidence.schedule is not None:
        yield from _waits(evidence, evidence.schedule)


def _unended(evidence: Evidence) -> Iterator[Finding]:
    running = evidence.lease.run if evidence.lease else None
    broken = evidence.schedule.run if evidence.schedule else None  # it told its end to the plan, if to nobody else
    killed = 0
    for run in evidence.crawls:
        if run.id != running:
            if run.finished_at is not None or run.id == broken:
                break
            killed += 1
    killed = max(killed, (evidence.schedule.unended if evidence.schedule else 0) - bool(running))
    if killed > 1:
        reason = f"its last {killed} runs never came to an end: their processes were killed (memory?)"
        colour: Colour = "red" if killed >= UNENDED else "yellow"
        yield Finding(HealthWord.NEVER_ENDS, colour, reason, f"newscrawler runs --outlet {evidence.outlet.id}")


def _overdue(evidence: Evidence) -> Finding | None:
    """A run that should have begun; only where a schedule is used at all."""
    schedule, now = evidence.schedule, evidence.now
    if schedule is None or schedule.due_at is None or evidence.scheduled_at is None:
        return None
    if evidence.crawls and not any(run.counts.get("scheduled") for run in evidence.crawls):
        return None  # somebody crawls it by hand, beside a schedule for others
    late = now - schedule.due_at
    if late <= _patience(evidence, schedule.due_at):
        return None
    due = f"its run was due {span(late)} ago ({clock(schedule.due_at, now)})"
    idle = span(now - evidence.scheduled_at)
    if evidence.scheduled_at < schedule.due_at:
        reason = f"{due}; no schedule has begun a run of any outlet for {idle}: it does not run"
        return Finding(HealthWord.OVERDUE, "red", reason, "newscrawler schedule")
    reason = f"{due}; a schedule begins runs of other outlets, the last {idle} ago"
    return Finding(HealthWord.OVERDUE, "red", reason, "newscrawler schedule --show")


def _patience(evidence: Evidence, due_at: datetime) -> timedelta:
    """By so much a run may be late: the longer its gaps usually are beside the one that was planned, the more."""
    gaps = _gaps(evidence)
    if len(gaps) < FEWEST_GAPS:
        return A_DAY_AND_MORE
    planned = due_at - evidence.crawls[0].started_at
    return max(GRACE, TIMES * (_long_gap(gaps) - planned))


def _gaps(evidence: Evidence) -> list[timedelta]:
    """The times between the beginnings of its runs, the shortest first."""
    return sorted(later - earlier for later, earlier in pairwise(run.started_at for run in evidence.crawls))


def _usual_gap(gaps: list[timedelta]) -> timedelta:
    return timedelta(seconds=median(gap.total_seconds() for gap in gaps))


def _long_gap(gaps: list[timedelta]) -> timedelta:
    return gaps[int(_LONG_GAPS * (len(gaps) - 1))]


def _not_crawled(evidence: Evidence) -> Finding | None:
    """It was crawled again and again, by hand or by a timer of somebody's own, and is not any more."""
    gaps, days = _gaps(evidence), evidence.schedule.days if evidence.schedule else {}
    if len(gaps) < FEWEST_GAPS:
        return None
    first, last = evidence.crawls[-1].started_at, evidence.crawls[0].started_at
    if len(days) < FEWEST_DAYS and last - first < timedelta(days=FEWEST_DAYS - 1):
        return None
    if evidence.schedule is not None and evidence.schedule.began_at is not None:
        last = max(last, evidence.schedule.began_at)  # of a run that left no more than its plan
    usual, ago = _usual_gap(gaps), evidence.now - last
    if ago <= max(UNUSUAL * usual, TIMES * _long_gap(gaps), A_DAY_AND_MORE):
        return None
    reason = f"its last run was {span(ago)} ago; {span(usual)} usually lie between two"
    command = f"newscrawler crawl {evidence.outlet.id}"
    return Finding(HealthWord.NOT_CRAWLED, "yellow", reason, command)


def _waits(evidence: Evidence, schedule: OutletSchedule) -> Iterator[Finding]:
    now, outlet = evidence.now, evidence.outlet.id
    if schedule.wait_until is not None and schedule.wait_until > now:
        reason = f"a host asked to be left alone until {clock(schedule.wait_until, now)}"
        yield Finding(HealthWord.ASKED_TO_WAIT, "yellow", reason, f"newscrawler runs --outlet {outlet}")
    if not schedule.failures or not schedule.failure:
        return
    again = f", next try {due_words(schedule.due_at, now)}" if schedule.due_at else ""
    reason = f"{counted(schedule.failures, 'failure')} in a row ({schedule.failure}){again}"
    has_begun = any(run.id == schedule.run and run.finished_at is not None for run in evidence.crawls)
    command = f"newscrawler errors --outlet {outlet}" if has_begun else f"newscrawler preview {outlet} --debug"
    if not has_begun and schedule.failures >= UNBEGUN:
        yield Finding(HealthWord.CODE_BROKE, "red", f"its runs do not begin: {reason}", command)
    else:
        yield Finding(HealthWord.BACKING_OFF, "yellow", reason, command)
