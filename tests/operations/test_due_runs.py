"""Which runs begin, and who plans what has no plan, in a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from schedule_process import pause_shipped, write_feed_outlet

from newscrawler.errors import InvalidItemError
from newscrawler.model.lease import Claim, Process, Taken
from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.model.run import Run, RunKind
from newscrawler.operations import backfills_in_the_way, claims_under_way, due_runs
from newscrawler.operations.broken_run import end_broken
from newscrawler.operations.due_runs import LOOK_SECONDS, DueRuns
from newscrawler.operations.memory_bound import MemoryBound, own_megabytes
from newscrawler.operations.outlet_plans import Change, OutletPlans
from newscrawler.operations.scheduled_outlets import ScheduledOutlet, ScheduledOutlets
from newscrawler.scheduling.plan import planned_after
from newscrawler.settings import read_environment
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

ELSEWHERE = Process("b", "another boot", 17, 3)
HERE = this_process()


class Place:
    """Outlets of this machine with a database; what begins is noted, and runs until it is ended."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.told: list[str] = []
        self.begun: dict[str, Claim] = {}
        pause_shipped(folder)
        self.outlets = ScheduledOutlets(read_environment({"NEWSCRAWLER_OUTLETS": str(folder)}), self.told.append)
        self.plans = OutletPlans("a", self.told.append)
        self.broken: dict[str, str] = {}
        self.due = DueRuns(self.outlets, self.plans, self._begin, self.told.append, self.broken.__setitem__)

    def write(self, outlet_id: str, host: str, every: str = "1h") -> None:
        schedule = f'[schedule]\nevery = "{every}"\n'
        write_feed_outlet(self.folder, f"http://{host}:9", outlet_id, schedule)

    async def plan(self, **seconds: float) -> None:
        """Read the files, plan all, and make these due so many seconds ago."""
        self.outlets.load()
        await self.plans.keep(self.outlets.outlets, self.database)
        now = await self.database.schedule.now()
        for outlet_id, ago in seconds.items():
            due_at = now - timedelta(seconds=ago)
            await self.database.documents["schedule"].update_one({"_id": outlet_id}, {"$set": {"due_at": due_at}})

    async def look(self, free: int = 50) -> float:
        return await self.due.look(self.database, self.begun.keys(), free)

    async def end(self, outlet_id: str) -> None:
        claim = self.begun.pop(outlet_id)
        now = await self.database.schedule.now()
        plan = planned_after(
            self.outlets.outlets[outlet_id].rules, claim.schedule, RunEnd("8f3", claim.taken_at, now), now, 0.5
        )
        assert await self.database.claims.end(claim, replace(plan, planner="a"))

    def hold_back(self, outlet_id: str) -> asyncio.Event:
        """Keep the claim of one outlet waiting until the event that is returned."""
        may_end, take = asyncio.Event(), self.database.claims.take

        async def slow_take(outlet: str, *arguments: Any, **more: Any) -> Claim | Taken | None:  # noqa: ANN401
            if outlet == outlet_id:
                await may_end.wait()
            return await take(outlet, *arguments, **more)

        self.database.claims.take = slow_take  # type: ignore[method-assign]
        return may_end

    def _begin(self, outlet: ScheduledOutlet, claim: Claim) -> None:
        self.begun[outlet.outlet.id] = claim


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    return Place(database, tmp_path / "outlets")


