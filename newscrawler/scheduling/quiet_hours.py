"""Spans of the day without runs, by the clock of a place."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from newscrawler.date_zones import zone_named

DAY_MINUTES = 1440
LONGEST_LEAP_MINUTES = 180  # of a clock, where it is changed
_SPAN = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)")


def end_of_quiet(quiet: str, timezone: str, at: datetime) -> datetime:
    """``at`` itself outside the quiet hours, else their end: the first moment at which the clock shows none of them.

    Args:
        quiet: spans as ``quiet_in_words`` gives them.
        timezone: IANA name.
        at: aware.
    """
    zone = zone_named(timezone)
    left = _minutes_left(quiet)
    while minutes := left[(local := at.astimezone(zone)).hour * 60 + local.minute]:
        # In real time, for the clock may leap on the way: nearly all at once, then by its minutes.
        ahead = minutes - LONGEST_LEAP_MINUTES if minutes > LONGEST_LEAP_MINUTES else 1
        at += timedelta(minutes=ahead, seconds=-local.second, microseconds=-local.microsecond)
    return at.astimezone(UTC)


def quiet_in_words(quiet: str) -> str:
    """The spans as they are kept: ``23:00-06:00, 12:00-13:00``.

    Raises:
        ValueError: a span that cannot be read or has no length, or no minute of the day is left; in words.
    """
    spans = [f"{_clock(first)}-{_clock(last)}" for first, last in _spans(quiet)]
    words = ", ".join(spans)
    if all(_minutes_left(words)):
        raise ValueError(f"'{quiet}' covers the whole day: no run could ever begin")
    return words


@lru_cache(maxsize=256)
def _minutes_left(quiet: str) -> tuple[int, ...]:
    """For each minute of the day, how many there are to the end of the quiet hours; 0: it is not quiet."""
    is_quiet = [False] * DAY_MINUTES
    for first, last in _spans(quiet):
        for minute in range(first, last if last > first else last + DAY_MINUTES):
            is_quiet[minute % DAY_MINUTES] = True
    left = [0] * DAY_MINUTES
    for minute in reversed(range(2 * DAY_MINUTES)):  # twice: what is left at the day's end is that of its beginning
        now, following = minute % DAY_MINUTES, (minute + 1) % DAY_MINUTES
        left[now] = left[following] + 1 if is_quiet[now] else 0
    return tuple(left)


def _spans(quiet: str) -> Iterator[tuple[int, int]]:
    """First minute of the day, and the one after the last; over midnight the second is the smaller."""
    for span in quiet.split(","):
        first, last = _minutes(span.strip())
        if first >= DAY_MINUTES or last > DAY_MINUTES:
            raise ValueError(f"'{span.strip()}' is no span of the day: it must lie between 00:00 and 24:00")
        if first == last:
            raise ValueError(f"'{span.strip()}' has no length: it must end at another time than it begins")
        yield first, last


def _minutes(span: str) -> tuple[int, int]:
    read = _SPAN.fullmatch(span)
    if read is None:
        raise ValueError(f"'{span}' is no span of the day: it must be like 23:00-06:00, several parted by commas")
    first_hour, first_minute, last_hour, last_minute = map(int, read.groups())
    return first_hour * 60 + first_minute, last_hour * 60 + last_minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
