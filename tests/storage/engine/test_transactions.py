"""Transactions: what is written together becomes visible together, in the order of the cursor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from bson import Int64
from pymongo import ReadPreference, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Document = dict[str, Any]
WRITE_CONFLICT = 112


def begin(session: ClientSession) -> None:
    session.start_transaction(ReadConcern("snapshot"), WriteConcern("majority"), ReadPreference.PRIMARY)


def numbers_taken(news: Database[Document], session: ClientSession) -> Document | None:
    """One number from the document at which all writers meet."""
    return news.meta.find_one_and_update(
        {"_id": "cursor"},
        {"$inc": {"value": Int64(1)}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )


def test_it_says_that_it_is_a_replica_set_or_a_sharded_cluster(news: Database[Document]) -> None:
    hello = news.client.admin.command("hello")
    assert "setName" in hello or hello.get("msg") == "isdbgrid"
    assert isinstance(hello["localTime"], datetime)


def test_what_a_transaction_writes_is_seen_by_nobody_until_its_commit(
    news: Database[Document], articles: Collection[Document], session: ClientSession
) -> None:
    articles.insert_one({"_id": "c"}, session=session)
    news.revisions.insert_one({"_id": "r"}, session=session)
    assert articles.find_one({"_id": "c"}, session=session)
    assert (articles.find_one({"_id": "c"}), news.revisions.find_one()) == (None, None)
    session.commit_transaction()
    assert (articles.find_one({"_id": "c"}), news.revisions.find_one()) == ({"_id": "c"}, {"_id": "r"})


def test_an_aborted_transaction_leaves_nothing(articles: Collection[Document], session: ClientSession) -> None:
    articles.insert_one({"_id": "c"}, session=session)
    articles.update_one({"_id": "a"}, {"$set": {"title": "Ferry"}}, session=session)
    articles.delete_one({"_id": "b"}, session=session)
    session.abort_transaction()
    assert list(articles.find().sort("_id")) == [{"_id": "a", "cursor": 1}, {"_id": "b", "cursor": 2}]


def test_a_transaction_sees_the_moment_of_its_first_read(
    articles: Collection[Document], session: ClientSession
) -> None:
    assert articles.find_one({"_id": "a"}, session=session) == {"_id": "a", "cursor": 1}
    articles.update_one({"_id": "a"}, {"$set": {"cursor": Int64(3)}})
    articles.insert_one({"_id": "c"})
    assert list(articles.find(session=session).sort("_id")) == [{"_id": "a", "cursor": 1}, {"_id": "b", "cursor": 2}]


def test_of_two_transactions_that_write_one_document_one_is_sent_back(
    news: Database[Document], session: ClientSession
) -> None:
    news.meta.insert_one({"_id": "cursor", "value": Int64(0)})
    with news.client.start_session() as other:
        begin(other)
        assert numbers_taken(news, other) == {"_id": "cursor", "value": 1}
        with pytest.raises(OperationFailure) as refusal:
            numbers_taken(news, session)
        assert refusal.value.code == WRITE_CONFLICT
        assert refusal.value.has_error_label("TransientTransactionError")
        other.commit_transaction()
    assert news.meta.find_one() == {"_id": "cursor", "value": 1}


def test_a_transaction_that_began_before_a_commit_cannot_write_over_it(
    news: Database[Document], articles: Collection[Document], session: ClientSession
) -> None:
    articles.find_one(session=session)
    with news.client.start_session() as other:
        begin(other)
        articles.update_one({"_id": "a"}, {"$inc": {"cursor": 1}}, session=other)
        other.commit_transaction()
    with pytest.raises(OperationFailure) as refusal:
        articles.update_one({"_id": "a"}, {"$inc": {"cursor": 1}}, session=session)
    assert refusal.value.code == WRITE_CONFLICT


def test_a_number_is_taken_and_read_in_one_step_inside_a_transaction(
    news: Database[Document], session: ClientSession
) -> None:
    assert numbers_taken(news, session) == {"_id": "cursor", "value": 1}
    assert numbers_taken(news, session) == {"_id": "cursor", "value": 2}
    session.commit_transaction()
    assert news.meta.find_one() == {"_id": "cursor", "value": 2}


def test_many_writers_get_every_number_once_in_the_order_of_their_commits(news: Database[Document]) -> None:
    news.meta.insert_one({"_id": "cursor", "value": Int64(0)})

    def write(writer: int) -> None:
        for turn in range(10):
            store_once(news, f"{writer}-{turn}")

    seen: list[int] = []
    with ThreadPoolExecutor() as pool:
        writing = [pool.submit(write, writer) for writer in range(4)]
        while not all(task.done() for task in writing):
            seen += [
                one["cursor"] for one in news.articles.find({"cursor": {"$gt": max(seen, default=0)}}).sort("cursor")
            ]
        for task in writing:
            task.result()
    seen += [one["cursor"] for one in news.articles.find({"cursor": {"$gt": max(seen, default=0)}}).sort("cursor")]
    assert seen == list(range(1, 41))


def store_once(news: Database[Document], number: str) -> None:
    """One article under the next number, tried until the transaction is committed."""
    with news.client.start_session() as session:
        while True:
            begin(session)
            try:
                meta = numbers_taken(news, session)
                assert meta
                news.articles.insert_one({"_id": number, "cursor": meta["value"]}, session=session)
                session.commit_transaction()
            except PyMongoError as error:
                if session.in_transaction:
                    session.abort_transaction()
                if not error.has_error_label("TransientTransactionError"):
                    raise
            else:
                return


def test_a_commit_may_be_asked_for_twice(articles: Collection[Document], session: ClientSession) -> None:
    articles.update_one({"_id": "a"}, {"$inc": {"cursor": 1}}, session=session)
    session.commit_transaction()
    session.commit_transaction()
    assert articles.find_one({"_id": "a"}) == {"_id": "a", "cursor": 2}