async def test_what_is_due_begins_with_its_claim_and_then_not_again(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    place.write("xx_later", "127.0.0.2")
    await place.plan(xx_one=3, xx_later=-2)
    pause = await place.look()
    assert set(place.begun) == {"xx_one"}
    assert 0 < pause <= 2
    assert place.due.take_latest() >= 3
    assert place.due.take_latest() == 0
    await place.look()
    assert set(place.begun) == {"xx_one"}
    await place.end("xx_one")
    await place.plan(xx_later=-100)
    assert await place.look() == LOOK_SECONDS
    assert place.begun == {}


async def test_of_outlets_that_share_a_host_the_longest_overdue_runs_alone(place: Place) -> None:
    for number, outlet_id in enumerate(("xx_a", "xx_b", "xx_c")):
        place.write(outlet_id, "127.0.0.1")
        assert number < 3
    await place.plan(xx_a=1, xx_b=9, xx_c=5)
    order = []
    for _ in range(3):
        await place.look()
        (running,) = place.begun
        order.append(running)
        await place.end(running)
    assert order == ["xx_b", "xx_c", "xx_a"]


async def test_no_more_begin_than_there_is_room_for(place: Place) -> None:
    for number in range(4):
        place.write(f"xx_{number}", f"127.0.0.{number + 1}")
    await place.plan(xx_0=1, xx_1=2, xx_2=3, xx_3=4)
    await place.look(free=2)
    assert set(place.begun) == {"xx_3", "xx_2"}
    assert place.due.has_waiting


async def test_claims_are_taken_side_by_side_and_a_slow_one_keeps_nobody_from_the_next_look(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_under_way, "WAIT_SECONDS", 0.2)
    for number in range(3):
        place.write(f"xx_{number}", f"127.0.0.{number + 1}")
    await place.plan(xx_0=1, xx_1=2, xx_2=3)
    may_end = place.hold_back("xx_1")
    await place.look(free=2)
    assert (set(place.begun), set(place.due.claims.outlets)) == ({"xx_2"}, {"xx_1"})
    await place.look(free=1)
    assert set(place.begun) == {"xx_2"}  # the room is that of the one whose claim is being taken
    await place.look(free=2)
    assert set(place.begun) == {"xx_2", "xx_0"}
    may_end.set()
    await place.due.claims.settle()
    assert set(place.begun) == {"xx_0", "xx_1", "xx_2"}


async def test_a_claim_that_comes_when_the_program_ends_is_given_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_under_way, "WAIT_SECONDS", 0.1)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=1)
    may_end = place.hold_back("xx_one")
    await place.look()
    ending = asyncio.ensure_future(place.due.claims.end())
    await asyncio.sleep(0)
    may_end.set()
    await ending
    assert (place.begun, place.told) == ({}, [])
    assert isinstance(await place.database.claims.take("xx_one", ["127.0.0.1"], "77", ELSEWHERE), Claim)


async def test_a_claim_that_hangs_when_the_program_ends_is_cancelled_without_a_word(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WAIT_SECONDS", "_END_SECONDS"):
        monkeypatch.setattr(claims_under_way, name, 0.1)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=1)
    place.hold_back("xx_one")
    await place.look()
    await place.due.claims.end()
    assert (place.begun, place.told) == ({}, [])
    with pytest.raises(asyncio.CancelledError):
        await place.due.claims._tasks["xx_one"]


async def test_a_host_that_another_machine_asks_is_tried_again_after_a_while_without_spinning(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_runs, "TAKEN_SECONDS", (60.0, 60.0))
    monkeypatch.setattr(due_runs, "LOOK_SECONDS", 90.0)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    other = await place.database.claims.take("yy_other", ["127.0.0.1"], "77", ELSEWHERE)
    assert isinstance(other, Claim)
    pause = await place.look()
    assert (place.begun, pause) == ({}, 60.0)
    await place.database.claims.end(other, None)
    await place.look()
    assert place.begun == {}  # put aside
    place.due._aside.clear()  # as when its time is over
    await place.look()
    assert set(place.begun) == {"xx_one"}


@pytest.mark.parametrize(("kind", "asked"), [("backfill", True), ("crawl", False)])
async def test_a_backfill_of_an_outlet_that_is_due_is_asked_to_give_way(
    place: Place, monkeypatch: pytest.MonkeyPatch, kind: RunKind, *, asked: bool
) -> None:
    monkeypatch.setattr(backfills_in_the_way, "ASK_SECONDS", 0.0)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    claim = await place.database.claims.take("xx_one", ["127.0.0.1"], "77", ELSEWHERE)
    assert isinstance(claim, Claim)
    await place.database.runs.start(Run("77", "xx_one", datetime.now(UTC), kind=kind))
    for _ in range(3):
        await place.look()
    assert place.begun == {}
    assert (await place.database.claims.renew(claim)).wanted == asked
    assert len(place.told) == asked
    assert "It was asked to give way" in place.told[0] if asked else True
    await place.database.claims.end(claim, None)
    await place.look()
    assert set(place.begun) == {"xx_one"}


async def test_outlets_that_no_file_names_any_more_do_not_hide_those_that_are_due(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_runs, "LEAST_ASKED", 1)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    now = await place.database.schedule.now()
    for number in range(3):
        gone = OutletSchedule(f"yy_gone{number}", due_at=now - timedelta(days=1), planned_at=now - timedelta(days=2))
        assert await place.database.schedule.plan(None, gone)
    for _ in range(4):
        await place.look()
    assert set(place.begun) == {"xx_one"}


