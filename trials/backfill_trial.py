"""A back-fill of 5,000 articles, killed five times at random moments, then once run to its end.

    python trials/backfill_trial.py [--articles 5000] [--kills 5]

One outlet of the loopback news web has more articles than the window: as many again, half of them older, half newer.
Its sitemaps hold them all. `newscrawler crawl OUTLET --from ... --to ...` is started, killed with SIGKILL, started
again. Prints one JSON line; exit 1 where an article of the window is missing, one is stored twice, one of another day
was fetched, or `newscrawler runs` does not show every run with its window.
"""

import argparse
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawler import environment, joined, run
from news_web import SITE, NewsWeb, left_behind, news_web
from pymongo import MongoClient
from scratch import scratch_folder
from wired_crawl import articles_answered, wait_for_articles

from newscrawler.storage.connection import DEFAULT_NAME
from newscrawler.storage.server.embedded import join_embedded

SERVER_ENDS_SECONDS = 2.5
DAY_IN_ADDRESS = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/")


@dataclass(frozen=True, slots=True)
class BackFill:
    """The same back-fill again and again, over one database."""

    web: NewsWeb
    variables: dict[str, str]
    data: Path
    outlet: str
    first: date
    last: date

    @property
    def command(self) -> list[str]:
        return ["crawl", self.outlet, "--from", str(self.first), "--to", str(self.last)]

    def start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "newscrawler", *self.command]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.variables, stdout=subprocess.DEVNULL, stderr=pipe, text=True)

    def wanted(self, listed: int) -> set[str]:
        """The addresses of the window, as the web lists them."""
        rows = self.web.lines(f"/__truth?n={listed}")
        return {url for url in (str(row["url"]) for row in rows) if self.first <= day_of(url) <= self.last}

    def stored(self) -> Counter[str]:
        """How often each address is stored."""
        server = join_embedded(self.data)
        try:
            with MongoClient[dict[str, str]](server.uri, directConnection=True) as client:
                database = client.get_default_database(DEFAULT_NAME)
                return Counter(document["url"] for document in database.articles.find({}, {"url": 1}))
        finally:
            server.release()


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "backfill", "skipped": "the crawl bench is not beside the project"}))
        return 0
    moments = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    days = options.articles // options.per_day
    listed = 2 * options.articles
    interval = str(86400 / options.per_day)
    with (
        scratch_folder("backfill") as place,
        news_web(1, listed, "--interval", interval, "--feed", "10") as web,
    ):
        ids = web.write_outlets(place / "outlets", delay_seconds=options.delay)
        last = datetime.now(UTC).date() - timedelta(days=1 + days // 2)
        first = last - timedelta(days=days - 1)
        variables = environment(place / "data", place / "outlets")
        back_fill = BackFill(web, variables, place / "data", ids[0], first, last)
        with joined(place / "data"):
            result = kill_and_finish(back_fill, options.kills, options.articles, moments)
            result |= compare(back_fill, listed) | look_at_runs(back_fill, options.kills)
        result["left_running"] = left_behind(str(place / "data"), within=SERVER_ENDS_SECONDS)
    bad = [name for name, is_well in judged(result, options.kills).items() if not is_well]
    print(
        json.dumps({"trial": "backfill", "articles": options.articles, "kills": options.kills} | result | {"bad": bad})
    )
    return int(bool(bad))


def kill_and_finish(back_fill: BackFill, kills: int, articles: int, moments: random.Random) -> dict[str, object]:
    """Five runs that are killed, and the one that ends."""
    in_the_middle = 0
    answered = []
    for _ in range(kills):
        back_fill.web.ask("/__reset")
        process = back_fill.start()
        most = max(2, 2 * articles // (kills + 1) - 2)  # all kills together leave something to fetch
        in_the_middle += wait_for_articles(back_fill.web, process, moments.randint(1, most))
        time.sleep(moments.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        answered.append(articles_answered(back_fill.web))
    back_fill.web.ask("/__reset")
    began = time.monotonic()
    ended = run(back_fill.command, back_fill.variables)
    seconds = round(time.monotonic() - began, 1)
    fetched = [*answered, articles_answered(back_fill.web)]
    again = run(back_fill.command, back_fill.variables)
    return {
        "killed_in_the_middle": in_the_middle,
        "pages_fetched": fetched,
        "pages_fetched_once_more": articles_answered(back_fill.web) - fetched[-1],
        "exits": [ended.code, again.code],
        "last_seconds": seconds,
        "last_told": ended.stderr.splitlines()[-3:],
    }


def compare(back_fill: BackFill, listed: int) -> dict[str, object]:
    """What is stored beside what the web has."""
    wanted, times = back_fill.wanted(listed), back_fill.stored()
    return {
        "in_the_window": len(wanted),
        "stored": len(times),
        "missing": len(wanted - times.keys()),
        "twice": sum(count - 1 for count in times.values()),
        "of_other_days": len(times.keys() - wanted),
    }


def look_at_runs(back_fill: BackFill, kills: int) -> dict[str, object]:
    """What ``newscrawler runs`` says of them."""
    rows = run(["runs", "--outlet", back_fill.outlet, "--json"], back_fill.variables).rows
    windows = {(row["kind"], row.get("window_from"), row.get("window_to")) for row in rows}
    ended = [row for row in rows if row.get("finish_reason") == "finished"]
    return {
        "runs": len(rows),
        "runs_without_an_end": len(rows) - len(ended),
        "runs_show_the_window": windows == {("backfill", str(back_fill.first), str(back_fill.last))},
        "runs_as_expected": (len(rows), len(ended)) == (kills + 2, 2),
    }


def judged(result: dict[str, object], kills: int) -> dict[str, bool]:
    return {
        "missing": not result["missing"] and result["in_the_window"] == result["stored"],
        "twice": not result["twice"],
        "of_other_days": not result["of_other_days"],
        "kills": result["killed_in_the_middle"] == kills,
        "exits": result["exits"] == [0, 0],
        "again": not result["pages_fetched_once_more"],
        "runs": bool(result["runs_show_the_window"] and result["runs_as_expected"]),
        "left_running": not result["left_running"],
    }


def day_of(url: str) -> date:
    found = DAY_IN_ADDRESS.search(url)
    return date(*map(int, found.groups())) if found else date.min


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000, help="of the window")
    parser.add_argument("--per-day", type=int, default=100)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--delay", type=float, default=0, help="seconds between two pages")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
