"""``db init`` and ``db migrate``, against a real database."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from pymongo.synchronous.database import Database as Documents

from newscrawler.cli import main
from newscrawler.model.lease import Process
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.schema import INDEXES, KINDS

PRESS_2 = Process("press-2", "another machine", 77, None)
Told = Callable[..., tuple[int, str, str]]
REFUSED_AT = "2026-03-05T12:00:00+00:00"


@pytest.fixture
def documents(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:  # noqa: ANN401 - PyMongo's database
    """The database that the commands of this test find: nothing is in it yet."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    with MongoClient(mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


@pytest.fixture
def told(documents: Any, capsys: pytest.CaptureFixture[str]) -> Told:  # noqa: ANN401 - as above
    """Types a command; its exit code, stdout and stderr."""
    assert documents is not None

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(["db", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


def make_version_1(documents: Documents[dict[str, Any]]) -> None:
    documents.command("collMod", "quarantine", validator={})
    documents.meta.replace_one({"_id": "schema"}, {"_id": "schema", "version": 1, "indexes": 3})
    at = documents.client.admin.command("hello")["localTime"]
    held = {"document": {"title": "Ferry"}, "reason": "too odd", "at": at}
    documents.quarantine.insert_many([{"_id": f"{'0' * 24} {REFUSED_AT}{number}"} | held for number in range(3)])


def test_init_tells_what_it_made_and_the_second_time_that_there_is_nothing_to_do(
    told: Told, documents: Documents[dict[str, Any]]
) -> None:
    code, out, err = told("init")
    assert (code, err) == (0, "")
    assert "articles      collection with its validator, 14 indexes\n" in out
    assert "leases        collection with its validator\n" in out
    assert out.splitlines()[-1].startswith(f"Schema {SCHEMA_VERSION}, in ")
    assert set(documents.list_collection_names()) == set(KINDS)
    code, out, err = told("init")
    assert (code, err) == (0, "")
    assert out.startswith("Nothing to do: ")
    assert out.endswith(f"has every collection, validator and index of schema {SCHEMA_VERSION}.\n")


def test_init_as_json_is_a_line_for_each_thing(told: Told) -> None:
    _, out, err = told("init", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert len(rows) == len(KINDS) + len(INDEXES) + 1
    assert rows[-1] == {"database": rows[-1]["database"], "schema": SCHEMA_VERSION, "changes": len(rows) - 1}
    assert {"made": "collection", "collection": "runs"} in rows
    assert {"made": "index", "collection": "articles", "fields": "cursor", "unique": True} in rows
    assert err.startswith(f"Schema {SCHEMA_VERSION}, in ")
    assert json.loads(told("init", "--json")[1]) == rows[-1] | {"changes": 0}


def test_init_makes_an_index_anew_that_is_not_ours(told: Told, documents: Documents[dict[str, Any]]) -> None:
    told("init")
    documents.articles.drop_index("cursor_1")
    documents.articles.create_index("cursor")
    documents.command("collMod", "runs", validator={})
    assert told("init")[1].splitlines()[1:3] == [
        "articles    index on cursor in the place of cursor_1",
        "runs        validator",
    ]


def test_a_database_of_version_1_is_told_of_and_migrated(told: Told, documents: Documents[dict[str, Any]]) -> None:
    told("init")
    make_version_1(documents)
    code, _, err = told("init")
    assert code == 4
    assert "has schema 1; this is newscrawler " in err
    assert "Run newscrawler db migrate; with --dry-run it only tells what it would change." in err
    code, out, err = told("migrate", "--dry-run")
    assert (code, err) == (0, "")
    assert [line.split(maxsplit=3) for line in out.splitlines()[1:5]] == [
        ["2", "quarantine", "3", "one document for each thing that was refused, with its attempts"],
        ["3", "outcomes", "0", "further kinds are let in, no document changes"],
        ["4", "leases", "0", "leases on outlets go: who crawls an outlet stands in schedule"],
        [
            *("5", "articles", "0"),
            "copies say what they are copies of; anchors go, until newscrawler db rededupe finds whose they are",
        ],
    ]
    assert out.endswith("Nothing was changed. To do it: newscrawler db migrate\n")
    assert documents.quarantine.count_documents({}) == 3
    code, out, err = told("migrate")
    assert (code, err) == (0, "")
    assert out.splitlines()[:4] == [
        "Schema 2: 3 documents changed.",
        "Schema 3: 0 documents changed.",
        "Schema 4: 0 documents changed.",
        "Schema 5: 0 documents changed.",
    ]
    assert out.splitlines()[4].startswith("Done: ")
    (kept,) = documents.quarantine.find()
    assert kept["attempts"] == 3
    code, out, err = told("migrate")
    assert (code, err) == (0, "")
    assert out.startswith("Nothing to do: ")


def test_migrate_as_json(told: Told, documents: Documents[dict[str, Any]]) -> None:
    told("init")
    make_version_1(documents)
    _, out, err = told("migrate", "--dry-run", "--json")
    assert [json.loads(line)["documents"] for line in out.splitlines()] == [3, 0, 0, 0]
    assert err == "Nothing was changed. To do it: newscrawler db migrate\n"
    _, out, _ = told("migrate", "--json")
    *changed, done = [json.loads(line) for line in out.splitlines()]
    assert changed == [{"schema": version, "changed": 0 if version > 2 else 3} for version in range(2, 6)]
    _, out, err = told("migrate", "--json")
    assert json.loads(out) == done == {"database": done["database"], "schema": SCHEMA_VERSION, "is_done": True}
    assert err.startswith("Nothing to do: ")


@pytest.mark.parametrize("typed", [["migrate"], ["migrate", "--dry-run"], ["init"]], ids=" ".join)
def test_an_unfinished_copy_is_left_alone(told: Told, documents: Documents[dict[str, Any]], typed: list[str]) -> None:
    documents.meta.insert_one({"_id": "copy", "state": "copying", "source": "db.example:27017/news"})
    documents.articles.insert_one({"_id": "a", "cursor": 5})
    code, out, err = told(*typed)
    assert (code, out) == (4, "")
    assert "is an unfinished copy of db.example:27017/news. Nothing was done." in err
    assert [one["_id"] for one in documents.meta.find()] == ["copy"]


def test_a_counter_that_is_missing_begins_after_the_last_number(
    told: Told, documents: Documents[dict[str, Any]]
) -> None:
    documents.articles.insert_many(
        [{"_id": str(number), "url_key": str(number), "cursor": number} for number in (5, 3)]
    )
    assert told("init")[0] == 0
    (cursor,) = documents.meta.find({"_id": "cursor"})
    assert cursor["value"] == 5


def test_a_user_who_may_not_change_validators_crawls_and_is_told_who_may(
    told: Told,
    documents: Documents[dict[str, Any]],
    mongo_uri: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told("init")
    documents.command("collMod", "runs", validator={})
    documents.runs.drop_index("started_at_-1")
    documents.meta.update_one({"_id": "schema"}, {"$set": {"definition": "older"}})

    async def refuse(*_: object) -> None:
        raise OperationFailure("not authorized", 13)

    async def crawl(database: Database) -> None:
        await database.claims.take("de_elbkurier", ["a.example"], "0123456789ab", PRESS_2)

    monkeypatch.setattr("newscrawler.storage.upkeep.inspection._set_validator", refuse)
    asyncio.run(within(mongo_uri, tmp_path, crawl))
    (warning,) = [record.getMessage() for record in caplog.records]
    assert "Run newscrawler db init once as a user with the roles readWrite and dbAdmin." in warning
    assert "started_at_-1" in documents.runs.index_information()  # what it may is done
    code, _, err = told("init")
    assert code == 4
    assert "our user may not change them: the role readWrite is too little" in err


def test_without_an_embedded_database_migrate_starts_none(
    told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI")
    for typed in (["migrate"], ["migrate", "--dry-run"]):
        assert told(*typed)[0] == 0
        assert json.loads(told(*typed, "--json")[1])["is_done"] is True
    assert not list(tmp_path.iterdir())


def test_a_database_that_holds_nothing_needs_no_migration(told: Told) -> None:
    code, out, _ = told("migrate")
    assert code == 0
    assert out.startswith("Nothing to do: ")


@pytest.mark.parametrize("typed", [["migrate"], ["migrate", "--dry-run"], ["init"]], ids=" ".join)
def test_a_newer_database_is_left_alone(told: Told, documents: Documents[dict[str, Any]], typed: list[str]) -> None:
    told("init")
    documents.meta.update_one({"_id": "schema"}, {"$set": {"version": 9, "written_by": "7.0.0"}})
    code, out, err = told(*typed)
    assert (code, out) == (4, "")
    assert "has schema 9, written by newscrawler 7.0.0; this is newscrawler " in err
    assert "Install newscrawler 7.0.0 or later here" in err


def test_migrate_waits_for_no_crawl_but_names_it(
    told: Told, documents: Documents[dict[str, Any]], mongo_uri: str, tmp_path: Path
) -> None:
    told("init")

    async def crawl(database: Database) -> None:
        await database.claims.take("de_elbkurier", ["a.example"], "0123456789ab", PRESS_2)

    asyncio.run(within(mongo_uri, tmp_path, crawl))
    make_version_1(documents)
    code, _, err = told("migrate")
    assert code == 4
    assert err.startswith("Being crawled now: de_elbkurier (on host press-2). ")
    assert documents.quarantine.count_documents({}) == 3


async def within(uri: str, folder: Path, work: Callable[[Database], Coroutine[Any, Any, None]]) -> None:
    database = await open_database(uri, folder)
    try:
        await work(database)
    finally:
        await database.close()
