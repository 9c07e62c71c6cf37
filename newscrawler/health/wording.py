"""Numbers and spans of time as a reason has them."""

from datetime import datetime, timedelta

# From so many seconds on, in this unit, with this word.
_UNITS = ((2 * 86_400, 86_400, "days"), (2 * 3600, 3600, "h"), (120, 60, "min"))


def span(length: timedelta) -> str:
    """``40 s``, ``12 min``, ``5 h``, ``3 days``."""
    seconds = max(length.total_seconds(), 0)
    for least, unit, word in _UNITS:
        if seconds >= least:
            return f"{seconds / unit:.0f} {word}"
    return f"{seconds:.0f} s"


def counted(number: int, noun: str) -> str:
    """``1 page``, ``1,200 pages``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(part: float, whole: float) -> str:
    """``92 %``."""
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


def clock(at: datetime, now: datetime) -> str:
    """``14:20 UTC``, with the day where it is not today."""
    return f"{at:%H:%M} UTC" if at.date() == now.date() else f"{at.day} {at:%b %H:%M} UTC"


def amount(number: float) -> str:
    """A count on average: ``0.4``, ``31``."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
