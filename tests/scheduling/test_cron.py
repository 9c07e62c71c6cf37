from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.scheduling.cron import closest_seconds, last_moment, next_moment
from newscrawler.scheduling.cron_fields import mistake_in_cron

# Zones that change their clocks by an hour, by half an hour, in the fasting month, at midnight, and not at all.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Santiago",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "UTC",
)


def moments(cron: str, timezone: str, begin: datetime, end: datetime) -> list[datetime]:
    found = [next_moment(cron, timezone, begin)]
    while found[-1] < end:
        found.append(next_moment(cron, timezone, found[-1]))
    return found[:-1]


@pytest.mark.parametrize("timezone", ZONES)
@pytest.mark.parametrize("cron", ["30 2 * * *", "15 0 * * *"])
def test_a_daily_moment_comes_once_on_every_day_of_the_year(cron: str, timezone: str) -> None:
    zone = ZoneInfo(timezone)
    begin = datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC) - timedelta(seconds=1)
    found = moments(cron, timezone, begin, datetime(2027, 1, 1, tzinfo=zone).astimezone(UTC))
    days = [moment.astimezone(zone).date() for moment in found]
    assert days == [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]


@pytest.mark.parametrize(
    ("timezone", "night", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-29T01:00"),  # 2:30 is leapt over: at 3:00, the first moment after
        ("Europe/Berlin", date(2026, 10, 25), "2026-10-25T00:30"),  # 2:30 comes twice: the first of both
        ("America/New_York", date(2026, 3, 8), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 11, 1), "2026-11-01T07:30"),  # it is 1 o'clock that comes twice: 2:30 does not
        ("Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T15:30"),  # 2:00 becomes 2:30
        ("Africa/Casablanca", date(2026, 2, 15), "2026-02-15T01:30"),
        ("Asia/Kolkata", date(2026, 3, 29), "2026-03-28T21:00"),
    ],
)
def test_the_nights_on_which_clocks_are_changed(timezone: str, night: date, expected: str) -> None:
    evening = datetime(night.year, night.month, night.day, 12, tzinfo=ZoneInfo(timezone)) - timedelta(days=1)
    moment = next_moment("30 2 * * *", timezone, evening)
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert next_moment("30 2 * * *", timezone, moment) > moment + timedelta(hours=20)


@pytest.mark.parametrize("timezone", ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"])
@pytest.mark.parametrize("cron", ["*/30 * * * *", "0,30 * * * *", "*/30 */1 * * *", "0,30 0-23 * * *"])
def test_every_half_hour_goes_on_in_real_time(cron: str, timezone: str) -> None:
    begin = datetime(2026, 2, 10, tzinfo=UTC)
    found = moments(cron, timezone, begin, begin + timedelta(days=60))  # every clock is changed meanwhile
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(minutes=30)}


@pytest.mark.parametrize(
    ("cron", "timezone", "night", "clocks"),
    [
        ("*/30 2 * * *", "Europe/Berlin", date(2026, 3, 29), "03:00"),  # both are leapt over: one run for both
        ("*/30 2 * * *", "Europe/Berlin", date(2026, 10, 25), "02:00 02:30"),  # each is shown twice, and comes once
        ("* 2 * * *", "Europe/Berlin", date(2026, 3, 29), "03:00"),
        ("*/20 0 * * *", "America/Santiago", date(2026, 9, 6), "01:00"),
        ("*/20 2 * * *", "Australia/Lord_Howe", date(2026, 10, 4), "02:30 02:40"),
        ("*/30 1-3 * * *", "Europe/Berlin", date(2026, 3, 29), "01:00 01:30 03:00 03:30"),
        ("*/30 1-3 * * *", "Europe/Berlin", date(2026, 10, 25), "01:00 01:30 02:00 02:30 03:00 03:30"),
        ("30 */12 * * *", "Europe/Berlin", date(2026, 3, 29), "00:30 12:30"),
        ("30 2/12 * * *", "Europe/Berlin", date(2026, 3, 29), "03:00 14:30"),
        (
            "30 */2 * * *",
            "Europe/Berlin",
            date(2026, 3, 29),
            " ".join(["00:30 03:00", *(f"{h:02}:30" for h in range(4, 24, 2))]),
        ),
        ("30 */2 * * *", "Europe/Berlin", date(2026, 10, 25), " ".join(f"{h:02}:30" for h in range(0, 24, 2))),
    ],
)
def test_steps_within_some_hours_are_moments_like_others(cron: str, timezone: str, night: date, clocks: str) -> None:
    zone = ZoneInfo(timezone)
    begin = datetime(night.year, night.month, night.day, tzinfo=zone).astimezone(UTC) - timedelta(seconds=1)
    found = moments(cron, timezone, begin, begin + timedelta(hours=26))
    local = [moment.astimezone(zone) for moment in found]
    assert " ".join(f"{each:%H:%M}" for each in local if each.date() == night) == clocks


