"""Reading, and following: a change stream wakes who waits; what there is to read says the cursor."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bson import Int64
from pymongo.change_stream import ChangeStream
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database

Document = dict[str, Any]


def test_what_was_acknowledged_by_a_majority_is_read_by_a_majority(news: Database[Document]) -> None:
    for number in range(20):
        news.articles.insert_one({"_id": number})
        assert news.articles.find_one({"_id": number}) is not None


def test_values_come_back_as_they_went_in(articles: Collection[Document]) -> None:
    moment = datetime(2026, 3, 5, 12, 0, 0, 123000, tzinfo=UTC)
    values = {
        "_id": "c",
        "cursor": Int64(2**62),
        "at": moment,
        "old": datetime(1969, 7, 20, 20, 17, tzinfo=UTC),
        "title": "Fähre \U0001f6a2 연락선",
        "blocks": b"\x00\xff" * 9,
        "kinds": [Int64(-(2**63)), 0, 1.5, None, True, "", []],
        "place": {"name": {}},
    }
    articles.insert_one(values)
    stored = articles.find_one({"_id": "c"})
    assert stored == values
    assert list(stored) == list(values)


def test_a_long_answer_comes_in_the_order_of_the_cursor_and_whole(news: Database[Document]) -> None:
    news.articles.insert_many([{"cursor": Int64(number)} for number in range(2000, 0, -1)])
    news.articles.create_index("cursor", unique=True)
    found = news.articles.find({"cursor": {"$gt": 500, "$lte": 1900}}, {"_id": False}, batch_size=100).sort("cursor", 1)
    assert [one["cursor"] for one in found.hint([("cursor", 1)])] == list(range(501, 1901))


def test_a_value_in_a_list_is_found_and_added_once(articles: Collection[Document]) -> None:
    articles.create_index("alternate_keys")
    for _ in range(2):
        articles.update_one({"_id": "a"}, {"$addToSet": {"alternate_keys": {"$each": ["x", "y"]}}})
    found = articles.find_one({"alternate_keys": {"$in": ["y", "z"]}}, hint=[("alternate_keys", 1)])
    assert found == {"_id": "a", "cursor": 1, "alternate_keys": ["x", "y"]}


def test_what_is_null_or_absent_is_found_as_null(articles: Collection[Document]) -> None:
    articles.create_index([("published_at", -1), ("cursor", -1)])
    articles.insert_one({"_id": "c", "published_at": datetime.now(UTC)})
    found = articles.find({"published_at": None}, hint=[("published_at", -1), ("cursor", -1)])
    assert {one["_id"] for one in found} == {"a", "b"}


def test_words_are_found_in_any_case_and_an_escaped_sign_is_that_sign(articles: Collection[Document]) -> None:
    articles.insert_one({"_id": "c", "title": "Die FÄHRE (neu)"})
    for pattern, is_found in (("fähre", True), (r"\(NEU\)", True), ("f.+", True), (r"f\.\+", False)):
        found = articles.find_one({"$or": [{"title": {"$regex": pattern, "$options": "i"}}, {"body": "none"}]})
        assert (found is not None) == is_found, pattern


def test_counts_are_summed_by_kind(articles: Collection[Document]) -> None:
    articles.update_many({}, {"$set": {"kind": "x"}})
    articles.insert_one({"_id": "c", "kind": "y"})
    stages = [{"$match": {"kind": {"$ne": None}}}, {"$group": {"_id": "$kind", "count": {"$sum": 1}}}]
    assert {one["_id"]: one["count"] for one in articles.aggregate(stages)} == {"x": 2, "y": 1}


def test_a_plan_says_which_index_answers(articles: Collection[Document]) -> None:
    articles.create_index("cursor", unique=True)
    plan = articles.find({"cursor": {"$gt": 1}}).sort("cursor").hint([("cursor", 1)]).explain()
    assert "'indexName': 'cursor_1'" in str(plan)
    assert "'COLLSCAN'" not in str(plan["queryPlanner"]["winningPlan"])


def events_until(stream: ChangeStream[Document], operation: str, key: str) -> list[Mapping[str, Any]]:
    """The events up to that of one change; a few seconds are given. Some may be of changes before the stream began."""
    events: list[Mapping[str, Any]] = []
    for _ in range(30):
        if event := stream.try_next():
            events.append(event)
            if (event["operationType"], event["documentKey"]["_id"]) == (operation, key):
                return events
    raise AssertionError(f"{operation} of {key} was not told")


def test_a_commit_wakes_who_waits_also_where_a_later_change_was_told_before(
    articles: Collection[Document], session: ClientSession
) -> None:
    with articles.watch(max_await_time_ms=200) as stream:
        articles.insert_one({"_id": "c"}, session=session)
        articles.update_one({"_id": "a"}, {"$set": {"title": "Ferry"}})
        stream.try_next()  # the update, or none yet: a server may wait for who began before
        session.commit_transaction()
        assert events_until(stream, "insert", "c")


def test_changes_go_on_from_where_a_stream_was_left(articles: Collection[Document]) -> None:
    with articles.watch(max_await_time_ms=200) as stream:
        for key in ("c", "d"):
            articles.insert_one({"_id": key})
        token = events_until(stream, "insert", "c")[-1]["_id"]
    articles.update_one({"_id": "a"}, {"$set": {"title": "Ferry"}})
    with articles.watch(resume_after=token, max_await_time_ms=200) as stream:
        assert [event["documentKey"]["_id"] for event in events_until(stream, "update", "a")] == ["d", "a"]


def test_an_aborted_change_is_not_told(articles: Collection[Document], session: ClientSession) -> None:
    with articles.watch(max_await_time_ms=200) as stream:
        articles.insert_one({"_id": "c"}, session=session)
        session.abort_transaction()
        articles.insert_one({"_id": "d"})
        assert "c" not in {event["documentKey"]["_id"] for event in events_until(stream, "insert", "d")}
