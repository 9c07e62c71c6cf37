"""A crawl whose outlet's code breaks is told as failed; one that ends in the moment in which it is let go, once."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from invented_outlet import write_outlet

from newscrawler.catalogue import load_catalogue
from newscrawler.operations.crawls_under_way import CrawlsUnderWay, Job
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import read_environment
from newscrawler.spiders.loader import outlet_spider

Moment = Callable[[CrawlsUnderWay, asyncio.Event], Awaitable[None]]


async def ends_first(under_way: CrawlsUnderWay, may_end: asyncio.Event) -> None:
    may_end.set()
    await under_way.let_go(None)


async def is_let_go_first(under_way: CrawlsUnderWay, may_end: asyncio.Event) -> None:
    await under_way.let_go(None)
    may_end.set()


@pytest.mark.parametrize("moment", [ends_first, is_let_go_first])
async def test_a_crawl_that_ends_while_it_is_let_go_is_told_once(
    moment: Moment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outlet(tmp_path, "http://127.0.0.1:9", "xx_one")
    outlet = load_catalogue([tmp_path]).outlets["xx_one"]
    told: list[str] = []
    may_end = asyncio.Event()

    async def crawl(*_: object) -> None:
        await may_end.wait()

    under_way = CrawlsUnderWay(
        crawl_settings(read_environment({})), 1, lambda ended: told.append(ended.name), lambda: False
    )
    monkeypatch.setattr(under_way._runner, "crawl", crawl)
    running = asyncio.ensure_future(under_way.run(Job(outlet_spider(outlet, None), outlet)))
    await asyncio.sleep(0)
    assert list(under_way.running) == ["xx_one"]
    await moment(under_way, may_end)
    await running
    assert (told, under_way.running) == (["xx_one"], {})


@pytest.mark.parametrize(
    ("error", "told_as"),
    [
        (ValueError("broke"), "ValueError: broke"),
        (SystemExit(3), "SystemExit: 3"),
        (ValueError("at http://bob:pw@a.example/\n x"), "ValueError: at http://***@a.example/ x"),
        (ValueError("x" * 9000), f"ValueError: {'x' * 188} ..."),
    ],
)
async def test_an_outlet_whose_code_breaks_before_its_crawler_is_made_has_failed_and_no_more(
    error: BaseException, told_as: str, tmp_path: Path
) -> None:
    write_outlet(tmp_path, "http://127.0.0.1:9", "xx_one")
    outlet = load_catalogue([tmp_path]).outlets["xx_one"]

    class Broken(outlet_spider(outlet, None)):  # type: ignore[misc]
        @classmethod
        def update_settings(cls, settings: object) -> None:
            del settings
            raise error

    told: list[str] = []
    under_way = CrawlsUnderWay(
        crawl_settings(read_environment({})), 1, lambda end: told.append(end.name), lambda: False
    )
    ended = await under_way.run(Job(Broken, outlet))
    assert (told, under_way.running) == (["xx_one"], {})
    assert ended is not None
    assert ended.failure == told_as