@given(
    until=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given UTC
    timezone=st.sampled_from(ZONES),
    cron=st.sampled_from(["30 2 * * *", "*/7 * * * *", "*/20 0-3 * * *", "0 0-4 * * MON", "0 12 L * *"]),
)
def test_the_last_moment_is_the_one_after_which_the_next_is_to_come(until: datetime, timezone: str, cron: str) -> None:
    moment = last_moment(cron, timezone, until)
    assert moment <= until < next_moment(cron, timezone, moment)


def test_the_second_of_two_equal_hours_finds_nothing_that_is_past() -> None:
    in_the_second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 2:10 in Berlin, for the second time
    assert next_moment("30 2 * * *", "Europe/Berlin", in_the_second) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@given(
    after=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given UTC
    timezone=st.sampled_from(ZONES),
    cron=st.sampled_from(["30 2 * * *", "*/7 * * * *", "0 0-4 * * MON", "5 1,2,3 1 * *", "0 12 L * *"]),
    share=st.floats(0, 0.999),
)
def test_a_moment_is_the_same_whenever_one_asks_before_it(
    after: datetime, timezone: str, cron: str, share: float
) -> None:
    moment = next_moment(cron, timezone, after)
    assert moment > after
    assert next_moment(cron, timezone, after + (moment - after) * share) == moment


def test_rare_days_are_found() -> None:
    assert next_moment("0 6 29 2 *", "UTC", datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2028, 2, 29, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "seconds"),
    [
        ("* * * * *", 60),
        ("0,1 6 * * *", 60),
        ("59 23 * * *", 86_400),
        ("59,0 0,23 * * *", 60),
        ("*/7 * * * *", 240),
        ("0 6,18 * * *", 43_200),
        ("0 0 1 1 *", 365 * 86_400),
        ("* * * JUN *", 60),
        ("* * 31 12 *", 60),
        ("* 12 * 5-6 *", 60),
        ("*/1 * 15 4-12 *", 60),
        ("0,59 0,23 * * *", 60),
        ("0,58 0,23 31,1 * *", 120),  # from the last day of a month to the next month's first
        ("0,58 0,23 * * MON", 58 * 60),  # no Tuesday follows in which it came at midnight
        ("0,59 0,23 1 1 MON", 60),  # in years that begin on a Sunday
        ("30 6 29 2 *", 1461 * 86_400),
    ],
)
def test_how_close_two_moments_come_in_any_year(cron: str, seconds: float) -> None:
    assert closest_seconds(cron, float("inf")) == seconds
    assert closest_seconds(cron, seconds) == float("inf")
    assert closest_seconds(cron, seconds + 1) == seconds


@pytest.mark.parametrize(
    "cron",
    ["30 2 * * *", "0 6 * * MON-FRI", "0 6 L * *", "0 0 29 2 *", "0 0 30 2 MON", "0 0 * 2 MON#5", "*/15 6-22 * * *"],
)
def test_what_comes_is_right(cron: str) -> None:
    assert mistake_in_cron(cron) is None
    assert mistake_in_cron(cron.lower()) is None


