"""A claim is asked before every request: on a real database, with leases that end soon."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.middlewares import claim_waits, held_claim
from newscrawler.middlewares.claim_renewal import Ways
from newscrawler.middlewares.claim_time import elapsed_seconds
from newscrawler.middlewares.held_claim import ClaimState, HeldClaim
from newscrawler.middlewares.refusals import HostInUseError, NotSentError
from newscrawler.middlewares.run_claim import RunClaim
from newscrawler.model.lease import Claim, LastRequest, Process, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

HERE = this_process()
ELSEWHERE = Process("a", "another boot", 17, 3)


@dataclass
class Crawl:
    """What a claim sees of its crawl; ``asleep``: seconds that its machine slept."""

    is_closing: bool = False
    lost: list[StorageError | None] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asleep: float = 0.0

    def now(self) -> float:
        return elapsed_seconds() + self.asleep


@pytest.fixture
def crawl() -> Crawl:
    return Crawl()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {
        "LOOK_SECONDS": 0.01,
        "GIVEN_SECONDS": 0.3,
        "TAKE_AGAIN_SECONDS": 0.05,
        "TURN_AFTER_SECONDS": 0.3,
        "HOST_SECONDS": 0.3,
        "HOST_AGAIN_SECONDS": 0.05,
    }.items():
        monkeypatch.setattr(claim_waits, name, seconds)


@asynccontextmanager
async def running(
    database: Database, crawl: Crawl, *domains: str, gives_way: bool = False, sent_at: float | None = None
) -> AsyncIterator[RunClaim]:
    taken = await database.claims.take("xx_a", domains or ("a.example",), "0123456789ab", HERE)
    assert isinstance(taken, Claim)
    held = HeldClaim(database.claims, taken, crawl.now() if sent_at is None else sent_at, crawl.now)
    claim = RunClaim(held, Ways(lambda: crawl.is_closing, crawl.lost.append, crawl.told.append, gives_way))
    try:
        yield claim
    finally:
        await claim.stop()
        await claim.held.give_back()


async def take(database: Database, domain: str, run: str = "77", outlet: str = "xx_b") -> Claim | Taken | None:
    return await database.claims.take(outlet, [domain], run, ELSEWHERE)


def second() -> float:
    return 1.0


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - anything
            await asyncio.sleep(0.01)


async def test_a_host_that_was_claimed_and_never_asked_may_be_asked_at_once(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl) as claim:
        assert not await claim.let_pass("a.example", second)
        assert claim.held.under_way == 1
        claim.came_back()


async def test_the_first_request_waits_for_the_rest_of_the_delay_after_another_run(
    database: Database, crawl: Crawl
) -> None:
    before = await take(database, "a.example")
    assert isinstance(before, Claim)
    await database.claims.end(before, None, {"a.example": LastRequest(0.5)})
    async with running(database, crawl) as claim:
        waiting = asyncio.ensure_future(claim.let_pass("a.example", lambda: 1000.0))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        assert claim.held.pauses.seconds_left("a.example", 1000.0) < 999.6
        crawl.asleep += 1000
        assert await waiting
        assert not await claim.let_pass("a.example", second)  # from now on it is Scrapy that waits


async def test_a_further_host_is_claimed_when_it_is_first_asked_and_given_back_at_the_end(
    database: Database, crawl: Crawl
) -> None:
    async with running(database, crawl) as claim:
        await asyncio.gather(*(claim.let_pass("b.example", second) for _ in range(3)))
        assert isinstance(await take(database, "b.example"), Taken)
    assert isinstance(await take(database, "b.example"), Claim)


async def test_a_further_host_of_another_crawl_is_waited_for_by_one_request_and_asked_for_again_later(
    database: Database, crawl: Crawl
) -> None:
    other = await take(database, "b.example")
    assert isinstance(other, Claim)
    async with running(database, crawl) as claim:
        began = crawl.now()
        with pytest.raises(
            HostInUseError, match=r"b\.example is in use by the crawl of xx_b \(run 77, \d+ s, on host a\)"
        ):
            await claim.let_pass("b.example", second)
        waited = crawl.now() - began
        assert waited > 0.25
        for _ in range(20):
            with pytest.raises(HostInUseError):
                await claim.let_pass("b.example", second)
        assert crawl.now() - began - waited < 5  # they were refused at once, not one after the other
        await database.claims.end(other, None)
        crawl.asleep += 1
        await claim.let_pass("b.example", lambda: 0.0)


async def test_a_further_host_that_becomes_free_meanwhile_is_asked(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_waits, "HOST_SECONDS", 30)
    other = await take(database, "b.example")
    assert isinstance(other, Claim)
    async with running(database, crawl) as claim:
        waiting = asyncio.ensure_future(claim.let_pass("b.example", lambda: 0.0))
        await asyncio.sleep(0.1)
        await database.claims.end(other, None)
        assert await waiting


async def test_a_further_host_that_wants_rest_is_not_asked(database: Database, crawl: Crawl) -> None:
    other = await take(database, "b.example")
    assert isinstance(other, Claim)
    await database.claims.note_wait(other, "b.example", 240)
    await database.claims.end(other, None)
    async with running(database, crawl) as claim:
        for _ in range(2):
            with pytest.raises(HostInUseError, match="asked to be left alone for another 4 min"):
                await claim.let_pass("b.example", second)


async def test_who_waits_is_let_go_when_the_crawl_ends(database: Database, crawl: Crawl) -> None:
    await take(database, "b.example")
    async with running(database, crawl) as claim:
        waiting = asyncio.ensure_future(claim.let_pass("b.example", second))
        await asyncio.sleep(0.05)
        crawl.is_closing = True
        with pytest.raises(NotSentError, match="the crawl ends"):
            await waiting


async def test_after_a_sleep_nothing_leaves_before_the_claim_was_renewed(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl) as claim:
        crawl.asleep += 100
        with pytest.raises(NotSentError):
            claim.refuse_if_over()
        assert await claim.let_pass("a.example", second)
        claim.refuse_if_over()
    assert crawl.lost == []


async def test_a_claim_that_was_handed_over_is_renewed_before_anything_leaves(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl, sent_at=crawl.now() - 1000) as claim:
        assert not claim.held.holds
        assert await claim.let_pass("a.example", second)


async def test_after_a_sleep_in_which_another_one_took_a_host_nothing_leaves(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl, "a.example", "b.example") as claim:
        await database.documents["hosts"].update_one({"_id": "b.example"}, [{"$set": {"until": "$$NOW"}}])
        assert isinstance(await take(database, "b.example"), Claim)
        crawl.asleep += 100
        with pytest.raises(NotSentError):
            await claim.let_pass("a.example", second)
        await until(lambda: crawl.lost)
        assert crawl.lost == [None]
        with pytest.raises(NotSentError, match="not sent: the claim on xx_a was lost"):
            await claim.let_pass("a.example", second)


async def test_of_a_claim_that_lost_a_host_the_rest_is_free_at_once_and_no_plan_is_written(
    database: Database, crawl: Crawl
) -> None:
    async with running(database, crawl, "a.example", "b.example") as claim:
        await database.documents["hosts"].update_one({"_id": "b.example"}, [{"$set": {"until": "$$NOW"}}])
        assert isinstance(await take(database, "b.example"), Claim)
        claim.held.soon.set()
        await until(lambda: crawl.lost)
        await claim.stop()
        assert not await claim.held.give_back(OutletSchedule("xx_a", reason="every 15m"))
        assert claim.held.is_lost
        assert [(one.reason, one.unended) for one in await database.schedule.all() if one.outlet == "xx_a"] == [("", 0)]
        assert isinstance(await database.claims.take("xx_a", ["a.example"], "78", ELSEWHERE), Claim)
        assert isinstance(await database.claims.take("xx_c", ["b.example"], "79", HERE), Taken)  # the other one's still


async def test_a_lost_claim_whose_database_hangs_ends_all_the_same(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    async with running(database, crawl) as claim:
        monkeypatch.setattr(held_claim, "LOST_END_SECONDS", 0.05)
        monkeypatch.setattr(database.claims, "end", hang)
        claim.held.lose()
        assert not await asyncio.wait_for(claim.held.give_back(), 20)
        monkeypatch.undo()


async def test_a_bug_in_keeping_the_claim_ends_the_crawl_and_is_logged_with_its_place(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(database, crawl) as claim:

        async def stumble(*_: object) -> None:
            raise ValueError("stumbled")

        monkeypatch.setattr(database.claims, "renew", stumble)
        claim.held.soon.set()
        await until(lambda: crawl.lost)
        assert "while keeping the claim on xx_a: ValueError('stumbled')" in str(crawl.lost[0])
        assert claim.held.is_lost
        assert "in stumble" in caplog.text
        monkeypatch.undo()


async def test_a_back_fill_waits_for_what_is_under_way_gives_all_back_and_comes_again(
    database: Database, crawl: Crawl
) -> None:
    async with running(database, crawl, gives_way=True) as claim:
        await claim.let_pass("a.example", second)
        await claim.let_pass("b.example", second)
        first = claim.held.claim
        await database.claims.want("xx_a")
        claim.held.soon.set()
        await until(lambda: claim.held.state is ClaimState.PAUSED)
        waiting = asyncio.ensure_future(claim.let_pass("a.example", lambda: 0.0))
        await asyncio.sleep(0.05)
        assert isinstance(await take(database, "b.example"), Taken)  # two requests are under way
        claim.came_back()
        claim.came_back()
        await until(lambda: claim.held.state is ClaimState.GIVEN_BACK)
        other: Claim | Taken | None = None
        while not isinstance(other, Claim):
            other = await database.claims.take("xx_a", ["a.example", "b.example"], "77", ELSEWHERE)
        assert crawl.told == ["xx_a: a crawl wants to ask its hosts. The back-fill gives way, and goes on after it."]
        await asyncio.sleep(0.5)  # longer than it stays away by itself
        assert not waiting.done()
        await database.claims.end(other, None)
        assert await waiting
        assert crawl.told[1:] == ["xx_a: the back-fill goes on."]
        assert claim.held.claim.outlet.fence > first.outlet.fence
        claim.came_back()
    assert crawl.lost == []


async def test_a_back_fill_whose_giving_back_failed_takes_again_what_is_its_own_for_as_long_as_a_new_claim(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StorageUnavailableError("away")

    async with running(database, crawl, gives_way=True) as claim:
        with monkeypatch.context() as patched:
            patched.setattr(database.claims, "end", away)
            with pytest.raises(StorageUnavailableError):
                await claim.held.give_back()
        assert not claim.held.holds
        for name, key in (("schedule", "xx_a"), ("hosts", "a.example")):  # 50 s later
            earlier = {"$dateAdd": {"startDate": "$until", "unit": "second", "amount": -50}}
            await database.documents[name].update_one({"_id": key}, [{"$set": {"until": earlier}}])
        assert await claim.held.take_again()
        for name, key in (("schedule", "xx_a"), ("hosts", "a.example")):
            found = await database.documents[name].find_one({"_id": key}) or {}
            assert (found["until"] - await database.schedule.now()).total_seconds() > 30


async def test_giving_back_that_is_cancelled_midway_is_done_at_the_end(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def hang(*_: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    async with running(database, crawl, gives_way=True) as claim:
        monkeypatch.setattr(database.claims, "end", hang)
        await database.claims.want("xx_a")
        claim.held.soon.set()
        await asyncio.wait_for(asked.wait(), 20)
        monkeypatch.undo()
        await claim.stop()
        assert await claim.held.give_back()
    assert isinstance(await take(database, "a.example"), Claim)


async def test_a_back_fill_that_waited_for_long_has_the_next_turn(
    database: Database, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_waits, "GIVEN_SECONDS", 3)
    async with running(database, crawl, gives_way=True) as claim:
        await database.claims.want("xx_a")
        claim.held.soon.set()
        await until(lambda: claim.held.state is ClaimState.GIVEN_BACK)
        other: Claim | Taken | None = await take(database, "a.example")
        assert isinstance(other, Claim)
        hosts = database.documents["hosts"]
        async with asyncio.timeout(20):
            while "next" not in (await hosts.find_one({"_id": "a.example"}) or {}):  # noqa: ASYNC110 - another task's
                await asyncio.sleep(0.01)
        await database.claims.end(other, None)
        assert isinstance(await take(database, "a.example", "78"), Taken)
        await until(lambda: claim.held.state is ClaimState.HELD)
    assert crawl.lost == []


@pytest.mark.parametrize("hangs", [True, False])
async def test_what_still_hangs_is_closed_before_its_host_is_given_back_and_nothing_is_sent_again(
    database: Database, crawl: Crawl, *, hangs: bool
) -> None:
    closed: list[str] = []

    class Connection:
        transport = SimpleNamespace(abortConnection=lambda: closed.append("closed"))

    async with running(database, crawl) as claim:
        connection = Connection()
        await claim.let_pass("a.example", second)
        claim.note_connection(connection)
        if not hangs:
            claim.came_back()  # the connection is idle, and Scrapy's to close
        await claim.stop()
        assert closed == ["closed"] * hangs
        with pytest.raises(NotSentError):
            claim.refuse_if_over()
        with pytest.raises(NotSentError):
            await claim.let_pass("a.example", second)


async def test_a_crawl_gives_way_to_nobody(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl) as claim:
        await database.claims.want("xx_a")
        claim.held.soon.set()
        await until(lambda: not claim.held.soon.is_set())
        await asyncio.sleep(0.1)
        assert claim.held.holds
        assert crawl.told == []


async def test_a_wish_for_rest_is_told_to_the_next_run_and_to_the_plan(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl) as claim:
        await claim.let_pass("a.example", second)
        assert claim.rest_seconds == 0
        claim.note_rest("a.example", 10.0)
        claim.note_rest("a.example", 3600.0)
        claim.note_rest("cdn.example", 7200.0)  # not one that the outlet needs
        await until(lambda: not claim._notes)  # a run of a night has thousands
        assert 3500 < claim.rest_seconds <= 3600
        claim.came_back()
    after = await take(database, "a.example")
    assert isinstance(after, Claim)
    assert 3500 < after.hosts["a.example"].wait_seconds <= 3600


async def test_no_host_closes_itself_for_ever(database: Database, crawl: Crawl) -> None:
    async with running(database, crawl) as claim:
        claim.note_rest("a.example", 1e12)
        assert claim.rest_seconds <= 86_400
