"""What it costs to look at many outlets that have nothing new: CPU of one `newscrawler crawl --all`.

    python trials/idle_trial.py [--outlets 1000] [--articles 4] [--passes 2] [--limit 30]

Outlets of the loopback news web with a feed and a sitemap index each, whose articles are all stored by a first pass.
Then nothing changes: every further pass asks for robots.txt, feeds and sitemaps, and finds nothing. CPU is user and
system time of the crawling process with the workers that it started; that of the database server stands beside it.
Prints a line for each pass to stderr and one JSON line; exit 1 where a pass took more than ``--limit`` CPU seconds for
1,000 outlets, or fetched or stored something.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from crawler import environment, joined, run
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "idle", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with (
        scratch_folder("idle") as place,
        news_web(options.outlets, options.articles, "--feed", str(options.articles)) as web,
    ):
        web.write_outlets(place / "outlets")
        variables = environment(place / "data", place / "outlets")
        names = sorted(path.stem for path in (place / "outlets").iterdir())
        with joined(place / "data"):
            filled = crawl(web, names, variables, place / "data")
            print(f"first pass: {filled}", file=sys.stderr)
            passes = []
            for _ in range(options.passes):
                passes.append(crawl(web, names, variables, place / "data"))
                print(f"idle pass:  {passes[-1]}", file=sys.stderr)
    allowed = options.limit * options.outlets / 1000
    bad = [name for one in passes for name, is_well in judged(one, allowed).items() if not is_well]
    if filled["stored"] != options.outlets * options.articles:
        bad.append("first pass")
    result = {"trial": "idle", "outlets": options.outlets, "first": filled, "passes": passes, "bad": bad}
    print(json.dumps(result))
    return int(bool(bad))


def crawl(web: NewsWeb, names: list[str], variables: dict[str, str], data: Path) -> dict[str, float | int]:
    """One crawl of all outlets of the web: not of those that are shipped, as ``--all`` would."""
    before = server_seconds(data)
    web.ask("/__reset")
    began = time.monotonic()
    ended = run(["crawl", *names, "--json"], variables)
    seconds = time.monotonic() - began
    runs = [row for row in ended.rows if "counts" in row]
    counts = [row["counts"] for row in runs if isinstance(row["counts"], dict)]
    return {
        "exit": ended.code,
        "runs": len(runs),
        "cpu_seconds": round(ended.cpu_seconds, 1),
        "ms_per_outlet": round(ended.cpu_seconds / len(names) * 1000, 1),
        "server_cpu_seconds": round(server_seconds(data) - before, 1),
        "seconds": round(seconds, 1),
        "requests": sum(count.get("requests", 0) for count in counts),
        "fetched": sum(count.get("fetched", 0) for count in counts),
        "stored": sum(count.get("new", 0) + count.get("revised", 0) for count in counts),
    }


def server_seconds(data: Path) -> float:
    """CPU seconds of the processes that name this data directory: keeper and database server."""
    seconds = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if str(data) in (entry / "cmdline").read_text(errors="replace"):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                seconds += (int(fields[11]) + int(fields[12])) / _TICKS
        except OSError:
            continue
    return seconds


def judged(one: dict[str, float | int], allowed: float) -> dict[str, bool]:
    return {
        "cpu_seconds": one["cpu_seconds"] <= allowed,
        "exit": one["exit"] == 0,
        "fetched": not one["fetched"] and not one["stored"],
    }


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=4, help="of each outlet")
    parser.add_argument("--passes", type=int, default=2, help="with nothing new")
    parser.add_argument("--limit", type=float, default=30.0, help="CPU seconds for 1,000 outlets")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
