"""Are there as many articles as usual: silence, too few, too many; against the outlet's own past."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from newscrawler.health.evidence import Evidence, why_shut
from newscrawler.health.expected import DAY, expected
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.wording import amount, counted, span
from newscrawler.model.run import Run

MISSED = 6.0  # articles that should have come: by chance one in 400 such spans has none
MISSED_AT_ONCE = 80.0  # no holiday takes so many of a span in which nothing at all came
LONGER = 1.25  # than it ever was quiet
_DAYS_LOOKED_AT = 3  # the last whole ones
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
    usual = expected(evidence.schedule, _without_first(evidence), evidence.outlet.timezone, last, looked.finished_at)
    if usual is None or usual.articles < MISSED:
        return None
    quiet, longest = looked.finished_at - last, _longest_quiet(evidence)
    if longest is not None and quiet <= LONGER * longest:
        return None
    reason = (
        f"no new article for {span(quiet)}, though its listings answer; "
        f"{amount(usual.articles)} were to be expected ({amount(usual.per_day)} a day)"
    )
    is_red = usual.beside_a_holiday >= MISSED or usual.articles >= MISSED_AT_ONCE
    return Finding(
        HealthWord.SILENT, "red" if is_red else "yellow", reason, f"newscrawler preview {evidence.outlet.id}"
    )


def _without_first(evidence: Evidence) -> list[Run]:
    """Runs that found something to read; the articles of the oldest are no measure, as it may be the first."""
    return [run for run in evidence.judged if why_shut(run) is None]


def _longest_quiet(evidence: Evidence) -> timedelta | None:
    """The longest time without a new article between two days that had some; None: no day was without."""
    days = sorted(evidence.schedule.days.items()) if evidence.schedule else []
    busy = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day, number in days if number]
    gaps = [later - earlier for earlier, later in pairwise(busy)]
    longest = max(gaps, default=DAY)
    return longest if longest > DAY else None


def whole_days(evidence: Evidence) -> dict[str, int]:
    """Days that were watched from their beginning to their end: neither the first nor this one."""
    days = sorted(evidence.schedule.days.items()) if evidence.schedule else []
    today = evidence.now.date().isoformat()
    return {day: number for day, number in days[1:] if day < today}


def _against_past(evidence: Evidence, *, told: bool) -> Iterator[Finding]:
    """The last whole days against such weekdays before."""
    days = whole_days(evidence)
    last, past = list(days)[-_DAYS_LOOKED_AT:], list(days)[:-_DAYS_LOOKED_AT]
    if len(last) < _DAYS_LOOKED_AT or len(past) < _FEWEST_PAST_DAYS:
        return
    usual = sum(_usual_of(day, past, days) for day in last)
    number = sum(days[day] for day in last)
    text = f"{counted(number, 'article')} in the last {_DAYS_LOOKED_AT} days, {amount(usual)} on such days before"
    if number <= FEW * usual and usual >= FEWEST_EXPECTED and not told:
        yield Finding(HealthWord.TOO_FEW, "yellow", text, f"newscrawler preview {evidence.outlet.id}")
    elif number >= MANY * usual and number >= FEWEST_MANY and usual > 0:
        yield Finding(HealthWord.TOO_MANY, "yellow", text, f"newscrawler articles --outlet {evidence.outlet.id}")


def _usual_of(day: str, past: list[str], days: dict[str, int]) -> float:
    """What such a day has, on average: the same weekday where it was met, else any."""
    weekday = datetime.fromisoformat(day).weekday()
    alike = [days[one] for one in past if datetime.fromisoformat(one).weekday() == weekday] or [
        days[one] for one in past
    ]
    return sum(alike) / len(alike)
