"""The schedule: which outlets are due, and plans that are made without a run."""

import asyncio
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from bson import encode

from newscrawler.errors import InvalidItemError
from newscrawler.model.lease import Claim, Process
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.schedule_documents import plan_values, read_plan
from newscrawler.storage.server.process_identity import this_process

HERE = this_process()
ELSEWHERE = Process("b", "another boot", 17, 3)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FULL = OutletSchedule(
    "de_elbkurier",
    due_at=NOON + timedelta(minutes=15),
    reason="3.2 articles an hour at this time",
    planned_at=NOON,
    rules="adaptive, 2m to 6h",
    planner="press-2",
    fresh_seconds=1800.0,
    patience_seconds=5400.5,
    slot=NOON - timedelta(hours=1),
    leapt_from=NOON - timedelta(hours=9),
    leapt_until=NOON - timedelta(hours=2),
    run="8f31c0ffee00",
    began_at=NOON - timedelta(minutes=2),
    ended_at=NOON - timedelta(minutes=1),
    failure="no listing could be read: HTTP 503",
    failures=2,
    unended=1,
    wait_until=NOON + timedelta(hours=2),
    newest_at=NOON - timedelta(minutes=9),
    profile=PublicationProfile(
        counts=tuple(hour % 24 / 7 for hour in range(HOURS_OF_WEEK)), hours=(2.5,) * HOURS_OF_WEEK, at=NOON
    ),
    days={"2026-03-04": 31, "2026-03-05": 12},
)


def plan(number: int, due_at: datetime | None = NOON) -> OutletSchedule:
    return OutletSchedule(f"xx_{number:03}", due_at, "every 15m", NOON)


async def claim(database: Database, outlet: str, process: Process = ELSEWHERE) -> Claim:
    taken = await database.claims.take(outlet, [f"{outlet}.example"], f"run of {outlet}", process)
    assert isinstance(taken, Claim)
    return taken


def test_no_field_of_a_plan_is_lost() -> None:
    full = replace(FULL, profile=PublicationProfile())
    assert [field.name for field in fields(full) if getattr(full, field.name) in (None, "", 0, {})] == ["taken_at"]
    document = {"_id": FULL.outlet} | plan_values(FULL)
    assert "run" not in document, "that of the lease"
    back = read_plan(document)
    assert back.profile.counts == pytest.approx(FULL.profile.counts, rel=1e-5)
    assert replace(back, profile=FULL.profile) == FULL


def test_a_new_plan_holds_only_what_is_known() -> None:
    assert plan_values(plan(1)).keys() == {"due_at", "reason", "planned_at"}


def test_a_weeks_profile_is_small_and_can_be_read() -> None:
    values = plan_values(FULL)["profile"]
    assert values["hours"] == [" ".join(["2.5"] * 24)] * 7
    assert len(encode(values)) < 3000


def test_a_wrong_value_is_refused_by_its_name() -> None:
    with pytest.raises(InvalidItemError, match="failures"):
        plan_values(replace(FULL, failures="two"))  # type: ignore[arg-type]


async def test_plans_are_given_back_as_they_were_made(database: Database) -> None:
    assert await database.schedule.plan(None, FULL)
    assert await database.schedule.plan(None, plan(1))
    given = await database.schedule.all()
    assert [one.outlet for one in given] == ["de_elbkurier", "xx_001"]
    assert replace(given[0], profile=FULL.profile) == FULL
    assert await database.schedule.of(["xx_001", "xx_nowhere"]) == [plan(1)]


async def test_the_longest_due_come_first_and_what_is_held_does_not(database: Database) -> None:
    written = await database.schedule.plan_all(
        (None, plan(number, NOON + timedelta(minutes=number))) for number in range(40)
    )
    assert len(written) == 40
    for number in range(25):
        await claim(database, plan(number).outlet)
    due = await database.schedule.due(NOON + timedelta(minutes=38), 5)
    assert [one.outlet for one in due] == [plan(number).outlet for number in range(25, 30)]
    assert len(await database.schedule.due(NOON + timedelta(minutes=38), 100)) == 14
    assert await database.schedule.due(NOON - timedelta(minutes=1), 5) == []
    assert await database.schedule.due(NOON, 0) == []


async def test_what_a_dead_process_of_this_machine_holds_is_due(database: Database) -> None:
    await database.schedule.plan(None, plan(1))
    await claim(database, plan(1).outlet, replace(HERE, started=(HERE.started or 0) - 1))
    assert [one.outlet for one in await database.schedule.due(NOON, 5)] == [plan(1).outlet]
    assert await database.schedule.held(HERE) == []


async def test_of_two_that_plan_at_once_one_does(database: Database) -> None:
    plans = [replace(plan(1), planner=f"host {number}") for number in range(10)]
    written = await asyncio.gather(*(database.schedule.plan(None, one) for one in plans))
    assert sum(written) == 1
    (stored,) = await database.schedule.all()
    assert stored == plans[written.index(True)]


async def test_a_plan_is_replaced_only_as_it_was_read(database: Database) -> None:
    old, new = plan(1), replace(plan(1, None), planned_at=NOON + timedelta(minutes=1), reason="other rules")
    await database.schedule.plan(None, old)
    assert not await database.schedule.plan(replace(old, planned_at=NOON - timedelta(minutes=1)), new)
    assert not await database.schedule.plan(None, new)
    assert await database.schedule.plan(old, new)
    assert await database.schedule.all() == [new]


async def test_no_plan_is_written_while_a_run_holds_the_outlet(database: Database) -> None:
    await database.schedule.plan(None, plan(1))
    held = await claim(database, plan(1).outlet)
    new = replace(plan(1), reason="other rules")
    assert not await database.schedule.plan(plan(1), replace(new, planned_at=NOON + timedelta(minutes=1)))
    assert await database.schedule.plan_all(
        [(plan(1), replace(new, planned_at=NOON + timedelta(minutes=1))), (None, plan(2))]
    ) == {plan(2).outlet}
    await database.claims.end(held, None)
    assert await database.schedule.plan(plan(1), new)


async def test_all_outlets_have_one_patience(database: Database) -> None:
    await database.schedule.plan_all([(None, FULL), (None, plan(1))])
    held = await claim(database, plan(2).outlet)
    await database.schedule.set_patience(60.5)
    assert {one.patience_seconds for one in await database.schedule.all()} == {60.5}
    assert (await database.claims.renew(held)).held


async def test_the_time_is_the_servers(database: Database) -> None:
    before = await database.schedule.now()
    held = await claim(database, plan(1).outlet)
    assert before <= held.taken_at <= await database.schedule.now()
