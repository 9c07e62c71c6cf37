"""The memory of a long crawl: all processes of the crawler, from page 2,000 to page 20,000.

    python trials/memory_trial.py [--outlets 20] [--articles 1000] [--warm 2000] [--no-store]

Crawls the loopback news web without pauses between pages. Every half second the resident memory (the private part of
it) of the command and of its workers is taken down, beside the number of pages that the web has served. Prints one JSON
line: memory in MB at the end of the warm-up and at the end of the crawl, their ratio (each the median of its tenth of
the crawl), the most, and by thousand pages (medians) that of all, that of the command alone, and the number of
processes. The database server is not in it. Exit 1 where the second is more than a twentieth larger than the first.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from crawler import command_with, environment, joined
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
        pages = served(web)
    window = max(200, pages // 10)
    first = [one.whole for one in samples if options.warm <= one.pages <= options.warm + window]
    last = [one.whole for one in samples if one.pages >= pages - window]
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
        "mb_most": round(max(one.whole for one in samples)),
        "mb_by_thousand": {
            "whole": by_thousand(samples, lambda one: one.whole),
            "command": by_thousand(samples, lambda one: one.command),
            "processes": by_thousand(samples, lambda one: one.processes),
        },
    }
    print(json.dumps(result))
    return int(median(last) > MOST_GROWTH * median(first) or code != 0)


@dataclass(frozen=True, slots=True)
class Sample:
    """Pages that the web had served; MB of the command alone and of all its processes, and how many these are."""

    pages: int
    command: float
    whole: float
    processes: int


def watch(web: NewsWeb, folder: Path, options: argparse.Namespace) -> tuple[int, list[Sample]]:
    """The crawl's exit code, and its memory over time."""
    ids = web.write_outlets(folder / "outlets", feeds=False)
    for name in ids:
        with (folder / "outlets" / f"{name}.toml").open("a") as file:
            file.write(f"max_pages_per_run = {options.articles}\n")
    variables = environment(folder / "data", folder / "outlets")
    more = ["--no-store"] if options.no_store else []
    command = [*command_with(CLOSESPIDER_TIMEOUT=0), "crawl", *ids, *more, "--json"]
    with (folder / "log").open("wb") as log:
        crawl = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
        samples = []
        while crawl.poll() is None:
            memory = memory_of(crawl.pid)
            if crawl.pid in memory:  # else it has just ended
                samples.append(Sample(served(web), memory[crawl.pid], sum(memory.values()), len(memory)))
            time.sleep(_EVERY_SECONDS)
    if crawl.returncode:
        print((folder / "log").read_text(errors="replace")[-2000:], file=sys.stderr)
    return crawl.returncode, samples


def served(web: NewsWeb) -> int:
    """Article pages that the web has served."""
    stats = web.ask("/__stats")
    hosts = stats.get("hosts", stats) if isinstance(stats, dict) else {}
    rows = hosts.values() if isinstance(hosts, dict) else hosts
    return sum(int(row.get("article", 0)) for row in rows if isinstance(row, dict))


def memory_of(pid: int) -> dict[int, float]:
    """MB of private memory of a process and of each below it, database servers apart."""
    found, waiting = {}, [pid]
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError):
            place = Path(f"/proc/{process}")
            if b"secantusd" in (place / "cmdline").read_bytes() and process != pid:
                continue
            lines = (place / "smaps_rollup").read_text().splitlines()
            found[process] = sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / _KB
            for thread in (place / "task").iterdir():
                waiting.extend(map(int, (thread / "children").read_text().split()))
    return {process: memory for process, memory in found.items() if memory}


def by_thousand(samples: list[Sample], figure: Callable[[Sample], float]) -> list[int]:
    """The median of a figure over each thousand pages."""
    found: dict[int, list[float]] = {}
    for one in samples:
        found.setdefault(one.pages // 1000, []).append(figure(one))
    return [round(median(values)) for _, values in sorted(found.items())]


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--warm", type=int, default=2000, help="pages after which memory must stay")
    parser.add_argument("--no-store", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
