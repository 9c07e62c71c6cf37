"""An outlet that changes its layout: what crawls learn of its pages, what that helps, and when a redesign is told.

    python trials/redesign_trial.py [--articles 60]

Crawls a loopback outlet five times, with new articles each time: in its first layout; some with a promotion of which
the reader is unsure; a live section with a layout of its own among the news; in a second layout; and a few more. The
articles of earlier crawls are made two hours older before each. Prints one JSON line; exit 1 where a redesign is told
in another crawl than the fourth, or where a promotion was stored, or none was left out for what was learned.
"""

import argparse
import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

from crawler import environment, joined, run
from invented_sentences import LANGUAGES
from scratch import scratch_folder

from newscrawler.storage.connection import Database, open_database

ENGLISH = LANGUAGES[0]
OUTLET = "gb_elbkurier"
FIRST, SECOND, LIVE = "text", "story-body", "entries"
PROMOTION = (
    "Build the strongest argument relying on trusted content, the expertise of our editors, and technology made for "
    "newsrooms."
)
TOLD = "The layout changed on"


@dataclass(slots=True)
class Site:
    """The pages that the outlet has now, by path, and those that its feed names."""

    pages: dict[str, str] = field(default_factory=dict)
    feed: list[str] = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(11))  # noqa: S311 - invented news

    def publish(self, count: int, layout: str, *, folder: str = "news", promotion: bool = False) -> None:
        """So many new articles, the feed's newest."""
        for _ in range(count):
            path = f"/{folder}/{len(self.pages)}.html"
            self.pages[path] = self._page(layout, promotion=promotion)
            self.feed.insert(0, path)

    def _page(self, layout: str, *, promotion: bool) -> str:
        title = ENGLISH.title(self.chance)
        texts = [ENGLISH.paragraph(self.chance) for _ in range(2 if promotion else self.chance.randint(5, 9))]
        story = "".join(f"<p>{text}</p>" for text in texts)
        if layout == FIRST:
            body = f"<div class='page'><h1>{title}</h1><div class='text'>{story}</div></div>"
        elif layout == SECOND:
            body = f"<main class='sheet'><h1>{title}</h1><section class='story-body'>{story}</section></main>"
        else:
            body = f"<div class='ticker'><h1>{title}</h1><div class='entries'>{story}</div></div>"
        box = f"<div><p>{PROMOTION}</p></div>" if promotion else ""
        return f"<html lang='en'><head><title>{title}</title></head><body>{body}{box}</body></html>"


def main() -> int:
    options = read_options()
    site = Site()
    with scratch_folder("redesign") as folder, served(site) as port, joined(folder / "data"):
        trial = Trial(folder, port)
        site.publish(options.articles, FIRST)
        warnings = [trial.crawl()]
        site.publish(5, FIRST, promotion=True)
        warnings.append(trial.crawl())
        site.publish(12, FIRST)
        site.publish(16, LIVE, folder="live")
        site.publish(6, FIRST)
        warnings.append(trial.crawl())
        site.publish(20, SECOND)
        warnings.append(trial.crawl())
        site.publish(6, SECOND)
        warnings.append(trial.crawl())
        articles = asyncio.run(trial.articles())
        shown = trial.show()
    told = [[text for text in texts if text.startswith(TOLD)] for texts in warnings]
    result = {
        "trial": "redesign",
        "articles": len(articles),
        "told": [len(texts) for texts in told],
        "finding": told[3][0] if told[3] else None,
        "learned": shown,
        "read_by_container": sum(article["provenance"]["body"] == "learned_container" for article in articles),
        "promotions_left": sum(PROMOTION in article["body"] for article in articles),
    }
    print(json.dumps(result))
    is_helped = result["read_by_container"] > 0 and not result["promotions_left"]
    return int(result["told"] != [0, 0, 0, 1, 0] or not is_helped)


@dataclass(frozen=True, slots=True)
class Trial:
    """One outlet's crawls."""

    folder: Path
    port: int

    @property
    def variables(self) -> dict[str, str]:
        return environment(self.folder / "data", self.folder / "outlets")

    def crawl(self) -> Sequence[str]:
        """The run's warnings."""
        asyncio.run(self._age())
        home = f"http://127.0.0.1:{self.port}/"
        file = self.folder / "outlets" / f"{OUTLET}.toml"
        file.parent.mkdir(exist_ok=True)
        lines = (
            'name = "Elbkurier"',
            'country = "GB"',
            'language = "en"',
            'timezone = "UTC"',
            f'home = "{home}"',
            f'feeds = ["{home}feed.xml"]',
            "delay_seconds = 0",
        )
        file.write_text("\n".join(lines) + "\n")
        ended = run(["crawl", OUTLET, "--json"], self.variables)
        if ended.code:
            raise SystemExit(ended.stdout + ended.stderr)
        return [text for row in ended.rows for text in row.get("warnings", ())]

    def show(self) -> dict[str, object]:
        rows = run(["outlets", "show", OUTLET, "--json"], self.variables).rows
        return rows[0]["learned"]["layout"]["container"]

    async def articles(self) -> list[dict[str, object]]:
        async with opened(self.folder / "data") as database:
            return [document async for document in database.documents.articles.find({})]

    async def _age(self) -> None:
        """Make what was seen two hours older: crawls follow each other in seconds here."""
        async with opened(self.folder / "data") as database:
            async for one in database.documents.sightings.find({}, {"seen_at": True}):
                older = one["seen_at"] - timedelta(hours=2)
                await database.documents.sightings.update_one({"_id": one["_id"]}, {"$set": {"seen_at": older}})


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    database = await open_database(None, folder)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def served(site: Site) -> Iterator[int]:
    """The site on a free loopback port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()


class Handler(BaseHTTPRequestHandler):
    """Answers the feed and the pages."""

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """One answer."""
        path = self.path
        found = feed_of(self.site, self.server.server_port) if path == "/feed.xml" else self.site.pages.get(path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml" if path == "/feed.xml" else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((found or "").encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def feed_of(site: Site, port: int) -> str:
    now = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"
    items = "".join(
        f"<item><link>http://127.0.0.1:{port}{path}</link><pubDate>{now}</pubDate></item>" for path in site.feed
    )
    return f"<rss version='2.0'><channel><title>Elbkurier</title>{items}</channel></rss>"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60, help="in the first crawl")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
