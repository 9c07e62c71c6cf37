from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.scheduling.quiet_hours import end_of_quiet, quiet_in_words

BERLIN = ZoneInfo("Europe/Berlin")


def is_quiet(quiet: str, at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    for span in quiet.split(","):
        first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.strip().split("-"))
        if first <= minute < last or (last <= first and (minute >= first or minute < last)):
            return True
    return False


@pytest.mark.parametrize(
    ("quiet", "at", "end"),
    [
        ("23:00-06:00", "2026-06-10T22:59:59", "2026-06-10T22:59:59"),
        ("23:00-06:00", "2026-06-10T23:00:00", "2026-06-11T06:00:00"),
        ("23:00-06:00", "2026-06-11T02:13:14.15", "2026-06-11T06:00:00"),
        ("23:00-06:00", "2026-06-11T06:00:00", "2026-06-11T06:00:00"),
        ("12:00-13:00, 13:00-14:30", "2026-06-11T12:30:00", "2026-06-11T14:30:00"),
        ("22:00-24:00, 00:00-01:00", "2026-06-10T23:30:00", "2026-06-11T01:00:00"),
        ("00:30-00:00", "2026-06-10T23:30:00", "2026-06-11T00:00:00"),
        # In the night to 29 March 2026 it is 3:00 after 1:59, in that to 25 October 2:00 again after 2:59.
        ("23:00-02:30", "2026-03-29T01:30:00", "2026-03-29T03:00:00"),
        ("01:00-06:00", "2026-03-29T00:59:00", "2026-03-29T00:59:00"),
        ("23:00-06:00", "2026-03-28T23:30:00", "2026-03-29T06:00:00"),
        ("23:00-06:00", "2026-10-24T23:30:00", "2026-10-25T06:00:00"),
        ("02:00-03:00", "2026-03-29T01:59:59", "2026-03-29T01:59:59"),
    ],
)
def test_a_moment_in_quiet_hours_is_moved_to_their_end(quiet: str, at: str, end: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    expected = datetime.fromisoformat(end).replace(tzinfo=BERLIN).astimezone(UTC)
    assert end_of_quiet(quiet, "Europe/Berlin", moment.astimezone(UTC)) == expected


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)  # 2:10 in Berlin, for the first time
    second = first + timedelta(hours=1)
    assert end_of_quiet("01:00-02:30", "Europe/Berlin", first) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert end_of_quiet("01:00-02:30", "Europe/Berlin", second) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given UTC
    timezone=st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "UTC"]),
    quiet=st.sampled_from(["23:00-06:00", "00:00-02:30", "02:30-02:00", "01:00-02:00, 03:00-03:30, 22:15-22:20"]),
)
def test_what_comes_out_is_the_first_moment_that_is_not_quiet(at: datetime, timezone: str, quiet: str) -> None:
    zone = ZoneInfo(timezone)
    end = end_of_quiet(quiet, timezone, at)
    assert end >= at
    assert not is_quiet(quiet, end.astimezone(zone))
    minute = at.replace(second=0, microsecond=0)
    while minute < end != at:
        assert is_quiet(quiet, minute.astimezone(zone))
        minute += timedelta(minutes=1)


def test_spans_are_kept_in_one_spelling() -> None:
    assert quiet_in_words("23:00 - 6:00,12:00–13:00") == "23:00-06:00, 12:00-13:00"


@pytest.mark.parametrize(
    ("quiet", "told"),
    [
        ("23-6", "'23-6' is no span of the day: it must be like 23:00-06:00, several parted by commas"),
        ("", "'' is no span of the day"),
        ("23:00-06:00,", "'' is no span of the day"),
        ("22:60-23:00", "is no span of the day"),
        ("25:00-06:00", "it must lie between 00:00 and 24:00"),
        ("24:00-06:00", "it must lie between 00:00 and 24:00"),
        ("06:00-06:00", "has no length"),
        ("00:00-24:00", "covers the whole day: no run could ever begin"),
        ("06:00-22:00, 21:00-06:00", "covers the whole day"),
    ],
)
def test_spans_that_cannot_be_are_told(quiet: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        quiet_in_words(quiet)
