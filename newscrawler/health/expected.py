"""How many articles an outlet would have published in a span of time, by what it usually does."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.model.run import Run
from newscrawler.scheduling.profile import WEEK_KEPT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEWEST_HOURS = 48.0  # watched, before a profile is believed
FEWEST_DAYS = 3  # that were watched, or that runs reach back
LONGEST = timedelta(days=120)  # that is looked at hour by hour
FEWEST_REMEMBERED = 2.0  # articles in a profile: one a week, as older weeks count less
_ROUNDING = 0.05  # hours
_HOURS_OF_DAY = 24
_DOUBT_HOURS = 0.5  # of the mean, beside those in which an hour of the week was watched: these are few at first


@dataclass(frozen=True, slots=True)
class Expected:
    """Articles that were to be expected.

    Attributes:
        articles: in the whole span.
        busiest_day: in the one day of it that has most: a public holiday may take it.
        per_day: on average.
    """

    articles: float
    busiest_day: float
    per_day: float

    @property
    def beside_a_holiday(self) -> float:
        """What is left where one day was a holiday."""
        return self.articles - self.busiest_day


def expected(
    schedule: OutletSchedule | None, runs: Sequence[Run], timezone: str, first: datetime, last: datetime
) -> Expected | None:
    """What was to be expected between two moments; None: too little is known.

    By its profile; where that is too young by its days, else by its runs, which are given newest first: of the oldest,
    whose articles may be those of many days, only the time counts.
    """
    profile = schedule.profile if schedule else PublicationProfile()
    if sum(profile.hours) >= FEWEST_HOURS and sum(profile.counts) > 0:
        return _by_the_hour(profile, timezone, first, last)
    rate = _rate_by_days(schedule) if schedule else None
    rate = _rate_of_runs(runs) if rate is None else rate
    if not rate:
        return None
    articles = rate * max(0.0, (last - first) / DAY - 1)  # a night, or a Sunday, is not known
    return Expected(articles, min(articles, rate), rate)


def _by_the_hour(profile: PublicationProfile, timezone: str, first: datetime, last: datetime) -> Expected:
    at = max(first, last - LONGEST).astimezone(_zone(timezone))
    end = last.astimezone(at.tzinfo)
    pieces: list[tuple[int, float, date]] = []  # hour of the week, how much of it, day
    while at < end:
        following = min(at.replace(minute=0, second=0, microsecond=0) + HOUR, end)
        pieces.append(((at.weekday() * _HOURS_OF_DAY + at.hour) % HOURS_OF_WEEK, (following - at) / HOUR, at.date()))
        at = following
    rates = _rates(_before_silence(profile, Counter(hour for hour, _, _ in pieces)))
    days: dict[date, float] = {}
    for hour, part, day in pieces:
        days[day] = days.get(day, 0.0) + rates[hour] * part
    articles = sum(days.values())
    return Expected(articles, max(days.values(), default=0.0), articles / max((last - first) / DAY, 1.0))


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
            hours[hour] = max((hours[hour] - watched) / kept, _DOUBT_HOURS)
    before = replace(profile, counts=tuple(counts), hours=tuple(hours))
    return before if sum(counts) >= FEWEST_REMEMBERED else profile


def _rates(profile: PublicationProfile) -> list[float]:
    """Articles an hour by the hour of the week, each drawn towards the mean of that hour over all days."""
    means = []
    for hour in range(_HOURS_OF_DAY):
        watched = sum(profile.hours[hour::_HOURS_OF_DAY])
        means.append(sum(profile.counts[hour::_HOURS_OF_DAY]) / watched if watched else 0.0)
    return [
        (profile.counts[hour] + means[hour % _HOURS_OF_DAY] * _DOUBT_HOURS) / (profile.hours[hour] + _DOUBT_HOURS)
        for hour in range(HOURS_OF_WEEK)
    ]


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _rate_by_days(schedule: OutletSchedule) -> float | None:
    """New articles a day, but for the first day, whose articles are of many days, and this one."""
    days = sorted(schedule.days)[1:-1]
    return sum(schedule.days[day] for day in days) / len(days) if len(days) >= FEWEST_DAYS else None


def _rate_of_runs(runs: Sequence[Run]) -> float | None:
    """New articles a day, by the runs alone."""
    if len(runs) < FEWEST_DAYS:
        return None
    length = runs[0].started_at - runs[-1].started_at
    new = sum(run.counts.get("new", 0) for run in runs[:-1])
    return new / (length / DAY) if length >= FEWEST_DAYS * DAY else None
