"""Moments of a crontab line, by the clock of a place: right on the nights on which that clock is changed."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile

from cronsim import CronSim

from newscrawler.date_zones import zone_named

# A crontab line says what a day is like, and which days: what comes closest together is met in these, in any year.
_WATCHED = (datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=100), 300)  # from, for so long, so many moments at most


def next_moment(cron: str, timezone: str, after: datetime) -> datetime:
    """The first moment of the crontab line later than ``after``, in UTC.

    A moment that the clock leaps over is the first one after the leap; one that it shows twice is the first of both.

    Args:
        cron: five fields, as ``cron_fields.mistake_in_cron`` found them right.
        timezone: IANA name.
        after: aware.
    """
    moments = CronSim(cron, after.astimezone(zone_named(timezone)))
    # In the hour that comes twice the library begins at the first of both: what it finds there may be past.
    return next(at for moment in moments if (at := moment.astimezone(UTC)) > after)


def closest_seconds(cron: str) -> float:
    """Seconds between the two moments of the line that come closest together; infinite where they are far apart."""
    start, length, number = _WATCHED
    moments = takewhile(lambda moment: moment < start + length, CronSim(cron, start))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(islice(moments, number))]
    return min(gaps, default=float("inf"))
