"""A loopback web of invented outlets, each in a condition that can be changed while it is served."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Literal

from invented_sentences import LANGUAGES

Condition = Literal[
    "healthy", "silent", "layout", "blocked", "robots", "fields", "empty", "slow", "failing", "dead_page"
]
ENGLISH = LANGUAGES[0]
LISTED = 20  # articles that a feed names
SLOW_SECONDS = 2.0
STATUSES: dict[Condition, int] = {"failing": 502, "blocked": 403}  # of every answer


@dataclass(frozen=True, slots=True)
class Piece:
    """One article."""

    path: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    published_at: datetime


@dataclass(slots=True)
class OutletSite:
    """The site of one outlet: what it published, newest first, and how it answers."""

    name: str
    condition: Condition = "healthy"
    pieces: list[Piece] = field(default_factory=list)

    def publish(self, count: int, days: int = 1) -> None:
        """So many articles, as of the last days; where it is silent none."""
        if self.condition == "silent":
            return
        chance = Random(f"{self.name}{len(self.pieces)}")  # noqa: S311 - invented news
        now = datetime.now(UTC)
        for number in range(count):
            self.pieces.insert(
                0,
                Piece(
                    f"/news/{len(self.pieces) + 1}.html",
                    ENGLISH.title(chance),
                    ENGLISH.name(chance),
                    tuple(ENGLISH.paragraph(chance) for _ in range(chance.randint(5, 9))),
                    now - timedelta(days=days) * ((count - number - 0.9) / count),
                ),
            )

    def answer(self, path: str, host: str) -> tuple[int, str, str]:
        """Status, content type and body."""
        if path == "/robots.txt":
            return 200, "text/plain", f"User-agent: *\nDisallow: {'/' if self.condition == 'robots' else ''}\n"
        if self.condition in STATUSES:
            return STATUSES[self.condition], "text/html", "<h1>No</h1>"
        if self.condition == "slow":
            time.sleep(SLOW_SECONDS)
        if path == "/feed.xml":
            return 200, "application/rss+xml", self._feed(host)
        piece = next((piece for piece in self.pieces if piece.path == path), None)
        is_dead = self.condition == "dead_page" and piece is self.pieces[-1]
        if piece is None or is_dead:
            return 403 if is_dead else 404, "text/html", "<h1>No</h1>"
        return 200, "text/html; charset=utf-8", self._page(piece)

    def _feed(self, host: str) -> str:
        listed = [] if self.condition == "empty" else self.pieces[:LISTED]
        if self.condition == "dead_page":
            listed = [*listed, self.pieces[-1]]
        items = (
            f"<item><title>{one.title}</title><link>{host}{one.path}</link>{self._dated(one)}</item>" for one in listed
        )
        return f"<rss version='2.0'><channel><title>{self.name}</title>{''.join(items)}</channel></rss>"

    def _dated(self, piece: Piece) -> str:
        return "" if self.condition == "fields" else f"<pubDate>{format_datetime(piece.published_at)}</pubDate>"

    def _page(self, piece: Piece) -> str:
        if self.condition == "layout":  # a script fetches the story now
            return "<html lang='en'><head><title>News</title></head><body><div id='root'></div></body></html>"
        story = "".join(f"<p>{text}</p>" for text in piece.paragraphs)
        published = piece.published_at.isoformat(timespec="seconds")
        about = (
            f"<meta name='author' content='{piece.author}'>"
            f"<meta property='article:published_time' content='{published}'>"
        )
        return (
            f"<html lang='en'><head><title>{piece.title}</title>{'' if self.condition == 'fields' else about}</head>"
            f"<body><article><h1>{piece.title}</h1><div class='text'>{story}</div></article></body></html>"
        )


@contextmanager
def served(sites: dict[str, OutletSite]) -> Iterator[int]:
    """The sites by their loopback addresses, for the length of a ``with``; the port that all have."""
    servers: list[ThreadingHTTPServer] = []
    try:
        for host, site in sites.items():
            port = servers[0].server_address[1] if servers else 0
            servers.append(ThreadingHTTPServer((host, int(port)), _handler(site)))
            threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        yield int(servers[0].server_address[1])
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _handler(site: OutletSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host, port = self.server.server_address[:2]
            status, kind, text = site.answer(self.path, f"http://{host!s}:{port}")
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: a trial prints one line."""

    return Handler
