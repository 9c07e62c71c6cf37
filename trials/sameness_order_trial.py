"""The same 5,000 articles with edited copies, stored in several orders: the clusters are the same but for first owners.

    python trials/sameness_order_trial.py [--articles 5000] [--data ../shared/corpus/dedup] [--invented]

Each order goes through the real store into a database of its own, as fast as a crawl would at best, and is then looked
at by `db rededupe`, which must find the same links. Orders:

- `forwards`, `backwards`, `shuffled`: who has an anchor first is another article in each.
- `interleaved`: shuffled, but articles that share an anchor or a text keep their order: the same first owners, so the
  very same links and clusters as `forwards`.
- `late`: as shuffled, but each with the time at which it was fetched in `forwards`, as from the spool or another
  database: what `db rededupe --apply` makes of it is beside `forwards`, too.

Prints a JSON line; exit 1 where clusters of two of the first three agree by less than .98 (adjusted Rand index), where
`interleaved` is another than `forwards`, or where `db rededupe` would change one of those four.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb
from pathlib import Path
from random import Random
from typing import Any

from crawler import Ended, environment, joined, run
from edited_news import Edited, invent_edits, read_edits
from scratch import scratch_folder

from newscrawler.duplicates.fingerprint import fingerprint_text
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import Database, open_database

TOGETHER = 50  # articles under way
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
LEAST_AGREEMENT = 0.98
FREE_ORDERS = ("forwards", "backwards", "shuffled")


@dataclass(frozen=True)
class Stored:
    """What stands in a database: url -> cluster, and url -> what it is a copy of, both by url."""

    clusters: Mapping[str, str]
    links: Mapping[str, str]
    kinds: Mapping[str, int]


def main() -> int:
    options = read_options()
    if not options.invented and not options.data.exists():
        print(json.dumps({"trial": "sameness_order", "skipped": "the corpus is not beside the project"}))
        return 0
    edits = invent_edits(options.articles) if options.invented else read_edits(options.data, options.articles)
    orders = orders_of(edits)
    times = {one.id: at for at, one in enumerate(edits)}
    rows: dict[str, Any] = {}
    stored: dict[str, Stored] = {}
    mended: Stored | None = None
    for name, order in orders.items():
        with scratch_folder(f"order-{name}") as folder, joined(folder):
            arrival = times if name == "late" else {one.id: at for at, one in enumerate(order)}
            rows[name], stored[name] = asyncio.run(store(folder, order, arrival))
            told = run(["db", "rededupe", "--json"], environment(folder))
            rows[name]["rededupe"] = told.rows[-1] if told.code == 0 else told.stderr
            rows[name]["rededupe_cpu_seconds"] = round(told.cpu_seconds, 1)
            if name == "late":
                applied = run(["db", "rededupe", "--apply", "--json"], environment(folder))
                again = run(["db", "rededupe", "--apply", "--json"], environment(folder))
                rows[name]["written"], rows[name]["written_again"] = written(applied), written(again)
                mended = asyncio.run(read_database(folder))
    compare(rows, stored, mended, edits)
    agreements = {
        f"{one}/{other}": round(agreement(stored[one].clusters, stored[other].clusters, map(url_of, edits)), 4)
        for one, other in combinations(FREE_ORDERS, 2)
    }
    print(json.dumps({"trial": "sameness_order", "articles": len(edits), "agreement": agreements, "orders": rows}))
    return int(min(agreements.values()) < LEAST_AGREEMENT or not is_well(rows))


def written(told: Ended) -> object:
    return told.rows[-1]["written"] if told.code == 0 else told.stderr


def is_well(rows: Mapping[str, Any]) -> bool:
    told = [rows[name]["rededupe"] for name in (*FREE_ORDERS, "interleaved")]
    is_unchanged = all(isinstance(one, dict) and one["changed"] == 0 for one in told)  # else what stopped it
    return is_unchanged and rows["interleaved"]["same_as_forwards"] and rows["late"]["written_again"] == 0


def compare(rows: dict[str, Any], stored: Mapping[str, Stored], mended: Stored | None, edits: Sequence[Edited]) -> None:
    """Put what was stored in each order beside `forwards`, and beside the truth."""
    first = stored["forwards"]
    truth = {url_of(one): one.story for one in edits}
    for name, one in stored.items():
        rows[name] |= {
            "copies": len(one.links),
            "clusters": len(set(one.clusters.values())),
            "kinds": dict(one.kinds),
            "agreement_with_truth": round(agreement(one.clusters, truth, truth), 4),
            "same_as_forwards": (one.links, partition(one.clusters)) == (first.links, partition(first.clusters)),
        }
    if mended is not None:
        rows["late"]["agreement_with_forwards"] = round(agreement(stored["late"].clusters, first.clusters, truth), 4)
        rows["late"]["agreement_after_rededupe"] = round(agreement(mended.clusters, first.clusters, truth), 4)
        rows["late"]["links_unlike_forwards_after_rededupe"] = len(mended.links.items() ^ first.links.items())


def orders_of(edits: Sequence[Edited]) -> dict[str, list[Edited]]:
    shuffled = list(edits)
    Random(1).shuffle(shuffled)  # noqa: S311 - an order, not secrets
    return {
        "forwards": list(edits),
        "backwards": list(reversed(edits)),
        "shuffled": shuffled,
        "interleaved": interleave(edits),
        "late": list(shuffled),
    }


def interleave(edits: Sequence[Edited]) -> list[Edited]:
    """Another order, in which those that share an anchor or a text follow each other as before."""
    group_of: dict[object, int] = {}
    groups: dict[int, list[int]] = {}
    for at, one in enumerate(edits):
        fingerprint = fingerprint_text(one.title, one.text)
        keys = [fingerprint.content_hash, *fingerprint.anchors]
        met = sorted({group_of[key] for key in keys if key in group_of})
        group = met[0] if met else at
        members = sorted([at, *(member for other in met for member in groups.pop(other))])
        groups[group] = members
        merged = set(met)
        group_of |= {key: group for key, other in group_of.items() if other in merged} if len(met) > 1 else {}
        group_of |= dict.fromkeys(keys, group)
    places = [group for group, members in groups.items() for _ in members]
    Random(2).shuffle(places)  # noqa: S311 - an order, not secrets
    following = {group: iter(members) for group, members in groups.items()}
    return [edits[next(following[group])] for group in places]


async def store(folder: Path, order: Sequence[Edited], arrival: Mapping[str, int]) -> tuple[dict[str, Any], Stored]:
    database = await open_database(None, folder)
    try:
        began, cpu = time.monotonic(), time.process_time()
        for start in range(0, len(order), TOGETHER):
            articles = [article_of(one, arrival[one.id]) for one in order[start : start + TOGETHER]]
            saved = await asyncio.gather(*map(database.articles.save, articles))
            await asyncio.gather(*map(database.sameness.judge, saved))
        seconds = time.monotonic() - began
        row = {"seconds": round(seconds, 1), "articles_per_second": round(len(order) / seconds, 1)}
        row["cpu_ms_per_article"] = round(1000 * (time.process_time() - cpu) / len(order), 2)
        return row, await read_stored(database)
    finally:
        await database.close()


def article_of(one: Edited, at: int) -> Article:
    return Article(
        url=url_of(one),
        outlet=one.outlet_id,
        title=one.title,
        blocks=tuple(Block("paragraph", text) for text in one.text.split("\n\n")),
        published_at=one.published_at,
        fetched_at=BEGAN + timedelta(seconds=at),
        language=one.language,
        fingerprint=fingerprint_text(one.title, one.text),
    )


def url_of(one: Edited) -> str:
    return f"https://www.{one.outlet}/{one.id}.html"


async def read_database(folder: Path) -> Stored:
    database = await open_database(None, folder)
    try:
        return await read_stored(database)
    finally:
        await database.close()


async def read_stored(database: Database) -> Stored:
    fields = dict.fromkeys(("url", "cluster", "copy_of", "to_compare"), True)
    documents = await database.documents["articles"].find({}, fields).to_list()
    urls = {one["_id"]: one["url"] for one in documents}
    left = sum("to_compare" in one for one in documents)
    if left:
        raise SystemExit(f"{left} articles were not compared")
    copies = {one["url"]: one["copy_of"] for one in documents if "copy_of" in one}
    return Stored(
        {one["url"]: urls[one["cluster"]] for one in documents if "cluster" in one},
        {url: urls[copy["article"]] for url, copy in copies.items()},
        Counter(copy["kind"] for copy in copies.values()),
    )


def partition(clusters: Mapping[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for url, cluster in clusters.items():
        groups.setdefault(cluster, set()).add(url)
    return {frozenset(group) for group in groups.values()}


def agreement(one: Mapping[str, str], other: Mapping[str, str], urls: Iterable[str]) -> float:
    """The adjusted Rand index of two clusterings; who is in none is alone."""
    pairs = [(one.get(url, url), other.get(url, url)) for url in urls]
    together = _pairs_within(pairs)
    left, right = _pairs_within([pair[0] for pair in pairs]), _pairs_within([pair[1] for pair in pairs])
    expected = left * right / max(1, comb(len(pairs), 2))
    most = (left + right) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def _pairs_within(labels: Iterable[object]) -> int:
    return sum(comb(count, 2) for count in Counter(labels).values())


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "corpus" / "dedup")
    parser.add_argument("--invented", action="store_true", help="invented articles, not the corpus")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
