"""An outlet on loopback that notes who asked for what and when, and crawls of it with claims that end soon."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from invented_outlet import STORIES, article_page

ARTICLES = 60
DELAY_SECONDS = 0.1
# A crawl whose claims end soon: every program reads these numbers when it begins.
SHORT = """
import sys
from newscrawler.cli import main
from newscrawler.middlewares import claim_waits
from newscrawler.storage import claims
claims.LEASE_SECONDS = {lease}
claim_waits.GIVEN_SECONDS, claim_waits.TAKE_AGAIN_SECONDS = 1.5, 0.3
claim_waits.ASK_AGAIN_SECONDS = 0.2
claim_waits.IN_USE_SECONDS = claim_waits.HOST_SECONDS = 1.0
claim_waits.HOST_AGAIN_SECONDS = 0.2
sys.exit(main({arguments}))
"""


@dataclass(frozen=True)
class Asked:
    at: float
    path: str
    who: str


class Site(ThreadingHTTPServer):
    """A feed of three articles and a sitemap of all; the feed's first is at ``elsewhere``, where that is given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("0.0.0.0", 0), _Answers)  # noqa: S104 - every loopback address is a host of its own
        self.asked: list[Asked] = []
        self.under_way = self.most_at_once = 0
        self.lock = threading.Lock()
        self.elsewhere = ""
        self.articles = ARTICLES
        self.held = ""  # whose articles are not answered before ``may_answer`` is set
        self.may_answer = threading.Event()

    def base(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}"

    def by(self, who: str) -> list[Asked]:
        return [one for one in self.asked if f"//{who}.example" in one.who]

    def outlet_file(
        self, folder: Path, outlet: str, host: str = "127.0.0.1", delay_seconds: float = DELAY_SECONDS
    ) -> None:
        base = self.base(host)
        folder.mkdir(exist_ok=True)
        (folder / f"{outlet}.toml").write_text(
            f'name = "{outlet}"\ncountry = "XX"\nlanguage = "en"\ntimezone = "UTC"\nhome = "{base}/"\n'
            f'feeds = ["{base}/feed"]\nsitemaps = ["{base}/sitemap.xml"]\ndelay_seconds = {delay_seconds}\n'
            f"include = ['/news/']\n"
        )


class _Answers(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.server
        with site.lock:
            site.asked.append(Asked(time.monotonic(), self.path, self.headers["User-Agent"]))
            site.under_way += 1
            site.most_at_once = max(site.most_at_once, site.under_way)
        try:
            self._answer(f"http://{self.headers['Host']}")
        finally:
            with site.lock:
                site.under_way -= 1

    def _answer(self, base: str) -> None:
        time.sleep(0.01)
        links = [f"{base}/news/{number}" for number in range(self.server.articles)]
        if self.path == "/feed":
            first = f"{self.server.elsewhere}/news/elsewhere" if self.server.elsewhere else links[0]
            items = "".join(f"<item><link>{link}</link></item>" for link in (first, *links[1:3]))
            self._send(200, "application/rss+xml", f"<rss version='2.0'><channel>{items}</channel></rss>")
        elif self.path == "/sitemap.xml":
            entries = "".join(f"<url><loc>{link}</loc><lastmod>2026-03-05</lastmod></url>" for link in links)
            schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
            self._send(200, "application/xml", f'<urlset xmlns="{schema}">{entries}</urlset>')
        elif self.path.startswith("/news/"):
            if self.server.held and f"//{self.server.held}.example" in self.headers["User-Agent"]:
                self.server.may_answer.wait(60)
            slug = list(STORIES)[hash(self.path) % len(STORIES)]
            page = article_page(base, slug).replace(f"/news/{slug}", self.path)
            self._send(200, "text/html; charset=utf-8", page)
        else:
            self._send(404, "text/plain", "")

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in (("Content-Type", content_type), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):  # the crawler went away
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def begin(folder: Path, mongo_uri: str, who: str, *arguments: str, lease: float = 3.0) -> subprocess.Popen[str]:
    """A crawl in a process of its own, which introduces itself as ``who``."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
    variables = clean | {
        "NEWSCRAWLER_MONGO_URI": mongo_uri,
        "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
        "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
        "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
        "NEWSCRAWLER_WORKERS": "0",
        "NEWSCRAWLER_CONTACT": f"https://{who}.example",
    }
    program = SHORT.format(lease=lease, arguments=["crawl", *arguments])
    return subprocess.Popen(
        [sys.executable, "-c", program], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
