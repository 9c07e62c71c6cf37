"""Pages that are slow to read at one outlet, and the pace of all others: the same crawl with and without them.

    python trials/slow_pages_trial.py [--outlets 6] [--articles 30] [--seconds 0.4] [--delay 0.5] [--rounds 2]

One outlet of the loopback web lists a page of 40,000 attributes, one of 100,000 spans, and one that takes longer than
``--seconds``, the limit for one page; there is one worker. Prints one JSON line: how long the other outlets took with
and without them (the fastest round), and what became of the slow pages. Exit 1 where the others took a fifth longer, or
where a page that is too slow is not told as such.
"""

import argparse
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from crawler import Ended, environment, joined, run
from hostile_pages import make_page
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

MOST_SLOWER = 1.2
OUTLET = "gb_slow"
_PARAGRAPH = "<p class='part-{0} share'>The bridge number {0} opened on Monday.{1}</p>"


def pages() -> dict[str, bytes]:
    """The slow outlet's pages by their paths."""
    start = b"<!DOCTYPE html><title>The bridge opens</title><h1>The bridge opens</h1>"
    bold = " <b>Soon</b>" * 10
    heavy = start + "".join(_PARAGRAPH.format(number, bold) for number in range(19_500)).encode()
    return {"/attributes": make_page("attributes", 40_000), "/spans": make_page("spans", 100_000), "/heavy": heavy}


@contextmanager
def slow_outlet() -> Iterator[str]:
    """Serves these pages and a feed of them; gives its address."""
    answers = pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/feed.xml":
                host = self.headers["Host"]
                links = (f"<link>http://{host}{path}</link>" for path in answers)
                items = "".join(f"<item><title>Bridge</title>{link}</item>" for link in links)
                self.answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")
            elif self.path in answers:
                self.answer(answers[self.path], "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the trial prints one line."""

    server = ThreadingHTTPServer(("127.0.1.99", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.1.99:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "slow_pages", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with (
        scratch_folder("slow") as folder,
        news_web(options.outlets, options.articles, "--feed", str(options.articles)) as web,
        slow_outlet() as base,
    ):
        without, with_them = [], []
        for number in range(options.rounds):
            without.append(crawl(folder / f"without{number}", web, None, options)[0])
            seconds, ended, errors = crawl(folder / f"with{number}", web, base, options)
            with_them.append(seconds)
    bad = [row for row in errors if row["kind"] == "extraction_gave_up"]
    result = {
        "trial": "slow_pages",
        "seconds_without": round(min(without), 1),
        "seconds_with": round(min(with_them), 1),
        "ratio": round(min(with_them) / min(without), 3),
        "exit": ended.code,
        "slow_pages": {str(row["url"]).rpartition("/")[2]: row["message"] for row in errors},
    }
    print(json.dumps(result))
    return int(min(with_them) > MOST_SLOWER * min(without) or len(bad) < options.gave_up)


def crawl(
    folder: Path, web: NewsWeb, slow: str | None, options: argparse.Namespace
) -> tuple[float, Ended, list[dict[str, object]]]:
    """Crawl the others, with the slow outlet beside them; how long the slowest of the others took, and errors."""
    ids = web.write_outlets(folder / "outlets", delay_seconds=options.delay, sitemaps=False)
    if slow:
        text = f'name = "Slow"\ncountry = "GB"\nlanguage = "en"\ntimezone = "UTC"\nhome = "{slow}/"\n'
        (folder / "outlets" / f"{OUTLET}.toml").write_text(f'{text}delay_seconds = 0\nfeeds = ["{slow}/feed.xml"]\n')
    variables = environment(folder / "data", folder / "outlets", NEWSCRAWLER_WORKERS="1")
    variables["NEWSCRAWLER_READ_SECONDS"] = str(options.seconds)
    with joined(folder / "data"):
        ended = run(["crawl", *ids, *([OUTLET] if slow else []), "--json"], variables)
        errors = run(["errors", "--outlet", OUTLET, "--urls", "--json"], variables).rows if slow else []
    took = [_seconds_between(row) for row in ended.rows if row["outlet"] in ids]
    return max(took), ended, errors


def _seconds_between(row: dict[str, object]) -> float:
    """How long a run took, by its own record."""
    begin, end = (datetime.fromisoformat(str(row[name])) for name in ("started_at", "finished_at"))
    return (end - begin).total_seconds()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=6)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--seconds", type=float, default=0.4, help="limit for reading one page")
    parser.add_argument("--gave-up", type=int, default=1, help="so many pages at least must be given up")
    parser.add_argument("--rounds", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
