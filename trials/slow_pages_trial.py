"""Pages that are slow to read at one outlet, and the pace of all others: the same crawl with and without them.

    python trials/slow_pages_trial.py [--outlets 4] [--articles 250] [--delay 0] [--seconds 3] [--rounds 3]

One outlet of the loopback web lists slow pages, the others list ordinary ones. Three crawls by turns: ``none``, the
others alone; ``named``, beside a page of 40,000 attributes and one of 100,000 spans; ``endless``, beside two pages of
which each takes longer than ``--seconds``, the limit for one page. There is one worker; the order of the three changes
from round to round, since the machine may do other things too. With ``--delay 0`` a crawl is bound by the processor,
with a longer one by politeness.

Prints one JSON line: how long each slow page takes the reader by itself, what became of it in the crawl, pages per
second of the other outlets (over their own runs, median of the rounds), and how many times faster they are without
the slow ones. Exit 1 where the others lose more than a fifth of their pace, where an endless page is not told as one
that was given up, or where another page is.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from crawler import command_with, environment, joined, run
from hostile_pages import make_page
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

from newscrawler.extraction.article import extract_article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import read_ahead

OUTLET = "gb_slow"
# A class of 9 MB is what keeps our reader longest of all that a page of the greatest size may hold: 4 s.
_LONGEST = 670_000


def slow_pages() -> dict[str, dict[str, bytes]]:
    """The slow outlet's pages by their paths, by the kind of crawl."""
    endless = [make_page("long_class", _LONGEST + number) for number in range(2)]
    named = {"/attributes": make_page("attributes", 40_000), "/spans": make_page("spans", 100_000)}
    return {"none": {}, "named": named, "endless": {f"/endless{n}": page for n, page in enumerate(endless)}}


def seconds_alone(html: bytes) -> float:
    """How much processor time the reader needs for a page; what it thinks of it is not asked."""
    page, began = Page("https://a.example/1", html, datetime.now(UTC)), time.process_time()
    outlet = Outlet(id=OUTLET, name="Slow", language="en")
    read_ahead(extract_article(page, outlet, with_chrome=False), outlet)
    return time.process_time() - began


