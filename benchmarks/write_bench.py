"""What storing an article costs the process that crawls: CPU, throughput, and how long its event loop stands still.

    python benchmarks/write_bench.py [--articles 1000] [--rounds 5] [--stall-writes 5000]

Invented articles of 5 kB, alone, with their next visits, and with their pages of 100 kB, go through `ArticleStore.save`
into the embedded server; 200 tasks save side by side, as a busy crawl does. Beside them the same documents, ready made
and for nothing, go through one blocking `update_one(..., upsert=True)` each: the pipeline that is written first. It
keeps no revisions, cursor, outlet's memory or page's Zstandard. Ways take turns in every round; medians are shown. CPU
is user and system time of this process, all threads; the server's is not in it.

Then a ticker of 1 ms runs in the event loop beside 5,000 writes with pages: how late it came, at the worst and at the
99th percentile, and the most CPU that the loop's thread took between two ticks, which a busy machine does not raise.
``idle`` is the same ticker beside nothing. Prints a table and one JSON line; exit 1 where the loop stood still for
50 ms while the idle one did not.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from invented_articles import InventedArticles
from pymongo import MongoClient
from pymongo.collection import Collection
from scratch import scratch_folder

from newscrawler.model.article import Article
from newscrawler.model.visit import VisitNote
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.connection import open_database
from newscrawler.storage.documents.conversion import article_document
from newscrawler.storage.server.embedded import join_embedded
from newscrawler.workers.garbage import collect_garbage_seldom

SAVERS = 200
STEPS = (3600.0, 21600.0, 86400.0, 259200.0)  # to the next visits
TICK_SECONDS = 0.001
LIMIT_SECONDS = 0.05
WAYS = {
    "store": "ArticleStore.save",
    "store_visits": "ArticleStore.save with visits",
    "store_pages": "ArticleStore.save with pages",
    "naive": "naive update_one",
    "naive_pages": "naive update_one with pages",
}

Documents = Collection[dict[str, object]]


@dataclass(slots=True)
class Cost:
    """Of one round, or the median of some: milliseconds of CPU for each article, articles a second."""

    cpu_ms: float
    per_second: float


@dataclass(slots=True)
class Ticker:
    """Measures, in milliseconds, how late it is woken and what CPU the thread takes between two ticks."""

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    async def run(self) -> None:
        while True:
            wall, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK_SECONDS)
            self.late.append((time.perf_counter() - wall - TICK_SECONDS) * 1000)
            self.busy.append((time.thread_time() - cpu) * 1000)

    def figures(self) -> dict[str, float]:
        return {
            "longest_ms": round(max(self.late), 1),
            "p99_ms": round(sorted(self.late)[int(len(self.late) * 0.99)], 1),
            "longest_cpu_ms": round(max(self.busy), 1),
        }


def main() -> int:
    options = read_options()
    with scratch_folder("bench") as folder:
        costs, stalls = asyncio.run(measure(folder, options))
    show(costs, stalls, options)
    result = {
        "benchmark": "write",
        "articles": options.articles * options.rounds,
        **{
            name: {"cpu_ms": round(cost.cpu_ms, 2), "per_second": round(cost.per_second)}
            for name, cost in costs.items()
        },
        "stall_writes": options.stall_writes,
        "stall": stalls,
    }
    print(json.dumps(result))
    limit = LIMIT_SECONDS * 1000
    return int(stalls["writing"]["longest_ms"] >= limit > stalls["idle"]["longest_ms"])


async def measure(folder: Path, options: argparse.Namespace) -> tuple[dict[str, Cost], dict[str, dict[str, float]]]:
    database = await open_database(None, folder)
    embedded = join_embedded(folder)
    client: MongoClient[dict[str, object]] = MongoClient(embedded.uri)
    try:
        rounds: defaultdict[str, list[Cost]] = defaultdict(list)
        for number in range(options.rounds + 1):  # the first warms up
            for way in WAYS:
                articles = list(InventedArticles(f"{way}-{number}").make(options.articles if number else 200))
                collect_garbage_seldom()  # as a crawl does; it never holds so many at once
                keep_pages = way.endswith("pages")
                if way.startswith("store"):
                    save = Save(database.articles, keep_pages=keep_pages, visits=way.endswith("visits"))
                    cost = await price(articles, save.all_of)
                else:
                    cost = await price_of_naive(client.naive[way], articles, keep_pages=keep_pages)
                rounds[way] += [cost] if number else []
        costs = {way: median_of(rounds[way]) for way in WAYS}
        idle, writing = Ticker(), Ticker()
        await beside(idle, asyncio.sleep(3))
        articles = list(InventedArticles("stall").make(options.stall_writes))
        collect_garbage_seldom()
        await beside(writing, Save(database.articles, keep_pages=True, visits=True).all_of(articles))
    finally:
        client.close()
        embedded.release()
        await database.close()
    return costs, {"idle": idle.figures(), "writing": writing.figures()}


@dataclass(frozen=True, slots=True)
class Save:
    """One way of saving."""

    store: ArticleStore
    keep_pages: bool
    visits: bool

    async def all_of(self, articles: Sequence[Article]) -> None:
        left = iter(articles)

        async def save_some() -> None:
            for article in left:
                visit = VisitNote(article.url, '"6512bd43"', None, None, STEPS) if self.visits else None
                await self.store.save(article, keep_page=self.keep_pages, visit=visit)

        await asyncio.gather(*(save_some() for _ in range(SAVERS)))


async def price(articles: Sequence[Article], save: Callable[[Sequence[Article]], Awaitable[None]]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    await save(articles)
    return cost_since(wall, cpu, len(articles))


async def price_of_naive(collection: Documents, articles: Sequence[Article], *, keep_pages: bool) -> Cost:
    documents = [article_document(article, seen_at=article.fetched_at) for article in articles if article.fetched_at]
    for document, article in zip(documents, articles, strict=True):
        if keep_pages and article.page is not None:
            document["html"] = article.page.html.decode()
    wall, cpu = time.perf_counter(), time.process_time()
    for document in documents:
        collection.update_one({"_id": document["_id"]}, {"$set": document}, upsert=True)
    return cost_since(wall, cpu, len(documents))


def cost_since(wall: float, cpu: float, count: int) -> Cost:
    return Cost((time.process_time() - cpu) / count * 1000, count / (time.perf_counter() - wall))


def median_of(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.cpu_ms for cost in costs), median(cost.per_second for cost in costs))


async def beside(ticker: Ticker, work: Awaitable[None]) -> None:
    ticking = asyncio.ensure_future(ticker.run())
    await asyncio.sleep(0.01)
    await work
    ticking.cancel()


def show(costs: dict[str, Cost], stalls: dict[str, dict[str, float]], options: argparse.Namespace) -> None:
    print(f"{'':32}{'CPU ms':>8}{'a second':>10}")
    for way, cost in costs.items():
        print(f"{WAYS[way]:32}{cost.cpu_ms:8.2f}{cost.per_second:10.0f}")
    print("\nThe event loop, ms               longest     p99   CPU at once")
    for name, figures in stalls.items():
        label = f"{options.stall_writes} writes" if name == "writing" else name
        print(f"{label:32}{figures['longest_ms']:8}{figures['p99_ms']:8}{figures['longest_cpu_ms']:14}")
    print()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="of each way in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stall-writes", type=int, default=5000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
