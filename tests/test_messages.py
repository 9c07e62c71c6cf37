"""The ten messages of the product, each as the command line prints it."""

import asyncio
import json
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import quick_start
from invented_outlet import write_outlet
from pytest_httpserver import HTTPServer

from newscrawler.cli import main
from newscrawler.model.account import COUNTS
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.lease import Process
from newscrawler.model.run import Run
from newscrawler.storage import connection
from newscrawler.storage.connection import Database

QUICK = connection.open_database.__kwdefaults__ | {"timeout_seconds": 0.5}
Capture = pytest.CaptureFixture[str]
SAMPLE_OUTLET = """name = "Elbkurier"
country = "DE"
timezone = "Europe/Berlin"
langauge = "de"
home = "https://www.elbkurier.example/"
delay_seconds = -1
feeds = ["https://www.elbkurier.example/rss.xml"]
"""
SENTENCE = "Die Fähre aus dem Hafen brachte am Morgen wieder Menschen und Waren an das andere Ufer des Flusses. "
DATELESS_PAGE = (
    "<html><head><title>Die Fähre ist zurück</title></head><body><article><h1>Die Fähre ist zurück</h1>"
    f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 4}</p></article>"
    f"<div>{'<p>Mehr aus der Region, von unseren Leuten an der Küste geschrieben.</p>' * 60}</div>"
    '<footer><span class="stand">Stand: 05.03.2026</span></footer></body></html>'
)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder of outlets, and no settings of this machine."""
    for name in [name for name in os.environ if name.startswith("NEWSCRAWLER_")]:
        monkeypatch.delenv(name)
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(outlets))
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "0")
    return outlets


def crawl(*arguments: str, **variables: str) -> CompletedProcess[str]:
    given = {**os.environ, "NEWSCRAWLER_ALLOW_LOOPBACK": "1", **variables}
    return quick_start.run(["newscrawler", "crawl", *arguments], given)


def test_1_an_unknown_outlet_gets_a_suggestion(capsys: Capture) -> None:
    assert main(["crawl", "us_koreadayli"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("No outlet called 'us_koreadayli'. Did you mean us_koreadaily? (")
    assert told.endswith(" outlets: newscrawler outlets list)\n")


def test_2_mistakes_in_outlet_files_are_told_all_at_once(folder: Path, capsys: Capture) -> None:
    (folder / "gb_bbc.toml").write_text(SAMPLE_OUTLET)
    assert main(["outlets", "list"]) == 1
    *mistakes, last = capsys.readouterr().err.splitlines()
    assert any(
        one.endswith("outlets/gb_bbc.toml:4: unknown key 'langauge', did you mean 'language'?") for one in mistakes
    )
    assert [one for one in mistakes if "outlets/gb_bbc.toml:" not in one] == []
    assert re.fullmatch(r"3 mistakes in 1 of (\d+) files: gb_bbc was skipped, (\d+) outlets run\.", last)
    assert main(["crawl", "gb_bbc"]) == 3
    assert capsys.readouterr().err.endswith("\ngb_bbc was asked for: nothing was done.\n")


@pytest.mark.parametrize(
    ("typed", "nothing"), [(["articles"], ""), (["reprocess", "--all"], "Nothing was fetched. ")], ids=["read", "write"]
)
def test_3_a_database_that_cannot_be_reached_is_told_before_anything_is_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, typed: list[str], nothing: str
) -> None:
    monkeypatch.setattr(connection.open_database, "__kwdefaults__", QUICK)
    with socket.socket() as listener:  # bound, and not listening
        listener.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", f"mongodb://me:secret@{address}/news")
        assert main(typed) == 4
    told = capsys.readouterr().err
    assert told.startswith(f"Cannot reach MongoDB at {address} (connection refused after ")
    assert told.endswith(f" s). {nothing}Start it, or unset NEWSCRAWLER_MONGO_URI to use the embedded database.\n")


@pytest.fixture
def web() -> Iterator[Callable[..., str]]:
    """Makes outlets on servers of their own; gives the base address of each."""
    servers: list[HTTPServer] = []

    def make(page: str, status: int = 200, robots: str = "", paths: tuple[str, ...] = ("news",)) -> str:
        server = HTTPServer(host="127.0.0.1", port=0)
        server.start()
        servers.append(server)
        base = server.url_for("").rstrip("/")
        links = "".join(
            f"<item><link>{base}/{path}/{n}</link></item>" for path in paths for n in range(20 // len(paths))
        )
        server.expect_request("/robots.txt").respond_with_data(robots)
        server.expect_request("/feed").respond_with_data(f"<rss version='2.0'><channel>{links}</channel></rss>")
        for path in paths:
            for number in range(20):
                server.expect_request(f"/{path}/{number}").respond_with_data(page, status, content_type="text/html")
        return base

    yield make
    for server in servers:
        server.stop()


async def store_history(database: Database, outlet: str) -> None:
    """An article of 3,100 words that is first seen on 22 Nov, and a run that fetched it."""
    seen = datetime(datetime.now(UTC).year - 1, 11, 22, 12, tzinfo=UTC)
    text = Block("paragraph", "harbour " * 3100)
    article = Article(url=f"https://a.example/{outlet}", outlet=outlet, title="Ferry", blocks=(text,), fetched_at=seen)
    await database.articles.save(article)
    counts = dict.fromkeys(COUNTS, 0) | {"fetched": 20}
    await database.runs.finish(Run(secrets.token_hex(6), outlet, seen, finished_at=seen, counts=counts))


def outlet_file(folder: Path, base: str, outlet: str) -> None:
    write_outlet(folder, base, outlet)
    file = folder / f"{outlet}.toml"
    file.write_text("".join(line for line in file.open() if not line.startswith("sitemaps")))


def test_4_5_7_8_10_findings_of_a_crawl_and_an_outlet_that_is_being_crawled(
    folder: Path,
    web: Callable[..., str],
    mongo_uri: str,
    database: Database,
    runner: asyncio.Runner,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    closed = "# Welcome\nUser-agent: *\nDisallow: /closed/\n"
    forbidden = web("", robots=closed, paths=("closed", "open"))
    walled = web("Forbidden", 403)
    changed = web("<html><title>The Quillan Post</title><body><p>Menu</p></body></html>")
    dateless = web(DATELESS_PAGE)
    for outlet, base in (("xx_robots", forbidden), ("xx_walled", walled), ("xx_changed", changed)):
        outlet_file(folder, base, outlet)
    outlet_file(folder, changed, "xx_busy")
    outlet_file(folder, dateless, "xx_dateless")
    for outlet in ("xx_walled", "xx_changed"):
        runner.run(store_history(database, outlet))
    holder = Process("a", "another boot", 17, 3)
    runner.run(database.claims.take("xx_busy", (), "8f31c0ffee00", holder))
    named = ("xx_robots", "xx_walled", "xx_changed", "xx_dateless", "xx_busy")
    done = crawl(*named, "--json", NEWSCRAWLER_MONGO_URI=mongo_uri)
    told = done.stderr
    rows: dict[str, dict[str, Any]] = {row["outlet"]: row for row in map(json.loads, done.stdout.splitlines())}

    host = forbidden.removeprefix("http://")
    robots = f"{host} asks crawlers not to fetch /closed/ (robots.txt line 3): 10 of 20 pages skipped."
    assert f"\nxx_robots: {robots}\n" in told
    assert robots in rows["xx_robots"]["warnings"]

    (status,) = rows["xx_walled"]["warnings"]
    at = datetime.fromisoformat(rows["xx_walled"]["started_at"])
    assert status in {
        f"403 on 20 of 20 pages since {minute:%H:%M} UTC (200 before). "
        "Usual causes: user agent, too fast, a script challenge."
        for minute in (at, at + timedelta(minutes=1))
    }
    assert f"\nxx_walled: {status}\n" in told
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    assert main(["runs", "--outlet", "xx_walled"]) == 0
    assert f" xx_walled: {status}\n" in capsys.readouterr().err

    (layout,) = rows["xx_changed"]["warnings"]
    begin, _, url = layout.partition(" See: newscrawler explain ")
    year = datetime.now(UTC).year - 1
    assert begin == (
        f"20 pages fetched, 0 had an article. The layout may have changed on 22 Nov {year} "
        "(median body 3,100 words before)."
    )
    assert url.startswith(f"{changed}/news/")
    assert f"\nxx_changed: {layout}\n" in told

    dates = (
        "published_at missing on 20 of 20 pages. "
        "Found the text 'Stand: 05.03.2026': set [selectors] published = \"span.stand\"."
    )
    assert rows["xx_dateless"].get("warnings") == [dates]
    assert f"\nxx_dateless: {dates}\n" in told

    skipped = rows["xx_busy"]["skipped"]
    assert skipped.startswith("xx_busy is already being crawled (run 8f31, ")
    assert skipped.endswith(" s, on host a). Skipped.")
    assert f"/5] {skipped}\n" in told


def test_10_a_skipped_outlet_is_no_failure(
    folder: Path, mongo_uri: str, database: Database, runner: asyncio.Runner
) -> None:
    outlet_file(folder, "http://127.0.0.1:9", "xx_busy")
    runner.run(database.claims.take("xx_busy", (), "8f31c0ffee00", Process("a", "another boot", 17, 3)))
    done = crawl("xx_busy", NEWSCRAWLER_MONGO_URI=mongo_uri)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("xx_busy is already being crawled (run 8f31, ")
    assert done.stderr.count("\n") == 1


def test_6_a_web_page_in_the_place_of_a_feed_is_told_with_the_feeds_that_it_links_to(
    folder: Path, mongo_uri: str
) -> None:
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">' for name in "abc")
    with HTTPServer(host="127.0.0.1", port=0) as server:
        server.expect_request("/robots.txt").respond_with_data("")
        server.expect_request("/feed").respond_with_data(f"<html><head>{head}</head></html>", content_type="text/html")
        base = server.url_for("").rstrip("/")
        outlet_file(folder, base, "xx_page")
        done = crawl("xx_page", NEWSCRAWLER_MONGO_URI=mongo_uri)
    assert done.returncode == 1
    feeds = ", ".join(f"{base}/{name}.xml" for name in "abc")
    assert f"{base}/feed: That is a web page, not a feed. It links to 3 feeds: {feeds}\n" in done.stderr


def test_9_real_sites_need_a_contact(capsys: Capture) -> None:
    assert main(["crawl", "us_koreadaily"]) == 3
    assert capsys.readouterr().err == (
        "Set NEWSCRAWLER_CONTACT: publishers must be able to reach you. "
        "Crawling real sites is off until then (demo and --from-warc work).\n"
    )
