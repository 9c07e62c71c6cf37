"""A run begins when the outlet is its own, on a real database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.model.lease import Process
from newscrawler.model.run import Run
from newscrawler.storage import leases
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
ELSEWHERE = Process("a", "another boot", 17, 3)
THIRD = Process("c", "a third boot", 17, 3)


class Outlet(Spider):
    name = "xx_a"


@pytest.fixture
def shared(mongo_uri: str, tmp_path: Path) -> SharedDatabase:
    return SharedDatabase(mongo_uri, tmp_path)


def begun(crawler: SimpleNamespace, shared: SharedDatabase, outlet: str = "xx_a") -> OutletLeaseMiddleware:
    crawler.spidercls = Outlet
    for name, value in {"id": "0123456789ab", "outlet": outlet, "started_at": NOON}.items():
        crawler.stats.set_value(f"run/{name}", value)
    return OutletLeaseMiddleware(shared, crawler)


async def start() -> AsyncIterator[Any]:
    yield Request("https://a.example/1")


async def test_lease_and_run_are_there_before_the_first_request_and_the_lease_goes_back(
    crawler: SimpleNamespace, shared: SharedDatabase, database: Database
) -> None:
    middleware = begun(crawler, shared)
    assert (await anext(middleware.process_start(start()))).url == "https://a.example/1"
    assert [run.id for run in await database.runs.recent()] == ["0123456789ab"]
    assert (await database.leases.take("xx_a", "other", ELSEWHERE)).run == "0123456789ab"
    await middleware.spider_closed()
    assert (await database.leases.take("xx_a", "other", ELSEWHERE)).run == "other"


async def test_an_outlet_that_another_crawl_has_is_skipped_and_leaves_no_run(
    crawler: SimpleNamespace, shared: SharedDatabase, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.leases.take("xx_a", "8f31c0ffee00", ELSEWHERE)
    middleware = begun(crawler, shared)
    with pytest.raises(CloseSpider) as closed:
        await anext(middleware.process_start(start()))
    assert closed.value.reason == "already_crawled"
    message = crawler.stats.get_value("run/skipped")
    assert message.startswith("xx_a is already being crawled (run 8f31, ")
    assert message.endswith(" s, on host a). Skipped.")
    assert message in caplog.text
    await middleware.spider_closed()
    assert await database.runs.recent() == []
    assert (await database.leases.take("xx_a", "77", THIRD)).run == "8f31c0ffee00"


async def test_an_outlet_that_is_back_filled_is_skipped_with_what_to_do(
    crawler: SimpleNamespace, shared: SharedDatabase, database: Database
) -> None:
    await database.leases.take("xx_a", "8f31c0ffee00", ELSEWHERE)
    await database.runs.start(Run("8f31c0ffee00", "xx_a", NOON, "backfill"))
    middleware = begun(crawler, shared)
    with pytest.raises(CloseSpider):
        await anext(middleware.process_start(start()))
    message = crawler.stats.get_value("run/skipped")
    assert message.startswith("xx_a is being back-filled (run 8f31, ")
    assert "Skipped. A back-fill in portions lets crawls in between: crawl --from ... --limit 500" in message
    await middleware.spider_closed()


async def test_stored_pages_need_no_lease(crawler: SimpleNamespace, shared: SharedDatabase, database: Database) -> None:
    middleware = begun(crawler, shared, "archive")
    crawler.stats.set_value("run/kind", "archive")
    await anext(middleware.process_start(start()))
    await middleware.spider_closed()
    assert await database.documents["leases"].count_documents({}) == 0
    assert [run.kind for run in await database.runs.recent()] == ["archive"]


async def test_a_lease_that_is_lost_ends_the_crawl_and_says_so(
    crawler: SimpleNamespace, shared: SharedDatabase, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases.LeaseRenewal.__init__, "__kwdefaults__", {"every_seconds": 0.01})
    closed: asyncio.Queue[str] = asyncio.Queue()

    async def close_spider_async(reason: str) -> None:
        closed.put_nowait(reason)

    crawler.engine = SimpleNamespace(close_spider_async=close_spider_async)
    middleware = begun(crawler, shared)
    await anext(middleware.process_start(start()))
    for _ in range(100):  # the crawl renews its lease every moment, perhaps between these two
        await database.documents["leases"].update_one({"_id": "xx_a"}, [{"$set": {"until": "$$NOW"}}])
        if (await database.leases.take("xx_a", "77", ELSEWHERE)).run == "77":
            break
    assert await asyncio.wait_for(closed.get(), 10) == "lease_lost"
    (warning,) = crawler.stats.get_value("run/warnings")
    assert warning.startswith("xx_a was taken over by another crawl")
    await middleware.spider_closed()
    assert (await database.leases.take("xx_a", "88", THIRD)).run == "77"
