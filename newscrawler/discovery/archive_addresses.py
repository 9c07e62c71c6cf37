"""Addresses of dated archive pages: one for each day, month or year of a window, made from an outlet's pattern."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newscrawler.discovery.date_window import DateWindow, PastListing
from newscrawler.discovery.next_words import PAGE_NAMES

_FIELD = re.compile(r"\{([^{}]*)\}")
_FIELDS = frozenset({"year", "month", "month:02", "day", "day:02"})
# "?p=4711" is an article of WordPress, "?p=2" a page.
_FURTHER = rf"/?(?:[?&](?:(?:{PAGE_NAMES})=\d{{1,5}}|p=\d{{1,3}})(?:&.*)?|/(?:{PAGE_NAMES}|p)[/_-]?\d{{1,5}}/?)?"
EXAMPLE = "https://www.elbkurier.example/archiv/{year}/{month:02}/{day:02}"


def pattern_mistake(pattern: str) -> str | None:
    """What is wrong with an archive pattern, in words; None: nothing."""
    fields = _FIELD.findall(pattern)
    unknown = next((field for field in fields if field not in _FIELDS), None)
    if unknown is not None:
        return (
            f"{{{unknown}}} is no part of a date: there are {{year}}, {{month}}, {{month:02}}, {{day}} and {{day:02}}"
        )
    if re.search(r"[{}]", _FIELD.sub("", pattern)):
        return "a brace is not closed"
    parts = {field.partition(":")[0] for field in fields}
    if "year" not in parts:
        return f"it must hold {{year}}, and mostly month and day, as in {EXAMPLE}"
    if "day" in parts and "month" not in parts:
        return "it has a day and no month"
    if _FIELD.search(re.split(r"[/?#]", pattern.partition("//")[2], maxsplit=1)[0]):
        return "a date cannot be a part of the host's name"
    return None


def archive_pages(pattern: str, window: DateWindow) -> Iterator[PastListing]:
    """The archive pages of a window, the newest first, each once.

    Args:
        pattern: sound, see ``pattern_mistake``.
        window: its days; a page of a month or a year is named where it has a day of the window.
    """
    last = None
    for number in range((window.last - window.first).days + 1):
        day = window.last - timedelta(days=number)
        address = _filled(pattern, day)
        if address != last:
            yield PastListing(address, day)
        last = address


def archive_matcher(pattern: str) -> re.Pattern[str]:
    """What fully matches the addresses of a pattern's archive pages, without their host.

    Of any day, with their further pages, and of the month and the year above them: archive pages link to these.
    """
    place = re.sub(r"^https?://[^/?#]+", "", pattern).rstrip("/")
    ends = [field.start() for field in _FIELD.finditer(place)][1:]
    places = [place, *(re.sub(r"(?:[/?&][^/?&{}]*|[-_.])$", "", place[:end]) for end in ends)]
    return re.compile(f"(?:{'|'.join(map(_as_expression, places))}){_FURTHER}", re.IGNORECASE)


def _as_expression(place: str) -> str:
    pieces = _FIELD.split(place)  # text and fields by turns
    return "".join(re.escape(piece) if number % 2 == 0 else _digits(piece) for number, piece in enumerate(pieces))


def _digits(field: str) -> str:
    return r"\d{4}" if field == "year" else r"\d{1,2}"


def example_address(pattern: str) -> str:
    """The pattern with a day put in."""
    return _filled(pattern, date(2024, 3, 5))


def _filled(pattern: str, day: date) -> str:
    values = {
        "year": f"{day.year}",
        "month": f"{day.month}",
        "month:02": f"{day.month:02}",
        "day": f"{day.day}",
        "day:02": f"{day.day:02}",
    }
    return _FIELD.sub(lambda field: values[field[1]], pattern)
