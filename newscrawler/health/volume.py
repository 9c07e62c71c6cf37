"""Are there as many articles as usual: silence, too few, too many; against the outlet's own past."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from newscrawler.health.by_day import WatchedDay, length, whole_days
from newscrawler.health.evidence import Evidence, why_shut
from newscrawler.health.expected import DAY, Expected, expected
from newscrawler.health.finding import Colour, Finding, HealthWord
from newscrawler.health.wording import amount, counted, span
from newscrawler.model.run import Run

MISSED = 6.0  # articles that should have come: by chance one in 400 such spans has none
NEARLY_A_DAY = 0.75  # beside the holidays: the day before many close at noon
NEVER_OFF = 500.0  # articles a day: a newsroom of that size knows no holiday
MISSED_AT_ONCE = 200.0  # of such a one
LONGER = 1.25  # than it ever was quiet
QUIET = timedelta(hours=2)  # is nothing to be told
_DAYS_LOOKED_AT = 3  # the last whole ones with a run
_FEWEST_PAST_DAYS = 7
FEW, FEWEST_EXPECTED = 0.3, 15  # of what such days had; of which there must be so many
MANY, FEWEST_MANY = 3.0, 60


def volume_findings(evidence: Evidence) -> Iterator[Finding]:
    """What is to be said of the number of articles."""
    silent = silence(evidence)
    if silent is not None:
        yield silent
    yield from _against_past(evidence, told=silent is not None)


def last_new_at(evidence: Evidence) -> datetime | None:
    """When there was something new: the newest article was published, or a run found one."""
    times = [run.started_at for run in evidence.crawls if run.counts.get("new")][:1]
    newest = evidence.schedule.newest_at if evidence.schedule else None
    if newest is not None and newest <= evidence.now:
        times.append(newest)
    return max(times, default=None)


def silence(evidence: Evidence) -> Finding | None:
    """Nothing new for longer than is plausible, though listings answer."""
    looked = next((run for run in evidence.judged if why_shut(run) is None), None)
    last = last_new_at(evidence)
    if looked is None or looked.finished_at is None or last is None or looked.finished_at <= last:
        return None
    usual = expected(evidence.schedule, _runs_that_read(evidence), evidence.outlet.timezone, last, looked.finished_at)
    if usual is None or usual.articles < MISSED:
        return None
    quiet, longest = looked.finished_at - last, _longest_quiet(evidence)
    if quiet <= QUIET or (longest is not None and quiet <= LONGER * longest):
        return None
    reason = (
        f"no new article for {span(quiet)}, though its listings answer; "
        f"{amount(usual.articles)} were to be expected ({amount(usual.per_day)} a day)"
    )
    colour: Colour = "red" if _is_grave(usual) else "yellow"
    return Finding(HealthWord.SILENT, colour, reason, f"newscrawler preview {evidence.outlet.id}")


def _is_grave(usual: Expected) -> bool:
    """No holidays explain it, nor that the outlet is too new for its quiet days to be known."""
    if not usual.is_sure:
        return False
    if usual.per_day >= NEVER_OFF and usual.articles >= MISSED_AT_ONCE:
        return True
    return usual.beside_holidays >= max(MISSED, NEARLY_A_DAY * usual.per_day)


def _runs_that_read(evidence: Evidence) -> list[Run]:
    """Runs whose listings answered, newest first."""
    return [run for run in evidence.judged if why_shut(run) is None]


def _longest_quiet(evidence: Evidence) -> timedelta | None:
    """The longest time without a new article between two days that had some; None: no day was without."""
    days = sorted(evidence.schedule.days.items()) if evidence.schedule else []
    busy = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day, number in days if number]
    gaps = [later - earlier for earlier, later in pairwise(busy)]
    longest = max(gaps, default=DAY)
    return longest if longest > DAY else None


def _against_past(evidence: Evidence, *, told: bool) -> Iterator[Finding]:
    """The last whole days against such weekdays before."""
    days = whole_days(evidence.schedule, evidence.now)
    last, past = days[-_DAYS_LOOKED_AT:], [one for one in days[:-_DAYS_LOOKED_AT] if one.is_watched]
    if len(last) < _DAYS_LOOKED_AT or len(past) < _FEWEST_PAST_DAYS or not all(one.is_watched for one in last):
        return
    usual = sum(_usual_of(day, past) for day in last)
    number = sum(day.new for day in last)
    text = f"{counted(number, 'article')} in the last {length(last)} days, {amount(usual)} on such days before"
    if number <= FEW * usual and usual >= FEWEST_EXPECTED and not told:
        yield Finding(HealthWord.TOO_FEW, "yellow", text, f"newscrawler preview {evidence.outlet.id}")
    elif number >= MANY * usual and number >= FEWEST_MANY and usual > 0:
        yield Finding(HealthWord.TOO_MANY, "yellow", text, f"newscrawler articles --outlet {evidence.outlet.id}")


def _usual_of(day: WatchedDay, past: list[WatchedDay]) -> float:
    """What such a day has, on average: the same weekday where it was met, else any."""
    alike = [one.new for one in past if one.day.weekday() == day.day.weekday()] or [one.new for one in past]
    return sum(alike) / len(alike)
