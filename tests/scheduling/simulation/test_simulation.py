from array import array
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.model.publication_profile import PublicationProfile
from newscrawler.scheduling.plan import planned_after
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.simulation.crawled import moment
from newscrawler.scheduling.simulation.figures import Figures, Spread
from newscrawler.scheduling.simulation.fixed_plan import planned_at_its_slot
from newscrawler.scheduling.simulation.invented_outlets import RATES, InventedOutlet, invented_outlets
from newscrawler.scheduling.simulation.newsroom import DAY_SECONDS, Newsroom
from newscrawler.scheduling.simulation.simulate import Simulation

# What a plan with a fixed interval never asks for.
LEARNED: dict[str, Any] = {"profile": PublicationProfile(), "days": {}, "newest_at": None, "slot": None, "run": None}


def outlet(*published: float, **values: object) -> InventedOutlet:
    return replace(InventedOutlet("xx_one", "one.example", "UTC", Newsroom(array("d", sorted(published)))), **values)


def simulated(
    *outlets: InventedOutlet, every: float | None = 900.0, days: float = 1, machines: int = 1, mishaps: bool = False
) -> Figures:
    return Simulation(
        outlets, lambda one: RunRules(one.timezone, every_seconds=every), days=days, machines=machines, seed=1,
        mishaps=mishaps,
    ).run()  # fmt: skip


def test_a_fixed_interval_has_its_runs_and_half_of_it_as_lateness() -> None:
    figures = simulated(outlet(*(number * 431.0 for number in range(200))))
    assert 94 <= figures.runs <= 97
    assert figures.lateness.number == 200 - figures.unfetched
    assert 400 < figures.lateness.quantile(0.5) < 500
    assert figures.lateness.quantile(1) < 960


def test_what_was_published_before_is_old_and_not_late() -> None:
    figures = simulated(outlet(-5000.0, -90.0, 4000.0))
    assert figures.lateness.number == 1


def test_a_short_feed_loses_what_comes_in_between() -> None:
    burst = [40_000.0 + number for number in range(50)]
    figures = simulated(outlet(*burst, feed_entries=20))
    assert (figures.lost, figures.lateness.number) == (30, 20)


def test_a_host_that_is_down_is_asked_less_and_found_again() -> None:
    figures = simulated(outlet(*range(0, 80_000, 1000), down=((0.0, 30_000.0),)))
    assert 2 < figures.failed < 20
    assert figures.unfetched < 10
    assert figures.lateness.quantile(1) > 30_000


def test_outlets_that_share_a_host_never_run_at_once() -> None:
    pair = [outlet(*range(0, 80_000, 100), name=f"xx_{number}", delay_seconds=5.0) for number in range(6)]
    figures = simulated(*pair, every=300.0, machines=2)
    assert (figures.doubles, figures.hasty) == (0, 0)
    assert figures.late_starts.quantile(0.9) > 5


def test_a_wait_that_a_host_asks_for_holds_for_its_other_outlets() -> None:
    one = outlet(failing=0.5, retry_after_seconds=3600.0, name="xx_failing")
    figures = simulated(one, outlet(*range(0, 80_000, 1000), name="xx_other"))
    assert figures.hasty == 0
    assert figures.lateness.quantile(0.9) > 1800


def test_machines_that_come_and_go_lose_no_article_and_double_no_run() -> None:
    outlets = invented_outlets(40, 4, 3)
    calm = simulated(*outlets, every=None, days=4, machines=3)
    rough = simulated(*outlets, every=None, days=4, machines=3, mishaps=True)
    assert rough.killed > 10
    assert (rough.doubles, rough.hasty, rough.over_max) == (0, 0, 0)
    assert rough.lateness.number + rough.unfetched + rough.lost == pytest.approx(
        calm.lateness.number + calm.unfetched + calm.lost, rel=0.01
    )


@pytest.mark.parametrize("rates", RATES)
def test_the_same_seed_gives_the_same_outlets_with_a_long_tail(rates: str) -> None:
    outlets = invented_outlets(150, 2, 5, rates)
    assert outlets == invented_outlets(150, 2, 5, rates)
    numbers = sorted(one.newsroom.until(2 * DAY_SECONDS) for one in outlets)
    assert numbers[75] < sum(numbers) / 150


def test_quantiles_are_those_of_all_that_was_added() -> None:
    spread = Spread()
    for seconds in range(101):
        spread.add(seconds)
    assert [spread.quantile(share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert spread.mean == 50


@given(
    st.floats(0, 40 * 3600),
    st.floats(1, 3000),
    st.sampled_from([None, "timeout"]),
    st.sampled_from([None, 30.0, 5000.0]),
    st.sampled_from([300.0, 900.0, 86_400.0]),
)
def test_a_fixed_interval_is_planned_as_the_program_plans_it(
    began: float, lasted: float, failure: str | None, wait: float | None, every: float
) -> None:
    rules, ended = RunRules(every_seconds=every), moment(began + lasted)
    end = RunEnd("r", moment(began), ended, failure, wait and ended + timedelta(seconds=wait))
    for unended in (0, 4):
        before = OutletSchedule("xx_one", failures=2, unended=unended, taken_at=moment(began))
        plans = [plan(rules, before, end, ended, 0.5) for plan in (planned_after, planned_at_its_slot)]
        assert replace(plans[0], **LEARNED) == replace(plans[1], **LEARNED)
