"""The pauses that one run owes for what another one asked."""

import pytest

from newscrawler.middlewares.host_pauses import HostPauses
from newscrawler.model.lease import HostClaim, LastRequest, Lease, Process

DOMAIN = "a.example"


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def host(idle: float | None = None, wait: float = 0.0, delay: float = 0.0) -> HostClaim:
    return HostClaim(Lease(DOMAIN, "8f31", Process("a", None, 1, None), 1), idle, wait, delay)


def test_a_host_that_was_never_asked_owes_nothing() -> None:
    pauses = HostPauses()
    pauses.meet([host()])
    assert pauses.seconds_left(DOMAIN, 60) == 0


def test_the_first_request_waits_for_the_rest_of_the_delay_and_the_others_are_scrapys() -> None:
    clock = Clock()
    pauses = HostPauses(clock)
    pauses.meet([host(idle=0.4)])
    assert pauses.seconds_left(DOMAIN, 1.0) == pytest.approx(0.6)
    assert pauses.seconds_left(DOMAIN, 10.0) == pytest.approx(9.6)  # robots.txt says so, as is known by now
    assert pauses.seconds_left("b.example", 10.0) == 0
    clock.seconds += 0.7
    assert pauses.seconds_left(DOMAIN, 1.0) == 0
    pauses.asked(DOMAIN)
    assert pauses.seconds_left(DOMAIN, 60.0) == 0


def test_what_robots_txt_wanted_of_an_earlier_run_holds_until_it_is_read() -> None:
    clock = Clock()
    pauses = HostPauses(clock)
    pauses.meet([host(idle=2.0, delay=8.0)])
    assert pauses.seconds_left(DOMAIN, 1.0) == pytest.approx(6)
    assert pauses.seconds_left(DOMAIN, 20.0) == pytest.approx(18)
    pauses.asked(DOMAIN)
    assert pauses.last_requests()[DOMAIN].delay_seconds is None  # it may still want it
    pauses.wants_delay(DOMAIN, 3.0)
    pauses.wants_delay(DOMAIN, 0.0)  # another host of the domain
    assert pauses.last_requests()[DOMAIN].delay_seconds == 3
    clock.seconds += 10
    pauses.meet([host(idle=2.0, delay=8.0)])
    assert pauses.seconds_left(DOMAIN, 3.0) == pytest.approx(1)


def test_our_own_last_request_before_we_gave_way_counts_too() -> None:
    clock = Clock()
    pauses = HostPauses(clock)
    pauses.meet([host()])
    pauses.asked(DOMAIN)
    clock.seconds += 5
    pauses.meet([host(idle=30.0)])  # what we had asked was not told
    assert pauses.seconds_left(DOMAIN, 20.0) == pytest.approx(15)
    pauses.meet([host(idle=1.0)])  # another one asked since
    assert pauses.seconds_left(DOMAIN, 20.0) == pytest.approx(19)


def test_a_host_that_wants_rest_has_it() -> None:
    clock = Clock()
    pauses = HostPauses(clock)
    pauses.meet([host(idle=100, wait=30)])
    assert pauses.seconds_left(DOMAIN, 1.0) == pytest.approx(30)
    assert pauses.rest_wanted(DOMAIN) == pytest.approx(30)
    clock.seconds += 31
    assert pauses.seconds_left(DOMAIN, 1.0) == 0
    assert pauses.rest_wanted(DOMAIN) == 0


def test_it_tells_how_long_ago_it_asked() -> None:
    clock = Clock()
    pauses = HostPauses(clock)
    assert pauses.last_requests() == {}
    pauses.asked(DOMAIN)
    clock.seconds += 3
    assert pauses.last_requests() == {DOMAIN: LastRequest(pytest.approx(3))}
