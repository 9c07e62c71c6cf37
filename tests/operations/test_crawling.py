"""A crawl that is stopped by a signal, in a process of its own: what was fetched is stored, what hangs is let go."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from invented_outlet import STORIES, article_page, write_outlet

from newscrawler.operations.crawling import STOP_SECONDS
from newscrawler.storage.connection import open_database

SLUG = next(iter(STORIES))


class SlowServer(ThreadingHTTPServer):
    """A feed of one article, which is held back until ``may_answer`` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.asked, self.may_answer = threading.Event(), threading.Event()


class _Answers(BaseHTTPRequestHandler):
    server: SlowServer

    def do_GET(self) -> None:
        base = self.server.base
        if self.path == "/feed":
            link = f"<item><title>{SLUG}</title><link>{base}/news/{SLUG}</link></item>"
            self._send(200, "application/rss+xml", f"<rss version='2.0'><channel>{link}</channel></rss>")
        elif self.path.startswith("/news/"):
            self.server.asked.set()
            self.server.may_answer.wait(30)
            self._send(200, "text/html; charset=utf-8", article_page(base, SLUG))
        else:
            self._send(404, "text/plain", "")

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # the crawler went away
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Crawl:
    """A crawl under way, whose article hangs."""

    def __init__(self, server: SlowServer, folder: Path) -> None:
        write_outlet(folder / "outlets", server.base, "xx_slow")
        file = folder / "outlets" / "xx_slow.toml"
        file.write_text("".join(line for line in file.open() if not line.startswith("sitemaps")))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        self.variables = clean | {
            "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",
        }
        command = [sys.executable, "-m", "newscrawler", "crawl", "xx_slow"]
        self.process = subprocess.Popen(
            command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert server.asked.wait(30), "the article was never asked for"

    def rows(self, command: str) -> list[dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "newscrawler", command, "--json"],
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def server() -> Iterator[SlowServer]:
    with SlowServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.may_answer.set()
        server.shutdown()


@pytest.fixture
def crawl(server: SlowServer, tmp_path: Path) -> Iterator[Crawl]:
    crawl = Crawl(server, tmp_path)
    yield crawl
    crawl.process.kill()
    crawl.process.communicate()


@pytest.mark.embedded
def test_after_a_first_signal_what_is_under_way_is_still_stored(server: SlowServer, crawl: Crawl) -> None:
    crawl.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    server.may_answer.set()
    _, messages = crawl.process.communicate(timeout=20)
    assert crawl.process.returncode == 130, messages
    assert "Stopping: what was fetched is being stored. Press Ctrl-C again to stop at once." in messages
    assert [row["url"] for row in crawl.rows("articles")] == [f"{server.base}/news/{SLUG}"]
    assert [run["finish_reason"] for run in crawl.rows("runs")] == ["shutdown"]


@pytest.mark.embedded
def test_a_second_signal_waits_for_nothing_and_the_run_is_recorded(crawl: Crawl) -> None:
    crawl.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    began = time.monotonic()
    crawl.process.send_signal(signal.SIGINT)
    _, messages = crawl.process.communicate(timeout=20)
    assert time.monotonic() - began < STOP_SECONDS
    assert crawl.process.returncode == 130, messages
    runs = crawl.rows("runs")
    assert [(run.get("finish_reason"), run["counts"]["fetched"]) for run in runs] == [("shutdown", 0)]
    assert asyncio.run(end_of_lease(Path(crawl.variables["NEWSCRAWLER_DATA_DIR"]))) <= datetime.now(UTC)


async def end_of_lease(data_dir: Path) -> datetime:
    database = await open_database(None, data_dir)
    try:
        (lease,) = await database.documents["leases"].find({"_id": "xx_slow"}).to_list()
        end: datetime = lease["until"]
        return end
    finally:
        await database.close()