async def test_outlets_of_others_that_stay_due_cost_one_look_and_no_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_runs, "LEAST_ASKED", 2)
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    now = await place.database.schedule.now()
    for number in range(20):
        other = OutletSchedule(f"yy_{number}", due_at=now - timedelta(days=1), planned_at=now - timedelta(days=2))
        assert await place.database.schedule.plan(None, other)
    asked: list[int] = []
    due = place.database.schedule.due

    async def counted(*arguments: Any, **more: Any) -> list[OutletSchedule]:  # noqa: ANN401
        found = await due(*arguments, **more)
        asked.append(len(found))
        return found

    monkeypatch.setattr(place.database.schedule, "due", counted)
    await place.look()
    assert set(place.begun) == {"xx_one"}
    assert asked == [2, 4, 8, 7, 1]
    asked.clear()
    assert await place.look() == LOOK_SECONDS
    assert asked == [0]


async def test_a_backlog_is_not_read_as_a_whole_for_the_sake_of_one_place(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_runs, "LEAST_ASKED", 3)
    for number in range(8):
        place.write(f"xx_{number}", f"127.0.0.{number + 1}")
    await place.plan(**{f"xx_{number}": 10 - number for number in range(8)})
    limits: list[int] = []
    due = place.database.schedule.due

    async def counted(until: datetime, limit: int, **more: Any) -> list[OutletSchedule]:  # noqa: ANN401
        limits.append(limit)
        return await due(until, limit, **more)

    monkeypatch.setattr(place.database.schedule, "due", counted)
    for _ in range(3):
        await place.look(free=1)
    assert set(place.begun) == {"xx_0", "xx_1", "xx_2"}
    assert limits == [3, 3, 3]


async def test_an_outlet_whose_claim_breaks_has_failed_and_a_round_ends_without_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)

    async def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(place.database.claims, "take", broken)
    place.due.only = {"xx_one"}
    await place.look()
    assert place.broken == {"xx_one": "it could not be claimed: 'x'"}
    assert place.due.only == set()


