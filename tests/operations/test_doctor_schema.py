"""The doctor on what a database holds, and on what waits for it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.synchronous.database import Database as Documents

from newscrawler.operations import doctor_database, doctor_schema
from newscrawler.operations.doctor_check import Verdict, run_check
from newscrawler.operations.doctor_schema import SPOOL_CHECK, quarantine_verdict
from newscrawler.settings import Environment, read_environment
from newscrawler.storage.connection import open_database
from newscrawler.storage.spool.listing import SegmentReport

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
Change = Callable[[Documents[dict[str, Any]]], object]


def environment(folder: Path, **variables: str) -> Environment:
    return read_environment({"NEWSCRAWLER_DATA_DIR": str(folder)} | variables)


@pytest.fixture
def verdicts(mongo_uri: str, tmp_path: Path) -> Callable[[Change], dict[str, Verdict]]:
    """Makes a database, changes something there, and asks the doctor."""

    async def make() -> None:
        await (await open_database(mongo_uri, tmp_path)).close()

    def asked(change: Change) -> dict[str, Verdict]:
        asyncio.run(make())
        with MongoClient(mongo_uri) as client:
            change(client.get_default_database())
        found = run_check(doctor_database.DATABASE_CHECKS[0], environment(tmp_path, NEWSCRAWLER_MONGO_URI=mongo_uri))
        return {verdict.name: verdict for verdict in found}

    return asked


def test_a_sound_database_passes(verdicts: Callable[[Change], dict[str, Verdict]]) -> None:
    told = verdicts(lambda _: None)
    assert {verdict.result for verdict in told.values()} == {"ok"}
    assert told["database schema"].found == "version 5, every validator and index as it should be"
    assert told["quarantine"].found == "empty: nothing was refused"


def test_missing_and_changed_things_fail_with_the_command_that_mends_them(
    verdicts: Callable[[Change], dict[str, Verdict]],
) -> None:
    def spoil(documents: Documents[dict[str, Any]]) -> None:
        documents.articles.drop_index("cursor_1")
        documents.articles.create_index("cursor")
        documents.runs.drop_index("started_at_-1")
        documents.command("collMod", "pages", validator={})

    told = verdicts(spoil)["database schema"]
    assert told.result == "FAIL"
    assert told.found.splitlines() == [
        "unique index of articles on cursor: cursor_1 is in its place",
        "validator of pages: another one, or not in force",
        "index of runs on -started_at: missing",
    ]
    assert told.fix == "newscrawler db init; where MongoDB knows users: as one with the roles readWrite and dbAdmin"


def test_an_index_of_others_is_only_noted(verdicts: Callable[[Change], dict[str, Verdict]]) -> None:
    told = verdicts(lambda documents: documents.articles.create_index("enrichment.topic"))
    assert told["database schema"].result == "ok"
    assert told["database index"].result == "note"
    assert told["database index"].found == "not ours, so left alone: articles.enrichment.topic_1"


@pytest.mark.parametrize(
    ("version", "found", "fix"),
    [
        (1, "has schema 1; this is newscrawler", "Run newscrawler db migrate"),
        (9, "has schema 9, written by newscrawler 7.0.0", "Install newscrawler 7.0.0 or later here"),
    ],
)
def test_another_version_fails_with_what_to_do(
    verdicts: Callable[[Change], dict[str, Verdict]], version: int, found: str, fix: str
) -> None:
    values = {"version": version} | ({"written_by": "7.0.0"} if version == 9 else {})
    unset = {"$unset": {"written_by": ""}} if version == 1 else {}

    def change(documents: Documents[dict[str, Any]]) -> None:
        documents.meta.update_one({"_id": "schema"}, {"$set": values, **unset})

    told = verdicts(change)
    assert told["database schema"].result == "FAIL"
    assert found in told["database schema"].found
    assert told["database schema"].fix.startswith(fix)
    assert "quarantine" not in told


def test_an_unfinished_copy_fails_with_what_to_do(verdicts: Callable[[Change], dict[str, Verdict]]) -> None:
    copy = {"_id": "copy", "state": "copying", "source": "db.example:27017/news"}
    told = verdicts(lambda documents: documents.meta.insert_one(copy))["database schema"]
    assert told.result == "FAIL"
    assert "is an unfinished copy of db.example:27017/news" in told.found
    assert told.fix == "Finish it with the same newscrawler db copy as before."


def test_a_database_where_nothing_was_stored_is_noted_and_stays_so(mongo_uri: str, tmp_path: Path) -> None:
    given = environment(tmp_path, NEWSCRAWLER_MONGO_URI=mongo_uri)
    told = {verdict.name: verdict for verdict in run_check(doctor_database.DATABASE_CHECKS[0], given)}
    assert told["database schema"].result == "note"
    assert "newscrawler db init" in told["database schema"].fix
    with MongoClient(mongo_uri) as client:
        assert client.get_default_database().meta.find_one() is None


def test_what_was_refused_is_noted(verdicts: Callable[[Change], dict[str, Verdict]]) -> None:
    kept = {"kind": "article", "reason": "odd", "at": NOON, "first_at": NOON, "attempts": 1, "schema_version": 2}
    told = verdicts(lambda documents: documents.quarantine.insert_one({"_id": "0" * 24} | kept))
    assert (told["quarantine"].result, told["quarantine"].found) == ("note", "1 thing could not be stored")
    assert quarantine_verdict(1000, are_more=True).found == "1000 or more things could not be stored"


def report(count: int, held_by: int | None = None) -> SegmentReport:
    kinds = Counter({"article": count})
    return SegmentReport(Path("/spool/a/1.spool"), "db:27017", "news", kinds, 9, NOON, NOON, held_by, 0)


@pytest.mark.parametrize(
    ("reports", "damaged", "told"),
    [
        ([], [], [("ok", "empty")]),
        ([report(5, held_by=77)], [], [("ok", "a crawl that runs now is storing it")]),
        (
            [report(2), report(1), report(5, held_by=77)],
            [],
            [("note", "3 things fetched while a database was away wait, the oldest since 2026-03-05 12:00 UTC")],
        ),
        ([], [Path("/spool/a/1.damaged")], [("note", "could not be read: /spool/a/1.damaged")]),
    ],
)
def test_what_waits_for_its_database_is_noted(
    reports: list[SegmentReport],
    damaged: list[Path],
    told: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("newscrawler.storage.spool.listing.list_segments", lambda _: reports)
    monkeypatch.setattr("newscrawler.storage.spool.listing.list_damaged", lambda _: damaged)
    verdicts = run_check(SPOOL_CHECK, environment(tmp_path))
    assert [(verdict.result, verdict.found) for verdict in verdicts] == told


def test_long_lists_are_cut() -> None:
    assert doctor_schema._listed([str(n) for n in range(7)]) == "0, 1, 2, 3, 4, and 2 more"
