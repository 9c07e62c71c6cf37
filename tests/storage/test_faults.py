"""Which faults of the database pass, and what they are called."""

import asyncio
from typing import Any

import pytest
from bson.int64 import Int64
from pymongo import InsertOne
from pymongo.errors import BulkWriteError, OperationFailure

from newscrawler.storage.connection import Database
from newscrawler.storage.faults import describe_fault, is_conflict, is_passing, lasting_words
from newscrawler.storage.writing.article_writing import RefusedJobError, insert_and_update
from newscrawler.storage.writing.jobs import SaveArticle


def of_many(code: int) -> BulkWriteError:
    """One write of a batch failed with this code."""
    return BulkWriteError({"writeErrors": [{"index": 0, "code": code, "errmsg": "no"}]})


@pytest.mark.parametrize("error", [OperationFailure("no", 112), of_many(112)])
def test_a_write_conflict_is_one_also_where_one_of_many_writes_met_it(error: OperationFailure) -> None:
    assert is_conflict(error)
    assert is_passing(error)
    assert describe_fault(error) == "another writer is in the way"


@pytest.mark.parametrize("error", [OperationFailure("no", 13), of_many(13)])
def test_a_refusal_for_good_is_one_also_where_one_of_many_writes_met_it(error: OperationFailure) -> None:
    assert lasting_words(error) == "not authorised"
    assert not is_passing(error)


def test_what_is_said_of_an_unknown_code_has_the_servers_words_and_no_password() -> None:
    said = describe_fault(OperationFailure("writes to mongodb://me:secret@db/ are blocked", 371, {"ok": 0}))
    assert "are blocked (code 371)" in said
    assert "secret" not in said


@pytest.mark.parametrize(("code", "expected"), [(112, BulkWriteError), (13, BulkWriteError), (121, RefusedJobError)])
async def test_only_a_fault_of_the_document_is_taken_for_one(
    database: Database, monkeypatch: pytest.MonkeyPatch, code: int, expected: type[Exception]
) -> None:
    async def bulk_write(*_: Any, **__: Any) -> None:  # noqa: ANN401 - PyMongo's arguments
        await asyncio.sleep(0)
        raise of_many(code)

    monkeypatch.setattr("pymongo.asynchronous.collection.AsyncCollection.bulk_write", bulk_write)
    job = SaveArticle({"_id": "a"}, None, 10)
    async with database._client.start_session() as session:
        with pytest.raises(expected):
            await insert_and_update(database.documents, session, [(job, InsertOne({"_id": "a", "cursor": Int64(1)}))])
