"""The spider middlewares that decide which requests go on: what the budget allows, no database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from newscrawler.errors import StorageUnavailableError
from newscrawler.middlewares.article_budget import ArticleBudgetMiddleware
from newscrawler.middlewares.database_first import DatabaseFirstMiddleware
from newscrawler.model.link import ArticleLink
from newscrawler.model.run import Run

LISTING = Response("https://a.example/rss")


class FakeDatabase:
    """A share of a database; ``fault`` is what it raises."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.is_open, self.released = True, 0
        self.started: list[Run] = []
        self.spooled, self.is_away, self.stop_reason = 0, False, None
        self.runs = self

    async def get(self) -> "FakeDatabase":
        if self.fault:
            raise self.fault
        return self

    async def start(self, run: Run) -> None:
        self.started.append(run)

    async def release(self) -> None:
        self.released += 1


def article(number: int) -> Request:
    return Request(f"https://a.example/{number}", meta={"article_link": ArticleLink(f"https://a.example/{number}")})


async def stream(*things: object) -> AsyncIterator[object]:
    for thing in things:
        yield thing


async def passed(middleware: ArticleBudgetMiddleware, *things: object) -> list[object]:
    return [thing async for thing in middleware.process_spider_output(LISTING, stream(*things))]


async def test_the_budget_holds_over_listings_and_is_told_once(crawler: SimpleNamespace) -> None:
    middleware = ArticleBudgetMiddleware(3, crawler.stats)
    crawler.stats.set_value("discovery/over_budget", 7)  # second looks, which have a budget and a warning of their own
    listing = Request("https://a.example/more")
    first = await passed(middleware, article(1), listing, article(2))
    second = await passed(middleware, article(3), article(4), listing, article(5))
    assert [request.url[-1] for request in (*first, *second)] == ["1", "e", "2", "3", "e"]
    assert crawler.stats.get_value("discovery/over_budget") == 9
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
