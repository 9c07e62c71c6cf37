"""From a database as version 1 made it to today's: whole, stopped anywhere, killed, and by two at once."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient

from newscrawler.errors import SchemaVersionError, StorageError
from newscrawler.model.article import Article
from newscrawler.model.lease import Claim, Lease, Process
from newscrawler.model.visit import is_to_be_visited
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.migrations.leases import LeaseStore
from newscrawler.storage.migrations.migrating import Progress, migrate, planned_steps
from newscrawler.storage.migrations.migration_lease import NAME, migration_lease
from newscrawler.storage.migrations.stored_schema import Access, read_identity
from newscrawler.storage.migrations.table import MIGRATIONS
from newscrawler.storage.reading.read_access import open_for_reading
from newscrawler.storage.reading.reader import blocking_reader
from newscrawler.storage.upkeep.inspection import inspect_database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
THINGS, REFUSALS = 40, 3  # each thing was refused three times
# The collections of version 1 that had no validator.
UNGUARDED = ("leases", "meta", "quarantine")


async def make_version_1(database: Database) -> None:
    """What version 1 left behind: its mark, no validator over quarantine, and a document there for each refusal."""
    for name in UNGUARDED:
        await database.documents.command("collMod", name, validator={})
    await database.documents.quarantine.drop_indexes()
    await database.documents.quarantine.create_index({"at": -1})
    await database.documents.meta.replace_one({"_id": "schema"}, {"_id": "schema", "version": 1, "indexes": 3})
    refusals = [refusal(thing, number) for thing in range(THINGS) for number in range(REFUSALS)]
    await database.documents.quarantine.insert_many(refusals)


def refusal(thing: int, number: int) -> dict[str, Any]:
    """As ``documents.quarantine_document`` of version 1 made it."""
    at = NOON + timedelta(hours=number)
    key = f"outcome {thing:024x}" if thing % 4 == 0 else f"{thing:024x}"
    document = {"text": "{'_id': ..."} if thing % 5 == 0 and number == REFUSALS - 1 else {"title": f"Try {number}"}
    named = {} if thing % 3 == 0 else {"outlet": "de_elbkurier", "url": f"https://elbkurier.example/{thing}"}
    return {"_id": f"{key} {at.isoformat()}", "reason": f"too odd {number}", "at": at, "document": document} | named


@pytest.fixture
def old(database: Database, runner: asyncio.Runner) -> Database:
    """A database of version 1 with 120 documents in quarantine."""
    runner.run(make_version_1(database))
    return database


@asynccontextmanager
async def lease_of(database: Database) -> AsyncIterator[Lease]:
    async with migration_lease(database, lambda _: None) as lease:
        yield lease


async def all_migrated(database: Database, **options: int) -> list[Progress]:
    async with lease_of(database) as lease:
        return [progress async for progress in migrate(database, lease, **options)]


async def assert_is_today(database: Database, leases: int = 0) -> None:
    """One document for each thing, as if today's program had refused it three times; everything else in place."""
    kept = {one["_id"]: one async for one in database.documents.quarantine.find()}
    assert len(kept) == THINGS
    for thing in range(THINGS):
        last = refusal(thing, REFUSALS - 1)
        one = kept[last["_id"].rsplit(" ", 1)[0]]
        assert (one["first_at"], one["at"], one["attempts"]) == (NOON, last["at"], REFUSALS)
        assert (one["reason"], one.get("outlet"), one.get("url")) == ("too odd 2", last.get("outlet"), last.get("url"))
        assert one["kind"] == ("outcome" if thing % 4 == 0 else "article")
        assert {"document": one.get("document"), "text": one.get("text")} == (
            {"document": None, "text": "{'_id': ..."}
            if thing % 5 == 0
            else {"document": {"title": "Try 2"}, "text": None}
        )
    told = await database.documents.meta.find_one({"_id": "schema"})
    assert told
    assert (told["version"], told.get("migrating"), told.get("indexes")) == (SCHEMA_VERSION, None, None)
    assert [(one["version"], one["changed"]) for one in told["migrations"]] == [
        (2, THINGS * REFUSALS),
        (3, 0),
        (4, leases),
        (5, 0),
    ]
    assert (await inspect_database(database.documents)).differences == ()


