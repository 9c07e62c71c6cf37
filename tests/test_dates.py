import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.dates import date_warning, find_date, names_a_day, read_date

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHARED_DATES = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "hostile" / "dates.jsonl"


def instant(text: str, timezone: str = "UTC", language: str | None = None) -> str | None:
    found = read_date(text, timezone=timezone, language=language, now=NOW)
    return found.instant.strftime("%Y-%m-%d %H:%M:%S") if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01T10:00:00+02:00", "2024-05-01 08:00:00"),
        ("2024-05-01T10:00:00.123Z", "2024-05-01 10:00:00"),
        ("2024-05-01T24:00:00Z", "2024-05-02 00:00:00"),
        ("20240501T101500Z", "2024-05-01 10:15:00"),
        ("Wed, 01 May 2024 10:00:00 EDT", "2024-05-01 14:00:00"),
        ("Wed, 1st May 2024 10:00:00 GMT", "2024-05-01 10:00:00"),
        ("Wed May  1 10:00:00 2024", "2024-05-01 10:00:00"),
        ("Wed May 01 2024 10:00:00 GMT+0200 (Central European Summer Time)", "2024-05-01 08:00:00"),
        ("1714557600", "2024-05-01 10:00:00"),
        ("1714557600000", "2024-05-01 10:00:00"),
        ("May 1, 2024, 10:00 p.m.", "2024-05-01 22:00:00"),
        ("05/01/2024", "2024-05-01 00:00:00"),
        ("31/05/2024", "2024-05-31 00:00:00"),
        ("1.5.24", "2024-05-01 00:00:00"),
        ("Wed May 01 10:00:00 CEST 2024", "2024-05-01 08:00:00"),
        ("on Wednesday May 1, 2024 @10:00PM", "2024-05-01 22:00:00"),
        ('"2024-05-01T10:00:00Z"', "2024-05-01 10:00:00"),
        ("2024-05-01T10:00:00:684Z", "2024-05-01 10:00:00"),
        ("الأربعاء، 01 مايو 2024 - 10:00 م", "2024-05-01 22:00:00"),
        ("01 أيار / مايو 2024 10:00 صباحا", "2024-05-01 10:00:00"),
    ],
)
def test_dates_of_feeds_and_scripts_are_read(text: str, expected: str) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "timezone", "expected"),
    [
        ("1. Mai 2024, 10:00 Uhr", "de", "Europe/Berlin", "2024-05-01 08:00:00"),
        ("Mercredi 1er mai 2024 à 10h05", "fr", "Europe/Paris", "2024-05-01 08:05:00"),
        ("1 de mayo de 2024 a las 10:00", "es", "America/Bogota", "2024-05-01 15:00:00"),
        ("1º de maio de 2024 às 10h30", "pt", "America/Sao_Paulo", "2024-05-01 13:30:00"),
        ("1 maja 2024 r., 10:00", "pl", "Europe/Warsaw", "2024-05-01 08:00:00"),
        ("2024 m. gegužės 1 d. 10:00", "lt", "Europe/Vilnius", "2024-05-01 07:00:00"),
        ("ke 1. toukokuuta 2024 klo 10.05", "fi", "Europe/Helsinki", "2024-05-01 07:05:00"),
        ("1 мая 2024, 10:00", "ru", "Europe/Moscow", "2024-05-01 07:00:00"),
        ("1 Mayıs 2024 Çarşamba 10:00", "tr", "Europe/Istanbul", "2024-05-01 07:00:00"),
        ("2024年5月1日 10時05分", "ja", "UTC", "2024-05-01 01:05:00"),
        ("2024년 05월 01일 오후 3:05", "ko", "UTC", "2024-05-01 06:05:00"),
        ("١ مايو ٢٠٢٤", "ar", "Asia/Riyadh", "2024-04-30 21:00:00"),
        ("8 كانون الثاني 2024 10:00", "ar", "Asia/Beirut", "2024-01-08 08:00:00"),
        ("1 मई 2024, 10:30 AM IST", "hi", "Asia/Kolkata", "2024-05-01 05:00:00"),
        ("3/4/2024", "en", "Europe/London", "2024-04-02 23:00:00"),
        ("3/4/2024", "en", "America/New_York", "2024-03-04 05:00:00"),
    ],
)
def test_dates_are_read_in_the_outlets_language_and_zone(
    text: str, language: str, timezone: str, expected: str
) -> None:
    assert instant(text, timezone, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "May", "10", "013", "22013", "NaN", "null", "yesterday", "2024-02-30T00:00:00Z", "0000-00-00 00:00:00",
        "2024-05-01T10:61:00Z", "2024-05-01T10:00:00+00:xx", "2024-05-01T10:00:00Zextra",
        "Wed, 99 May 2024 10:00:00 GMT",
        "Wed, May x 2024 10:00:00 GMT", "1:2:3:4", "Chapter 10 of the 2024 report", "1 " * 3000, "\x00", "９" * 500,
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    assert instant(text) is None


def test_the_zone_and_the_precision_are_kept() -> None:
    day = read_date("1 May 2024", timezone="Europe/Berlin", language="en", now=NOW)
    minute = read_date("1 May 2024 10:00 +0200", timezone="UTC", language="en", now=NOW)
    second = read_date("2024-05-01T10:00:00Z", timezone="UTC", language="en", now=NOW)
    assert day
    assert minute
    assert second
    assert (day.precision, day.offset_minutes) == ("day", None)
    assert (minute.precision, minute.offset_minutes) == ("minute", 120)
    assert (second.precision, second.offset_minutes) == ("second", 0)


def test_an_abbreviation_means_the_zone_of_the_outlets_own_country() -> None:
    assert instant("1 May 2024 10:00 IST", "Asia/Kolkata") == "2024-05-01 04:30:00"
    assert instant("1 May 2024 10:00 IST", "Europe/Dublin") == "2024-05-01 09:00:00"
    assert instant("26 January 2004 16:31:00 CT") == "2004-01-26 22:31:00"


def test_a_date_is_found_in_a_line_about_dates_with_the_time_beside_it() -> None:
    found = find_date("Published: 12 May 2024, 10:04 | Updated 14:00", timezone="UTC", language="en", now=NOW)
    assert found
    assert found.instant == datetime(2024, 5, 12, 10, 4, tzinfo=UTC)
    assert find_date("5 comments, 3 shares", timezone="UTC", language="en", now=NOW) is None


def test_a_month_or_a_year_names_no_day() -> None:
    assert not names_a_day("2024")
    assert not names_a_day("2024-05")
    assert not names_a_day("May 2024")
    assert names_a_day("May 5 2024")
    assert names_a_day("20240505")


def test_dates_a_day_ahead_or_before_1990_are_warned_of() -> None:
    assert date_warning(datetime(2026, 11, 25, 13, tzinfo=UTC), NOW) == "date_in_future"
    assert date_warning(datetime(2026, 11, 25, 11, tzinfo=UTC), NOW) is None
    assert date_warning(datetime(1989, 12, 31, tzinfo=UTC), NOW) == "date_impossible"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["UTC", "Europe/Berlin", "No/Such_Zone"]))
