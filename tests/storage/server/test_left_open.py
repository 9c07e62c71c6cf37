"""Transactions that a killed process left open."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.server import left_open
from newscrawler.storage.server.embedded import join_embedded

Make = Callable[..., Article]

# Takes the cursor in a transaction, says so, and never ends it.
HOLDER = """
import sys, time
from pymongo import MongoClient

client = MongoClient(sys.argv[1])
session = client.start_session()
session.start_transaction()
client.newscrawler.meta.update_one({"_id": "cursor"}, {"$inc": {"value": 1000}}, upsert=True, session=session)
print("held", flush=True)
time.sleep(1000)
"""


@contextmanager
def killed_in_a_transaction(uri: str) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", HOLDER, uri], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    yield


async def cursors(database: Database) -> list[int]:
    return [document["cursor"] async for document in database.documents.articles.find().sort("cursor")]


async def test_a_living_writer_ends_what_a_killed_process_left_open(
    tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(left_open, "LIVING_SECONDS", 0.2)
    database = await open_database(None, tmp_path)
    embedded = join_embedded(tmp_path)
    try:
        await database.articles.save(make_article(1))
        with killed_in_a_transaction(embedded.uri):
            async with asyncio.timeout(20):
                assert (await database.articles.save(make_article(2))).kind == "new"
        assert await cursors(database) == [1, 2]
        assert "killAllSessions" in caplog.text
    finally:
        embedded.release()
        await database.close()


async def test_who_comes_after_a_killed_process_waits_for_nothing_that_it_left_open(
    tmp_path: Path, make_article: Make
) -> None:
    embedded = join_embedded(tmp_path)  # so that the server does not end between the two
    try:
        with killed_in_a_transaction(embedded.uri):
            database = await open_database(None, tmp_path)
            try:
                async with asyncio.timeout(10):
                    assert (await database.articles.save(make_article())).kind == "new"
            finally:
                await database.close()
    finally:
        embedded.release()


async def test_a_writer_in_whose_way_others_are_ends_nothing(
    tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(left_open, "LIVING_SECONDS", 0.5)
    first, second = await open_database(None, tmp_path), await open_database(None, tmp_path)
    ended: list[object] = []
    look = left_open.PastLeftOpen._look

    async def note_end(self: left_open.PastLeftOpen) -> None:
        before = self._cursor
        await look(self)
        if before is not None and self._cursor is None:
            ended.append(self)

    monkeypatch.setattr(left_open.PastLeftOpen, "_look", note_end)
    try:
        saves = [base.articles.save(make_article(n)) for n in range(60) for base in (first, second)]
        kinds = [saved.kind for saved in await asyncio.gather(*saves)]
        assert kinds.count("new") == 60
        assert not ended
    finally:
        await first.close()
        await second.close()
