"""An outlet on loopback whose feed and pages change from one crawl to the next, and crawls of it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import quick_start
from harbour_post import FILE, LETTER, OUTLET, page
from pymongo import MongoClient
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from newscrawler.model.account import ARTICLE_COUNTS, MET_COUNTS, UNASKED_COUNTS, overdrawn

HOME = "https://www.harbourpost.example"
Answer = Callable[[Request], Response]
Document = dict[str, Any]


class ChangingOutlet:
    """The Harbour Post on loopback: what it answers, what it was asked, and what crawls make of it."""

    def __init__(self, server: HTTPServer, uri: str, folder: Path) -> None:
        self.uri, self.folder = uri, folder
        self.base = server.url_for("").rstrip("/")
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str], int]] = []  # path, headers, status
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)
        (folder / "outlets").mkdir()
        self.write_file()

    def write_file(self, more: str = "") -> None:
        """The outlet's file, with more lines."""
        text = FILE.replace(HOME, self.base) + f"delay_seconds = 0\n{more}"
        (self.folder / "outlets" / f"{OUTLET}.toml").write_text(text)

    def serve(self, path: str, body: str, mimetype: str = "text/html", *, etag: str | None = None) -> None:
        """Answer with this from now on; with an ETag, and 304 to those who have it."""

        def answer(request: Request) -> Response:
            if etag and request.headers.get("If-None-Match") == f'"{etag}"':
                return Response("", 304, {"ETag": f'"{etag}"'})
            return Response(body, 200, {"ETag": f'"{etag}"'} if etag else {}, mimetype=mimetype)

        self.answers[path] = answer

    def serve_story(self, name: str, number: int, *further: str, etag: str | None = None) -> None:
        """A story with a text of its own at ``/news/NAME``."""
        html = page(number, *further).html.decode().replace(f"<p>{LETTER}</p>", "")  # no furniture to be learned
        canonical = f'<link rel="canonical" href="{self.base}/news/{name}">'
        html = re.sub(r'<link rel="canonical"[^>]*>', "", html).replace("<body>", f"{canonical}<body>", 1)
        self.serve(f"/news/{name}", html, etag=etag)

    def fail(self, path: str, status: int, location: str | None = None) -> None:
        """Answer with a status alone from now on, or send elsewhere."""
        headers = {"Location": location} if location else {}
        self.answers[path] = lambda _: Response("", status, headers)

    def serve_feed(self, *names: str, etag: str | None = None) -> None:
        """The feed that names these stories from now on."""
        items = "".join(f"<item><title>{name}</title><link>{self.base}/news/{name}</link></item>" for name in names)
        feed = f'<rss version="2.0"><channel><title>Harbour Post {etag}</title>{items}</channel></rss>'
        self.serve("/rss", feed, "application/rss+xml", etag=etag)

    def crawl(self, *options: str, **variables: str) -> Document:
        """Crawl it once; the run, whose account adds up."""
        done = self.command("crawl", OUTLET, "--json", *options, **variables)
        (run,) = [json.loads(line) for line in done.stdout.splitlines()] or [{}]
        assert run, done.stderr
        assert_adds_up(run)
        assert "Traceback" not in done.stderr, done.stderr
        assert "add up" not in self.log(), self.log()
        return run["counts"] | {"outcomes": run.get("outcomes", {}), "warnings": run.get("warnings", [])}

    def command(self, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """One of our commands, to its end; what was asked before is forgotten."""
        return self._type("newscrawler", *words, **variables)

    def scrapy(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One of Scrapy's."""
        return self._type("scrapy", *words)

    @contextmanager
    def crawling(self) -> Iterator["subprocess.Popen[str]"]:
        """A crawl under way; it is over at the end of the block."""
        self.asked.clear()
        command = [sys.executable, "-m", "newscrawler", "crawl", OUTLET, "--json"]
        with subprocess.Popen(
            command, env=self.variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as crawl:
            try:
                yield crawl
            finally:
                if crawl.poll() is None:
                    crawl.send_signal(signal.SIGKILL)

    def variables(self, **more: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        own = {
            "NEWSCRAWLER_MONGO_URI": self.uri,
            "NEWSCRAWLER_DATA_DIR": str(self.folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(self.folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",
        }
        return clean | own | more

    def log(self) -> str:
        """The logs of all commands."""
        return "".join(path.read_text() for path in (self.folder / "data").rglob("*.log*"))

    def asked_of(self, path: str) -> list[int]:
        """The statuses that the last command got from a path."""
        return [status for each, _, status in self.asked if each == path]

    def documents(self, collection: str) -> list[Document]:
        with MongoClient[Document](self.uri, tz_aware=True) as client:
            return list(client.get_default_database()[collection].find())

    def articles(self) -> dict[str, Document]:
        """The stored articles, each by the last part of its address."""
        return {article["url"].rpartition("/")[2]: article for article in self.documents("articles")}

    def visits(self) -> dict[str, Document]:
        """The visits, by the name of their article."""
        visits = {visit["_id"]: visit for visit in self.documents("visits")}
        return {name: visits[article["_id"]] for name, article in self.articles().items() if article["_id"] in visits}

    def feed_state(self) -> Document:
        """What is remembered of the feed; {}: nothing."""
        return next(iter(self.documents("listings")), {})

    def let_pass(self, hours: float) -> None:
        """All that is remembered is so much older."""
        earlier = timedelta(hours=hours)
        with MongoClient[Document](self.uri, tz_aware=True) as client:
            database = client.get_default_database()
            for collection in ("visits", "outcomes", "listings"):
                for document in list(database[collection].find()):
                    times = {name: value - earlier for name, value in document.items() if isinstance(value, datetime)}
                    if times:
                        database[collection].update_one({"_id": document["_id"]}, {"$set": times})

    def _type(self, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        self.asked.clear()
        return quick_start.run(words, self.variables(**variables), timeout=90)

    def _answer(self, request: Request) -> Response:
        answer = self.answers.get(request.path)
        response = answer(request) if answer else Response("", 404)
        self.asked.append((request.path, dict(request.headers), response.status_code))
        return response


def assert_adds_up(run: Document) -> None:
    """Every URL of a run, as it is recorded, ended in one counted way."""
    counts, outcomes = run["counts"], run.get("outcomes", {})
    links = sum(count for kind, count in outcomes.items() if kind != "listing_failed")
    ends = sum(counts[name] for name in (*UNASKED_COUNTS, *ARTICLE_COUNTS, "not_modified", "unfinished")) + links
    assert sum(counts[name] for name in MET_COUNTS) == ends, run
    assert overdrawn(counts, outcomes) == 0, run
    assert run["finish_reason"] != "finished" or counts["unfinished"] == 0, run


def wait_until(is_so: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def is_later(instant: datetime | None) -> bool:
    """Whether an instant is still to come."""
    return instant is not None and instant > datetime.now(UTC)