@pytest.mark.parametrize(
    ("cron", "told"),
    [
        ("0 0 31 2 *", "never comes: no month of it has such a day"),
        ("0 0 31 4,6,9,11 *", "never comes"),
        ("0 25 * * *", "'25' is no hour: it must be 0 to 23, as in 6, 6-18 or */2"),
        ("0,60 * * * *", "'60' is no minute: it must be 0 to 59"),
        ("0 6 0 * *", "'0' is no day of the month: it must be 1 to 31"),
        ("0 6 ? * *", "'?' is no day of the month: '?' is not known here, write '*'"),
        ("0 6 15W * *", "'15W' is no day of the month: W is not known here, apart from LW, the last weekday"),
        ("0 6 L-3 * *", "'L-3' is no day of the month: L is not known here with days before it, L alone is the last"),
        ("0 6 * * FRIL", "'FRIL' is no day of the week: the last FRI of a month is 5L"),
        ("0 6 * * 6W", "'6W' is no day of the week"),
        ("0 ? * * *", "'?' is no hour: it must be 0 to 23"),
        ("0 6 * * MON-SUN", "'MON-SUN' is no day of the week: it is every one, write *"),
        ("0 6 * * FRI-MON", "'FRI-MON' is no day of the week: it runs backwards, write FRI-SAT,SUN-MON"),
        ("0 6 * * FRI-SUN", "it runs backwards, write FRI-SAT,SUN"),
        ("0 6 * * 5-1", "it runs backwards, write 5-6,0-1"),
        ("0 6 * NOV-FEB *", "it runs backwards, write NOV-DEC,JAN-FEB"),
        ("0 6 * MAR-FEB *", "it is every one, write *"),
        ("0 6 28-3 * *", "it runs backwards, write 28-31,1-3"),
        ("30-25 * * * *", "it runs backwards, write 30-59,0-25"),
        ("*/999999999999 * * * *", "the step of '*/999999999999' is longer than the field 'minute' reaches (59)"),
        (f"{'9' * 5000} * * * *", f"'{'9' * 40}' is no minute"),
        (f"*/{'9' * 5000} * * * *", "is longer than the field 'minute' reaches (59)"),
        ("@every 5m", 'shorthands are not known here, write every = "5m" instead of cron'),
        ("@reboot", "shorthands are not known here; it must have five fields: minute, hour, day"),
        ("0 6 * * 8", "'8' is no day of the week: it must be 0 to 7 or SUN to SAT"),
        ("0 6 * * Monday", "'MONDAY' is no day of the week, did you mean MON?"),
        ("0 6 * june *", "'JUNE' is no month, did you mean JUN?"),
        ("0 22-6 * * *", "'22-6' is no hour: it runs backwards, write 22-23,0-6"),
        ("0 0 * 10-2 *", "write 10-12,1-2"),
        ("*/90 * * * *", "the step of '*/90' is longer than the field 'minute' reaches (59); every = \"90m\""),
        ("0 */36 * * *", 'every = "36h" runs that often'),
        ("1,,2 * * * *", "'' is no minute"),
        ("٣ * * * *", "'٣' is no minute"),
        ("* * * *", "has 4 fields, it must have five: minute, hour, day of the month, month, day of the week"),
        ("", "has 0 fields"),
        ("0 */5 * * * *", "has 6 fields, it must have five"),
        ("0 */5 * * * *", "without seconds it would be '*/5 * * * *'"),
        ("@daily", "shorthands are not known here, write '0 0 * * *'"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(cron: str, told: str) -> None:
    assert told in (mistake_in_cron(cron) or "no mistake")


@given(st.text(alphabet="0123456789*/-,#L? MONW@", max_size=20))
def test_any_line_is_either_right_or_told(cron: str) -> None:
    if mistake_in_cron(cron) is None:
        assert next_moment(cron, "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC)).year < 2080
