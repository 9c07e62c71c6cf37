"""A crawl in a process of its own whose only article hangs until it is let go."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import quick_start
from invented_outlet import STORIES, article_page, write_outlet

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

    def __init__(self, server: SlowServer, folder: Path, **variables: str) -> None:
        write_outlet(folder / "outlets", server.base, "xx_slow")
        file = folder / "outlets" / "xx_slow.toml"
        file.write_text("".join(line for line in file.open() if not line.startswith("sitemaps")))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        self.variables = clean | {
            "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",
            **variables,
        }
        command = [sys.executable, "-m", "newscrawler", "crawl", "xx_slow"]
        self.process = subprocess.Popen(
            command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert server.asked.wait(30), "the article was never asked for"

    def rows(self, command: str) -> list[dict[str, object]]:
        done = quick_start.run(["newscrawler", command, "--json"], self.variables)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]