@contextmanager
def slow_outlet(pages: dict[str, bytes]) -> Iterator[str]:
    """Serves these pages and a feed of them; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/feed.xml":
                host = self.headers["Host"]
                links = (f"<link>http://{host}{path}</link>" for path in pages)
                items = "".join(f"<item><title>Ferry</title>{link}</item>" for link in links)
                self.answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")
            elif self.path in pages:
                self.answer(pages[self.path], "text/html; charset=utf-8")
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


@dataclass(slots=True)
class Crawl:
    """How one crawl went: the others' pages per second, the slow outlet's articles, the URLs it got none from."""

    pace: float
    articles: int = 0
    gave_up: dict[str, str] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "slow_pages", "skipped": "the crawl bench is not beside the project"}))
        return 0
    pages = slow_pages()
    crawls: dict[str, list[Crawl]] = {kind: [] for kind in pages}
    with (
        scratch_folder("slow") as folder,
        news_web(options.outlets, options.articles, "--feed", str(options.articles)) as web,
    ):
        for number in range(options.rounds):
            for kind in in_turn(list(pages), number):
                with slow_outlet(pages[kind]) as base:
                    crawls[kind].append(crawl(folder / f"{kind}{number}", web, base if pages[kind] else None, options))
    bad = [wrong for each in crawls.values() for one in each for wrong in one.bad]
    bad += [
        f"{kind}: {wrong}" for kind in ("named", "endless") for wrong in wrong_ends(crawls[kind], kind, pages[kind])
    ]
    pace = {kind: median(one.pace for one in each) for kind, each in crawls.items()}
    slower = {kind: round(pace["none"] / pace[kind], 3) for kind in ("named", "endless")}
    bad += [
        f"the others are {times} times slower beside {kind}" for kind, times in slower.items() if times > options.most
    ]
    every_page = [] if options.short else [item for slow in pages.values() for item in slow.items()]
    alone = {path: round(seconds_alone(page), 2) for path, page in every_page}
    result = {
        "trial": "slow_pages",
        "delay": options.delay,
        "seconds_alone": alone,
        "gave_up": crawls["endless"][-1].gave_up,
        "named_articles": crawls["named"][-1].articles,
        "pages_per_second": {kind: round(value, 2) for kind, value in pace.items()},
        "each": {kind: [round(one.pace, 2) for one in each] for kind, each in crawls.items()},
        "times_slower": slower,
        "bad": bad,
    }
    print(json.dumps(result))
    return int(bool(bad))


def in_turn(kinds: list[str], number: int) -> list[str]:
    """The kinds in the order of a round: in three rounds each comes first, second and third once."""
    first = number % len(kinds)
    return kinds[first:] + kinds[:first]


def crawl(folder: Path, web: NewsWeb, slow: str | None, options: argparse.Namespace) -> Crawl:
    """Crawl the others, with the slow outlet beside them where there is one."""
    ids = web.write_outlets(folder / "outlets", delay_seconds=options.delay, sitemaps=False)
    if slow:
        text = f'name = "Slow"\ncountry = "GB"\nlanguage = "en"\ntimezone = "UTC"\nhome = "{slow}/"\n'
        (folder / "outlets" / f"{OUTLET}.toml").write_text(f'{text}delay_seconds = 0\nfeeds = ["{slow}/feed.xml"]\n')
    variables = environment(folder / "data", folder / "outlets", NEWSCRAWLER_WORKERS="1")
    with joined(folder / "data"):
        rows, code = run_with_limit([*ids, *([OUTLET] if slow else [])], variables, options.seconds)
        errors = run(["errors", "--outlet", OUTLET, "--json"], variables).rows if slow else []
    others = [row for row in rows if row["outlet"] in ids]
    done = Crawl(pace_of(others))
    done.articles = sum(row["counts"]["new"] for row in rows if row["outlet"] == OUTLET)
    done.gave_up = {f"/{row['url'].rpartition('/')[2]}": row["message"] for row in errors}
    stored = sum(row["counts"]["new"] for row in others)
    if code or stored != options.outlets * options.articles:
        done.bad.append(f"{folder.name}: exit {code}, {stored} articles of the others")
    done.bad += [f"{folder.name}: still running: {process}" for process in still_running(folder)]
    return done


def still_running(folder: Path) -> list[str]:
    """Process numbers of what a crawl with its data in ``folder`` has left: a worker names it in its variables only."""
    marker = f"NEWSCRAWLER_DATA_DIR={folder / 'data'}\0".encode()
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                if marker in (place / "environ").read_bytes():
                    found.append(place.name)
    return found


def run_with_limit(ids: list[str], variables: dict[str, str], seconds: float) -> tuple[list[dict], int]:
    """The rows that ``crawl`` printed, and its exit code; ``seconds``: the limit for one page, a setting."""
    command = [*command_with(NEWSCRAWLER_READ_SECONDS=seconds), "crawl", *ids, "--json"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def pace_of(rows: list[dict]) -> float:
    """Pages per second, by the runs' own records."""
    begun = min(datetime.fromisoformat(row["started_at"]) for row in rows)
    ended = max(datetime.fromisoformat(row["finished_at"]) for row in rows)
    return sum(row["counts"]["fetched"] for row in rows) / (ended - begun).total_seconds()


def wrong_ends(crawls: list[Crawl], kind: str, pages: dict[str, bytes]) -> Iterator[str]:
    """Sentences about slow pages that ended otherwise than they should."""
    given_up = set(pages) if kind == "endless" else set()
    for one in crawls:
        told = {path for path, message in one.gave_up.items() if message.startswith("extraction gave up after ")}
        if told != given_up or len(one.gave_up) != len(told):
            yield f"given up: {one.gave_up}"
        if one.articles != len(pages) - len(given_up):
            yield f"{one.articles} articles"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--articles", type=int, default=250, help="of each of the others")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between two pages of one of the others")
    parser.add_argument("--seconds", type=float, default=3.0, help="limit for reading one page")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=1.2, help="the others may be so many times slower")
    parser.add_argument("--short", action="store_true", help="how long each page takes alone is not measured")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
