"""Moments of a crontab line, by the clock of a place: right on the nights on which that clock is changed."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from cronsim import CronSim

from newscrawler.date_zones import zone_named

_HOURS, _DAY_MINUTES = 24, 1440
_ANY_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
_CALENDAR_DAYS = 28 * 366  # after so many days and weekdays fall together again as before
_FIRST_STEP_BACK = timedelta(hours=1)


def next_moment(cron: str, timezone: str, after: datetime) -> datetime:
    """The first moment of the crontab line later than ``after``, in UTC.

    A line for every hour goes on in real time. Of any other each moment comes once a day: one that the clock leaps
    over is the first one after the leap, and one that it shows twice is the first of both.

    Args:
        cron: five fields, as ``cron_fields.mistake_in_cron`` found them right.
        timezone: IANA name.
        after: aware.
    """
    moments = CronSim(_spelled_out(cron), after.astimezone(zone_named(timezone)))
    # In the hour that comes twice the library begins at the first of both: what it finds there may be past.
    return next(at for moment in moments if (at := moment.astimezone(UTC)) > after)


def last_moment(cron: str, timezone: str, until: datetime) -> datetime:
    """The last moment of the crontab line at ``until`` or before; in UTC."""
    back = _FIRST_STEP_BACK
    while (moment := next_moment(cron, timezone, until - back)) > until:
        back *= 2
    while (following := next_moment(cron, timezone, moment)) <= until:
        moment = following
    return moment


def closest_seconds(cron: str, limit: float) -> float:
    """Seconds between the two moments of the line that come closest together, by a clock that nobody changes.

    Args:
        cron: as above.
        limit: in seconds; infinite is returned where no two moments are closer than that.
    """
    line = CronSim(cron, _ANY_MOMENT)
    minutes = sorted(hour * 60 + minute for hour in line.hours for minute in line.minutes)
    closest = min((later - earlier for earlier, later in pairwise(minutes)), default=float("inf"))
    over_midnight = minutes[0] + _DAY_MINUTES - minutes[-1]
    if over_midnight < closest and over_midnight * 60 < limit:
        closest = min(closest, over_midnight + (_closest_days(cron) - 1) * _DAY_MINUTES)
    return closest * 60 if closest * 60 < limit else float("inf")


@lru_cache(maxsize=1024)
def _spelled_out(cron: str) -> str:
    """The line in numbers where its hours are some of the day's: the library takes ``*/30 2`` for every half hour."""
    line = CronSim(cron, _ANY_MOMENT)
    minutes, _, *days = cron.split()
    if len(line.hours) == _HOURS:
        return " ".join((minutes, "*", *days))
    clock = (",".join(map(str, sorted(field))) for field in (line.minutes, line.hours))
    return " ".join((*clock, *days))


@lru_cache(maxsize=1024)
def _closest_days(cron: str) -> float:
    """Days between the two days of the line that come closest together, in any year."""
    line = CronSim(cron, _ANY_MOMENT)
    closest, last = float("inf"), None
    for day in range(_CALENDAR_DAYS):
        at = date(2024, 1, 1) + timedelta(days=day)
        if at.month not in line.months or not line.match_day(at):
            continue
        closest = min(closest, float("inf") if last is None else day - last)
        if closest == 1:
            break
        last = day
    return closest
