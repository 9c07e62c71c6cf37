"""Whether a crawl is held up by a database that takes 10 ms for every answer, beside one that answers at once.

    python benchmarks/slow_database_bench.py [--outlets 10] [--articles 200] [--pairs 5] [--delay-ms 10]

Crawls the loopback news web without pauses between requests, so that nothing but the crawl's own work and its database
holds it up: 2,000 pages, each time into an empty database of one embedded server, behind a wire of our own that holds
back every reply by 10 ms, or by nothing. The two take turns; each pair's throughputs and their ratio are printed, then
the commands that the database was sent for each article, and one JSON line. Exit 1 where the median ratio is under 0.9
or an article is missing.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from newscrawler.storage.connection import mask_uri
from newscrawler.storage.server.embedded import join_embedded

sys.path.insert(0, str(Path(__file__).parents[1] / "trials"))
from crawler import environment, run
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder
from wire import Wire

LEAST_RATIO = 0.9


@dataclass(frozen=True, slots=True)
class Crawled:
    """One crawl: articles stored in so many seconds, and the commands that the database was sent meanwhile."""

    stored: int
    seconds: float
    cpu_seconds: float
    commands: Counter[str]

    @property
    def per_second(self) -> float:
        return self.stored / self.seconds


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"benchmark": "slow_database", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with (
        scratch_folder("bench") as folder,
        news_web(options.outlets, options.articles, "--junk") as web,
    ):
        embedded = join_embedded(folder / "database")
        try:
            pairs = [measure_pair(number, web, embedded.uri, folder, options) for number in range(options.pairs)]
        finally:
            embedded.release()
    return report(pairs, options)


def measure_pair(
    number: int, web: NewsWeb, uri: str, folder: Path, options: argparse.Namespace
) -> tuple[Crawled, Crawled]:
    """The crawl with the slow database and the one with the quick, in turns which comes first."""
    crawls: dict[float, Crawled] = {}
    for delay in (options.delay_ms, 0.0) if number % 2 == 0 else (0.0, options.delay_ms):
        place = folder / f"{number}-{delay}"
        crawls[delay] = crawl(web, uri, place, delay / 1000)
    slow, quick = crawls[options.delay_ms], crawls[0.0]
    ratio = slow.per_second / quick.per_second
    print(
        f"pair {number + 1}: {slow.per_second:6.1f} articles a second at {options.delay_ms:g} ms, "
        f"{quick.per_second:6.1f} at 0 ms, ratio {ratio:.3f} "
        f"(CPU {slow.cpu_seconds:.1f} s and {quick.cpu_seconds:.1f} s, load {os.getloadavg()[0]:.1f})",
        flush=True,
    )
    return slow, quick


def crawl(web: NewsWeb, uri: str, place: Path, delay_seconds: float) -> Crawled:
    web.ask("/__reset")
    ids = web.write_outlets(place / "outlets")
    with Wire(mask_uri(uri)) as wire:
        wire.delay_seconds = delay_seconds
        name = f"bench_{place.name.replace('-', '_').replace('.', '_')}"
        database = wire.uri(uri).replace("/?", f"/{name}?")
        variables = environment(place / "data", place / "outlets", NEWSCRAWLER_MONGO_URI=database)
        began = time.perf_counter()
        ended = run(["crawl", *ids, "--json"], variables)
        seconds = time.perf_counter() - began
        commands = wire.seen.copy()
    counts = [row["counts"] for row in ended.rows]
    stored = sum(each["new"] for each in counts if isinstance(each, dict))
    if ended.code or not stored:
        raise SystemExit(
            f"the crawl stored {stored} articles and ended with exit code {ended.code}\n{ended.stderr[-2000:]}"
        )
    return Crawled(stored, seconds, ended.cpu_seconds, commands)


def report(pairs: list[tuple[Crawled, Crawled]], options: argparse.Namespace) -> int:
    wanted = options.outlets * options.articles
    ratios = [slow.per_second / quick.per_second for slow, quick in pairs]
    commands = sum((crawl.commands for pair in pairs for crawl in pair), Counter[str]())
    stored = sum(crawl.stored for pair in pairs for crawl in pair)
    print(f"\nmedian ratio {median(ratios):.3f}, at least {LEAST_RATIO} is wanted; commands for 100 articles:")
    print(", ".join(f"{name} {count / max(1, stored) * 100:.1f}" for name, count in commands.most_common(12)))
    result = {
        "benchmark": "slow_database",
        "articles": wanted,
        "ratios": [round(ratio, 3) for ratio in ratios],
        "median_ratio": round(median(ratios), 3),
        "per_second_slow": [round(slow.per_second, 1) for slow, _ in pairs],
        "per_second_quick": [round(quick.per_second, 1) for _, quick in pairs],
        "missing": 2 * len(pairs) * wanted - stored,
    }
    print(json.dumps(result))
    return int(median(ratios) < LEAST_RATIO or result["missing"] != 0)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=10)
    parser.add_argument("--articles", type=int, default=200, help="of each outlet")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--delay-ms", type=float, default=10, help="by which every reply is late")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
