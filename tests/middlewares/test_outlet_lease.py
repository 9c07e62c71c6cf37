"""A run begins when the outlet and its hosts are its own, on a real database, and ends with a plan."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from newscrawler.middlewares import claim_waits
from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.model.lease import Claim, Lease, Process, Taken, already_taken
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process
from newscrawler.storage.shared import SharedDatabase

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
ELSEWHERE = Process("a", "another boot", 17, 3)
THIRD = Process("c", "a third boot", 17, 3)
HOSTS = ("a.example", "b.example")


class OutletOfTest(Spider):
    name = "xx_a"
    outlet = Outlet("xx_a", "A", home="https://a.example/", feeds=("https://www.b.example/feed",))


@pytest.fixture
def shared(mongo_uri: str, tmp_path: Path, database: Database) -> SharedDatabase:
    del database  # it is there first
    return SharedDatabase(mongo_uri, tmp_path)


@pytest.fixture
def closed(crawler: SimpleNamespace) -> asyncio.Queue[str]:
    """Why the engine was asked to close the spider."""
    reasons: asyncio.Queue[str] = asyncio.Queue()

    async def close_spider_async(reason: str) -> None:
        reasons.put_nowait(reason)

    crawler.engine = SimpleNamespace(close_spider_async=close_spider_async, _slot=SimpleNamespace(closing=None))
    return reasons


@pytest.fixture
def begun(crawler: SimpleNamespace, shared: SharedDatabase, closed: asyncio.Queue[str]) -> OutletLeaseMiddleware:
    del closed
    crawler.spidercls, crawler.spider = OutletOfTest, OutletOfTest()
    for name, value in {"id": "0123456789ab", "outlet": "xx_a", "started_at": NOON}.items():
        crawler.stats.set_value(f"run/{name}", value)
    return OutletLeaseMiddleware(shared, crawler)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(claim_waits, "ASK_AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(claim_waits, "GIVE_WAY_SECONDS", 0.4)
    monkeypatch.setattr(claim_waits, "IN_USE_SECONDS", 0.4)
    return iter(())


async def start() -> AsyncIterator[Any]:
    yield Request("https://a.example/1")


async def holder(database: Database, outlet: str = "xx_a", *hosts: str) -> str | None:
    """The run that has the outlet or one of the hosts; None: nobody."""
    taken = await database.claims.take(outlet, hosts or HOSTS, "other", THIRD)
    if isinstance(taken, Claim):
        await database.claims.end(taken, None)
        return None
    assert taken is not None
    return taken.lease.run


async def test_claim_and_run_are_there_before_the_first_request_and_the_claim_goes_back(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    assert (await anext(begun.process_start(start()))).url == "https://a.example/1"
    assert [run.id for run in await database.runs.recent()] == ["0123456789ab"]
    assert await holder(database, "xx_a", "c.example") == "0123456789ab"
    assert await holder(database, "xx_b", "b.example") == "0123456789ab"
    await begun.spider_closed("finished")
    assert await holder(database) is None


async def test_the_end_of_a_crawl_writes_when_its_outlet_is_due_next(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    await anext(begun.process_start(start()))
    await begun.spider_closed("finished")
    (plan,) = await database.schedule.all()
    assert (plan.outlet, plan.run, plan.planner) == ("xx_a", "0123456789ab", this_process().host)
    assert plan.due_at is not None
    assert plan.due_at > await database.schedule.now()
    assert plan.unended == 0


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("crawl", "shutdown"), ("crawl", "database_unavailable"), ("backfill", "finished"), ("retry", "finished")],
)
async def test_a_run_that_was_stopped_and_one_that_is_no_crawl_leave_the_plan_alone(
    begun: OutletLeaseMiddleware, database: Database, kind: str, reason: str
) -> None:
    begun.crawler.stats.set_value("run/kind", kind)
    await anext(begun.process_start(start()))
    await begun.spider_closed(reason)
    await begun.spider_closed(reason)  # one that was let go
    assert [(plan.due_at, plan.unended) for plan in await database.schedule.all()] == [(None, 0)]
    assert await holder(database) is None


async def test_an_outlet_that_another_crawl_has_is_skipped_and_leaves_no_run(
    begun: OutletLeaseMiddleware, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.claims.take("xx_a", HOSTS, "8f31c0ffee00", ELSEWHERE)
    with pytest.raises(CloseSpider) as stopped:
        await anext(begun.process_start(start()))
    assert stopped.value.reason == "already_crawled"
    message = begun.crawler.stats.get_value("run/skipped")
    assert message.startswith("xx_a is already being crawled (run 8f31, ")
    assert message.endswith(" s, on host a). Skipped.")
    assert message in caplog.text
    await begun.spider_closed("already_crawled")
    assert await database.runs.recent() == []
    assert await holder(database) == "8f31c0ffee00"


async def test_a_claim_that_was_handed_over_is_kept_while_the_run_waits_for_the_spool(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    begun.crawler.spider.claim = await database.claims.take("xx_a", HOSTS, "0123456789ab", this_process())
    await begun.database.get()
    document = database.documents["schedule"]
    before = (await document.find_one({"_id": "xx_a"}) or {})["until"]
    begun.spider_opened()
    async with asyncio.timeout(20):
        while (await document.find_one({"_id": "xx_a"}) or {})["until"] == before:  # noqa: ASYNC110 - another task's
            await asyncio.sleep(0.01)
    await anext(begun.process_start(start()))
    assert begun.claim is not None
    assert begun.claim.held.holds
    await begun.spider_closed("finished")
    assert await holder(database) is None


async def test_a_host_of_a_short_run_is_waited_for_and_told_once(
    begun: OutletLeaseMiddleware, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_waits, "IN_USE_SECONDS", 60)
    other = await database.claims.take("xx_paper", ["b.example"], "8f31c0ffee00", ELSEWHERE)
    assert isinstance(other, Claim)
    told: list[str] = []
    begun.database.tell(told.append)
    first = asyncio.ensure_future(anext(begun.process_start(start())))
    async with asyncio.timeout(20):
        while not told:  # noqa: ASYNC110 - another task's
            await asyncio.sleep(0.01)
    await database.claims.end(other, None)
    assert isinstance(await database.claims.take("xx_third", ["b.example"], "99", THIRD), Taken)  # it is not its turn
    assert (await first).url == "https://a.example/1"
    (message,) = told
    assert message.startswith("b.example is in use by the crawl of xx_paper (run 8f31, ")
    assert message.endswith(" s, on host a). xx_a waits for it.")
    await begun.spider_closed("finished")


async def test_a_host_that_another_outlets_crawl_has_is_told_with_both_outlets(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    await database.claims.take("xx_paper", ["b.example"], "8f31c0ffee00", ELSEWHERE)
    with pytest.raises(CloseSpider):
        await anext(begun.process_start(start()))
    message = begun.crawler.stats.get_value("run/skipped")
    assert message.startswith("b.example is in use by the crawl of xx_paper (run 8f31, ")
    assert message.endswith(" s, on host a). xx_a was skipped.")
    await begun.spider_closed("already_crawled")
    assert await holder(database, "xx_c", "a.example") is None


async def test_a_back_fill_that_does_not_give_way_in_time_is_told(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    held = await database.claims.take("xx_a", HOSTS, "8f31c0ffee00", ELSEWHERE)
    assert isinstance(held, Claim)
    await database.runs.start(Run("8f31c0ffee00", "xx_a", NOON, "backfill"))
    told: list[str] = []
    begun.database.tell(told.append)
    with pytest.raises(CloseSpider):
        await anext(begun.process_start(start()))
    (asked,) = told
    assert asked.startswith("xx_a is being asked by the back-fill of xx_a (run 8f31, ")
    message = begun.crawler.stats.get_value("run/skipped")
    assert message.startswith("xx_a is being back-filled (run 8f31, ")
    assert message.endswith(", which did not give way in time. Skipped.")
    assert (await database.claims.renew(held)).wanted
    await begun.spider_closed("already_crawled")


async def test_a_back_fill_that_gives_way_is_waited_for(
    begun: OutletLeaseMiddleware, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_waits, "GIVE_WAY_SECONDS", 60)
    held = await database.claims.take("xx_a", HOSTS, "8f31c0ffee00", ELSEWHERE)
    assert isinstance(held, Claim)
    await database.runs.start(Run("8f31c0ffee00", "xx_a", NOON, "backfill"))
    first = asyncio.ensure_future(anext(begun.process_start(start())))
    while not (await database.claims.renew(held)).wanted:
        assert not first.done()
    await database.claims.end(held, None)
    assert (await first).url == "https://a.example/1"
    await begun.spider_closed("finished")


async def test_a_run_that_was_handed_its_claim_keeps_it_and_ends_it(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    handed = await database.claims.take("xx_a", HOSTS, "0123456789ab", this_process())
    begun.crawler.spider.claim = handed
    await anext(begun.process_start(start()))
    assert begun.crawler.stats.get_value("run/scheduled") == 1
    assert begun.claim is not None
    assert begun.claim.held.first is handed
    await begun.claim.let_pass("a.example", lambda: 1.0)
    assert begun.claim.held.holds  # it was renewed before anything left
    begun.claim.came_back()
    await begun.spider_closed("finished")
    (plan,) = await database.schedule.all()
    assert plan.run == "0123456789ab"
    assert await holder(database) is None


async def test_a_claim_that_was_handed_over_and_never_used_is_given_back(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    begun.crawler.spider.claim = await database.claims.take("xx_a", HOSTS, "0123456789ab", this_process())
    await begun.database.get()
    begun.spider_opened()
    await begun.spider_closed("database_unavailable")
    assert [plan.unended for plan in await database.schedule.all()] == [0]
    assert await holder(database) is None


async def test_a_host_that_wants_rest_keeps_the_run_from_beginning_and_moves_the_plan(
    begun: OutletLeaseMiddleware, database: Database
) -> None:
    before = await database.claims.take("xx_paper", ["b.example"], "8f31c0ffee00", ELSEWHERE)
    assert isinstance(before, Claim)
    await database.claims.note_wait(before, "b.example", 240)
    await database.claims.end(before, None)
    with pytest.raises(CloseSpider):
        await anext(begun.process_start(start()))
    message = begun.crawler.stats.get_value("run/skipped")
    assert message == "b.example asked to be left alone for another 4 min. xx_a was skipped."
    await begun.spider_closed("already_crawled")
    (plan,) = [plan for plan in await database.schedule.all() if plan.outlet == "xx_a"]
    now = await database.schedule.now()
    assert plan.due_at is not None
    assert 200 < (plan.due_at - now).total_seconds() <= 240
    assert "asked to be left alone" in plan.reason
    assert await holder(database) is None


async def test_stored_pages_need_no_claim(begun: OutletLeaseMiddleware, database: Database) -> None:
    begun.crawler.stats.set_value("run/kind", "archive")
    await anext(begun.process_start(start()))
    await begun.spider_closed("finished")
    assert await database.documents["schedule"].count_documents({}) == 0
    assert [run.kind for run in await database.runs.recent()] == ["archive"]


async def test_a_claim_that_is_lost_ends_the_crawl_says_so_and_writes_no_plan(
    begun: OutletLeaseMiddleware, closed: asyncio.Queue[str], database: Database
) -> None:
    await anext(begun.process_start(start()))
    for name, key in (("schedule", "xx_a"), ("hosts", "a.example"), ("hosts", "b.example")):
        await database.documents[name].update_one({"_id": key}, [{"$set": {"until": "$$NOW"}}])
    other = await database.claims.take("xx_a", HOSTS, "77", ELSEWHERE)
    assert isinstance(other, Claim)
    assert begun.claim is not None
    begun.claim.held.soon.set()
    assert await asyncio.wait_for(closed.get(), 10) == "lease_lost"
    (warning,) = begun.crawler.stats.get_value("run/warnings")
    assert warning.startswith("xx_a, or a host of it, was taken over by another crawl")
    await begun.spider_closed("lease_lost")
    assert (await database.claims.renew(other)).held
    assert not isinstance(await database.claims.take("xx_a", HOSTS, "88", THIRD), Claim)
    assert [plan.due_at for plan in await database.schedule.all()] == [None]


def test_a_host_in_use_is_told_with_who_has_it_and_who_was_skipped() -> None:
    lease = Lease("xx_paper", "8f31c0ffee00", ELSEWHERE, 1, 40)
    assert already_taken(Taken(lease, "example.com", "xx_paper"), "de_other") == (
        "example.com is in use by the crawl of xx_paper (run 8f31, 40 s, on host a). de_other was skipped."
    )
