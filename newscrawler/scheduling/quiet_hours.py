"""Spans of the day without runs, by the clock of a place."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from newscrawler.date_zones import zone_named

DAY_MINUTES = 1440
SPAN = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")


def end_of_quiet(quiet: str, timezone: str, at: datetime) -> datetime:
    """``at`` itself outside the quiet hours, else their end: the first moment at which the clock shows none of them.

    Args:
        quiet: spans as ``23:00-06:00``, parted by commas, not the whole day: see ``quiet_minutes``.
        timezone: IANA name.
        at: aware.
    """
    zone = zone_named(timezone)
    quiet_at = quiet_minutes(quiet)
    moment = at
    while quiet_at[_minute(local := moment.astimezone(zone))]:
        # To the next full minute in real time: the local clock may leap in between, and every leap is whole minutes.
        moment += timedelta(seconds=60 - local.second, microseconds=-local.microsecond)
    return moment.astimezone(UTC)


@lru_cache(maxsize=256)
def quiet_minutes(quiet: str) -> tuple[bool, ...]:
    """For each of the day's 1,440 minutes, whether it is quiet.

    Raises:
        ValueError: a span that cannot be read, one without length, or nothing of the day that is not quiet; in words.
    """
    minutes = [False] * DAY_MINUTES
    for span in quiet.split(","):
        read = SPAN.fullmatch(span.strip())
        if read is None:
            raise ValueError(f"'{span.strip()}' is no span of the day: it must be like 23:00-06:00")
        first, last = int(read[1]) * 60 + int(read[2]), int(read[3]) * 60 + int(read[4])
        for minute in range(first, last if last > first else last + DAY_MINUTES):
            minutes[minute % DAY_MINUTES] = True
    if all(minutes):
        raise ValueError(f"'{quiet}' leaves no minute of the day: no run could ever begin")
    return tuple(minutes)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute
