"""Links written in any order, by several writers at once, killed anywhere: the clusters are those of the links."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from bson.int64 import Int64
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.duplicates.clusters import ALONE, Member, Standing, arrange
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.cluster_sweep import sweep_clusters
from newscrawler.storage.writing import copy_linking
from newscrawler.storage.writing.sameness_jobs import LinkCopies, Linked

ARTICLES = 9
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
KEYS = [f"{number * 7919 % 0xFFFF:024x}" for number in range(ARTICLES)]  # their order is not that of their age


@dataclass(frozen=True, slots=True)
class Compared:
    """An article got a text, was compared, and the link is written.

    Attributes:
        originals: what it is a copy of, the best first.
        writers: who write that; two, where one took it for left behind.
        is_killed: nobody goes on after the first transaction.
    """

    article: int
    originals: tuple[int, ...]
    writers: tuple[int, ...]
    is_killed: bool


NUMBERS = st.integers(0, ARTICLES - 1)
COMPARED = st.builds(
    Compared,
    NUMBERS,
    st.lists(NUMBERS, max_size=3, unique=True).map(tuple),
    st.sampled_from([(0,), (1,), (0, 1)]),
    st.booleans(),
)
# Each inner list is under way at one time: about different articles, for an article has one text at a time.
SCHEDULES = st.lists(st.lists(COMPARED, min_size=1, max_size=4, unique_by=lambda one: one.article), max_size=8)


async def write_articles(database: Database, minutes: Sequence[int]) -> None:
    """Articles that nothing is known of, first seen in these minutes."""
    meta = await database.documents["meta"].find_one({"_id": "cursor"})
    last = meta["value"] if meta else 0
    documents = [
        {
            "_id": key,
            "url_key": f"elbkurier.example/{number}",
            "outlet": f"de_{number % 3}",
            "first_seen_at": NOON + timedelta(minutes=minutes[number]),
            "fetched_at": NOON,
            "content_hash": "hash",
            "cursor": Int64(last + number + 1),
        }
        for number, key in enumerate(KEYS)
    ]
    await database.documents["articles"].delete_many({})
    await database.documents["articles"].insert_many(documents)
    await database.documents["meta"].update_one(
        {"_id": "cursor"}, {"$set": {"value": Int64(last + ARTICLES)}}, upsert=True
    )


def judgement_of(originals: Sequence[int]) -> Judgement:
    best = CopyLink(KEYS[originals[0]], "same", 0.99) if originals else None
    return Judgement(best, also=tuple(KEYS[number] for number in originals[1:]))


class Writers:
    """Two processes that write what they found."""

    def __init__(self, databases: Sequence[Database]) -> None:
        self.databases = databases
        self.articles = databases[0].documents["articles"]
        self.found: dict[int, tuple[int, ...]] = {}  # what each article was last found to be a copy of

    async def begin(self, minutes: Sequence[int]) -> None:
        self.found = {}
        await write_articles(self.databases[0], minutes)

    async def run(self, schedule: Sequence[Sequence[Compared]]) -> None:
        for at_once in schedule:
            for one in at_once:
                originals = tuple(number for number in one.originals if number != one.article)
                self.found[one.article] = originals
                compared = [KEYS[number] for number in originals] or [KEYS[one.article - 1]]
                await self.articles.update_one({"_id": KEYS[one.article]}, {"$set": {"to_compare": compared}})
            await asyncio.gather(*(self.link(one, writer) for one in at_once for writer in one.writers))

    async def link(self, one: Compared, writer: int) -> None:
        while not (await self.submit(one.article, writer)).is_done and not one.is_killed:
            pass

    async def submit(self, article: int, writer: int) -> Linked:
        document = await self.articles.find_one({"_id": KEYS[article]})
        assert document
        compared = tuple(document.get("to_compare", ()))
        job = LinkCopies(KEYS[article], "hash", compared, judgement_of(self.found[article]))
        linked = await self.databases[writer]._writer.submit(job)
        assert isinstance(linked, Linked)
        return linked

    async def finish(self) -> None:
        """Compare what is left, as the next run does."""
        async for document in self.articles.find({"to_compare": {"$gt": ""}}):
            while not (await self.submit(KEYS.index(document["_id"]), 0)).is_done:
                pass

    async def standings(self) -> dict[str, Standing]:
        found = self.articles.find()
        return {one["_id"]: Standing(one.get("cluster"), one.get("duplicate_of")) async for one in found}


@pytest.fixture
def writers(mongo_uri: str, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Writers]:
    databases = [runner.run(open_database(mongo_uri, tmp_path)) for _ in range(2)]
    runner.run(databases[0].documents.command("collMod", "articles", validator={}))
    yield Writers(databases)
    for database in databases:
        runner.run(database.close())


def expected(writers: Writers, minutes: Sequence[int], gone: Sequence[int] = ()) -> dict[str, Standing]:
    return arrange(
        Member(key, NOON + timedelta(minutes=minutes[number]), [KEYS[one] for one in writers.found.get(number, ())])
        for number, key in enumerate(KEYS)
        if number not in gone
    )


MINUTES = st.lists(st.integers(0, 5), min_size=ARTICLES, max_size=ARTICLES)


def test_whatever_the_order_the_clusters_are_those_of_the_links(writers: Writers, runner: asyncio.Runner) -> None:
    @given(SCHEDULES, MINUTES, st.integers(1, 4))
    @settings(max_examples=40, deadline=None)
    def check(schedule: list[list[Compared]], minutes: list[int], most_written: int) -> None:
        with patch.object(copy_linking, "MOST_WRITTEN", most_written):
            runner.run(run(schedule, minutes))

    async def run(schedule: list[list[Compared]], minutes: list[int]) -> None:
        await writers.begin(minutes)
        await writers.run(schedule)
        await writers.finish()
        assert await writers.standings() == expected(writers, minutes)
        assert await doubtful_articles(writers.databases[0].documents, KEYS) == {}

    check()


def test_the_sweeper_puts_right_what_deleted_articles_and_other_hands_leave(
    writers: Writers, runner: asyncio.Runner
) -> None:
    @given(SCHEDULES, MINUTES, st.sets(NUMBERS, max_size=3), st.integers(1, 4))
    @settings(max_examples=25, deadline=None)
    def check(schedule: list[list[Compared]], minutes: list[int], gone: set[int], most_written: int) -> None:
        with patch.object(copy_linking, "MOST_WRITTEN", most_written):
            runner.run(run(schedule, minutes, gone))

    async def run(schedule: list[list[Compared]], minutes: list[int], gone: set[int]) -> None:
        database, articles = writers.databases[0], writers.articles
        await writers.begin(minutes)
        await writers.run(schedule)
        await writers.finish()
        await articles.delete_many({"_id": {"$in": [KEYS[number] for number in gone]}})
        other: dict[str, Any] = {"$set": {"cluster": KEYS[2], "duplicate_of": KEYS[3]}}
        await articles.update_one({"_id": KEYS[4]}, other)
        await articles.update_one({"_id": KEYS[5]}, {"$unset": {"cluster": "", "duplicate_of": ""}})
        await sweep_clusters(database.documents, database.sameness)
        assert await writers.standings() == expected(writers, minutes, sorted(gone))
        swept = await sweep_clusters(database.documents, database.sameness)
        assert (swept.doubtful, swept.mended, swept.articles) == (0, 0, ARTICLES - len(gone))

    check()


def test_nothing_is_expected_of_articles_without_links() -> None:
    writers = Writers.__new__(Writers)
    writers.found = {}
    assert set(expected(writers, [0] * ARTICLES).values()) == {ALONE}
