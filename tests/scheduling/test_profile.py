from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.scheduling.profile import hour_level, hour_of_week, learned, mean_rate, pieces_of, rate_of

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
UNKNOWN = PublicationProfile()


def watched(
    profile: PublicationProfile, begin: datetime, hours: int, per_hour: int, timezone: str = "UTC"
) -> PublicationProfile:
    """So many articles in every hour, each hour looked at once."""
    for hour in range(hours):
        at = begin + timedelta(hours=hour)
        times = [at + timedelta(minutes=60 * (number + 0.5) / per_hour) for number in range(per_hour)]
        profile = learned(profile, times, 0, at, at + timedelta(hours=1), timezone)
    return profile


def rate_at(profile: PublicationProfile, moment: datetime, timezone: str = "UTC") -> float:
    return rate_of(profile, hour_of_week(moment, timezone), mean_rate(profile))


def test_a_rate_is_learned_within_days() -> None:
    profile = watched(UNKNOWN, MONDAY, 72, 5)
    assert rate_at(profile, MONDAY + timedelta(days=4, hours=12)) == pytest.approx(5, rel=0.25)


def test_day_and_night_are_told_apart() -> None:
    profile = UNKNOWN
    for day in range(7):
        profile = watched(profile, MONDAY + timedelta(days=day, hours=8), 12, 6)
        profile = learned(
            profile, (), 0, MONDAY + timedelta(days=day, hours=20), MONDAY + timedelta(days=day + 1, hours=8), "UTC"
        )
    assert rate_at(profile, MONDAY + timedelta(days=7, hours=12)) > 5
    assert rate_at(profile, MONDAY + timedelta(days=7, hours=23)) < 0.5


def test_hours_are_those_of_the_outlets_own_week() -> None:
    noon = datetime(2026, 3, 2, 3, tzinfo=UTC)  # in Tokyo
    profile = watched(UNKNOWN, noon, 1, 9, "Asia/Tokyo")
    assert profile.counts[12] == 9
    assert sum(profile.counts) == 9


def test_older_weeks_count_less() -> None:
    busy = watched(UNKNOWN, MONDAY, 168, 8)
    quiet = learned(busy, (), 0, MONDAY + timedelta(days=7), MONDAY + timedelta(days=7, hours=23), "UTC")
    for day in range(1, 14):
        at = MONDAY + timedelta(days=7 + day)
        quiet = learned(quiet, (), 0, at, at + timedelta(hours=23), "UTC")
    assert rate_at(quiet, MONDAY + timedelta(days=21, hours=12)) < rate_at(busy, MONDAY + timedelta(hours=12)) / 2


def test_a_first_feed_tells_the_rate_of_its_span() -> None:
    until = MONDAY + timedelta(days=3)
    feed = [until - timedelta(minutes=30 * number) for number in range(1, 49)]  # two an hour, a day long
    profile = learned(UNKNOWN, feed, 0, None, until, "UTC")
    assert mean_rate(profile) == pytest.approx(2, rel=0.3)
    assert sum(profile.hours) == pytest.approx(21.5, abs=1)


def test_an_entry_kept_on_top_of_a_first_feed_does_not_stretch_it() -> None:
    until = MONDAY + timedelta(days=3)
    feed = [until - timedelta(minutes=30 * number) for number in range(1, 31)]
    pinned = learned(UNKNOWN, [*feed, until - timedelta(days=12)], 0, None, until, "UTC")
    assert mean_rate(pinned) == pytest.approx(mean_rate(learned(UNKNOWN, feed, 0, None, until, "UTC")), rel=0.15)


def test_articles_of_last_year_are_no_sign_of_today() -> None:
    profile = watched(UNKNOWN, MONDAY, 48, 1)
    old = [MONDAY - timedelta(days=400 + number) for number in range(300)]
    at = MONDAY + timedelta(hours=48)
    after = learned(profile, old, 0, at, at + timedelta(hours=1), "UTC")
    assert sum(after.counts) == pytest.approx(sum(profile.counts))


def test_what_was_published_before_the_last_run_appeared_after_it() -> None:
    at = MONDAY + timedelta(hours=10)
    profile = learned(UNKNOWN, [at - timedelta(hours=3)], 0, at, at + timedelta(minutes=30), "UTC")
    assert profile.counts[10] == 1


def test_articles_without_a_time_count_too() -> None:
    at = MONDAY + timedelta(hours=10)
    profile = learned(UNKNOWN, (), 4, at, at + timedelta(hours=2), "UTC")
    assert profile.counts[10] == profile.counts[11] == 2


def test_a_burst_is_seen_at_once() -> None:
    usual = watched(UNKNOWN, MONDAY, 72, 2)
    at = MONDAY + timedelta(hours=72)
    burst = learned(
        usual, [at + timedelta(minutes=number) for number in range(20)], 0, at, at + timedelta(minutes=20), "UTC"
    )
    assert hour_level(burst) > 3 * hour_level(usual)


def test_a_month_without_a_run_does_not_wipe_what_is_known() -> None:
    known = watched(UNKNOWN, MONDAY, 168, 4)
    later = MONDAY + timedelta(days=7 + 3650)
    after = learned(known, (), 0, MONDAY + timedelta(days=7), later, "UTC")
    assert sum(after.counts) > 0.8 * sum(known.counts)


def test_a_clock_that_was_set_back_is_no_time_watched() -> None:
    known = watched(UNKNOWN, MONDAY, 24, 4)
    after = learned(known, (), 0, MONDAY + timedelta(days=1), MONDAY, "UTC")
    assert (after.counts, after.hours, after.at) == (known.counts, known.hours, MONDAY)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - a zone is given below
    st.floats(1, 8 * 86_400),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_a_span_is_cut_without_gaps_at_the_hours_of_the_week(begin: datetime, seconds: float, timezone: str) -> None:
    aware = begin.replace(tzinfo=UTC)
    passed = 0.0
    for piece in pieces_of(aware, seconds, timezone):
        assert piece.began_after == pytest.approx(passed)
        local = (aware + timedelta(seconds=passed)).astimezone(ZoneInfo(timezone))
        assert piece.hour == local.weekday() * 24 + local.hour
        assert 0 < piece.seconds <= 3600
        passed += piece.seconds
    assert passed == pytest.approx(seconds)


@given(st.integers(0, 10_000), st.lists(st.floats(-40 * 86_400, 3 * 86_400), max_size=30), st.integers(0, 5))
def test_no_run_makes_a_profile_that_is_none(seed: int, offsets: list[float], untimed: int) -> None:
    chance, profile, at = Random(seed), UNKNOWN, MONDAY  # noqa: S311 - no secret
    for _ in range(4):
        until = at + timedelta(seconds=chance.uniform(-9e4, 9e5))
        times = [until + timedelta(seconds=offset) for offset in offsets]
        profile = learned(profile, times, untimed, profile.at, until, "Europe/Kyiv")
        at = until
    assert len(profile.counts) == len(profile.hours) == HOURS_OF_WEEK
    assert min(profile.counts) >= 0
    assert min(profile.hours) >= 0
    assert all(rate_of(profile, hour, mean_rate(profile)) > 0 for hour in range(0, HOURS_OF_WEEK, 5))
