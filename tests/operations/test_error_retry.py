"""``errors --retry``, from its command line to the database, with sites that have recovered in between."""

import asyncio
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import quick_start
from harbour_post import FILE, page
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from newscrawler.cli import main
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import Database, open_database

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
OUTLET = "gb_harbourpost"


@dataclass
class Site:
    """An outlet on loopback whose pages answer with what ``status`` says; 200 where it says nothing."""

    base: str
    status: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        status = self.status.get(request.path, 200)
        if status != 200:
            return Response("no", status=status)
        if request.path == "/rss":
            items = "".join(f"<item><title>{n}</title><link>{self.base}/news/{n}</link></item>" for n in (1, 2, 3))
            feed = f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>'
            return Response(feed, content_type="application/rss+xml")
        if request.path.startswith("/news/"):
            html = page(int(request.path.rpartition("/")[2])).html.decode()
            html = html.replace("https://www.harbourpost.example", self.base)
            return Response(html, content_type="text/html; charset=utf-8")
        return Response("", status=404)


@pytest.fixture
def site(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    variables = {
        "NEWSCRAWLER_MONGO_URI": mongo_uri,
        "NEWSCRAWLER_DATA_DIR": str(tmp_path / "data"),
        "NEWSCRAWLER_OUTLETS": str(tmp_path),
        "NEWSCRAWLER_WORKERS": "0",
        "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with HTTPServer(host="127.0.0.1", port=0) as server:
        site = Site(server.url_for("").rstrip("/"))
        server.expect_request(re.compile(".*")).respond_with_handler(site.answer)
        file = FILE.replace("https://www.harbourpost.example", site.base) + "delay_seconds = 0.01\n"
        (tmp_path / f"{OUTLET}.toml").write_text(file)
        yield site


@pytest.fixture
def recorded(site: Site, mongo_uri: str, tmp_path: Path) -> Callable[..., list[Outcome]]:
    """Records outcomes; gives all that are recorded then."""
    assert site

    async def work(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
        database: Database = await open_database(mongo_uri, tmp_path)
        try:
            for outcome in outcomes:
                await database.outcomes.record(outcome)
            return [outcome async for outcome in database.outcomes.find()]
        finally:
            await database.close()

    return lambda *outcomes: asyncio.run(work(outcomes))


def typed(*arguments: str) -> CompletedProcess[str]:
    return quick_start.run(["newscrawler", *arguments], os.environ)


def outcome(url: str, kind: OutcomeKind = OutcomeKind.TIMEOUT, outlet: str = OUTLET) -> Outcome:
    return Outcome(outlet, url, kind, "30 s", NOON, run="0123456789ab")


def test_only_what_failed_is_fetched_again_and_its_outcome_goes_where_it_is_an_article_now(
    site: Site, recorded: Callable[..., list[Outcome]]
) -> None:
    site.status = {"/news/2": 404}
    recorded(outcome(f"{site.base}/news/1"), outcome(f"{site.base}/news/2"))
    done = typed("errors", "--retry", "--outlet", OUTLET)
    assert done.returncode == 0, done.stderr
    assert sorted(set(site.asked)) == ["/news/1", "/news/2", "/robots.txt"]
    assert "2 found -> 1 fetched (1 without a page) -> 1 article -> 1 new -> 1 stored." in done.stdout
    assert "Tried again: 2 URLs. 1 article came of it." in done.stderr
    (left,) = recorded()
    assert (left.url, left.kind, left.attempts) == (f"{site.base}/news/2", "http_status", 2)
    runs = [json.loads(line) for line in typed("runs", "--json").stdout.splitlines()]
    assert [(run["kind"], run["counts"]["articles"], run["outcomes"]) for run in runs] == [
        ("retry", 1, {"http_status": 1})
    ]


def test_a_listing_that_failed_is_read_as_one_and_json_gives_an_object_a_run(
    site: Site, recorded: Callable[..., list[Outcome]]
) -> None:
    recorded(outcome(f"{site.base}/rss", OutcomeKind.LISTING_FAILED))
    done = typed("errors", "--retry", "--json", "--kind", "listing_failed")
    assert done.returncode == 0, done.stderr
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["kind"], row["counts"]["found"], row["counts"]["stored"]) == ("retry", 3, 3)
    assert "Tried again: 1 listing. 3 articles came of it." in done.stderr


def test_a_child_of_a_listing_is_known_by_what_comes(site: Site, recorded: Callable[..., list[Outcome]]) -> None:
    recorded(outcome(f"{site.base}/rss", OutcomeKind.LISTING_FAILED))
    file = Path(os.environ["NEWSCRAWLER_OUTLETS"]) / f"{OUTLET}.toml"
    file.write_text(file.read_text().replace("/rss", "/another"))
    done = typed("errors", "--retry")
    assert done.returncode == 0, done.stderr
    assert "3 articles came of it." in done.stderr
    assert "/another" not in site.asked


def test_all_that_fails_again_is_a_failure(site: Site, recorded: Callable[..., list[Outcome]]) -> None:
    site.status = {"/news/1": 503}
    recorded(outcome(f"{site.base}/news/1"))
    done = typed("errors", "--retry")
    assert done.returncode == 1
    assert "Tried again: 1 URL. No article came of it." in done.stderr


def test_what_cannot_be_fetched_is_left_and_told(
    site: Site, recorded: Callable[..., list[Outcome]], capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(
        outcome("https://a.example/1", outlet="web_a_example"),
        outcome("unknown"),
        outcome(f"{site.base}/news/1"),
    )
    file = Path(os.environ["NEWSCRAWLER_OUTLETS"]) / f"{OUTLET}.toml"
    file.write_text(file.read_text() + "enabled = false\n")
    assert main(["errors", "--retry"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"{OUTLET}: 1 URL left: no address that can be asked for.",
        f"{OUTLET}: 1 URL left: it is not enabled. All the same: --outlet {OUTLET}",
        "web_a_example: 1 URL left: it has no outlet file. For one of them: newscrawler fetch URL --store",
        "Nothing else to try again.",
    ]
    assert site.asked == []


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ((), 0, "No errors recorded. Nothing to try again."),
        (("--kind", "timeout"), 0, "No errors recorded for kind timeout. Nothing to try again."),
        (("--outlet", "gb_harbourpots"), 2, "Did you mean gb_harbourpost?"),
        (("--run", "8f3"), 2, "No run called '8f3'. The latest: newscrawler runs"),
        (("--kind", "quarantine"), 2, "To store it: newscrawler reprocess --quarantine"),
        (("--urls",), 2, "--urls lists, --retry fetches: give one of them."),
    ],
)
def test_where_there_is_nothing_to_try_it_says_so(
    options: tuple[str, ...], code: int, told: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["errors", "--retry", *options]) == code
    assert told in capsys.readouterr().err
    assert site.asked == []