def test_no_text_raises(text: str, timezone: str) -> None:
    read_date(text, timezone=timezone, language="de", now=NOW)
    find_date(text, timezone=timezone, language=None, now=NOW)


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_an_iso_date_is_read_back(when: datetime) -> None:
    found = read_date(when.isoformat(), timezone="Asia/Tokyo", language=None, now=NOW)
    assert found is not None
    assert found.instant == when.replace(microsecond=0)


def test_the_shared_list_of_odd_dates_is_read() -> None:
    if not SHARED_DATES.exists():
        pytest.skip("the shared list of odd dates is not here")
    wrong = []
    for line in SHARED_DATES.read_text().splitlines():
        record = json.loads(line)
        found = read_date(record["input"], timezone="UTC", language=None, now=NOW)
        day = record.get("expect_day")
        if day == "reject_or_flag":
            right = found is None or date_warning(found.instant, NOW) is not None
        elif day:
            # no zone is asked for: the day may be the one before in UTC
            right = found is not None and abs((found.instant.date() - date.fromisoformat(f"{day}-01"[:10])).days) <= 1
        else:
            wanted = record.get("expect")
            right = (found.instant.strftime("%Y-%m-%dT%H:%M:%SZ").lstrip("0") if found else None) == wanted
        if not right:
            wrong.append((record["input"][:60], found))
    assert len(wrong) <= 2, wrong


def test_a_second_day_is_no_time_of_day() -> None:
    found = find_date("05.04.2025 - Güncelleme : 05.04.2025", timezone="UTC", language="tr", now=NOW)
    assert found is not None
    assert (found.instant.isoformat(), found.precision) == ("2025-04-05T00:00:00+00:00", "day")


@given(
    st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2090, 1, 1)),  # noqa: DTZ001 - the zone is drawn apart
    st.integers(-12 * 60, 14 * 60),
)
def test_the_commonest_spelling_gives_the_same_instant_and_offset_as_one_with_blanks(
    naive: datetime, minutes: int
) -> None:
    text = naive.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
    quick = read_date(text, timezone="UTC", language=None, now=NOW)
    slow = read_date(text.replace("T", "  ") + "[Zone]", timezone="UTC", language=None, now=NOW)
    assert quick is not None
    assert slow is not None
    assert (quick.instant, quick.offset_minutes, quick.precision) == (
        slow.instant,
        slow.offset_minutes,
        slow.precision,
    )


def test_english_of_a_country_that_writes_the_day_first_is_read_so() -> None:
    assert instant("05/01/2024", language="en-gb") == "2024-01-05 00:00:00"
    assert instant("05/01/2024", language="en-us") == "2024-05-01 00:00:00"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Mon, 26 Jan 2004 16:31:00 XYZ", "XYZ"),
        ("12 May 2024 10:04 FOO", "FOO"),
        ("2024-05-12T10:04:05+99:00", "+99:00"),
    ],
)
def test_a_zone_that_nobody_knows_is_told_and_the_outlets_is_taken(text: str, zone: str) -> None:
    date = read_date(text, timezone="Europe/Berlin", language="en", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert date
    assert (date.unknown_zone, date.offset_minutes) == (zone, None)


@pytest.mark.parametrize(
    "text",
    """May|10|Nov|12:30|May 10|2024-02-30|31.04.2024|0000-00-00|2024-13-01|Thu, 32 Jan 2024|12 May 2024 25:00|yesterday
    2 hours ago|1e9|99999999999999999999""".replace("\n", "|").split("|"),
)
def test_what_names_no_possible_day_is_no_date(text: str) -> None:
    assert read_date(text, timezone="UTC", language="en", now=datetime(2026, 1, 1, tzinfo=UTC)) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,4}[-/. :,TZ+][0-9A-Za-z +:-]{0,30}", fullmatch=True))
def test_no_text_that_begins_like_a_date_raises(text: str) -> None:
    date = read_date(text, timezone="UTC", language=None, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert date is None or date.instant.tzinfo is UTC
