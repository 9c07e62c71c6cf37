"""Dates as outlets write them: ISO, RFC 2822, epoch seconds, and days with a named month in about thirty languages.

Strict: a text is a date as a whole or not at all. Nothing is filled in from today.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

from newscrawler.date_days import Day, Hints, day_in, full_year, month_in
from newscrawler.date_libraries import ask_dateparser, ask_dateutil
from newscrawler.date_words import is_passed_over
from newscrawler.date_zones import OFFSET, ZONE_MINUTES, ZONE_OF_LANGUAGE, zone_in, zone_named

Precision = Literal["second", "minute", "day"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """One date.

    Attributes:
        instant: aware, UTC; local midnight where only a day is given.
        raw: the text that it was read from, white space collapsed.
        offset_minutes: local time minus UTC; None where the text gives no zone.
        precision: the smallest unit that the text gives.
        unknown_zone: a time zone that the text names and nobody knows: the outlet's was taken instead.
    """

    instant: datetime
    raw: str
    offset_minutes: int | None
    precision: Precision
    unknown_zone: str | None = None


_LONGEST = 120
_ZONE_SECONDS = {name: minutes * 60 for name, minutes in ZONE_MINUTES.items()}
_LARGEST_OFFSET = timedelta(hours=15)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\s]+")

_ISO = re.compile(
    rf"""(?P<y>\d{{4}})-0?(?P<m>\d\d?)(?:-0?(?P<d>\d\d?))?
    (?:(?:\s*[T_]\s*|\s+|,\s*)(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,:]\d+)?)?\s*(?P<z>{OFFSET})?(?:\[[\w/]+\])?)?$""",
    re.VERBOSE,
)
_COMPACT = re.compile(
    rf"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[T ]?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?\s*(?P<z>{OFFSET})?)?$"
)
_YEAR_ONLY = re.compile(r"(?P<y>(?:19|20)\d\d)$")
_SHORT_ISO = re.compile(r"(?P<y>\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)$")
_DASHED_SHORT = re.compile(r"-(?P<y>\d\d)-(?P<m>[01]\d)$")  # ISO 8601:1988, "-03-12"
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?$")
_ISO_INSIDE = re.compile(rf"(?<!\d)\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?{OFFSET})?")
_TIME = re.compile(
    r"(?:(?P<p>오전|오후|午前|午後|上午|下午)\s*)?(?<![\d:])"
    r"(?P<H>\d\d?)(?:\s?[:時시点]\s?|\s?h\s?|(?<=\d)\.(?=\d\d(?![\d.])))(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?(?![\d:])\s?[分분]?"
    r"(?:\s*(?P<q>[ap]\.?\s?m\b\.?|[صم](?!\w)|(?:صباح|مساء)\w*))?|(?<![\d:.])(?P<h>\d\d?)\s?(?P<r>[ap]\.?m\b\.?)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s,.;:|()\[\]·•–—/’'،@-]+")


def read_date(text: str, *, timezone: str, language: str | None, now: datetime) -> ParsedDate | None:
    """The date that the whole text is, or None; never a date out of the midst of other words.

    Args:
        text: as the page or feed has it.
        timezone: IANA name; the zone of a text that gives none.
        language: ISO 639-1, settles 3/4/2024 and which words are months; None where it is not known.
        now: aware; settles the century of two-digit years.

    A year, or a year and a month, gives its first day: ask `names_a_day` where that is not wanted.
    """
    raw = _without_control(text[: _LONGEST * 2]).strip(" \"'")
    plain = _ascii_digits(raw)
    if not 4 <= len(plain) <= _LONGEST or not any(sign.isdigit() for sign in plain):
        return None
    if _EPOCH.fullmatch(plain):
        return _read_epoch(plain, raw)
    if plain[4:5] == plain[7:8] == "-" and (date := _read_iso(plain, raw)):
        return date
    hints = Hints(timezone, language, now)
    if found := _match_numbers(plain, now):
        return _from_numbers(found, raw, hints)
    try:
        return _read_words(plain, raw, hints)
    except _UnreadError:
        return _read_by_library(plain, raw, hints)


def read_possible_date(text: str | None, *, timezone: str, language: str | None, now: datetime) -> datetime | None:
    """The instant of `read_date`, aware, UTC; None also where nothing can have been published then."""
    found = read_date(text, timezone=timezone, language=language, now=now) if text else None
    return found.instant if found and date_warning(found.instant, now) is None else None


def find_date(text: str, *, timezone: str, language: str | None, now: datetime) -> ParsedDate | None:
    """The first full day in a short text about the article, such as "Published: 12 May 2024, 10:04 | Updated ...".

    Only for texts that are known to be about a date; year, month and day must all be there. The time is taken where it
    stands beside the day.
    """
    raw = _without_control(text[:400]).strip()
    plain = _ascii_digits(raw)
    hints = Hints(timezone, language, now)
    if iso := _ISO_INSIDE.search(plain):
        return read_date(iso[0], timezone=timezone, language=language, now=now)
    day = day_in(plain, hints)
    if day is None or not day.is_possible:
        return None
    after, before = plain[day.end : day.end + 40], plain[max(0, day.start - 28) : day.start]
    for beside in (day.inside, after, before):
        if time := _TIME.search(beside):
            zone = zone_in(beside[time.end() : time.end() + 12], hints.timezone)
            return _assemble(day, _clock(time), zone[0] if zone else None, raw[:_LONGEST], hints)
    return _assemble(day, None, None, raw[:_LONGEST], hints)


def names_a_day(text: str) -> bool:
    """Does a date text say which day, not only a month or a year?"""
    plain = _without_control(text).strip()
    if plain[4:5] == plain[7:8] == "-" and len(plain) > 9:
        return True
    if _YEAR_ONLY.match(plain) or re.fullmatch(r"\d{4}-\d\d?", plain):
        return False
    return bool(_EPOCH.fullmatch(plain)) or len(re.findall(r"\d+", plain)) > 1 or bool(re.search(r"\d{8}", plain))


def date_warning(instant: datetime, now: datetime) -> Literal["date_in_future", "date_impossible"] | None:
    """What is wrong with an instant: more than 24 hours ahead of now, or before 1990."""
    if instant > now + timedelta(hours=24):
        return "date_in_future"
    return "date_impossible" if instant < EARLIEST else None


def _without_control(text: str) -> str:
    """The text with a space for each run of white space and signs that are not seen."""
    is_clean = text.isascii() and text.isprintable() and "  " not in text
    return text if is_clean else _CONTROL.sub(" ", text)


def _ascii_digits(text: str) -> str:
    """Arabic, Persian, Indic and full-width digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(sign, sign)) if sign.isdigit() else sign for sign in text)