async def test_a_run_that_somebody_had_in_this_moment_does_not_begin(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    one = place.outlets.outlets["xx_one"]
    (stale,) = await place.database.schedule.of(["xx_one"])
    await place.look()
    await place.end("xx_one")
    await place.due._claim(stale, one, place.database)
    assert (one.outlet.id, place.begun) == ("xx_one", {})


async def test_a_round_takes_each_outlet_once_and_leaves_what_another_crawl_has(place: Place) -> None:
    place.write("xx_one", "127.0.0.1", "1s")
    place.write("xx_two", "127.0.0.2")
    await place.plan(xx_one=3, xx_two=3)
    assert isinstance(await place.database.claims.take("yy_other", ["127.0.0.2"], "77", ELSEWHERE), Claim)
    place.due.only = {"xx_one", "xx_two"}
    await place.look()
    assert set(place.begun) == {"xx_one"}
    assert place.due.only == set()
    assert any("127.0.0.2 is in use by the crawl of yy_other" in text for text in place.told)


async def test_an_outlet_is_planned_once_and_anew_where_its_file_has_another_wish(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan()
    (first,) = await place.database.schedule.of(["xx_one"])
    assert (first.rules, first.planner) == ("every 1h", "a")
    await place.plan()
    assert await place.database.schedule.of(["xx_one"]) == [first]
    place.write("xx_one", "127.0.0.1", "30m")
    await place.plan()
    (second,) = await place.database.schedule.of(["xx_one"])
    assert second.rules == "every 30m"


async def test_a_plan_that_the_database_refuses_costs_no_other_outlet_its_own(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        place.write(f"xx_{number}", f"127.0.0.{number + 1}")
    plan_all = place.database.schedule.plan_all

    async def picky(changes: Sequence[Change]) -> set[str]:
        if any(new.outlet == "xx_1" for _, new in changes):
            raise InvalidItemError("it has the wrong shape")
        return await plan_all(changes)

    monkeypatch.setattr(place.database.schedule, "plan_all", picky)
    await place.plan()
    await place.plan()
    assert [plan.outlet for plan in await place.database.schedule.all()] == ["xx_0", "xx_2"]
    assert place.told == ["xx_1 could not be planned: it has the wrong shape"]


async def test_programs_that_begin_together_plan_each_outlet_once_and_all_know_the_plan(place: Place) -> None:
    for number in range(5):
        place.write(f"xx_{number}", f"127.0.0.{number + 1}")
    place.outlets.load()
    programs = [OutletPlans(host, place.told.append) for host in "abc"]
    all_plans = await asyncio.gather(*(one.keep(place.outlets.outlets, place.database) for one in programs))
    stored = {plan.outlet: plan.planner for plan in await place.database.schedule.all()}
    known = [{name: plan.planner for name, plan in plans.items()} for plans in all_plans]
    assert known == [stored, stored, stored]
    assert len(stored) == 5


async def test_two_wishes_for_one_outlet_are_told_once_with_both_machines(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan()
    (plan,) = await place.database.schedule.of(["xx_one"])
    later = plan.planned_at + timedelta(milliseconds=1) if plan.planned_at else None
    assert await place.database.schedule.plan(plan, replace(plan, planned_at=later, rules="every 15m", planner="b"))
    for _ in range(4):
        await place.plans.keep(place.outlets.outlets, place.database)
    (told,) = place.told
    assert told == (
        "xx_one: two schedules have different wishes: this one on a 'every 1h', the one on b 'every 15m'. "
        "Each plans by its own after its runs. Give both the same outlet files."
    )
    (left,) = await place.database.schedule.of(["xx_one"])
    assert left.planner == "b"  # else each would undo the other's plan for ever


async def test_a_file_that_changes_during_a_run_is_heeded_when_that_has_ended(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    await place.look()
    before = place.outlets.outlets["xx_one"].rules
    place.write("xx_one", "127.0.0.1", "30m")
    await place.plan()
    claim, now = place.begun.pop("xx_one"), await place.database.schedule.now()
    by_old = planned_after(before, claim.schedule, RunEnd("8f3", claim.taken_at, now), now, 0.5)
    assert await place.database.claims.end(claim, replace(by_old, planner="a"))
    await place.plan()
    (plan,) = await place.database.schedule.of(["xx_one"])
    assert (plan.rules, place.told) == ("every 30m", [])


async def test_runs_that_are_killed_again_and_again_are_put_off(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    await place.database.documents["schedule"].update_one(
        {"_id": "xx_one"}, [{"$set": {"unended": 5, "since": "$$NOW", "taken_at": "$$NOW"}}]
    )
    await place.look()
    (plan,) = await place.database.schedule.of(["xx_one"])
    assert place.begun == {}
    assert plan.due_at is not None
    assert plan.due_at > await place.database.schedule.now()


async def test_a_run_whose_spider_never_opened_gives_its_claim_back_with_a_plan(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    await place.look()
    claim = place.begun["xx_one"]
    await end_broken(claim, place.outlets.outlets["xx_one"].rules, "KeyError: 'x'", place.database)
    (plan,) = await place.database.schedule.of(["xx_one"])
    assert (plan.failure, plan.failures, plan.planner) == ("KeyError: 'x'", 1, HERE.host)
    assert isinstance(await place.database.claims.take("xx_one", ["127.0.0.1"], "9", ELSEWHERE), Claim)


async def test_a_run_that_broke_after_its_claim_was_given_back_is_put_off_all_the_same(place: Place) -> None:
    place.write("xx_one", "127.0.0.1", "5s")
    await place.plan(xx_one=3)
    for failures in (1, 2):
        await place.look()
        claim = place.begun.pop("xx_one")
        await place.database.claims.end(claim, None)
        await end_broken(claim, place.outlets.outlets["xx_one"].rules, "ValueError: x", place.database)
        (plan,) = await place.database.schedule.of(["xx_one"])
        assert (plan.failure, plan.failures) == ("ValueError: x", failures)
        await place.plan(xx_one=3)


async def test_a_run_that_broke_writes_nothing_over_what_another_has_done_since(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    await place.look()
    claim = place.begun["xx_one"]
    await place.database.claims.end(claim, None)
    other = await place.database.claims.take("xx_one", ["127.0.0.1"], "77", ELSEWHERE)
    assert isinstance(other, Claim)
    await place.database.documents["schedule"].update_one({"_id": "xx_one"}, [{"$set": {"until": "$since"}}])
    await end_broken(claim, place.outlets.outlets["xx_one"].rules, "ValueError: x", place.database)
    (plan,) = await place.database.schedule.of(["xx_one"])
    assert (plan.failure, plan.unended) == (None, 1)


async def test_a_run_that_broke_after_it_was_planned_keeps_that_plan(place: Place) -> None:
    place.write("xx_one", "127.0.0.1")
    await place.plan(xx_one=3)
    await place.look()
    claim = place.begun["xx_one"]
    await place.end("xx_one")
    await end_broken(claim, place.outlets.outlets["xx_one"].rules, "ValueError: x", place.database)
    (plan,) = await place.database.schedule.of(["xx_one"])
    assert (plan.failure, plan.failures) == (None, 0)


def test_above_its_memory_nothing_begins_and_with_nothing_under_way_the_program_ends() -> None:
    told: list[str] = []
    roomy = MemoryBound(own_megabytes() + 10_000, told.append)
    assert roomy.has_room(3)
    full = MemoryBound(1, told.append)
    assert not full.has_room(3)
    assert not full.has_room(2)
    assert (len(told), full.is_exhausted) == (1, False)
    assert not full.has_room(0)
    assert full.is_exhausted
    assert "it ends, with everything stored" in told[1]
