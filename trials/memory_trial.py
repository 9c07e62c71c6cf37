"""The memory of a long crawl: all processes of the crawler, from page 2,000 to page 20,000.

    python trials/memory_trial.py [--outlets 20] [--articles 1000] [--warm 2000] [--no-store]

Crawls the loopback news web without pauses between pages. Every half second the resident memory (the private part of
it) of the command and of its workers is taken down, beside the number of pages that the web has served. Prints one JSON
line: memory in MB at the end of the warm-up and at the end of the crawl, their ratio (each the median of its tenth of
the crawl), the most, and the samples by thousand pages. The database server is not in it. Exit 1 where the second is
more than a twentieth larger than the first.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from crawler import environment, joined
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

MOST_GROWTH = 1.05
_EVERY_SECONDS = 0.5
_KB = 1024


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "memory", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with (
        scratch_folder("memory") as folder,
        news_web(options.outlets, options.articles, "--feed", "10") as web,
        joined(folder / "data"),
    ):
        code, samples = watch(web, folder, options)
    pages = samples[-1][0] if samples else 0
    window = max(200, pages // 10)
    first = [memory for served, memory in samples if options.warm <= served <= options.warm + window]
    last = [memory for served, memory in samples if served >= pages - window]
    if not first or not last:
        print(json.dumps({"trial": "memory", "exit": code, "pages": pages, "bad": "too few samples"}))
        return 1
    result = {
        "trial": "memory",
        "exit": code,
        "pages": pages,
        "mb_warm": round(median(first)),
        "mb_end": round(median(last)),
        "ratio": round(median(last) / median(first), 3),
        "mb_most": round(max(memory for _, memory in samples)),
        "mb_by_thousand": by_thousand(samples),
    }
    print(json.dumps(result))
    return int(median(last) > MOST_GROWTH * median(first) or code != 0)


def watch(web: NewsWeb, folder: Path, options: argparse.Namespace) -> tuple[int, list[tuple[int, float]]]:
    """The crawl's exit code, and pages served with MB of memory, over time."""
    ids = web.write_outlets(folder / "outlets", feeds=False)
    for name in ids:
        with (folder / "outlets" / f"{name}.toml").open("a") as file:
            file.write(f"max_pages_per_run = {options.articles}\n")
    variables = environment(folder / "data", folder / "outlets")
    more = ["--no-store"] if options.no_store else []
    command = [sys.executable, "-m", "newscrawler", "crawl", *ids, *more, "--json"]
    with (folder / "log").open("wb") as log:
        crawl = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
        samples = []
        while crawl.poll() is None:
            samples.append((served(web), memory_of(crawl.pid)))
            time.sleep(_EVERY_SECONDS)
    if crawl.returncode:
        print((folder / "log").read_text(errors="replace")[-2000:], file=sys.stderr)
    return crawl.returncode, [sample for sample in samples if sample[1]]


def served(web: NewsWeb) -> int:
    """Article pages that the web has served."""
    stats = web.ask("/__stats")
    hosts = stats.get("hosts", stats) if isinstance(stats, dict) else {}
    rows = hosts.values() if isinstance(hosts, dict) else hosts
    return sum(int(row.get("article", 0)) for row in rows if isinstance(row, dict))


def memory_of(pid: int) -> float:
    """MB of private memory of a process and of all below it, database servers apart."""
    found, waiting = 0, [pid]
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError):
            place = Path(f"/proc/{process}")
            if b"secantusd" in (place / "cmdline").read_bytes() and process != pid:
                continue
            lines = (place / "smaps_rollup").read_text().splitlines()
            found += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
            for thread in (place / "task").iterdir():
                waiting.extend(map(int, (thread / "children").read_text().split()))
    return found / _KB


def by_thousand(samples: list[tuple[int, float]]) -> list[int]:
    """The first sample of each thousand pages."""
    first: dict[int, float] = {}
    for pages, memory in samples:
        first.setdefault(pages // 1000, memory)
    return [round(memory) for _, memory in sorted(first.items())]


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--warm", type=int, default=2000, help="pages after which memory must stay")
    parser.add_argument("--no-store", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
