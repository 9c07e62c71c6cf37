from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.scheduling.adaptive import next_wait, patience_for, weighed_again_after
from newscrawler.scheduling.rules import PUNCTUAL, RunRules, adaptive_rules_in

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
RULES = RunRules()


def steady(per_hour: float, weeks: float = 3.0) -> PublicationProfile:
    return PublicationProfile((per_hour * weeks,) * HOURS_OF_WEEK, (weeks,) * HOURS_OF_WEEK, NOON)


def by_day(per_hour: float, weeks: float = 3.0) -> PublicationProfile:
    counts = tuple(per_hour * weeks if 8 <= hour % 24 < 20 else 0.0 for hour in range(HOURS_OF_WEEK))
    return PublicationProfile(counts, (weeks,) * HOURS_OF_WEEK, NOON)


def wait(profile: PublicationProfile, at: datetime = NOON, rules: RunRules = RULES, **options: float) -> float:
    return next_wait(profile, rules, at, options.pop("chance", 0.0), **options)[0]


def weighed(*profiles: PublicationProfile, fresh_seconds: float = 0.0) -> list[tuple[RunRules, OutletSchedule]]:
    return [(RULES, OutletSchedule("xx_one", profile=each, fresh_seconds=fresh_seconds)) for each in profiles]


def test_at_one_article_an_hour_the_patience_is_the_wait() -> None:
    assert wait(steady(1, 50), patience_seconds=2000) == pytest.approx(2000, rel=0.05)


def test_who_publishes_more_is_asked_sooner_but_not_in_proportion() -> None:
    often, seldom = wait(steady(8)), wait(steady(0.5))
    assert 4 < seldom / often <= 16


def test_however_much_is_published_runs_keep_five_minutes_apart_but_where_there_are_runs_in_plenty() -> None:
    assert wait(steady(200)) == 300
    assert wait(steady(200), patience_seconds=900) == pytest.approx(150)
    assert wait(steady(200), rules=RunRules(min_seconds=600)) == 600
    assert wait(steady(200), rules=RunRules(min_seconds=30)) == pytest.approx(30)


def test_the_night_is_waited_through_and_the_morning_is_not() -> None:
    evening = NOON.replace(hour=21)
    in_the_night = wait(by_day(4), evening)
    assert in_the_night > 3 * wait(by_day(4))
    before_dawn = NOON.replace(hour=6)
    assert before_dawn + timedelta(seconds=wait(by_day(4), before_dawn)) < NOON.replace(hour=9)


def test_a_burst_brings_the_next_run_forward() -> None:
    calm = steady(1)
    burst = PublicationProfile(calm.counts, calm.hours, NOON, 20, 4, 12, 0.5)
    assert wait(burst) < wait(calm) / 2.9


def test_an_outlet_that_fell_silent_is_asked_less_but_within_its_longest_wait() -> None:
    calm = steady(2)
    silent = PublicationProfile(calm.counts, calm.hours, NOON, 0, 60, 0, 4)
    assert 3 * wait(calm) < wait(silent) <= RULES.max_seconds


def test_of_an_outlet_of_which_nothing_is_known_the_first_waits_are_short() -> None:
    assert 600 < wait(PublicationProfile()) < 2 * 3600


def test_the_reason_tells_the_rate() -> None:
    assert next_wait(steady(3.2, 50), RULES, NOON, 0.0)[1] == "3.2 articles an hour expected"


@given(
    st.floats(0, 2000),
    st.floats(0.01, 6),
    st.floats(0, 1),
    st.floats(60, 1e5),
    st.sampled_from([(120, 21_600), (10, 30), (900, 900), (3600, 86_400)]),
    st.integers(0, 167),
)
def test_no_wait_is_out_of_bounds(
    rate: float, weeks: float, chance: float, patience: float, bounds: tuple[float, float], hour: int
) -> None:
    rules = RunRules("Asia/Kathmandu", min_seconds=bounds[0], max_seconds=bounds[1])
    for profile in (steady(rate, weeks), by_day(rate, weeks), PublicationProfile()):
        seconds = wait(profile, NOON + timedelta(hours=hour), rules, chance=chance, patience_seconds=patience)
        assert bounds[0] <= seconds <= max(bounds[1] * PUNCTUAL, bounds[0])


def test_all_outlets_together_have_as_many_runs_as_they_may() -> None:
    profiles = [steady(0.1 * 1.1**number) for number in range(60)]
    patience = patience_for(weighed(*profiles), 30)
    runs = [86_400 / wait(profile, chance=0.5, patience_seconds=patience) for profile in profiles]
    assert sum(runs) / len(runs) == pytest.approx(30, rel=0.1)


def test_where_outlets_publish_more_each_waits_longer_for_the_same_number_of_runs() -> None:
    assert patience_for(weighed(steady(8)), 30) > 3 * patience_for(weighed(steady(1)), 30)


def test_runs_that_listings_forbid_go_to_other_outlets() -> None:
    asked, other = weighed(steady(4), fresh_seconds=7200.0), weighed(steady(4))
    assert patience_for([*asked, *other], 30) < 0.8 * patience_for(other, 30)


def test_an_outlet_of_which_nothing_is_known_is_weighed_as_one_that_publishes_a_little() -> None:
    unknown = weighed(PublicationProfile())
    assert patience_for(weighed(steady(0.01)), 30) < patience_for(unknown, 30) < patience_for(weighed(steady(5)), 30)
    few_known = patience_for([*weighed(steady(25)), *unknown * 300], 30)
    assert few_known == pytest.approx(patience_for(unknown, 30), rel=0.2)


def test_without_any_outlet_there_is_a_patience_too() -> None:
    assert patience_for([], 30) > 0


@pytest.mark.parametrize("bounds", [(120.0, 21_600.0), (30.0, 90.0), (0.5, 86_400.0), (600.0, 5400.0)])
def test_bounds_are_read_from_the_words_of_a_stored_plan(bounds: tuple[float, float]) -> None:
    for rules in (
        RunRules("Asia/Tokyo", None, None, "23:00-06:00", *bounds),
        RunRules("UTC", None, None, None, *bounds),
    ):
        read = adaptive_rules_in(rules.words)
        assert read
        assert (read.min_seconds, read.max_seconds) == bounds


@pytest.mark.parametrize("words", ["", RunRules(every_seconds=900.0).words, RunRules(cron="30 2 * * *").words])
def test_of_another_plan_no_bounds_are_read(words: str) -> None:
    assert adaptive_rules_in(words) is None


def test_outlets_are_weighed_soon_again_while_many_are_new() -> None:
    known, new = weighed(steady(3)), weighed(PublicationProfile())
    assert weighed_again_after([*known * 99, *new]) > 10 * weighed_again_after([*known * 50, *new * 50])
    assert weighed_again_after([]) == weighed_again_after(new)
