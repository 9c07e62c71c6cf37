"""The demo, typed as a user types it, twice; and its sites served to practise on."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import quick_start
from crawler import Ended, environment, run
from news_web import left_behind

from newscrawler.cli import main
from newscrawler.demo.sites import load_sites
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.run import Run
from newscrawler.operations.crawl_end import Ended as EndedCrawl
from newscrawler.operations.demo_report import Came, print_report
from newscrawler.operations.output import Output

OUTLETS = {site.id for site in load_sites()}
UPDATED = sum(bool(answer.updated_file) for site in load_sites() for answer in site.answers.values())


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Ended, list[str]]:
    """Both times that the demo ran, and what was left running."""
    folder = tmp_path_factory.mktemp("demo")
    # Nothing that a user has set is in its way: a database of their own, folders that are not there, no contact.
    variables = environment(folder, folder / "missing", NEWSCRAWLER_MONGO_URI="mongodb://127.0.0.1:1/")
    del variables["NEWSCRAWLER_ALLOW_LOOPBACK"]
    variables |= {"http_proxy": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1", "no_proxy": "*"}
    first = run(["demo", "--json"], variables, timeout=120)
    done, cpu_seconds = quick_start.run_measured(["newscrawler", "demo", "--json"], variables, timeout=120)
    second = Ended(done.returncode, done.stdout, done.stderr, cpu_seconds)
    return first, second, left_behind(str(folder))


def of_kind(kind: str, ended: Ended) -> list[Any]:
    return [row[kind] for row in ended.rows if row["kind"] == kind]


@pytest.mark.embedded
def test_articles_of_all_outlets_come_in(twice: tuple[Ended, Ended, list[str]]) -> None:
    first = twice[0]
    assert first.code == 0, first.stderr
    articles = of_kind("article", first)
    assert {article["outlet"] for article in articles} == OUTLETS
    assert all(article["body"] and article["title"] and article["published_at"] for article in articles)
    assert "left alone" in first.stderr  # NEWSCRAWLER_MONGO_URI
    assert len(of_kind("run", first)) == len(OUTLETS) + len(
        {site.id for site in load_sites() for answer in site.answers.values() if answer.updated_file}
    )


@pytest.mark.embedded
def test_what_was_taken_out_is_told_with_its_rules(twice: tuple[Ended, Ended, list[str]]) -> None:
    articles = of_kind("article", twice[0])
    counts = Counter(gone["rule"] for article in articles for gone in article["removed"])
    assert [row["counts"] for row in twice[0].rows if row["kind"] == "removed"] == [dict(counts)]
    assert {"ad_label", "author_box", "caption", "copyright_note", "newsletter", "related", "social"} <= set(counts)
    assert "weather_widget" in counts


@pytest.mark.embedded
def test_updated_paywalled_and_broken_pages_are_what_they_are(twice: tuple[Ended, Ended, list[str]]) -> None:
    articles = of_kind("article", twice[0])
    assert Counter(article["version"] for article in articles) == {1: len(articles) - UPDATED, 2: UPDATED}
    assert sum(run["counts"]["revised"] for run in of_kind("run", twice[0])) == UPDATED
    assert any(article.get("free_access") is False for article in articles)
    assert "http_status" in {outcome["kind"] for outcome in of_kind("outcome", twice[0])}


@pytest.mark.embedded
def test_run_again_it_changes_nothing(twice: tuple[Ended, Ended, list[str]]) -> None:
    first, second, _ = twice
    assert second.code == 0, second.stderr
    for run_of_second in of_kind("run", second):
        assert run_of_second["counts"]["new"] == run_of_second["counts"]["revised"] == 0
    fields = ("_id", "url", "body", "version", "cursor", "first_seen_at")
    before, after = (
        {article["_id"]: [article[name] for name in fields] for article in of_kind("article", ended)}
        for ended in (first, second)
    )
    assert before == after


@pytest.mark.embedded
def test_nothing_is_left_running(twice: tuple[Ended, Ended, list[str]]) -> None:
    assert twice[2] == []


def free_ports(count: int) -> int:
    """The first of so many free ports in a row."""
    for first in range(20_000 + os.getpid() % 20_000, 60_000, count):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no free ports")


@pytest.fixture
def served(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [
        sys.executable,
        "-m",
        "newscrawler",
        "demo",
        "--serve",
        "--json",
        "--port",
        str(free_ports(len(OUTLETS))),
    ]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_the_sites_are_served_until_ctrl_c(served: "subprocess.Popen[str]") -> None:
    assert served.stdout is not None
    rows = [json.loads(served.stdout.readline()) for _ in OUTLETS]
    assert {row["outlet"] for row in rows} == OUTLETS
    for row in rows:
        connection = HTTPConnection(urlsplit(row["home"]).netloc, timeout=10)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
    port = rows[0]["home"].rstrip("/").rsplit(":", 1)[1]
    taken = run(["demo", "--serve", "--port", port], {**os.environ})
    assert (taken.code, taken.stdout) == (1, "")
    assert f"Port {port} is taken" in taken.stderr
    assert "--port" in taken.stderr
    served.send_signal(signal.SIGINT)
    assert served.wait(10) == 130


def test_a_port_without_serve_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--port", "9000"]) == 2
    assert "--port goes with --serve" in capsys.readouterr().err


def test_a_port_that_cannot_be_is_a_wrong_use(tmp_path: Path) -> None:
    ended = run(["demo", "--serve", "--port", "65535"], environment(tmp_path))
    assert ended.code == 2
    assert "65535" in ended.stderr


def report(*, new: int, version: int = 1, width: int = 80, uri_is_set: bool = False) -> list[str]:
    """What the demo prints on a terminal for one run of an outlet with one article."""
    at = datetime(2026, 3, 5, 9, tzinfo=UTC)
    counts = {"found": 2, "known": 1 - new, "fetched": new, "new": new, "revised": 0, "unchanged": 0}
    run = Run("a" * 12, "de_elbkurier", at, counts=counts, outcomes={"http_status": 1})
    article = {
        "_id": "0123456789abcdef01234567",
        "outlet": "de_elbkurier",
        "outlet_name": "Elbkurier",
        "language": "de",
        "published_at": at,
        "word_count": 1200,
        "title": "Die Fähre fährt wieder, und alle fahren mit, bis auf einen " * 2,
        "byline": "Von Karla Deich",
        "body": "Ein Satz, der lang genug ist. " * 20,
        "version": version,
        "removed": [
            {"text": "Anzeige", "rule": "ad_label", "evidence": "the label “anzeige”; 0.20 under 0.50; 1 word"},
            {"text": "Die Fähre fährt wieder", "rule": "title", "evidence": "same words as the title"},
        ],
    }
    message = "HTTP 404, and a long story about it " * 4
    outcome = Outcome("de_elbkurier", "http://www.elbkurier.example/a", OutcomeKind.HTTP_STATUS, message, at)
    stdout = StringIO()
    output = Output(stdout=stdout, stderr=StringIO(), is_terminal=True, width=width)
    print_report(Came([EndedCrawl("de_elbkurier", run)], [article], [outcome]), output, uri_is_set=uri_is_set)
    return stdout.getvalue().splitlines()


def test_what_is_shown_fits_a_terminal_of_80_columns() -> None:
    lines = report(new=1, version=2)
    assert [line for line in lines if len(line) > 80] == []
    assert any(line.endswith("(updated: version 2)") for line in lines)


def test_a_second_time_it_says_that_nothing_is_new() -> None:
    assert "Nothing was stored twice." in " ".join(report(new=0))
    assert "Nothing was stored twice." not in " ".join(report(new=1))


def test_what_to_type_next_names_the_article_and_the_database_of_the_demo() -> None:
    lines = [line.strip() for line in report(new=1, uri_is_set=True)]
    explain = next(line for line in lines if " explain " in line)
    assert explain.startswith("NEWSCRAWLER_MONGO_URI= ")
    assert " explain 01234567 " in explain


def test_fields_of_the_article_are_not_told_as_if_they_were_lost() -> None:
    text = "\n".join(report(new=1, width=120))
    assert "the label “anzeige”" in text
    assert "same words as the title" not in text
    assert "title 1" in text
