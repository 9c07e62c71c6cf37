"""Every question of the product over a database of 200,000 articles: how it is answered, and how fast.

    python trials/scale_trial.py [--articles 200000] [--times 40] [--folder FOLDER]

Prints one JSON line: for each question its plan, the median and the 99th percentile in milliseconds. Exit 1 where one
takes longer than it may. With ``--folder`` the database is kept there, and used again if it is there already.
"""

import argparse
import asyncio
import inspect
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from many_articles import NOW, OUTLETS, ManyArticles, load, run_id
from pymongo import monitoring
from recorded_commands import RecordedCommands, plan_of, questions_in
from scratch import scratch_folder

from newscrawler.model.outcome import OutcomeKind
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.furniture import Judgement
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.server.embedded import has_database, join_embedded
from newscrawler.storage.server.process_identity import this_process

LIMIT_MILLISECONDS = 100.0
MOST_SECONDS, LEAST_TIMES = 20.0, 3  # a question that takes seconds is not asked forty times
# Those that may take longer, each with its reason.
SLOW = {
    "search for a word": "every article is looked at: no text index is known to both kinds of server",
    "search of three days": "the texts of these days are looked at, for the same reason",
    "changes of an outlet (100)": "a small outlet: passes over the changes of all others, for want of an index on both",
    "search in one outlet": "the texts of one outlet are looked at, for the same reason",
    "errors by cause": "counts every outcome",
    "what rules took": "adds up every run",
    "newest in a language": "a language with few articles of late is looked for further back",
}