def test_the_migrations_lead_to_today_one_after_the_other() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("batch", [1, 7, 1000])
async def test_a_database_of_version_1_comes_into_todays_shapes(old: Database, batch: int) -> None:
    planned = [(one.version, one.step.collection, one.documents) for one in await planned_steps(old)]
    assert planned == [(2, "quarantine", THINGS * REFUSALS), (3, "outcomes", 0), (4, "leases", 0), (5, "articles", 0)]
    told = await all_migrated(old, batch_documents=batch)
    first = [one for one in told if one.version == 2]
    assert first[-1] == Progress(2, THINGS * REFUSALS, is_done=True)
    assert [one.changed for one in first] == sorted(one.changed for one in first)
    assert told[-1] == Progress(5, 0, is_done=True)
    await assert_is_today(old)
    assert await planned_steps(old) == []
    assert await all_migrated(old) == []


@pytest.mark.parametrize("after_batches", [0, 1, 9, 17, 18, 19])
async def test_one_that_stopped_goes_on_where_it_stopped(old: Database, after_batches: int) -> None:
    async with lease_of(old) as lease:
        under_way = migrate(old, lease, batch_documents=7)
        for _ in range(after_batches):
            await anext(under_way)
        await under_way.aclose()
    left = sum(planned.documents for planned in await planned_steps(old))
    assert left == max(THINGS * REFUSALS - 7 * after_batches, 0)
    told = [one for one in await all_migrated(old, batch_documents=7) if one.version == 2]
    assert after_batches == 0 or len(told) < 19 - after_batches + 2
    await assert_is_today(old)


async def test_nobody_uses_a_database_of_an_older_version_before_it_is_migrated(
    old: Database, mongo_uri: str, tmp_path: Path
) -> None:
    for access in ("write", "read"):
        with pytest.raises(SchemaVersionError) as refused:
            await open_database(mongo_uri, tmp_path, access=access)
        assert "has schema 1; this is newscrawler" in str(refused.value)
        assert "Run newscrawler db migrate" in str(refused.value)
    assert len(await old.documents.quarantine.find().to_list()) == THINGS * REFUSALS


async def test_nothing_runs_backwards(database: Database, mongo_uri: str, tmp_path: Path) -> None:
    newer = {"version": SCHEMA_VERSION + 1, "written_by": "9.1.0", "definition": "of theirs"}
    await database.documents.meta.update_one({"_id": "schema"}, {"$set": newer})
    before = await database.documents.meta.find_one({"_id": "schema"})
    with pytest.raises(SchemaVersionError) as refused:
        await open_database(mongo_uri, tmp_path)
    assert "written by newscrawler 9.1.0" in str(refused.value)
    assert "Install newscrawler 9.1.0 or later here" in str(refused.value)
    with pytest.raises(SchemaVersionError):
        await planned_steps(database)
    await (await open_database(mongo_uri, tmp_path, access="read")).close()
    assert await database.documents.meta.find_one({"_id": "schema"}) == before


async def test_a_crawl_of_this_version_does_not_begin_while_a_newer_one_migrates(
    database: Database, mongo_uri: str, tmp_path: Path
) -> None:
    migrating = {"to": SCHEMA_VERSION + 1, "step": 0, "changed": 0, "fence": 1}
    await database.documents.meta.update_one({"_id": "schema"}, {"$set": {"migrating": migrating}})
    with pytest.raises(SchemaVersionError, match="being migrated to schema"):
        await open_database(mongo_uri, tmp_path)


