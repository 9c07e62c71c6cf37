import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request

from newscrawler.model.outcome import Outcome
from newscrawler.model.run import run_from_statistics
from newscrawler.spiders.archive import PAGES_UNDER_WAY, ArchiveSpider


def warc(*urls: str) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words</p>"
    return b"".join(
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(http)}\r\n\r\n".encode()
        + http
        + b"\r\n\r\n"
        for url in urls
    )


def spider_for(crawler: SimpleNamespace, tmp_path: Path, *urls: str) -> ArchiveSpider:
    file = tmp_path / "dump.warc"
    file.write_bytes(warc(*urls))
    return ArchiveSpider.from_crawler(crawler, files=[file])


def test_an_address_that_cannot_be_read_costs_one_record(crawler: SimpleNamespace, tmp_path: Path) -> None:
    spider = spider_for(crawler, tmp_path, "https://a.example/1", "http://[::1", "https://a.example/2")

    async def everything() -> list[Request | Outcome]:
        return [result async for result in spider.start()]

    first, outcome, second = asyncio.run(everything())
    assert (first.url, second.url) == ("https://a.example/1", "https://a.example/2")
    assert (outcome.kind, outcome.url) == ("refused_address", "http://[::1")
    assert crawler.stats.get_value("discovery/found") == 3
    assert crawler.stats.get_value("archive/skipped") is None
    assert crawler.stats.get_value("run/warnings") is None


@pytest.mark.parametrize(("limit", "reached"), [(1, 1), (2, None), (None, None)])
def test_a_limit_is_reached_where_there_is_a_page_beyond_it(
    crawler: SimpleNamespace, tmp_path: Path, limit: int | None, reached: int | None
) -> None:
    spider = spider_for(crawler, tmp_path, "https://a.example/1", "https://a.example/2")
    spider.limit = limit

    async def everything() -> list[Request | Outcome]:
        return [result async for result in spider.start()]

    assert len(asyncio.run(everything())) == (limit or 2)
    assert crawler.stats.get_value("archive/limit_reached") == reached


def test_no_request_is_dropped_on_the_way_for_its_place_would_stay_taken(crawler: SimpleNamespace) -> None:
    ArchiveSpider.update_settings(crawler.settings)
    assert crawler.settings.getint("URLLENGTH_LIMIT") == 0


async def test_a_page_waits_for_a_place_that_another_one_leaves(crawler: SimpleNamespace, tmp_path: Path) -> None:
    spider = spider_for(crawler, tmp_path, *(f"https://a.example/{n}" for n in range(PAGES_UNDER_WAY + 1)))
    start = spider.start()
    first = [await anext(start) for _ in range(PAGES_UNDER_WAY)]
    waiting = asyncio.ensure_future(anext(start))
    await asyncio.sleep(0)
    assert not waiting.done()
    failure = SimpleNamespace(request=first[0], value=OSError("gone"))
    assert [type(outcome) async for outcome in spider.on_failure(failure)] == [Outcome]
    assert (await waiting).url == f"https://a.example/{PAGES_UNDER_WAY}"


def test_a_page_belongs_to_the_outlet_of_its_host_whatever_came_before(crawler: SimpleNamespace) -> None:
    spider = ArchiveSpider.from_crawler(crawler)
    hosts = ("blogspot.com", "anna.blogspot.com", "www.tagesschau.de", "sport.tagesschau.de", "notagesschau.de")
    ids = [spider.outlet_of(f"https://{host}/1").id for host in hosts]
    assert ids == ["web_blogspot_com", "web_anna_blogspot_com", "de_tagesschau", "de_tagesschau", "web_notagesschau_de"]


def test_the_record_of_the_run_names_the_files(crawler: SimpleNamespace, tmp_path: Path) -> None:
    spider_for(crawler, tmp_path, "https://a.example/1").note_files()
    facts = {"run/id": "8f31", "run/outlet": "archive", "run/started_at": None}
    assert run_from_statistics(crawler.stats.get_stats() | facts).files == (str(tmp_path / "dump.warc"),)