@dataclass(frozen=True)
class Asking:
    """What questions are asked with."""

    database: Database
    chance: Random
    urls: list[str]
    ids: list[str]
    raws: list[str]
    top: int

    @property
    def outlet(self) -> str:
        return self.chance.choice(ManyArticles(1).outlets)

    @property
    def run(self) -> str:
        return run_id(self.chance.randrange(OUTLETS), self.chance.randrange(5))

    @property
    def cursor(self) -> int:
        return self.chance.randrange(self.top)

    def find(self, **query: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ANN401 - fields of a query
        return self.database.articles.find(ArticleQuery(**query))


async def judge(sightings: Any, known: Any, read_articles: Any) -> Judgement:  # noqa: ANN401, ARG001 - a Judge
    return Judgement(len(sightings))


HERE = this_process()
QUESTIONS: dict[str, Callable[[Asking], Any]] = {
    "is this link known (50)": lambda ask: ask.database.articles.known(ask.chance.sample(ask.urls, 50)),
    "what is known of links (1,000)": lambda ask: ask.database.articles.look_up(ask.chance.choices(ask.urls, k=1000)),
    "which links failed before (50)": lambda ask: ask.database.outcomes.look_up(ask.chance.sample(ask.urls, 50)),
    "what is due": lambda ask: ask.database.visits.due(ask.outlet, NOW, 200),
    "the listings of an outlet": lambda ask: ask.database.listings.of_outlet(ask.outlet),
    "article by address": lambda ask: ask.database.articles.get(ask.chance.choice(ask.urls)),
    "article by other address": lambda ask: ask.database.articles.get(ask.chance.choice(ask.urls) + "?other=1"),
    "article by id": lambda ask: ask.database.articles.get(ask.chance.choice(ask.ids)),
    "article by first digits": lambda ask: ask.database.articles.get(ask.chance.choice(ask.ids)[:10]),
    "articles by ids (20)": lambda ask: ask.database.articles.read_by_id(ask.chance.sample(ask.ids, 20)),
    "stored page": lambda ask: ask.database.articles.raw_page({"raw": ask.chance.choice(ask.raws)}),
    "revisions": lambda ask: ask.database.articles.revisions(ask.chance.choice(ask.ids)),
    "what is still to be compared": lambda ask: ask.database.sameness.judge_left(1000),
    "newest": lambda ask: ask.find(limit=20),
    "newest of an outlet": lambda ask: ask.find(outlet=ask.outlet, limit=20),
    "newest in a language": lambda ask: ask.find(language=ask.chance.choice(("de", "en", "ar", "ko")), limit=20),
    "of one day": lambda ask: ask.find(since=NOW - timedelta(days=9), until=NOW - timedelta(days=8), limit=100),
    "search of three days": lambda ask: ask.find(text="ferry", since=NOW - timedelta(days=3), limit=20),
    "search for a word": lambda ask: ask.find(text=f"({ask.cursor})", limit=20),
    "search in one outlet": lambda ask: ask.find(text=f"({ask.cursor})", outlet=ask.outlet, limit=5),
    "changes after a cursor (100)": lambda ask: ask.find(cursor=ask.cursor, limit=100),
    "changes of an outlet (100)": lambda ask: ask.find(cursor=ask.cursor, outlet=ask.outlet, limit=100),
    "poll at the end": lambda ask: ask.find(cursor=ask.top),
    "last errors": lambda ask: ask.database.outcomes.find(limit=20),
    "last errors of an outlet": lambda ask: ask.database.outcomes.find(ask.outlet, OutcomeKind.TIMEOUT, limit=20),
    "errors of a run": lambda ask: ask.database.outcomes.find(run=ask.run),
    "errors by cause": lambda ask: ask.database.outcomes.causes(),
    "errors by cause of an outlet": lambda ask: ask.database.outcomes.causes(ask.outlet),
    "last runs": lambda ask: ask.database.runs.recent(),
    "last run of an outlet": lambda ask: ask.database.runs.recent(ask.outlet, 1),
    "run by first digits": lambda ask: ask.database.runs.whole_id(ask.run[:11]),
    "what rules took": lambda ask: ask.database.runs.removed_by_rule(),
    "what rules took of an outlet": lambda ask: ask.database.runs.removed_by_rule(ask.outlet, NOW - timedelta(days=7)),
    "who crawls": lambda ask: ask.database.schedule.held(HERE),
    "which outlets are due": lambda ask: ask.database.schedule.due(NOW, 20),
    "claim an outlet": lambda ask: ask.database.claims.take(ask.outlet, ["elbkurier.example"], "a run", HERE),
    "is there furniture to learn": lambda ask: ask.database.furniture.is_behind(ask.outlet),
    "learn furniture": lambda ask: ask.database.furniture.judge(ask.outlet, judge, newest=400),
    "quarantine": lambda ask: ask.database.quarantine.find(limit=20),
}


def main() -> int:
    options = read_options()
    with folder_for(options.folder) as folder:
        place = join_embedded(folder) if has_database(folder) else None
        result: dict[str, Any] = {"trial": "scale", "articles": options.articles}
        if place is None:
            place = join_embedded(folder)
            asyncio.run(make(folder))
            began = time.monotonic()
            load(place.uri, options.articles)
            result["load_seconds"] = round(time.monotonic() - began, 1)
        try:
            result["questions"] = asyncio.run(ask_all(folder, options.times))
        finally:
            place.release()
    rows = result["questions"]
    result["slow"] = {
        name: SLOW.get(name, "NO REASON KNOWN") for name, row in rows.items() if row["p99"] > LIMIT_MILLISECONDS
    }
    print(json.dumps(result))
    return int("NO REASON KNOWN" in result["slow"].values() and not options.any_speed)


async def make(folder: Path) -> None:
    await (await open_database(None, folder)).close()


async def ask_all(folder: Path, times: int) -> dict[str, dict[str, Any]]:
    recorder = RecordedCommands()
    monitoring.register(recorder)
    database = await open_database(None, folder)
    try:
        asking = await prepare(database)
        return {name: await ask_one(asking, question, recorder, times) for name, question in QUESTIONS.items()}
    finally:
        await database.close()


async def ask_one(
    asking: Asking, question: Callable[[Asking], Any], recorder: RecordedCommands, times: int
) -> dict[str, Any]:
    recorder.commands.clear()
    recorder.is_on = True
    await answered(question(asking))
    recorder.is_on = False
    questions = [one for command in recorder.commands for one in questions_in(command)]
    plans = [await plan_of(asking.database.documents, *one) for one in questions]
    taken: list[float] = []
    while len(taken) < times and (sum(taken) < MOST_SECONDS * 1000 or len(taken) < LEAST_TIMES):
        began = time.perf_counter()
        found = await answered(question(asking))
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    p99 = taken[min(len(taken) - 1, round(len(taken) * 0.99))]
    row = {"p50": round(taken[len(taken) // 2], 1), "p99": round(p99, 1), "found": found, "sent": len(plans)}
    return row | {"plan": sorted(set(plans))}


async def answered(question: Any) -> int:  # noqa: ANN401 - whatever a store gives back
    """How much was found."""
    if inspect.isawaitable(question):
        answer = await question
        return len(answer) if isinstance(answer, dict | list | set) else int(answer is not None)
    return len([one async for one in question])


async def prepare(database: Database) -> Asking:
    meta = await database.documents["meta"].find_one({"_id": "cursor"})
    top = int(meta["value"]) if meta else 0
    chance = Random(7)  # noqa: S311 - which questions, not secrets
    documents = []
    for _ in range(12):
        start = chance.randrange(top)
        span = {"cursor": {"$gt": start, "$lte": start + 100}}
        documents += await database.documents["articles"].find(span, {"url": 1, "raw": 1}).to_list()
    return Asking(
        database,
        chance,
        urls=[one["url"] for one in documents],
        ids=[one["_id"] for one in documents],
        raws=[one["raw"] for one in documents if "raw" in one],
        top=top,
    )


@contextmanager
def folder_for(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with scratch_folder("scale") as folder:
        yield folder


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=40, help="each question is asked so often")
    parser.add_argument("--any-speed", action="store_true", help="exit 0 also where a question is slow")
    parser.add_argument("--folder", type=Path, help="keep the database there, or use that one again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
