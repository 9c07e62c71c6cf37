"""How many articles an outlet would have published in a span of time, by what it usually does."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from newscrawler.date_zones import zone_named
from newscrawler.health.by_day import length, per_day, whole_days
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.model.run import Run
from newscrawler.scheduling.profile import FEED_SPAN, WEEK_KEPT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Where these are known, something is expected; where the longer ones are, it is sure: every hour of the week was
# watched twice, so that a quiet weekend is known to be one.
FEWEST_HOURS, SURE_HOURS = 48.0, 0.95 * HOURS_OF_WEEK * (1 + WEEK_KEPT)  # of a profile, older weeks counting less
FEWEST_DAYS, SURE_DAYS = 3, 14  # that were watched, or that runs reach back
HOLIDAYS = 3  # days in a row that may be off: Christmas before a Sunday
LONGEST = timedelta(days=120)  # that is looked at hour by hour
FEWEST_REMEMBERED = 2.0  # articles in a profile: one a week, as older weeks count less
_ROUNDING = 0.05  # hours
_HOURS_OF_DAY = 24
_SHORTEST_HOURS = 0.5  # for which an hour of the week was watched, at least, before that is divided by


@dataclass(frozen=True, slots=True)
class Expected:
    """Articles that were to be expected.

    Attributes:
        articles: in the whole span.
        beside_holidays: what is left of them where the days in a row that have most were off.
        per_day: on average over the outlet's week.
        is_sure: its week is known.
    """

    articles: float
    beside_holidays: float
    per_day: float
    is_sure: bool


def expected(
    schedule: OutletSchedule | None, runs: Sequence[Run], timezone: str, first: datetime, last: datetime
) -> Expected | None:
    """What was to be expected between two moments; None: too little is known.

    By its profile; where that is too young by its days, else by its runs, which are given newest first: of the oldest,
    whose articles may be those of many days, only the time counts.
    """
    profile = schedule.profile if schedule else PublicationProfile()
    if sum(profile.hours) >= FEWEST_HOURS and sum(profile.counts) > 0:
        return _by_the_hour(profile, timezone, first, last, forgets=_is_often(runs))
    rate, watched = _rate_by_days(schedule, last) or _rate_of_runs(runs) or (0.0, 0.0)
    if not rate:
        return None
    days = max(0.0, (last - first) / DAY - 1)  # a night, or a Sunday, is not known
    return Expected(rate * days, rate * max(0.0, days - HOLIDAYS), rate, watched >= SURE_DAYS)


def _is_often(runs: Sequence[Run]) -> bool:
    """Whether all of a silence is watched: after a longer pause, what a run did not find is not known to be missing."""
    gaps = [later.started_at - earlier.started_at for later, earlier in pairwise(runs)]
    return not gaps or median(gap.total_seconds() for gap in gaps) <= (FEED_SPAN + HOUR).total_seconds()


def _by_the_hour(
    profile: PublicationProfile, timezone: str, first: datetime, last: datetime, *, forgets: bool
) -> Expected:
    at = _full_hour(max(first, last - LONGEST).astimezone(zone_named(timezone)))
    end = last.astimezone(at.tzinfo)
    pieces: list[tuple[int, float, date]] = []  # hour of the week, how much of it, day
    while at < end:
        following = min(at + HOUR, end)
        pieces.append(((at.weekday() * _HOURS_OF_DAY + at.hour) % HOURS_OF_WEEK, (following - at) / HOUR, at.date()))
        at = following
    before = _before_silence(profile, Counter(hour for hour, _, _ in pieces)) if forgets else profile
    rates = _rates(before)
    days: dict[date, float] = {}
    for hour, part, day in pieces:
        days[day] = days.get(day, 0.0) + rates[hour] * part
    articles = sum(days.values())
    known = sum(1 for hours in before.hours if hours) / _HOURS_OF_DAY
    is_sure = sum(profile.hours) >= SURE_HOURS
    return Expected(articles, articles - _holidays(list(days.values())), sum(rates) / known if known else 0.0, is_sure)


def _full_hour(at: datetime) -> datetime:
    """The next one: of the hour in which something came the rest may be silent, though that hour is a busy one."""
    begun = at.replace(minute=0, second=0, microsecond=0)
    return begun if begun == at else begun + HOUR


def _holidays(days: Sequence[float]) -> float:
    """What the days in a row have that have most."""
    return max((sum(days[begin : begin + HOLIDAYS]) for begin in range(len(days))), default=0.0)


def _before_silence(profile: PublicationProfile, silent: Mapping[int, int]) -> PublicationProfile:
    """The profile before nothing was published for so many of each hour of the week.

    It forgets: every week without an article makes what was before it count less, until an outlet that died seems to be
    one that never published. Unchanged where an outlet published so seldom that no week tells anything.
    """
    counts, hours = list(profile.counts), list(profile.hours)
    for hour, times in silent.items():
        kept = WEEK_KEPT**times
        watched = (1 - kept) / (1 - WEEK_KEPT)  # what these times are in sum by now
        if hours[hour] >= watched - _ROUNDING:  # else nobody looked then, and nothing was forgotten
            counts[hour] /= kept
            hours[hour] = max((hours[hour] - watched) / kept, _SHORTEST_HOURS)
    before = replace(profile, counts=tuple(counts), hours=tuple(hours))
    return before if sum(counts) >= FEWEST_REMEMBERED else profile


def _rates(profile: PublicationProfile) -> list[float]:
    """Articles an hour by the hour of the week; of an hour that nobody watched none is expected."""
    each = zip(profile.counts, profile.hours, strict=True)
    return [count / max(hours, _SHORTEST_HOURS) if hours else 0.0 for count, hours in each]


def _rate_by_days(schedule: OutletSchedule | None, now: datetime) -> tuple[float, float] | None:
    """New articles a day, and of how many days that is known."""
    days = [one for one in whole_days(schedule, now) if one.is_watched]
    return (per_day(days), length(days)) if length(days) >= FEWEST_DAYS else None


def _rate_of_runs(runs: Sequence[Run]) -> tuple[float, float] | None:
    """The same, by the runs alone."""
    if len(runs) < FEWEST_DAYS:
        return None
    days = (runs[0].started_at - runs[-1].started_at) / DAY
    new = sum(run.counts.get("new", 0) for run in runs[:-1])
    return (new / days, days) if days >= FEWEST_DAYS else None
