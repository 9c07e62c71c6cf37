from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.operations.shared_patience import share_patience
from newscrawler.scheduling.rules import RunRules
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def plan(outlet: str, per_hour: float | None, rules: RunRules | None = None) -> OutletSchedule:
    profile = PublicationProfile()
    if per_hour is not None:
        profile = PublicationProfile((per_hour * 3,) * HOURS_OF_WEEK, (3.0,) * HOURS_OF_WEEK, NOON)
    words = (rules or RunRules()).words
    return OutletSchedule(outlet, due_at=NOON + timedelta(days=9), planned_at=NOON, rules=words, profile=profile)


async def patience_of(database: Database, outlet: str) -> float | None:
    return (await database.schedule.of([outlet]))[0].patience_seconds


async def test_busier_outlets_make_every_plan_more_patient(database: Database) -> None:
    outlets = ("de_one", "de_two")
    for outlet in outlets:
        assert await database.schedule.plan(None, plan(outlet, 0.2))
    await share_patience(database, 30)
    quiet = await patience_of(database, "de_one")
    for outlet, old in zip(outlets, await database.schedule.of(outlets), strict=True):
        assert await database.schedule.plan(old, plan(outlet, 20))
    await share_patience(database, 30)
    busy = await patience_of(database, "de_two")
    assert quiet
    assert busy
    assert busy > 5 * quiet


async def test_outlets_that_say_when_are_not_weighed(database: Database) -> None:
    assert await database.schedule.plan(None, plan("de_one", 5, RunRules(every_seconds=900.0)))
    await share_patience(database, 30)
    assert await patience_of(database, "de_one") is None


async def test_one_busy_outlet_that_is_known_does_not_speak_for_all_that_are_not(database: Database) -> None:
    await database.schedule.plan_all([(None, plan(f"de_{number}", None if number else 25)) for number in range(40)])
    assert await share_patience(database, 30) == pytest.approx(600)
    patience = await patience_of(database, "de_0")
    assert patience
    assert patience < 3600


async def test_outlets_that_are_known_are_weighed_a_few_times_a_day(database: Database) -> None:
    await database.schedule.plan_all([(None, plan(f"de_{number}", 2 if number else None)) for number in range(20)])
    assert await share_patience(database, 30) >= 3600


@pytest.mark.parametrize("runs_per_day", [12, 90])
async def test_more_runs_a_day_mean_less_patience(database: Database, runs_per_day: float) -> None:
    assert await database.schedule.plan(None, plan("de_one", 2))
    await share_patience(database, runs_per_day)
    assert await patience_of(database, "de_one") == pytest.approx(86_400 / runs_per_day * 2, rel=0.15)


async def test_the_bounds_of_an_outlets_own_file_count(database: Database) -> None:
    assert await database.schedule.plan(None, plan("de_one", 2))
    await share_patience(database, 30)
    alone = await patience_of(database, "de_one")
    assert await database.schedule.plan(None, plan("de_two", 2, RunRules("Asia/Tokyo", max_seconds=1200.0)))
    await share_patience(database, 30)
    beside = await patience_of(database, "de_one")
    assert alone
    assert beside
    assert beside > 2 * alone
