"""Over real crawls of sites with faults: every URL ends in one counted way, and what is stored is what is counted."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import quick_start
from harbour_post import FILE, page
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from newscrawler.model.account import ARTICLE_COUNTS, MET_COUNTS, UNASKED_COUNTS, overdrawn
from newscrawler.model.outcome import OutcomeKind
from newscrawler.storage.connection import open_database

BENCH = Path(__file__).parents[3] / "shared" / "bench" / "crawl" / "site.py"
# They wait for half a minute and more, each for itself; the trials have them.
SLOW_FAULTS = frozenset({"calendar", "drip", "gzip-bomb", "hang", "huge", "slow"})
# Faults by which no listing can be read -> what an operator reads of that. Of all others one can.
LISTING_FAULTS = {
    "500": "HTTP 500 on its only listing",
    "reset": "its only listing: the connection was closed before an answer",
    "robots-500": "robots.txt answers 500",
    "robots-deny": "forbidden by robots.txt on its only listing",
    "xml-bomb": (
        "its only listing: feed damaged, nothing of it could be read: it declares 10 entities of its own: "
        "refused, nothing was expanded or fetched"
    ),
}
WEEK_OF_PROSE = "<p>The harbour was closed for repairs, the council of the town said on Monday.</p>" * 3


@pytest.fixture(autouse=True)
def variables(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "NEWSCRAWLER_MONGO_URI": mongo_uri,
        "NEWSCRAWLER_DATA_DIR": str(tmp_path / "data"),
        "NEWSCRAWLER_OUTLETS": str(tmp_path / "outlets"),
        "NEWSCRAWLER_WORKERS": "0",
        "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "outlets").mkdir()


def crawl(*outlets: str) -> dict[str, dict[str, Any]]:
    """Each outlet's run."""
    done = quick_start.run(["newscrawler", "crawl", *outlets, "--json"], os.environ, timeout=180)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert {run["outlet"] for run in runs} == set(outlets), done.stderr
    return {run["outlet"]: run for run in runs}


def stored(uri: str, folder: Path) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How many outcomes there are by run and kind, and articles by outlet."""

    async def read() -> tuple[Counter[tuple[str, str]], Counter[str]]:
        database = await open_database(uri, folder)
        try:
            outcomes = Counter([(str(one.run), str(one.kind)) async for one in database.outcomes.find()])
            articles = database.articles._articles.find({}, {"outlet": True})
            return outcomes, Counter([document["outlet"] async for document in articles])
        finally:
            await database.close()

    return asyncio.run(read())


def failures(uri: str, folder: Path) -> dict[str, str | None]:
    """Why an outlet's last run found nothing to read, by outlet."""

    async def read() -> dict[str, str | None]:
        database = await open_database(uri, folder)
        try:
            return {plan.outlet: plan.failure for plan in await database.schedule.all()}
        finally:
            await database.close()

    return asyncio.run(read())


