"""Which database somebody means by a word on the command line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from newscrawler.errors import StorageError, UsageError
from newscrawler.operations.db_copy import read_place
from newscrawler.settings import read_environment
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.upkeep.copy_sides import Place, copy_database

HERE = read_environment({"NEWSCRAWLER_DATA_DIR": "/data/here"})
URI = "mongodb://me:secret@db.example/news"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("embedded", Place("FROM", None, Path("/data/here"))),
        ("/data/there", Place("FROM", None, Path("/data/there"))),
        ("/data/of:me@press/there", Place("FROM", None, Path("/data/of:me@press/there"))),
        (URI, Place("FROM", URI, Path("/data/here"))),
        ("env:OLD", Place("FROM", URI, Path("/data/here"))),
    ],
)
def test_a_place_is_read(text: str, place: Place) -> None:
    assert read_place("FROM", text, HERE, {"OLD": URI}) == place


@pytest.mark.parametrize(
    "text",
    [
        "env:NEW",
        "postgres://me:secret@db.example/news",
        "bob:secret@h/x",
        "bob:secret@h",
        "bob@secret",
        "h:27017/secret",
        "h:27017",
        "h.example:one/secret",
    ],
)
def test_what_is_no_place_is_told_without_its_password(text: str) -> None:
    with pytest.raises(UsageError, match=r"^TO") as told:
        read_place("TO", text, HERE, {})
    assert ":secret" not in str(told.value)


def test_a_folder_has_one_spelling_and_may_look_odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bob:a@b").mkdir()
    monkeypatch.chdir(tmp_path)
    assert read_place("TO", "there", HERE, {}) == read_place("TO", f"{tmp_path}/x/../there", HERE, {})
    assert read_place("TO", "bob:a@b", HERE, {}).folder == tmp_path / "bob:a@b"


async def test_what_is_no_whole_database_is_not_copied(database: Database, mongo_uri: str, tmp_path: Path) -> None:
    source, target = Place("FROM", mongo_uri, tmp_path), Place("TO", None, tmp_path / "there")

    async def assert_refused(words: str, change: Mapping[str, Any]) -> None:
        await database.documents.meta.update_one({"_id": "schema"}, change, upsert=True)
        with pytest.raises(StorageError, match=words):
            await copy_database(source, target, lambda *_: None)

    migrating = {"to": SCHEMA_VERSION + 1, "step": 0, "changed": 0, "fence": 1}
    await assert_refused("is being migrated", {"$set": {"migrating": migrating}})
    await assert_refused("holds no database of newscrawler", {"$set": {"version": 0}, "$unset": {"migrating": ""}})
    copying = {"$set": {"state": "copying", "source": "db.example"}}
    await database.documents.meta.update_one({"_id": "copy"}, copying, upsert=True)
    await assert_refused("is an unfinished copy of", {"$set": {"version": SCHEMA_VERSION}})
    assert not target.folder.exists()
    with pytest.raises(StorageError, match=r"There is no database in /nowhere\. Nothing was copied"):
        await copy_database(Place("FROM", None, Path("/nowhere")), target, lambda *_: None)
