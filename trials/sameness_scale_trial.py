"""Sameness at 200,000 stored articles on the embedded server: what a look-up costs, and how it grows.

    python trials/sameness_scale_trial.py [--articles 200000] [--slices 10] [--folder FOLDER]

Invented articles with copies, templates, roundups and footers are stored through the real store, fifty at a time as in
a busy crawl, each with its fingerprint, looked up in the transaction that stores it, and compared with those that it
may be a copy of. For each slice: candidates by article, the transactions' look-ups (median and 99th percentile, in
milliseconds, of so many articles), articles by second, and what was linked beside what is true.

Then, with all of them there: the look-up of one article alone; the bytes that the index on anchors takes by the
server's own statistics, and computed as for MongoDB; articles by second with the whole step and without it, in turns.
Prints one JSON line; exit 1 where anything was left uncompared, where less than 98 in 100 links are right, or where
less than 99 in 100 exact copies are found.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from many_stories import ManyStories, Told, Truth
from scratch import scratch_folder

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.server.embedded import join_embedded
from newscrawler.storage.server.keeper import file_in
from newscrawler.storage.writing import article_writing, placing
from newscrawler.storage.writing.article_job import job_of_article
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.jobs import SaveArticle

TOGETHER = 50  # articles under way
ALONE = 300  # look-ups of one article, of each sort
ROUNDS = 4  # with and without the step
# Bytes of one anchor on WiredTiger with mongod's keys: in a multikey index, and in the document (int64 in an array).
INDEX_BYTES, DOCUMENT_BYTES = 16.1, 12.7
LEAST_RIGHT, LEAST_EXACT = 0.98, 0.99  # of links, of exact copies; of 3,000 articles both are 1
CLOCK_TICKS = 100.0  # of /proc, a second

Figures = dict[str, Any]


@dataclass
class Lookups:
    """The look-ups of transactions: milliseconds of each, and of how many articles it was."""

    taken: list[float] = field(default_factory=list)
    articles: int = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        real = placing.place_texts

        async def place_texts(database: Any, session: Any, writing: Sequence[Any]) -> Any:  # noqa: ANN401
            began = time.perf_counter()
            places = await real(database, session, writing)
            self.taken.append((time.perf_counter() - began) * 1000)
            self.articles += len(writing)
            return places

        with patch.object(article_writing, "place_texts", place_texts):
            yield

    def figures(self) -> Figures:
        return percentiles(self.taken) | {"articles_each": round(self.articles / max(1, len(self.taken)), 1)}


def main() -> int:
    options = read_options()
    with folder_for(options.folder) as folder:
        place = join_embedded(folder)
        try:
            result = asyncio.run(measure(folder, options))
        finally:
            place.release()
    print(json.dumps({"trial": "sameness scale", "articles": options.articles} | result))
    linked = result["linked"]
    is_short = linked["precision"] < LEAST_RIGHT or linked["found"].get("exact", 0) < LEAST_EXACT
    return int(result["left"] > 0 or is_short)


async def measure(folder: Path, options: argparse.Namespace) -> Figures:
    async with opened(folder) as database:
        stories, told = iter(ManyStories(options.articles)), Truth()
        slices = []
        for _ in range(options.slices):
            part = list(islice(stories, options.articles // options.slices))
            slices.append(await store_slice(database, server_of(folder), part, told))
            print(json.dumps(slices[-1]), file=sys.stderr, flush=True)
        more = list(islice(iter(ManyStories(options.articles, seed=2)), ROUNDS * 2 * options.more))
        return {
            "slices": slices,
            "linked": told.figures(),
            "alone": await look_up_alone(database, [one.article for one in more[:ALONE]]),
            "index": await index_bytes(database),
            "step": await with_and_without(database, server_of(folder), more),
            "left": await database.documents["articles"].count_documents({"to_compare": {"$gt": ""}}),
        }


async def store_slice(database: Database, server: int, part: Sequence[Told], told: Truth) -> Figures:
    """Store a slice, and compare; what it cost."""
    lookups, judging = Lookups(), []
    candidates, compared, seconds = 0, 0, 0.0
    cpu, server_cpu = time.process_time(), cpu_seconds(server)
    with lookups.timed():
        for together in in_turns(part):
            began = time.perf_counter()
            saved = await asyncio.gather(*(save(database, one) for one in together))
            judged = time.perf_counter()
            judgements = await asyncio.gather(*map(database.sameness.judge, saved))
            if any(one.to_compare for one in saved):
                judging.append((time.perf_counter() - judged) * 1000)
            seconds += time.perf_counter() - began
            for one, kept, judgement in zip(together, saved, judgements, strict=True):
                told.note(one, kept.id, judgement.copy.article if judgement.copy else None)
                candidates += len(kept.to_compare)
                compared += bool(kept.to_compare)
    stored = len(part)
    return {
        "stored": len(told),
        "candidates": round(candidates / stored, 3),
        "compared": round(compared / stored, 3),
        "look_up_ms": lookups.figures(),
        "judging_fifty_ms": percentiles(judging),
        "articles_per_second": round(stored / seconds, 1),
        "client_cpu_ms": round((time.process_time() - cpu) * 1000 / stored, 2),
        "server_cpu_ms": round((cpu_seconds(server) - server_cpu) * 1000 / stored, 2),
    }


def in_turns(articles: Sequence[Told]) -> Iterator[Sequence[Told]]:
    return (articles[start : start + TOGETHER] for start in range(0, len(articles), TOGETHER))


async def save(database: Database, one: Told, *, plain: bool = False) -> Saved:
    fingerprint = None if plain else fingerprint_article(one.article)
    return await database.articles.save(replace(one.article, fingerprint=fingerprint))


async def look_up_alone(database: Database, articles: Sequence[Any]) -> Figures:
    """The look-up of one article that nobody has stored, and of one whose copy is."""
    rows = {}
    texts = await database.documents["articles"].aggregate([{"$sample": {"size": ALONE}}])
    known = [one async for one in texts]
    jobs: dict[str, list[SaveArticle]] = {"new": [], "copy": []}
    for article, copied in zip(articles, known, strict=False):
        job = await job_of_article(
            replace(article, fingerprint=fingerprint_article(article)), seen_at=article.fetched_at
        )
        copy = await job_of_article(with_text_of(article, copied), seen_at=article.fetched_at)
        if isinstance(job, SaveArticle) and isinstance(copy, SaveArticle):
            jobs["new"].append(job)
            jobs["copy"].append(copy)
    client = database.documents.client
    for sort, ready in jobs.items():
        taken = []
        async with client.start_session() as session:
            for job in ready:
                began = time.perf_counter()
                await placing.place_texts(database.documents, session, [(job, None)])
                taken.append((time.perf_counter() - began) * 1000)
        rows[sort] = percentiles(taken)
    return rows


def with_text_of(article: Any, document: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an Article
    blocks = tuple(type(article.blocks[0])("paragraph", block["text"]) for block in document["blocks"])
    copy = replace(article, title=document["title"], blocks=blocks)
    return replace(copy, fingerprint=fingerprint_article(copy))


async def index_bytes(database: Database) -> Figures:
    """Bytes by article: as the server tells them, and as MongoDB would have them."""
    articles = database.documents["articles"]
    told = await database.documents.command({"collStats": articles.name})  # as a stage the embedded server has no sizes
    sizes = {name: size / told["count"] for name, size in told.get("indexSizes", {}).items()}
    group = {"_id": None, "anchors": {"$sum": {"$size": {"$ifNull": ["$fingerprint", []]}}}, "all": {"$sum": 1}}
    (counted,) = [one async for one in await articles.aggregate([{"$group": group}])]
    anchors = counted["anchors"] / counted["all"]
    return {
        "anchors": round(anchors, 2),
        "server_bytes": {name: round(size, 1) for name, size in sorted(sizes.items())},
        "computed_index_bytes": round(anchors * INDEX_BYTES, 1),
        "computed_document_bytes": round(anchors * DOCUMENT_BYTES, 1),
        "document_bytes": round(told["size"] / told["count"]),
    }


async def with_and_without(database: Database, server: int, more: Sequence[Told]) -> Figures:
    """Articles by second, with the whole step (fingerprint, look-up, comparing, linking) and without it, in turns."""

    async def place_nothing(*_: object) -> dict[Any, Any]:
        return {}

    async def run(articles: Sequence[Told], *, plain: bool) -> tuple[float, float, float]:
        began, cpu, server_cpu = time.perf_counter(), time.process_time(), cpu_seconds(server)
        for together in in_turns(articles):
            saved = await asyncio.gather(*(save(database, one, plain=plain) for one in together))
            if not plain:
                await asyncio.gather(*map(database.sameness.judge, saved))
        spent = time.perf_counter() - began, time.process_time() - cpu, cpu_seconds(server) - server_cpu
        return len(articles) / spent[0], spent[1] * 1000 / len(articles), spent[2] * 1000 / len(articles)

    rows: dict[str, list[tuple[float, float, float]]] = {"with": [], "without": []}
    size = len(more) // (ROUNDS * 2)
    for at in range(ROUNDS):
        start = 2 * at * size
        rows["with"].append(await run(more[start : start + size], plain=False))
        with patch.object(article_writing, "place_texts", place_nothing):
            rows["without"].append(await run(more[start + size : start + 2 * size], plain=True))
    names = ("articles_per_second", "client_cpu_ms", "server_cpu_ms")
    return {
        way: {name: round(median(values), 2) for name, values in zip(names, zip(*taken, strict=True), strict=True)}
        for way, taken in rows.items()
    }


def percentiles(taken: Sequence[float]) -> Figures:
    if not taken:
        return {"p50": None, "p99": None}
    ordered = sorted(taken)
    return {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p99": round(ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))], 2),
    }


def server_of(folder: Path) -> int:
    """The process of the embedded server."""
    return int(json.loads(file_in(folder, "json").read_text())["server"])


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    database = await open_database(None, folder)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def folder_for(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with scratch_folder("sameness-scale") as folder:
        yield folder


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--slices", type=int, default=10)
    parser.add_argument("--more", type=int, default=1000, help="articles of each round with the step, and without it")
    parser.add_argument("--folder", type=Path, help="keep the database there; it must be empty")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
