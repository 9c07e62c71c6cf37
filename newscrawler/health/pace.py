"""How long it takes: answers, runs, work that is left over, entries that were gone before they were seen."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.wording import counted, span
from newscrawler.model.run import OUT_OF_TIME, Run

NEWEST = 3  # runs that are compared with those before
FEWEST_BEFORE = 5  # of which there must be so many
FEWEST_ANSWERS = 3  # in the newest runs
TIMES = 3.0  # as slow as before
SLOW_ANSWER_MS = 1500.0  # below it nobody waits
_TENTH_MS = 100.0
LONG_RUN = timedelta(minutes=10)
_MORE_OFTEN, _HOW = "crawl more often", 'every = "5m" under [schedule] in'
_GAP = "entries was met before, so that others may have come and gone"  # how incremental.listings tells it


def pace_findings(evidence: Evidence) -> Iterator[Finding]:
    """What takes too long."""
    runs = evidence.judged
    command = f"newscrawler runs --outlet {evidence.outlet.id}"
    for reason in (_slow_answers(runs), _out_of_time(runs), _long_runs(runs), _running_long(evidence)):
        if reason:
            yield Finding(HealthWord.SLOW, "yellow", reason, command)
            break
    yield from _left_over(evidence, runs)
    yield from _gaps(evidence)


def _slow_answers(runs: Sequence[Run]) -> str | None:
    timed = [run for run in runs if run.counts.get("answers")]
    newest, before = timed[:NEWEST], timed[NEWEST:]
    answers = sum(run.counts["answers"] for run in newest)
    if len(before) < FEWEST_BEFORE or answers < FEWEST_ANSWERS:
        return None
    each = [_answer_ms(run) for run in newest]
    now, usual = sum(run.counts.get("answer_ms", 0) for run in newest) / answers, median(map(_answer_ms, before))
    is_slow = now >= SLOW_ANSWER_MS and now >= TIMES * usual and min(each) >= SLOW_ANSWER_MS / 2
    if not is_slow:
        return None
    return (
        f"{now / 1000:.1f} s an answer over the last {counted(answers, 'answer')} in {counted(len(newest), 'run')}, "
        f"before {_seconds_in_words(usual)}"
    )


def _seconds_in_words(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= _TENTH_MS else "under 0.1 s"


def _answer_ms(run: Run) -> float:
    return run.counts.get("answer_ms", 0) / run.counts["answers"]


def _out_of_time(runs: Sequence[Run]) -> str | None:
    ended = 0
    for run in runs:
        if run.finish_reason != OUT_OF_TIME:
            break
        ended += 1
    return f"the last {ended} runs ran out of time" if ended > 1 else None


def _long_runs(runs: Sequence[Run]) -> str | None:
    newest, before = runs[:NEWEST], runs[NEWEST:]
    if len(newest) < NEWEST or len(before) < FEWEST_BEFORE:
        return None
    lengths = [_seconds(run) for run in newest]
    usual = median(map(_per_request, before))
    if min(lengths) < LONG_RUN.total_seconds() or median(map(_per_request, newest)) < TIMES * usual:
        return None
    past = timedelta(seconds=median(map(_seconds, before)))
    return f"the last {NEWEST} runs took {span(timedelta(seconds=median(lengths)))} each, before {span(past)}"


def _running_long(evidence: Evidence) -> str | None:
    """A run that is under way for far longer than any before."""
    if evidence.lease is None or len(evidence.judged) < FEWEST_BEFORE:
        return None
    seconds = evidence.lease.seconds
    longest = max(map(_seconds, evidence.judged))
    if seconds < LONG_RUN.total_seconds() or seconds < TIMES * longest:
        return None
    lasts, before = span(timedelta(seconds=seconds)), span(timedelta(seconds=longest))
    return f"a run is under way for {lasts}; the longest before took {before}"


def _seconds(run: Run) -> float:
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0


def _per_request(run: Run) -> float:
    return _seconds(run) / max(1, run.counts.get("requests", 0))


def _left_over(evidence: Evidence, runs: Sequence[Run]) -> Iterator[Finding]:
    """Links that run after run stay for the next one, and do not become fewer."""
    left = [run.counts.get("over_budget", 0) + run.counts.get("unfinished", 0) for run in runs[:NEWEST]]
    if len(left) < NEWEST or not all(left) or left[0] < left[-1]:
        return
    reason = f"{counted(left[0], 'link')} left for want of time or budget, run after run ({NEWEST} of them)"
    yield Finding(HealthWord.SLOW, "yellow", reason, f"newscrawler config max --outlet {evidence.outlet.id}")


def _gaps(evidence: Evidence) -> Iterator[Finding]:
    """A feed that turned over wholly between two runs."""
    for run in evidence.judged[:NEWEST]:
        told = next((warning for warning in run.warnings if _GAP in warning), None)
        if told:
            reason = told.rstrip(".").replace(_MORE_OFTEN, f"{_MORE_OFTEN} ({_HOW} {evidence.outlet.id}.toml)")
            command = f"newscrawler schedule --show {evidence.outlet.id}"
            yield Finding(HealthWord.GAPS, "yellow", reason, command)
            return
