"""The spider middlewares that decide which requests go on: what is stored, what the budget allows, no database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from types import SimpleNamespace

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response

from newscrawler.errors import StorageUnavailableError
from newscrawler.middlewares import already_stored
from newscrawler.middlewares.already_stored import AlreadyStoredMiddleware
from newscrawler.middlewares.article_budget import ArticleBudgetMiddleware
from newscrawler.middlewares.database_first import DatabaseFirstMiddleware
from newscrawler.model.run import Run

LISTING = Response("https://a.example/rss")


class FakeDatabase:
    """A share of a database; ``fault`` is what it raises."""

    def __init__(self, stored: Sequence[str] = (), fault: Exception | None = None) -> None:
        self.stored, self.fault = set(stored), fault
        self.is_open, self.released = True, 0
        self.questions: list[int] = []
        self.started: list[Run] = []
        self.spooled, self.is_away, self.stop_reason = 0, False, None
        self.articles = self.runs = self

    async def get(self) -> "FakeDatabase":
        if self.fault:
            raise self.fault
        return self

    async def known(self, urls: list[str]) -> set[str]:
        self.questions.append(len(urls))
        return self.stored.intersection(urls)

    async def start(self, run: Run) -> None:
        self.started.append(run)

    async def release(self) -> None:
        self.released += 1


def article(number: int) -> Request:
    return Request(f"https://a.example/{number}", meta={"article_link": number})


async def stream(*things: object) -> AsyncIterator[object]:
    for thing in things:
        yield thing


async def passed(middleware: AlreadyStoredMiddleware | ArticleBudgetMiddleware, *things: object) -> list[object]:
    return [thing async for thing in middleware.process_spider_output(LISTING, stream(*things))]


async def test_requests_for_stored_articles_end_here_and_all_else_goes_on(crawler: SimpleNamespace) -> None:
    middleware = AlreadyStoredMiddleware(FakeDatabase(["https://a.example/1"]), crawler)
    listing, item = Request("https://a.example/more"), {"url": "https://a.example/1"}
    found = await passed(middleware, article(1), listing, article(2), item)
    assert found == [listing, item, found[2]]
    assert found[2].url == "https://a.example/2"
    assert crawler.stats.get_value("discovery/known") == 1


async def test_a_large_sitemap_is_asked_about_in_parts(
    crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(already_stored, "LINKS_AT_ONCE", 3)
    database = FakeDatabase([f"https://a.example/{n}" for n in (0, 4, 6)])
    found = await passed(AlreadyStoredMiddleware(database, crawler), *map(article, range(7)))
    assert database.questions == [3, 3, 1]
    assert [request.meta["article_link"] for request in found] == [1, 2, 3, 5]


async def test_without_an_open_database_all_goes_on(crawler: SimpleNamespace) -> None:
    database = FakeDatabase(["https://a.example/1"])
    database.is_open = False
    assert len(await passed(AlreadyStoredMiddleware(database, crawler), article(1))) == 1


async def test_a_database_that_goes_away_ends_the_crawl_and_loses_no_listing_silently(
    crawler: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    middleware = AlreadyStoredMiddleware(FakeDatabase(fault=StorageUnavailableError("Lost db:27017.")), crawler)
    with pytest.raises(CloseSpider):
        await passed(middleware, article(1))
    assert crawler.stats.get_value("run/database_lost") == "Lost db:27017."
    assert "Lost db:27017. The crawl ends." in caplog.text


def test_with_refetch_nobody_looks(crawler: SimpleNamespace) -> None:
    crawler.settings.set("NEWSCRAWLER_REFETCH", value=True)
    with pytest.raises(NotConfigured):
        AlreadyStoredMiddleware.from_crawler(crawler)


async def test_the_budget_holds_over_listings_and_is_told_once(crawler: SimpleNamespace) -> None:
    middleware = ArticleBudgetMiddleware(3, crawler.stats)
    listing = Request("https://a.example/more")
    first = await passed(middleware, article(1), listing, article(2))
    second = await passed(middleware, article(3), article(4), listing, article(5))
    assert [request.url[-1] for request in (*first, *second)] == ["1", "e", "2", "3", "e"]
    assert crawler.stats.get_value("discovery/over_budget") == 2
    assert crawler.stats.get_value("run/warnings") == (
        "the budget of 3 articles for one run is used up; the others wait for the next run",
    )


class Outlet(Spider):
    name = "xx_a"


def started(crawler: SimpleNamespace, database: FakeDatabase) -> DatabaseFirstMiddleware:
    crawler.spidercls = Outlet
    for name, value in {"id": "0123456789ab", "outlet": "xx_a", "started_at": None}.items():
        crawler.stats.set_value(f"run/{name}", value)
    return DatabaseFirstMiddleware(database, crawler)


async def test_no_request_leaves_without_a_database(crawler: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    database = FakeDatabase(fault=StorageUnavailableError("Cannot reach MongoDB at db:27017."))
    with pytest.raises(CloseSpider):
        await anext(started(crawler, database).process_start(stream(article(1))))
    assert crawler.stats.get_value("run/database_lost") == "Cannot reach MongoDB at db:27017."
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize("end", ["stored", "away", "a reason to stop", "time is up"])
async def test_what_waits_in_the_spool_is_stored_before_the_first_request(crawler: SimpleNamespace, end: str) -> None:
    crawler.settings.set("NEWSCRAWLER_AWAY_SECONDS", 0 if end == "time is up" else 600)
    database = FakeDatabase()
    database.spooled = 3
    first = asyncio.ensure_future(anext(started(crawler, database).process_start(stream(article(1)))))
    await asyncio.sleep(0.05)
    assert first.done() is (end == "time is up")
    if end == "stored":
        database.spooled = 0
    database.is_away = end == "away"
    database.stop_reason = "Gone." if end == "a reason to stop" else None
    assert (await asyncio.wait_for(first, 10)).url == "https://a.example/1"


async def test_scrapy_parse_opens_no_database(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    middleware = started(crawler, database)

    async def start(_: Spider) -> AsyncIterator[object]:
        yield article(1)

    start.__module__ = "scrapy.commands.parse"
    crawler.spidercls = type("Parsed", (Outlet,), {"start": start})
    assert [request.url async for request in middleware.process_start(stream(article(1)))] == ["https://a.example/1"]
    assert database.started == []
