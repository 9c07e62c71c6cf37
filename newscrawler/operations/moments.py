"""Instants as they are typed: ``2026-03-01``, ``2026-03-01T10:30``, ``3d``."""

import argparse
import re
from datetime import UTC, datetime, timedelta

AGO = re.compile(r"(\d{1,4})([hdw])")
AGO_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "w": timedelta(weeks=1)}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def first_moment(text: str) -> datetime:
    """The instant that a typed ``--since`` begins at, aware and UTC; a day begins at 0:00 UTC."""
    return _moment(text, days_later=0)


def end_moment(text: str) -> datetime:
    """The instant before which a typed ``--until`` ends, aware and UTC; a day is included to its end."""
    return _moment(text, days_later=1)


def _moment(text: str, days_later: int) -> datetime:
    ago = AGO.fullmatch(text)
    try:
        if ago:
            return datetime.now(UTC) - int(ago[1]) * AGO_UNITS[ago[2]]
        if DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=days_later)
        typed = datetime.fromisoformat(text)
        return (typed if typed.tzinfo else typed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no date: write 2026-03-01, 2026-03-01T10:30 (UTC), or 12h, 3d, 2w ago"
        ) from error
