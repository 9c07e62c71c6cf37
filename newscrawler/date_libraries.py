"""Dates that our own patterns leave, asked of libraries: both are slow to import and to run, and asked last."""

import re
from collections.abc import Mapping
from datetime import datetime


def ask_dateutil(text: str, zone_seconds: Mapping[str, int]) -> tuple[datetime, str | None] | None:
    """What dateutil reads, if it is the same whatever the missing parts are filled in with.

    Beside it the time zone that the text names and nobody knows, which dateutil alone would drop without a word.
    """
    from dateutil import parser  # noqa: PLC0415 - slow to import, seldom needed

    unknown: list[str] = []

    def zone(name: str | None, offset: int | None) -> int | None:
        seconds = offset if name is None else zone_seconds.get(name.upper(), offset)
        if seconds is None and name:
            unknown.append(name)
        return seconds

    readings = []
    for filling in (datetime(2000, 1, 1), datetime(2004, 2, 2)):  # noqa: DTZ001 - only fill in missing parts
        try:
            readings.append(parser.parse(text, default=filling, tzinfos=zone))
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
    return (readings[0], unknown[0] if unknown else None) if readings[0] == readings[1] else None


def ask_dateparser(text: str, language: str | None) -> datetime | None:
    """What dateparser reads in that language, strictly; None without a language or without a word."""
    if not language or (text.isascii() and not re.search("[A-Za-z]{3}", text)):
        return None
    import dateparser  # noqa: PLC0415 - 0.3 s to import, the last resort

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "PREFER_DAY_OF_MONTH": "first"}
    try:
        found: datetime | None = dateparser.parse(text, languages=[language[:2]], settings=settings)
    except (ValueError, OverflowError, TypeError, re.error):
        return None
    return found


def locale_of_date(text: str) -> str | None:
    """The language (ISO 639-1) in which dateparser reads the text as a full day; None where it does not. Slow."""
    from dateparser.date import DateDataParser  # noqa: PLC0415 - 0.3 s to import, asked only for pages without a date

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    try:
        found = DateDataParser(settings=settings).get_date_data(text[:60])
    except (ValueError, OverflowError, TypeError, re.error):
        return None
    return str(found.locale)[:2] if found.date_obj is not None and found.locale else None