def assert_adds_up(run: Mapping[str, Any]) -> None:
    counts, outcomes = run["counts"], run.get("outcomes", {})
    links = sum(count for kind, count in outcomes.items() if kind != "listing_failed")
    ends = sum(counts[name] for name in (*UNASKED_COUNTS, *ARTICLE_COUNTS, "not_modified", "unfinished")) + links
    assert sum(counts[name] for name in MET_COUNTS) == ends, run
    assert overdrawn(counts, outcomes) == 0, run
    assert run["finish_reason"] != "finished" or counts["unfinished"] == 0, run


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An outlet on loopback whose feed lists a link of every sort; what is to become of each but the articles."""
    expected = {
        "/gone": "http_status",
        "/broken": "http_status",
        "/private/1": "blocked_by_robots",
        "/ring": "redirect_loop",
        "/inside": "refused_address",
        "/file": "not_html",
        "/away": "not_an_article",
        "/empty": "not_html",
        "/cut": "incomplete",
        "/stub": "too_short",
    }
    links = ["/news/1", "/news/1?utm_source=rss", "/news/2", "/moved", *expected]

    def answer(request: Request) -> Response:  # noqa: PLR0911 - a table in the form of a function
        path, base = request.path, request.host_url.rstrip("/")
        if path == "/robots.txt":
            return Response("User-agent: *\nDisallow: /private/\n")
        if path == "/rss":
            items = "".join(f"<item><title>{link}</title><link>{base}{link}</link></item>" for link in links)
            return Response(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>', mimetype="text/xml")
        if path.startswith("/news/"):
            html = page(int(path[6:])).html.decode().replace("https://www.harbourpost.example", base)
            return Response(re.sub(r'<link rel="canonical"[^>]*>', "", html), mimetype="text/html")
        moved = {
            "/ring": "/ring",
            "/inside": "http://10.0.0.1/",
            "/away": f"{base.replace('127.0.0.1', 'localhost')}/x",
        }
        if path in moved:
            return Response("", 302, {"Location": moved[path]})
        if path == "/moved":
            return Response("", 301, {"Location": "/news/2"})
        if path == "/cut":
            return Response(WEEK_OF_PROSE.encode(), 200, {"Content-Encoding": "gzip"}, mimetype="text/html")
        if path == "/file":
            return Response(b"%PDF-1.7", mimetype="application/pdf")
        bodies = {"/empty": "", "/stub": "<html><head><title>A stub of a page</title></head><p>Soon.</p></html>"}
        status = {"/gone": 410, "/broken": 500}.get(path, 200)
        return Response(bodies.get(path, ""), status, mimetype="text/html")

    with HTTPServer(host="127.0.0.1", port=0) as server:
        server.expect_request(re.compile(".*")).respond_with_handler(answer)
        base = server.url_for("").rstrip("/")
        file = FILE.replace("https://www.harbourpost.example", base) + "delay_seconds = 0.01\n"
        (tmp_path / "outlets" / "gb_harbourpost.toml").write_text(file)
        yield {f"{base}{path}": kind for path, kind in expected.items()}


def test_each_link_of_a_feed_ends_once_and_the_outcomes_that_are_stored_are_those_that_are_counted(
    faulty: dict[str, str], mongo_uri: str, tmp_path: Path
) -> None:
    run = crawl("gb_harbourpost")["gb_harbourpost"]
    assert_adds_up(run)
    outcomes, articles = stored(mongo_uri, tmp_path)
    assert run["counts"]["found"] == 3 + len(faulty)  # an address with a tracking parameter is no second one
    assert {kind: outcomes[run["_id"], kind] for kind in OutcomeKind if outcomes[run["_id"], kind]} == run["outcomes"]
    assert run["outcomes"] == Counter(faulty.values())
    assert (run["counts"]["new"], articles["gb_harbourpost"]) == (2, 2)
    again = crawl("gb_harbourpost")["gb_harbourpost"]
    assert_adds_up(again)
    assert again["counts"]["new"] == 0


def bench_faults() -> list[str]:
    text = BENCH.read_text(encoding="utf-8")
    table = text[text.index("\nFAULTS = {") : text.index("\n}", text.index("\nFAULTS = {"))]
    return [name for name in re.findall(r'"([a-z0-9-]+)": "', table) if name not in SLOW_FAULTS]


@pytest.mark.skipif(not BENCH.is_file(), reason="the loopback news web is not beside this checkout")
def test_the_account_adds_up_at_every_fault_of_the_news_web(mongo_uri: str, tmp_path: Path) -> None:
    faults = bench_faults()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    hosts = {f"xx_{fault.replace('-', '_')}": f"127.0.0.{number}" for number, fault in enumerate(faults, 2)}
    given = [f"--fault={host}={fault}" for fault, host in zip(faults, hosts.values(), strict=True)]
    sizes = ["--articles=40", "--feed=6", "--min=3000", "--max=6000", f"--outlets={len(faults)}", f"--port={port}"]
    for outlet, host in hosts.items():
        base = f"http://{host}:{port}"
        file = FILE.replace("https://www.harbourpost.example/rss", f"{base}/feed.xml")
        file = file.replace("https://www.harbourpost.example", base)
        (tmp_path / "outlets" / f"{outlet}.toml").write_text(file + "delay_seconds = 0.01\n")
    with subprocess.Popen([sys.executable, str(BENCH), *sizes, *given], stdout=subprocess.DEVNULL) as site:
        try:
            wait_for(port)
            runs = crawl(*hosts)
        finally:
            site.kill()
    outcomes, articles = stored(mongo_uri, tmp_path)
    for outlet, run in runs.items():
        assert_adds_up(run)
        counted = {kind: outcomes[run["_id"], kind] for kind in OutcomeKind if outcomes[run["_id"], kind]}
        assert counted == run.get("outcomes", {}), outlet
        assert run["counts"]["new"] == articles[outlet], outlet
    failed = zip(hosts, map(LISTING_FAULTS.get, faults), strict=True)
    assert failures(mongo_uri, tmp_path) == dict(failed)


def wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.2", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the news web does not answer")
