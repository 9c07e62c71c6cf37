"""Moments of a crontab line, by the clock of a place: right on the nights on which that clock is changed."""

from datetime import UTC, datetime

from cronsim import CronSim

from newscrawler.date_zones import zone_named


def next_moment(cron: str, timezone: str, after: datetime) -> datetime:
    """The first moment of the crontab line later than ``after``, in UTC.

    A moment that the clock leaps over is the first one after the leap; one that it shows twice is the first of both.

    Args:
        cron: five fields, checked by ``reading.mistake_in_cron``.
        timezone: IANA name.
        after: aware.
    """
    zone = zone_named(timezone)
    moments = CronSim(cron, after.astimezone(zone))
    # In the hour that comes twice the library begins at the first of both: what it finds there may be past.
    return next(at for moment in moments if (at := moment.astimezone(UTC)) > after)
