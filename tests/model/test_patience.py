"""When a URL that gave no article is tried again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.outcome import FACTS, Outcome, OutcomeKind
from newscrawler.model.patience import is_of_the_page, is_waiting, next_try

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
STEPS = (3600.0, 6 * 3600.0)
TIMEOUT = Outcome("de_elbkurier", "https://www.elbkurier.example/1", OutcomeKind.TIMEOUT, "30 s", NOON)
STUB = replace(TIMEOUT, kind=OutcomeKind.TOO_SHORT, message="3 words")


def hours_until_next(outcome: Outcome) -> list[float | None]:
    """For one that was tried once, twice ... : 0 is the next run, None never."""
    tries = [next_try(replace(outcome, attempts=attempts), STEPS) for attempts in range(1, 8)]
    return [None if at is None else (at - NOON).total_seconds() / 3600 for at in tries]


def test_what_failed_on_the_way_is_tried_by_three_runs_then_ever_more_seldom_then_daily() -> None:
    assert hours_until_next(TIMEOUT) == [0, 0, 0, 1, 6, 24, 24]


def test_what_is_no_article_is_tried_at_the_steps_and_then_not_by_itself() -> None:
    assert hours_until_next(STUB) == [1, 6, None, None, None, None, None]


@pytest.mark.parametrize("kind", [OutcomeKind.BLOCKED_BY_ROBOTS, OutcomeKind.LISTING_FAILED])
def test_robots_and_listings_are_asked_by_every_run(kind: OutcomeKind) -> None:
    assert set(hours_until_next(replace(TIMEOUT, kind=kind))) == {0}


@pytest.mark.parametrize(
    ("status", "of_the_page"),
    [(301, False), (401, True), (403, False), (404, True), (410, True), (429, False), (500, False), (503, False)],
)
def test_a_status_is_of_the_page_where_it_will_be_the_same_tomorrow(status: int, *, of_the_page: bool) -> None:
    outcome = replace(TIMEOUT, kind=OutcomeKind.HTTP_STATUS, message=f"HTTP {status} (at https://a.example/404)")
    assert is_of_the_page(outcome) is of_the_page


def test_a_listing_that_says_that_it_changed_brings_a_page_back_and_hurries_no_site() -> None:
    later, minute = NOON + timedelta(hours=2), timedelta(minutes=1)
    seen = replace(STUB, attempts=3)
    assert is_waiting(seen, STEPS, later)
    assert not is_waiting(seen, STEPS, later, listed_at=NOON + minute)
    assert is_waiting(seen, STEPS, later, listed_at=NOON - minute)
    tired = replace(TIMEOUT, attempts=5)
    assert is_waiting(tired, STEPS, later, listed_at=NOON + minute)
    tired = replace(tired, attempts=4)
    assert not is_waiting(tired, STEPS, NOON + timedelta(hours=1))
    assert not is_waiting(TIMEOUT, STEPS, NOON)


def test_a_listing_that_says_at_every_time_that_it_changed_is_not_believed_for_ever() -> None:
    soon, later = NOON + timedelta(minutes=59), NOON + timedelta(hours=2)
    assert is_waiting(replace(STUB, attempts=3), STEPS, soon, listed_at=soon)
    assert not is_waiting(replace(STUB, attempts=9), STEPS, later, listed_at=later)
    assert is_waiting(replace(STUB, attempts=10), STEPS, later, listed_at=later)


@pytest.mark.parametrize("steps", [(), STEPS])
def test_an_outlet_without_revisits_tries_what_failed_all_the_same(steps: tuple[float, ...]) -> None:
    assert next_try(replace(TIMEOUT, attempts=9), steps) == NOON + timedelta(days=1)
    assert next_try(replace(STUB, attempts=9), steps) is None


def test_every_kind_says_what_it_means_and_what_to_do() -> None:
    assert set(FACTS) == set(OutcomeKind)
    for facts in FACTS.values():
        assert facts.meaning
        assert facts.advice
