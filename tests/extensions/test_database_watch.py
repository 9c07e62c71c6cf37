"""A crawl ends where its database gives a reason to."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.extensions import database_watch
from newscrawler.extensions.database_watch import DatabaseWatch

REASON = "The disk of the database at db:27017 is full."


class FakeShare:
    """A share of a database; ``opened`` is None until somebody opened it."""

    def __init__(self) -> None:
        self.opened: SimpleNamespace | None = None
        self.released = 0

    async def release(self) -> None:
        self.released += 1


@pytest.fixture
def crawler(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setattr(database_watch, "LOOK_SECONDS", 0.01)
    stats = MemoryStatsCollector(SimpleNamespace(settings=SimpleNamespace(getbool=lambda _: False)))
    crawler = SimpleNamespace(stats=stats, closed=asyncio.Queue())

    async def close_spider_async(reason: str) -> None:
        crawler.closed.put_nowait(reason)

    crawler.engine = SimpleNamespace(close_spider_async=close_spider_async)
    return crawler


async def test_a_crawl_goes_on_until_its_database_gives_a_reason_to_stop(crawler: SimpleNamespace) -> None:
    share = FakeShare()
    watch = DatabaseWatch(share, crawler)
    watch.spider_opened()
    await asyncio.sleep(0.05)
    share.opened = SimpleNamespace(stop_reason=None)
    await asyncio.sleep(0.05)
    assert crawler.closed.empty()
    share.opened.stop_reason = REASON
    assert await asyncio.wait_for(crawler.closed.get(), 10) == "database_unavailable"
    assert crawler.stats.get_value("run/database_lost") == REASON
    await watch.spider_closed()
    assert share.released == 1


async def test_the_first_reason_is_the_one_that_is_told(crawler: SimpleNamespace) -> None:
    share = FakeShare()
    share.opened = SimpleNamespace(stop_reason=REASON)
    crawler.stats.set_value("run/database_lost", "Cannot reach MongoDB.")
    watch = DatabaseWatch(share, crawler)
    watch.spider_opened()
    await asyncio.wait_for(crawler.closed.get(), 10)
    assert crawler.stats.get_value("run/database_lost") == "Cannot reach MongoDB."
    await watch.spider_closed()


async def test_a_crawl_that_has_ended_looks_no_more(crawler: SimpleNamespace) -> None:
    share = FakeShare()
    watch = DatabaseWatch(share, crawler)
    watch.spider_opened()
    await watch.spider_closed()
    share.opened = SimpleNamespace(stop_reason=REASON)
    await asyncio.sleep(0.05)
    assert crawler.closed.empty()
