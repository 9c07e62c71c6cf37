"""The day in a text about a date: three numbers in any order, or a named month, in about thirty languages."""

import re
from dataclasses import dataclass
from datetime import datetime

from newscrawler.date_words import LEVANT_MONTHS, month_number

_WORD = r"[^\W\d_][^\d\s.,;:/()|\[\]+-]*"
_DAY_SUFFIX = r"(?:st|nd|rd|th|er|ère|º|ª|°|\.|ος|ης|-ого)?"
_YMD = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?[-/.年년](?:\s?m\.)?\s?(?P<m>\d\d?)\s?[-/.月월]\s?(?P<d>\d\d?)(?!\d)\s?[日일]?"
)
_DMY = re.compile(r"(?<![\d.])(?P<a>\d\d?)\s?(?P<s>[-/.])\s?(?P<b>\d\d?)\s?[-/.]\s?(?P<y>\d{4}|\d\d)(?![\d:])")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d\d?)\s?{_DAY_SUFFIX}[\s./,-]*(?:(?:de|of|d[’'])\s*)?(?P<w>{_WORD})\.?(?:\s?/\s?{_WORD})?"
    rf"[\s./,-]*(?:(?:de|del|of|от)\s+)?(?P<y>\d{{4}}|’?'?\d\d(?![\d:]))(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?P<w>{_WORD})\.?[\s-]*(?P<d>\d\d?)\s?{_DAY_SUFFIX}[\s,.-]+(?:de\s+)?(?P<y>\d{{4}})(?!\d)")
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})(?:\s?m)?[\s.,-]*(?P<w>{_WORD})\.?[\s-]*(?P<d>\d\d?)(?!\d)(?:\s?d\b)?\.?"
)
_ASCTIME = re.compile(
    rf"(?P<w>{_WORD})\s+(?P<d>\d\d?)\s+(?P<t>\d\d?:\d\d:\d\d(?:\s+[A-Z]{{2,5}})?)\s+(?P<y>\d{{4}})(?!\d)"
)
_WITHOUT_CLOCK = (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST)
_MONTH_YEAR = re.compile(rf"(?P<w>{_WORD})\.?,?\s+(?:de\s+)?(?P<y>\d{{4}})(?!\d)")
# Countries that write 3/4/2024 for March 4, and "" for those that nobody knows.
_MONTH_FIRST_REGIONS = frozenset({"", "us", "ph", "pr"})


@dataclass(frozen=True, slots=True)
class Hints:
    """What settles a date that can be read in two ways.

    Attributes:
        timezone: IANA name, the outlet's.
        language: ISO 639-1, or with the country, "en-gb"; None where it is not known.
        now: aware; settles the century of two-digit years.
    """

    timezone: str
    language: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a text names it, which need not exist.

    Attributes:
        start: where it begins in the text; ``end`` is behind its last sign.
        inside: the time of "Aug 30 17:26:16 2012", which stands within the day; else "".
    """

    year: int
    month: int
    day: int
    start: int = 0
    end: int = 0
    inside: str = ""

    @property
    def is_possible(self) -> bool:
        """Could a calendar have it? February 30 passes: what makes an instant of it refuses that."""
        return 1 <= self.month <= 12 and 1 <= self.day <= 31 and self.year > 0


def day_in(plain: str, hints: Hints) -> Day | None:
    """The first day in a text whose digits are 0 to 9, or None."""
    if found := _YMD.search(plain):
        return _day(int(found["y"]), int(found["m"]), int(found["d"]), found)
    if found := _DMY.search(plain):
        return _day_of_three_numbers(found, hints)
    joined = _join_levant_months(plain)
    for pattern in (_ASCTIME, *_WITHOUT_CLOCK) if plain.count(":") > 1 else _WITHOUT_CLOCK:
        for found in pattern.finditer(joined):
            month = month_number(found["w"])
            if month:
                return _day(full_year(found["y"].lstrip("'’"), hints.now), month, int(found["d"]), found)
    return None


def month_in(plain: str) -> Day | None:
    """A month and a year, as the first day of that month; None where there is none."""
    found = _MONTH_YEAR.search(plain)
    month = month_number(found["w"]) if found else None
    return Day(int(found["y"]), month, 1, found.start(), found.end()) if found and month else None


def full_year(digits: str, now: datetime) -> int:
    """The year of four digits, or of two: next year at the latest."""
    year = int(digits)
    if len(digits) != 2:
        return year
    return 2000 + year if year <= now.year % 100 + 1 else 1900 + year


def _join_levant_months(plain: str) -> str:
    """Two-word month names as one word of the same length, so that positions still hold."""
    if plain.isascii() or not re.search("[كت][اش]", plain):
        return plain
    for name in LEVANT_MONTHS:
        plain = plain.replace(name, name.replace(" ", "_"))
    return plain


def _day(year: int, month: int, day: int, found: re.Match[str]) -> Day:
    return Day(year, month, day, found.start(), found.end(), found.groupdict().get("t") or "")


def _day_of_three_numbers(found: re.Match[str], hints: Hints) -> Day:
    first, second = int(found["a"]), int(found["b"])
    month_first = second > 12 or (first <= 12 and found["s"] != "." and _is_month_first(hints))
    month, day = (first, second) if month_first else (second, first)
    return _day(full_year(found["y"], hints.now), month, day, found)


def _is_month_first(hints: Hints) -> bool:
    """3/4/2024 is March 4 where English is written in America or the Philippines, or nobody knows where."""
    language, _, region = (hints.language or "en").partition("-")
    if language != "en" or region not in _MONTH_FIRST_REGIONS:
        return False
    return hints.timezone == "UTC" or hints.timezone.startswith(("America/", "US/", "Pacific/H", "Asia/Manila"))