async def test_an_unfinished_copy_is_not_written_to(database: Database, mongo_uri: str, tmp_path: Path) -> None:
    await database.documents.meta.delete_one({"_id": "schema"})
    copy = {"_id": "copy", "state": "copying", "source": "db.example:27017", "at": NOON}
    await database.documents.meta.insert_one(copy)
    with pytest.raises(StorageError, match=r"is an unfinished copy of db\.example:27017\. Nothing was done\."):
        await open_database(mongo_uri, tmp_path)
    with pytest.raises(StorageError, match="is an unfinished copy"):
        await open_database(mongo_uri, tmp_path, access="read")
    with pytest.raises(StorageError, match="is an unfinished copy"):
        await open_for_reading(AsyncMongoClient, mongo_uri, tmp_path, timeout_seconds=5)
    with pytest.raises(StorageError, match="is an unfinished copy"):
        blocking_reader(mongo_uri, tmp_path, timeout_seconds=5, named="THE_URI")


@pytest.mark.parametrize(
    ("access", "written_by", "mended"),
    [("read", "0.0.1", False), ("write", "0.0.1", True), ("write", "999.1.0", False), ("any", "0.0.1", False)],
)
async def test_who_may_put_validators_in_place(
    database: Database, mongo_uri: str, tmp_path: Path, access: Access, written_by: str, *, mended: bool
) -> None:
    await database.documents.command("collMod", "runs", validator={})
    await database.documents.articles.drop_index("outlet_1_cursor_1")
    told = {"$set": {"definition": "another", "written_by": written_by}}
    await database.documents.meta.update_one({"_id": "schema"}, told)
    await (await open_database(mongo_uri, tmp_path, access=access)).close()
    assert (not (await inspect_database(database.documents)).differences) is mended


async def test_a_database_of_before_gets_its_identity_when_it_is_written_to(
    database: Database, mongo_uri: str, tmp_path: Path
) -> None:
    before = await read_identity(database.documents)
    assert before
    await database.documents.meta.delete_one({"_id": "database"})
    await database.documents.meta.update_one({"_id": "schema"}, {"$set": {"definition": "another"}})
    await (await open_database(mongo_uri, tmp_path)).close()
    assert await read_identity(database.documents) not in {None, before}


async def test_a_crawl_under_way_is_waited_for_by_the_operator(old: Database) -> None:
    elsewhere = Process("press-2", "another machine", 77, None)
    leases = LeaseStore(old.documents)
    lease = await leases.take("de_elbkurier", "0123456789ab", elsewhere)
    with pytest.raises(StorageError, match=r"Being crawled now: de_elbkurier \(on host press-2\)\."):
        await all_migrated(old)
    await leases.give_back(lease)
    await all_migrated(old)
    await assert_is_today(old, leases=1)
    assert await old.documents.leases.distinct("_id") == [NAME]


async def test_a_crawl_of_today_is_waited_for_too(old: Database) -> None:
    elsewhere = Process("press-2", "another machine", 77, None)
    claim = await old.claims.take("de_elbkurier", ["elbkurier.example"], "0123456789ab", elsewhere)
    assert isinstance(claim, Claim)
    with pytest.raises(StorageError, match=r"Being crawled now: de_elbkurier \(on host press-2\)\."):
        await all_migrated(old)
    await old.claims.end(claim, None)
    await all_migrated(old)
    await assert_is_today(old)


async def test_two_at_once_change_each_document_once(old: Database, mongo_uri: str, tmp_path: Path) -> None:
    other = await open_database(mongo_uri, tmp_path, access="any")
    waited: list[Lease] = []

    async def run(database: Database) -> int:
        async with migration_lease(database, waited.append) as lease:
            return len([one async for one in migrate(database, lease, batch_documents=7)])

    batches = await asyncio.gather(run(old), run(other))
    await other.close()
    assert min(batches) == 0
    assert [lease.name for lease in waited] == [NAME]
    await assert_is_today(old)


async def test_one_that_slept_too_long_writes_no_more(old: Database) -> None:
    async with lease_of(old) as lease:
        under_way = migrate(old, lease, batch_documents=7)
        await anext(under_way)
        # Another process thought that we were gone.
        await old.documents.leases.update_one({"_id": NAME}, {"$inc": {"fence": 1}, "$set": {"until": NOON}})
        await all_migrated(old, batch_documents=50)
        assert isinstance(await anext(under_way), Progress)  # it sees that the version is there: nothing is left to do
    await assert_is_today(old)


