"""A crawl of the loopback news web whose way to the database is a wire of ours, and what it stored in the end.

The server is an embedded one that the trial itself holds; each crawl has a database and a data directory of its own.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler import environment
from news_web import NewsWeb, news_web
from pymongo import MongoClient
from scratch import scratch_folder
from wire import Wire

from newscrawler.storage.connection import DEFAULT_NAME, mask_uri
from newscrawler.storage.server.embedded import join_embedded

TICK = " fetched, "  # in the line that a crawl tells in a pipe every now and then


@dataclass(frozen=True, slots=True)
class Stored:
    """What is wrong with what a database holds; all well where nothing is.

    Attributes:
        missing: articles that are listed and not there.
        doubled: articles that are there twice.
        rewritten: versions that no change of a page or of what is furniture explains.
    """

    stored: int
    missing: int
    doubled: int
    rewritten: int

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.doubled or self.rewritten)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: exit code, what it told on stderr without its ticks, seconds from its start."""

    code: int
    messages: list[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where crawls of a trial run: the web, the files of its outlets, the server behind the wire."""

    folder: Path
    web: NewsWeb
    ids: list[str]
    articles: int
    server_uri: str
    wire: Wire

    def crawl(self, name: str, **variables: str) -> "WiredCrawl":
        """A crawl with a database and a data directory of this name."""
        scheme, _, rest = self.server_uri.partition("://")
        address, _, options = rest.partition("?")
        uri = f"{scheme}://{address.split('/')[0]}/{name}?{options}"
        data = self.folder / name
        return WiredCrawl(
            self,
            uri,
            data,
            environment(data, self.folder / "outlets", NEWSCRAWLER_MONGO_URI=self.wire.uri(uri), **variables),
        )

    def crawl_embedded(self, name: str) -> "WiredCrawl":
        """A crawl with the embedded server in a data directory of this name, and no wire."""
        data = self.folder / name
        return WiredCrawl(self, None, data, environment(data, self.folder / "outlets"))


@dataclass(frozen=True, slots=True)
class WiredCrawl:
    """The same command again and again, over one database; ``uri`` None: the embedded one."""

    grounds: Grounds
    uri: str | None
    data: Path
    variables: dict[str, str]

    def start(self) -> "subprocess.Popen[str]":
        """A crawl of all outlets, under way; the web's counts begin anew."""
        self.grounds.web.ask("/__reset")
        command = [sys.executable, "-m", "newscrawler", "crawl", *self.grounds.ids]
        return subprocess.Popen(
            command, env=self.variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
        )

    def end(self, crawl: "subprocess.Popen[str]", timeout: float = 900) -> Ended:
        """Wait for its end."""
        _, told = crawl.communicate(timeout=timeout)
        return Ended(crawl.returncode, [line for line in told.splitlines() if line.strip() and TICK not in line])

    def stored(self) -> Stored:
        """What the database holds, against what the web lists."""
        listed = {str(row["url"]) for row in self.grounds.web.lines(f"/__truth?n={self.grounds.articles}")}
        with self._client() as client:
            database = client.get_default_database(DEFAULT_NAME)
            times = Counter(document["url"] for document in database.articles.find({}, {"url": 1}))
            rewritten = database.revisions.count_documents({"reason": {"$exists": False}})
        return Stored(
            stored=len(times),
            missing=len(listed - times.keys()),
            doubled=sum(count - 1 for count in times.values()) + len(times.keys() - listed),
            rewritten=rewritten,
        )

    @contextmanager
    def _client(self) -> Iterator[MongoClient[dict[str, Any]]]:
        """The server itself, past the wire."""
        embedded = join_embedded(self.data) if self.uri is None else None
        try:
            with MongoClient[dict[str, Any]](embedded.uri if embedded else self.uri, directConnection=True) as client:
                yield client
        finally:
            if embedded:
                embedded.release()

    def end_transactions(self) -> None:
        """End at once what was begun and is never ended; a server does it by itself after a minute."""
        with self._client() as client:
            client.admin.command({"killAllSessions": []})

    def spooled(self) -> list[str]:
        """The files of its spool that hold something."""
        return sorted(path.name for path in (self.data / "spool").rglob("*") if path.is_file() and path.stat().st_size)


@contextmanager
def grounds(outlets: int, articles: int, *, delay_seconds: float) -> Iterator[Grounds]:
    """Grounds for crawls of so many outlets with so many articles in all, for the length of a ``with``."""
    each = -(-articles // outlets)
    with (
        scratch_folder("wire") as place,
        news_web(outlets, each, "--feed", str(each)) as web,
    ):
        ids = web.write_outlets(place / "outlets", delay_seconds=delay_seconds, sitemaps=False)
        server = join_embedded(place / "server")
        try:
            with Wire(mask_uri(server.uri).split(",")[0]) as wire:
                yield Grounds(place, web, ids, each * outlets, server.uri, wire)
        finally:
            server.release()


def wait_for_articles(web: NewsWeb, crawl: "subprocess.Popen[str]", count: int, *, most_seconds: float = 300) -> bool:
    """Wait until the web has answered with so many articles; False: the crawl ended before, or waits itself."""
    end = time.monotonic() + most_seconds
    while crawl.poll() is None and time.monotonic() < end:
        if articles_answered(web) >= count:
            return True
        time.sleep(0.1)
    return False


def articles_answered(web: NewsWeb) -> int:
    """How many article pages the web was asked for since its counts began."""
    return sum(host.get("article", 0) for host in dict(web.ask("/__stats")).values())
