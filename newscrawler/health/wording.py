"""Numbers and spans of time as a reason has them."""

from datetime import datetime, timedelta

from newscrawler.durations import duration_in_words


def span(length: timedelta) -> str:
    """``40 s``, ``12 min``, ``3.5 h``, ``3 days``."""
    return duration_in_words(length.total_seconds())


def counted(number: int, noun: str) -> str:
    """``1 page``, ``1,200 pages``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(part: float, whole: float) -> str:
    """``92 %``."""
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


def clock(at: datetime, now: datetime) -> str:
    """``14:20 UTC``, with the day where it is not today."""
    return f"{at:%H:%M} UTC" if at.date() == now.date() else f"{at.day} {at:%b %H:%M} UTC"


def due_words(at: datetime, now: datetime) -> str:
    """When something is due, as ``clock`` says it; ``due since 14:20 UTC`` where that has passed."""
    return clock(at, now) if at > now else f"due since {clock(at, now)}"


def amount(number: float) -> str:
    """A count on average: ``0.4``, ``31``."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
