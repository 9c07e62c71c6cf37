"""How long a claim surely holds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.middlewares.claim_time import ClaimTime, elapsed_seconds


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_claim_that_was_never_renewed_does_not_hold() -> None:
    assert not ClaimTime(60).holds


def test_it_holds_from_when_the_renewal_was_sent_not_from_when_the_answer_came() -> None:
    clock = Clock()
    claim = ClaimTime(60, clock)
    sent_at = claim.now()
    clock.seconds += 30  # the answer was so long on its way
    claim.renewed(sent_at)
    clock.seconds += 24
    assert claim.holds
    clock.seconds += 2
    assert not claim.holds


def test_a_renewal_whose_answer_came_too_late_is_worth_nothing() -> None:
    clock = Clock()
    claim = ClaimTime(60, clock)
    clock.seconds += 100
    claim.renewed(1000.0)
    assert not claim.holds


@given(st.lists(st.floats(0, 300), min_size=1), st.floats(0, 400))
def test_whatever_answers_come_in_whatever_order_it_holds_no_longer_than_the_lease_of_the_last_sent(
    sent: list[float], later: float
) -> None:
    clock = Clock()
    claim = ClaimTime(60, clock)
    for seconds in sent:
        claim.renewed(1000 + seconds)
    clock.seconds = 1000 + later
    assert claim.holds == (later < max(sent) + 55)


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="the clock of this system goes on in any case")
def test_time_asleep_counts() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= elapsed_seconds() <= time.clock_gettime(time.CLOCK_BOOTTIME)