async def test_one_whose_place_was_taken_in_the_middle_is_told(old: Database) -> None:
    async with lease_of(old) as lease:
        under_way = migrate(old, lease, batch_documents=7)
        await anext(under_way)
        await old.documents.meta.update_one({"_id": "schema"}, {"$inc": {"migrating.fence": 1}})
        with pytest.raises(StorageError, match="Another process goes on with this migration"):
            await anext(under_way)


SLOW = """
import asyncio, sys
from pathlib import Path
from newscrawler.storage.connection import open_database
from newscrawler.storage.migrations.leases import LeaseStore
from newscrawler.storage.migrations.migrating import migrate
from newscrawler.storage.migrations.migration_lease import migration_lease

async def main():
    database = await open_database(sys.argv[1], Path(sys.argv[2]), access="any")
    async with migration_lease(database, print) as lease:
        async for progress in migrate(database, lease, batch_documents=7):
            print(progress.changed, flush=True)

asyncio.run(main())
"""


async def test_kill_9_in_the_middle_leaves_nothing_that_needs_a_hand(
    old: Database, mongo_uri: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SLOW, mongo_uri, str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - a test may block
    assert running.stdout
    for _ in range(4):
        running.stdout.readline()
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    (held,) = [one for one in await old.documents.leases.find().to_list() if one["_id"] == NAME]
    assert held["process"]["number"] == running.pid
    await asyncio.wait_for(all_migrated(old, batch_documents=7), 30)  # its lease would have ended after a minute
    await assert_is_today(old)


async def test_what_held_no_document_was_a_cleaning_or_a_look_up_of_copies(old: Database) -> None:
    quarantine = old.documents.quarantine
    of_article = f"{1:024x}"  # that article was refused, too
    empty = {"reason": "odd", "at": NOON + timedelta(days=1), "document": {}}
    await quarantine.insert_many([{"_id": f"{key} now"} | empty for key in (of_article, f"text {'a' * 32}")])
    await all_migrated(old, batch_documents=7)
    (article, cleaning) = sorted(
        await old.quarantine.read([of_article, f"cleaning {of_article}"]), key=lambda one: one.id
    )
    assert (article.kind, article.attempts, article.document) == ("article", REFUSALS, {"title": "Try 2"})
    assert (cleaning.kind, cleaning.attempts, cleaning.reason) == ("cleaning", 1, "odd")
    assert await quarantine.count_documents({}) == THINGS + 1


async def test_large_documents_are_not_changed_together(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.storage.migrations.migrating.BATCH_BYTES", 5_000)
    large = {"reason": "odd", "at": NOON, "document": {"title": "x" * 5_000}}
    await old.documents.quarantine.insert_many([{"_id": f"z{number:023x} now"} | large for number in range(5)])
    told = await all_migrated(old)
    changed = [one.changed for one in told if one.version == 2]
    assert changed[-7:] == [121, 122, 123, 124, 125, 125, 125]  # the last two end the step, and the migration


async def test_what_was_refused_since_the_migration_goes_on_counting(old: Database) -> None:
    await all_migrated(old)
    (one,) = await old.quarantine.read([f"{1:024x}"])
    assert (one.attempts, one.first_at, one.title) == (REFUSALS, NOON, None)


async def test_what_version_2_stored_is_looked_at_again_where_a_listing_says_that_it_changed(
    database: Database, make_article: Callable[[], Article]
) -> None:
    saved = await database.articles.save(make_article())
    for name in ("visits", "listings"):
        await database.documents.drop_collection(name)
    await database.documents.meta.replace_one({"_id": "schema"}, {"_id": "schema", "version": 2})
    before = await database.articles.get(saved.id) or {}
    await all_migrated(database)
    assert await database.articles.get(saved.id) == {
        key: value for key, value in before.items() if key != "fingerprint"
    }
    assert (await inspect_database(database.documents)).differences == ()
    (known,) = (await database.articles.look_up([make_article().url])).values()
    assert known.visit is None
    assert not is_to_be_visited(known, None, NOON + timedelta(days=9), (3600.0,))
    assert is_to_be_visited(known, NOON + timedelta(days=1), NOON + timedelta(days=9), (3600.0,))
