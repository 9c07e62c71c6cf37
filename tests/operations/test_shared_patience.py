from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.operations.scheduled_outlets import ScheduledOutlet
from newscrawler.operations.shared_patience import share_patience
from newscrawler.scheduling.rules import RunRules
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def scheduled(outlet: str, rules: RunRules) -> ScheduledOutlet:
    facts = Outlet(
        id=outlet, name=outlet, country="DE", language="de", timezone="UTC", home=f"https://{outlet[3:]}.example/"
    )
    return ScheduledOutlet(facts, OutletSpider, (f"{outlet[3:]}.example",), rules)


def plan(outlet: str, per_hour: float) -> OutletSchedule:
    profile = PublicationProfile((per_hour * 3,) * HOURS_OF_WEEK, (3.0,) * HOURS_OF_WEEK, NOON)
    return OutletSchedule(outlet, due_at=NOON + timedelta(days=9), planned_at=NOON, profile=profile)


async def patience_of(database: Database, outlet: str) -> float | None:
    return (await database.schedule.of([outlet]))[0].patience_seconds


async def test_busier_outlets_make_every_plan_more_patient(database: Database) -> None:
    outlets = {"de_one": scheduled("de_one", RunRules()), "de_two": scheduled("de_two", RunRules())}
    for outlet in outlets:
        assert await database.schedule.plan(None, plan(outlet, 0.2))
    await share_patience(outlets, database, 30)
    quiet = await patience_of(database, "de_one")
    for outlet, old in zip(outlets, await database.schedule.of(outlets), strict=True):
        assert await database.schedule.plan(old, plan(outlet, 20))
    await share_patience(outlets, database, 30)
    busy = await patience_of(database, "de_two")
    assert quiet
    assert busy
    assert busy > 5 * quiet


async def test_outlets_that_say_when_are_not_weighed(database: Database) -> None:
    outlets = {"de_one": scheduled("de_one", RunRules(every_seconds=900.0))}
    assert await database.schedule.plan(None, plan("de_one", 5))
    await share_patience(outlets, database, 30)
    assert await patience_of(database, "de_one") is None


async def test_one_busy_outlet_that_is_known_does_not_speak_for_all_that_are_not(database: Database) -> None:
    outlets = {f"de_{number}": scheduled(f"de_{number}", RunRules()) for number in range(40)}
    assert await database.schedule.plan(None, plan("de_0", 25))
    await share_patience(outlets, database, 30)
    patience = await patience_of(database, "de_0")
    assert patience
    assert patience < 3600


@pytest.mark.parametrize("runs_per_day", [12, 90])
async def test_more_runs_a_day_mean_less_patience(database: Database, runs_per_day: float) -> None:
    outlets = {"de_one": scheduled("de_one", RunRules())}
    assert await database.schedule.plan(None, plan("de_one", 2))
    await share_patience(outlets, database, runs_per_day)
    patience = await patience_of(database, "de_one")
    assert patience == pytest.approx(86_400 / runs_per_day * 2, rel=0.15)
