"""Single writes: what is refused, what is sent again, what hangs on the server's clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Int64
from pymongo import InsertOne, ReturnDocument, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

Document = dict[str, Any]
DUPLICATE_KEY, NOT_VALID = 11000, 121


@pytest.mark.parametrize("in_transaction", [False, True])
def test_a_second_document_with_a_unique_value_is_refused_and_named(
    articles: Collection[Document], session: ClientSession, *, in_transaction: bool
) -> None:
    articles.create_index("cursor", unique=True)
    operations = [InsertOne({"_id": "c", "cursor": 3}), InsertOne({"_id": "d", "cursor": 2}), InsertOne({"_id": "e"})]
    with pytest.raises(BulkWriteError) as refusal:
        articles.bulk_write(operations, ordered=True, session=session if in_transaction else None)
    (fault,) = refusal.value.details["writeErrors"]
    assert (fault["index"], fault["code"]) == (1, DUPLICATE_KEY)
    if in_transaction:
        session.abort_transaction()
    assert articles.count_documents({}) == (2 if in_transaction else 3)


def test_an_update_to_a_unique_value_that_is_taken_is_refused(articles: Collection[Document]) -> None:
    articles.create_index("cursor", unique=True)
    with pytest.raises(DuplicateKeyError):
        articles.update_one({"_id": "b"}, {"$set": {"cursor": Int64(1)}})


@pytest.mark.parametrize("in_transaction", [False, True])
def test_what_the_validator_does_not_allow_is_refused_and_named(
    news: Database[Document], session: ClientSession, *, in_transaction: bool
) -> None:
    rule = {"bsonType": "object", "required": ["title"], "properties": {"title": {"bsonType": ["string", "null"]}}}
    articles = news.create_collection("articles", validator={"$jsonSchema": rule})
    articles.insert_one({"_id": "a", "title": "Ferry"})
    operations = [InsertOne({"_id": "b", "title": None}), UpdateOne({"_id": "a"}, {"$set": {"title": 5}})]
    with pytest.raises(BulkWriteError) as refusal:
        articles.bulk_write(operations, ordered=True, session=session if in_transaction else None)
    (fault,) = refusal.value.details["writeErrors"]
    assert (fault["index"], fault["code"]) == (1, NOT_VALID)
    assert articles.find_one({"_id": "a"}) == {"_id": "a", "title": "Ferry"}


def test_a_validator_can_be_changed_over_documents_that_are_there(news: Database[Document]) -> None:
    news.articles.insert_one({"_id": "a"})
    news.command("collMod", "articles", validator={"$jsonSchema": {"bsonType": "object", "required": ["title"]}})
    assert news.articles.find_one() == {"_id": "a"}
    with pytest.raises(OperationFailure) as refusal:
        news.articles.insert_one({"_id": "b"})
    assert refusal.value.code == NOT_VALID
    assert [one["name"] for one in news.list_collections(filter={"options.validator": {"$exists": True}})] == [
        "articles"
    ]


def test_an_index_that_is_there_may_be_made_again_and_one_of_its_name_with_other_keys_may_not(
    articles: Collection[Document],
) -> None:
    assert articles.create_index("cursor", unique=True) == articles.create_index("cursor", unique=True) == "cursor_1"
    with pytest.raises(OperationFailure):
        articles.create_index("title", name="cursor_1")
    assert articles.index_information()["cursor_1"]["unique"]


def test_a_question_that_names_an_index_which_is_not_there_is_refused(articles: Collection[Document]) -> None:
    with pytest.raises(OperationFailure):
        articles.find_one({"title": "Ferry"}, hint=[("title", 1)])


def test_a_write_that_is_sent_again_under_its_number_is_done_once(news: Database[Document]) -> None:
    with news.client.start_session() as session:
        update = {"q": {"_id": "cursor"}, "u": {"$inc": {"value": 1}}, "upsert": True}
        answers = [
            news.command({"update": "meta", "updates": [update], "txnNumber": Int64(1)}, session=session)
            for _ in range(2)
        ]
    assert [answer["n"] for answer in answers] == [1, 1]
    assert news.meta.find_one() == {"_id": "cursor", "value": 1}


def test_an_upsert_that_many_send_at_once_makes_one_document(news: Database[Document]) -> None:
    def upsert(_: int) -> None:
        news.leases.update_one({"_id": "de_elbkurier"}, {"$setOnInsert": {"fence": 0}}, upsert=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(upsert, range(16)))
    assert list(news.leases.find()) == [{"_id": "de_elbkurier", "fence": 0}]


@pytest.mark.parametrize(("seconds", "is_over"), [(-60, True), (60, False)])
def test_the_servers_time_is_compared_with_a_stored_one(
    news: Database[Document], seconds: int, *, is_over: bool
) -> None:
    news.leases.insert_one({"_id": "de_elbkurier", "until": datetime.now(UTC) + timedelta(seconds=seconds)})
    over = {"_id": "de_elbkurier", "$expr": {"$lte": ["$until", "$$NOW"]}}
    assert (news.leases.find_one(over) is not None) == is_over
    taken = news.leases.find_one_and_update(over, [{"$set": {"until": "$$NOW"}}])
    assert (taken is not None) == is_over


def test_a_time_reckoned_from_the_servers_is_stored(news: Database[Document]) -> None:
    news.leases.insert_one({"_id": "de_elbkurier"})
    later = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": 60}}
    change = [{"$set": {"since": "$$NOW", "until": later, "fence": {"$add": [{"$ifNull": ["$fence", 0]}, 1]}}}]
    lease = news.leases.find_one_and_update({"_id": "de_elbkurier"}, change, return_document=ReturnDocument.AFTER)
    assert lease
    assert lease["until"] - lease["since"] == timedelta(seconds=60)
    assert lease["fence"] == 1


def test_an_update_decides_by_the_servers_time_whether_it_changes_anything(news: Database[Document]) -> None:
    is_over = {"$lte": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}
    later = {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": 60_000}}

    def taken(run: str) -> Document | None:
        values = {"run": {"$literal": run}, "until": later, "wish": "$$REMOVE", "fence": {"$ifNull": ["$fence", 1]}}
        change = {name: {"$cond": [is_over, value, f"${name}"]} for name, value in values.items()}
        news.schedule.update_one({"_id": "de_elbkurier"}, [{"$set": change}], upsert=True)
        return news.schedule.find_one()

    first = taken("one")
    assert first
    assert first.keys() == {"_id", "run", "until", "fence"}, "what is not there is not made"
    assert taken("two") == first
    earlier = {"$dateAdd": {"startDate": "$until", "unit": "millisecond", "amount": -61_000}}
    news.schedule.update_one({"_id": "de_elbkurier"}, [{"$set": {"until": earlier, "wish": "$$NOW"}}])
    third = taken("three")
    assert third
    assert (third["run"], "wish" in third) == ("three", False)


def test_the_server_tells_its_time_without_a_write(news: Database[Document]) -> None:
    news.schedule.update_one({"_id": "a"}, [{"$set": {"at": "$$NOW"}}], upsert=True)
    stored = news.schedule.find_one()
    assert stored
    assert stored["at"] <= news.client.admin.command("hello")["localTime"].replace(tzinfo=UTC)


def test_of_many_that_take_what_is_over_exactly_one_has_it(news: Database[Document]) -> None:
    news.leases.insert_one({"_id": "de_elbkurier", "until": datetime.now(UTC) - timedelta(seconds=1)})
    later = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": 60}}

    def take(number: int) -> Document | None:
        over = {"_id": "de_elbkurier", "$expr": {"$lte": ["$until", "$$NOW"]}}
        return news.leases.find_one_and_update(over, [{"$set": {"until": later, "run": {"$literal": number}}}])

    with ThreadPoolExecutor(8) as pool:
        taken = [one for one in pool.map(take, range(16)) if one is not None]
    assert len(taken) == 1