def _usual_zone(text: str, hints: Hints) -> tzinfo:
    """The zone of a text that gives none: the outlet's; where that is not known, the one its language is at home in."""
    if hints.timezone != "UTC":
        return zone_named(hints.timezone)
    language = "ko" if re.search("[년오]", text) else (hints.language or "")[:2]
    return zone_named(ZONE_OF_LANGUAGE.get(language, "UTC"))


def _read_iso(plain: str, raw: str) -> ParsedDate | None:
    """The commonest spelling, "2024-05-12T10:04:05+02:00", in a sixth of the time that our patterns take."""
    try:
        aware = datetime.fromisoformat(plain)
        offset = aware.utcoffset()
        if offset is None or abs(offset) > _LARGEST_OFFSET or offset.seconds % 60:
            return None
        instant = aware.replace(microsecond=0).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    precision: Precision = "second" if plain[16:17] == ":" else "minute"
    return ParsedDate(instant, raw, offset // timedelta(minutes=1), precision)


def _read_epoch(plain: str, raw: str) -> ParsedDate | None:
    seconds = float(plain)
    if seconds > 1e11:
        seconds /= 1000
    instant = datetime.fromtimestamp(seconds, UTC)
    return ParsedDate(instant, raw, 0, "second") if 1990 <= instant.year < 2100 else None


def _match_numbers(plain: str, now: datetime) -> re.Match[str] | None:
    for pattern in (_ISO, _COMPACT, _YEAR_ONLY, _DASHED_SHORT):
        if found := pattern.match(plain):
            return found
    found = _SHORT_ISO.match(plain)
    return found if found and 2000 + int(found["y"]) <= now.year + 1 else None


def _from_numbers(found: re.Match[str], raw: str, hints: Hints) -> ParsedDate | None:
    parts = found.groupdict()
    day = Day(full_year(parts["y"], hints.now), int(parts.get("m") or 1), int(parts.get("d") or 1))
    clock = None
    if parts.get("H"):
        clock = (int(parts["H"]), int(parts["M"]), int(parts["S"]) if parts["S"] else None)
    offset = parts.get("z")
    zone = zone_in(offset, hints.timezone) if offset else None
    date = _assemble(day, clock, zone[0] if zone else None, raw, hints)
    return replace(date, unknown_zone=offset) if date and offset and zone is None else date


def _assemble(
    day: Day, clock: tuple[int, int, int | None] | None, zone: tzinfo | None, raw: str, hints: Hints
) -> ParsedDate | None:
    hour, minute, second = clock or (0, 0, 0)
    whole_days = 1 if (hour, minute, second or 0) == (24, 0, 0) else 0
    try:
        local = datetime(day.year, day.month, day.day, hour % 24 if whole_days else hour, minute, second or 0)  # noqa: DTZ001 - the zone is put on in the next line
        aware = local.replace(tzinfo=zone or _usual_zone(raw, hints)) + timedelta(days=whole_days)
        instant = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    offset = None
    if zone and (utc_offset := aware.utcoffset()) is not None:
        offset = int(utc_offset.total_seconds() // 60)
    precision: Precision = "day" if clock is None else "minute" if second is None else "second"
    return ParsedDate(instant, raw, offset, precision)


class _UnreadError(Exception):
    """Our own patterns do not understand some part of a text; a library may."""


def _read_words(plain: str, raw: str, hints: Hints) -> ParsedDate | None:
    """A date in words or in an outlet's own order of numbers; None where it cannot be one.

    Raises:
        _UnreadError: some part of it is not understood.
    """
    plain = re.sub(r"\([^)]*\)", " ", plain)  # "(Central European Summer Time)", "(Mon)"
    day = day_in(plain, hints) or month_in(plain)
    if day is None:
        raise _UnreadError
    if not day.is_possible:
        return None
    rest = plain[: day.start] + " " + day.inside + " " + plain[day.end :]
    clock = None
    if time := _TIME.search(rest):
        clock = _clock(time)
        rest = rest[: time.start()] + " " + rest[time.end() :]
    zone = zone_in(rest, hints.timezone)
    if zone:
        rest = rest[: zone[1]] + " " + rest[zone[2] :]
    for word in _SIGNS.split(rest):
        if not is_passed_over(word):
            if any(sign.isdigit() or sign == "+" for sign in word):
                return None
            raise _UnreadError
    return _assemble(day, clock, zone[0] if zone else None, raw, hints)


def _clock(found: re.Match[str]) -> tuple[int, int, int | None]:
    if found["h"]:
        return _twelve_hours(int(found["h"]), found["r"]), 0, None
    hour = _twelve_hours(int(found["H"]), found["p"] or found["q"])
    return hour, int(found["M"]), int(found["S"]) if found["S"] else None


def _twelve_hours(hour: int, half: str | None) -> int:
    if not half or hour > 12:
        return hour
    afternoon = half[0] in "pPم" or half in ("오후", "午後", "下午")
    return hour % 12 + (12 if afternoon else 0)


def _read_by_library(plain: str, raw: str, hints: Hints) -> ParsedDate | None:
    """What our own patterns leave: dateutil, then dateparser in the outlet's language; both slow, so behind a guard."""
    words = plain.split()
    if (
        len(plain) > 60
        or len(words) > 10
        or not re.search(r"(?<!\d)(19|20)\d\d(?!\d)", plain)
        or not names_a_day(plain)
    ):
        return None
    naive, unknown_zone = ask_dateutil(plain, _ZONE_SECONDS) or (ask_dateparser(plain, hints.language), None)
    if naive is None:
        return None
    seconds = naive.second if re.search(r":\d\d:\d\d", plain) else None
    clock = (naive.hour, naive.minute, seconds) if ":" in plain or naive.hour else None
    day = Day(naive.year, naive.month, naive.day)
    date = _assemble(day, clock, naive.tzinfo, raw, hints)
    return replace(date, unknown_zone=unknown_zone) if date and unknown_zone else date


def http_date(header: str | None) -> datetime | None:
    """The moment of a header such as ``Expires``, aware; None where there is none, or it is no date."""
    try:
        moment = parsedate_to_datetime((header or "").strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
