"""A database copied into another: equal at the end, whatever came between; and never over something else."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from bson.int64 import Int64
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.migrations.stored_schema import open_schema
from newscrawler.storage.schema import Documents
from newscrawler.storage.upkeep.copying import MAX_PASSES, Copied, Copy
from newscrawler.storage.writing.sameness_jobs import LinkCopies, Linked

Make = Callable[..., Article]
SOURCE = "the one/news"


def ignore(number: int, name: str, documents: int) -> None:
    """No progress is shown."""


@pytest.fixture
def target(database: Database, mongo_uri: str) -> Iterator[Documents]:
    """An empty database beside that of the test."""
    name = f"{database.documents.name}_copy"
    yield database.documents.client[name].with_options(read_concern=database.documents.read_concern)
    with MongoClient[Any](mongo_uri) as client:
        client.drop_database(name)


async def fill(database: Database, make_article: Make, number: int = 40) -> None:
    await asyncio.gather(*(database.articles.save(make_article(one)) for one in range(number)))
    await database.articles.save(make_article(3, text="Changed."))
    await database.outcomes.record(outcome(1))
    await database.documents["notes"].insert_one({"_id": 7, "of": "a downstream tool"})
    await database.documents["notes"].create_index("of")


def outcome(number: int) -> Outcome:
    url = f"https://www.elbkurier.example/gone/{number}"
    return Outcome("de_elbkurier", url, OutcomeKind.TIMEOUT, "too late", datetime(2026, 3, 5, 12, tzinfo=UTC))


async def copy(database: Database, target: Documents, progress: Any = ignore, *, again: bool = False) -> Copied:  # noqa: ANN401
    return await Copy(database.documents, target, SOURCE, "the other/news", progress, again=again).run()


async def everything_in(documents: Documents) -> dict[str, list[Any]]:
    names = sorted(await documents.list_collection_names())
    return {
        name: sorted(
            [one async for one in documents[name].find({"_id": {"$nin": ["copy", "database"]}})],
            key=lambda one: str(one["_id"]),
        )
        for name in names
    }


async def test_both_are_equal_with_indexes_and_validators(
    database: Database, target: Documents, make_article: Make
) -> None:
    await fill(database, make_article)
    copied = await copy(database, target)
    assert (copied.is_equal, copied.passes) == (True, 2)
    assert all(tally.source_hash == tally.target_hash for tally in copied.tallies.values())
    assert copied.tallies["articles"].documents == 40
    assert await everything_in(target) == await everything_in(database.documents)
    for name in ("articles", "notes"):
        here, there = [await one[name].index_information() for one in (database.documents, target)]
        assert here.keys() == there.keys()
    options = {one["name"]: one["options"].get("validator") async for one in await target.list_collections()}
    assert options["articles"]
    await open_schema(target, "the other", "write")
    again = await copy(database, target)
    assert (again.is_equal, again.passes, again.written) == (True, 1, 0)


async def test_anchors_links_what_is_left_and_how_far_the_window_is_are_taken_over(
    database: Database, target: Documents, make_article: Make
) -> None:
    for number, anchors in enumerate([(1, 2, 3), (1, 2, 4), (1, 2, 5)], start=1):
        article = make_article(number, fetched_at=datetime(2026, 3, 5, 12, number, tzinfo=UTC))
        await database.articles.save(replace(article, fingerprint=Fingerprint(f"{number:032x}", anchors)))
    first, second, _ = [article_id(make_article(number).url) for number in (1, 2, 3)]
    link = LinkCopies(second, f"{2:032x}", (first,), Judgement(CopyLink(first, "same", 0.99), also=()))
    assert (await database._writer.submit(link)) == Linked(link.judgement, 2)
    await database.documents["meta"].insert_one({"_id": "sameness", "value": Int64(2)})
    assert (await copy(database, target)).is_equal
    assert await target["meta"].find_one({"_id": "sameness"}) == {"_id": "sameness", "value": 2}
    copied = await target["articles"].find().sort("fetched_at").to_list()
    assert copied == await database.documents["articles"].find().sort("fetched_at").to_list()
    assert [one.get("fingerprint") for one in copied] == [[1, 2, 3], [1, 2, 4], [5]]
    assert [one.get("cluster") for one in copied] == [first, first, None]
    assert (copied[1]["copy_of"]["article"], copied[2]["to_compare"]) == (first, [second, first])
    indexes = await target["articles"].index_information()
    assert {"fingerprint_1", "to_compare_1", "cluster_1"} <= {name.partition("_1")[0] + "_1" for name in indexes}


@pytest.mark.parametrize("place", ["articles", "revisions", "runs"])
async def test_what_was_killed_goes_on(database: Database, target: Documents, make_article: Make, place: str) -> None:
    await fill(database, make_article)

    def die(number: int, name: str, documents: int) -> None:  # noqa: ARG001 - progress
        if name == place:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy(database, target, die)
    with pytest.raises(StorageError, match="unfinished copy of the one/news"):
        await open_schema(target, "the other", "write")
    assert (await copy(database, target)).is_equal
    assert await everything_in(target) == await everything_in(database.documents)


async def test_what_changed_meanwhile_is_caught_up_and_cursors_stay_true(
    database: Database, target: Documents, make_article: Make
) -> None:
    await fill(database, make_article)
    first = await copy(database, target)
    await database.articles.save(make_article(5, text="Changed later."))
    await database.articles.save(make_article(99))
    second = await copy(database, target, again=True)
    assert (second.is_equal, second.kept) == (True, 0)
    assert await everything_in(target) == await everything_in(database.documents)
    changed = [one["url"] async for one in target["articles"].find({"cursor": {"$gt": first.cursor}}).sort("cursor")]
    assert changed == [make_article(5).url, make_article(99).url]


async def test_nothing_is_written_over(database: Database, target: Documents, make_article: Make) -> None:
    await fill(database, make_article)
    await target["notes"].insert_one({"_id": 1})
    before = await everything_in(target)
    with pytest.raises(StorageError, match=r"holds something already \(notes\)"):
        await copy(database, target)
    assert await everything_in(target) == before


async def test_a_copy_goes_on_from_its_own_source_alone(
    database: Database, target: Documents, make_article: Make
) -> None:
    await fill(database, make_article)
    await copy(database, target)
    await target["meta"].update_one({"_id": "cursor"}, {"$inc": {"value": 1}})
    before = await everything_in(target)
    for again in (False, True):
        with pytest.raises(StorageError, match="was written to since"):
            await copy(database, target, again=again)
    await target["meta"].update_one({"_id": "cursor"}, {"$inc": {"value": -1}})
    cursor = {"_id": "cursor"}
    await database.documents["meta"].update_one(cursor, {"$inc": {"value": -1}})  # as an older state of it has
    with pytest.raises(StorageError, match="is older than its copy: its cursor is 40, and was 41"):
        await copy(database, target, again=True)
    await database.documents["meta"].update_one(cursor, {"$inc": {"value": 1}})
    # The same address, but not the same database: its files were deleted, and a crawl made it anew.
    await database.documents["meta"].update_one({"_id": "database"}, {"$set": {"identity": "another"}})
    await database.documents["articles"].delete_many({})
    for again in (False, True):
        with pytest.raises(StorageError, match="is a copy of another database than the one/news is now"):
            await copy(database, target, again=again)
    await target["meta"].update_one(cursor, {"$inc": {"value": 1}})
    assert await everything_in(target) == before
    await database.documents["meta"].delete_one({"_id": "database"})
    with pytest.raises(StorageError, match=r"has no identity yet.*db init there once"):
        await copy(database, target)


async def test_a_finished_copy_loses_nothing_that_others_made_of_it(
    database: Database, target: Documents, make_article: Make
) -> None:
    await fill(database, make_article)
    first = await copy(database, target)
    changed, new = make_article(5, text="Changed later."), make_article(99)
    enriched = {"$set": {"enrichment": {"topic": "ferries"}}}
    await target["articles"].update_many(
        {"_id": {"$in": [article_id(changed.url), article_id(make_article(6).url)]}}, enriched
    )
    await target["articles"].update_one({"_id": article_id(make_article(7).url)}, {"$set": {"title": "Mended"}})
    await target["articles"].delete_one({"_id": article_id(make_article(8).url)})
    await target["topics"].insert_one({"_id": 1})
    await target["notes"].update_one({"_id": 7}, {"$set": {"of": "its reader"}})
    before = await everything_in(target)
    with pytest.raises(StorageError, match=r"is a finished copy of .* differ: 4 in articles, 1 in notes\. .*--again"):
        await copy(database, target)
    assert await everything_in(target) == before
    await open_schema(target, "the other", "write")  # it was not touched, so it goes on
    await database.articles.save(changed)
    await database.articles.save(new)
    again = await copy(database, target, again=True)
    assert (again.is_equal, again.kept) == (True, 5)
    after = await everything_in(target)
    assert after["topics"] == before["topics"]
    assert after["notes"] == before["notes"]
    articles = {one["url"]: one for one in after["articles"]}
    assert articles[make_article(7).url]["title"] == "Mended"
    assert make_article(8).url not in articles
    assert articles[changed.url]["enrichment"] == {"topic": "ferries"}
    assert {one["url"] for one in after["articles"] if one["cursor"] > first.cursor} == {changed.url, new.url}
    await open_schema(target, "the other", "write")


async def test_one_that_was_killed_while_it_caught_up_deletes_nothing_either(
    database: Database, target: Documents, make_article: Make
) -> None:
    await fill(database, make_article)
    await copy(database, target)
    await target["topics"].insert_one({"_id": 1})
    await database.articles.save(make_article(99))

    def die(number: int, name: str, documents: int) -> None:  # noqa: ARG001 - progress
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy(database, target, die, again=True)
    with pytest.raises(StorageError, match="unfinished copy"):
        await open_schema(target, "the other", "write")
    assert (await copy(database, target)).is_equal
    assert await target["topics"].find_one() == {"_id": 1}
    assert await target["articles"].count_documents({}) == 41


@pytest.mark.parametrize("key", [{"a": 1, "b": "x"}, True, 1.5, b"x", None], ids=repr)
async def test_an_id_may_be_anything(database: Database, target: Documents, make_article: Make, key: object) -> None:
    await fill(database, make_article, 2)
    await database.documents["counts"].insert_many([{"_id": key, "number": 7}, {"_id": 1, "number": 8}])
    assert (await copy(database, target)).is_equal
    assert await everything_in(target) == await everything_in(database.documents)
    assert (await copy(database, target)).written == 0


async def test_what_is_no_collection_is_told(database: Database, target: Documents, make_article: Make) -> None:
    await fill(database, make_article, 2)
    try:
        await database.documents.create_collection("newest", viewOn="articles", pipeline=[{"$limit": 1}])
    except PyMongoError as error:
        pytest.skip(f"this server knows no views: {error}")
    if not [one async for one in await database.documents.list_collections() if one["type"] == "view"]:
        pytest.skip("this server makes a collection of a view")
    copied = await copy(database, target)
    assert (copied.is_equal, copied.not_copied) == (True, ["view newest"])


async def test_indexes_of_others_keep_their_options(database: Database, target: Documents, make_article: Make) -> None:
    await fill(database, make_article, 2)
    await database.documents["notes"].create_index("at", expireAfterSeconds=9, sparse=True, name="old")
    await copy(database, target)
    here, there = [(await one["notes"].index_information())["old"] for one in (database.documents, target)]
    assert here == there
    assert there["expireAfterSeconds"] == 9


async def test_an_empty_database_of_ours_is_empty(database: Database, target: Documents, make_article: Make) -> None:
    await open_schema(target, "the other", "write")
    await fill(database, make_article)
    assert (await copy(database, target)).is_equal


async def test_a_source_that_is_written_to_all_the_while_is_told(
    database: Database, target: Documents, make_article: Make, mongo_uri: str
) -> None:
    await fill(database, make_article)

    with MongoClient[Any](mongo_uri) as client:
        runs = client[database.documents.name]["notes"]

        def write(number: int, name: str, documents: int) -> None:  # noqa: ARG001 - progress
            if name == "articles":
                runs.update_one({"_id": 7}, {"$set": {"number": number}})

        copied = await copy(database, target, progress=write)
    assert (copied.is_equal, copied.passes) == (False, MAX_PASSES)
    assert [name for name, tally in copied.tallies.items() if tally.written] == ["notes"]
    with pytest.raises(StorageError, match="unfinished copy"):
        await open_schema(target, "the other", "write")


async def test_of_two_copies_into_one_target_the_later_goes_on(
    database: Database, target: Documents, make_article: Make, mongo_uri: str
) -> None:
    await fill(database, make_article)
    takeover = Copy(database.documents, target, SOURCE, "the other/news", ignore)

    with MongoClient[Any](mongo_uri) as client:

        def overtake(number: int, name: str, documents: int) -> None:  # noqa: ARG001 - progress
            if name == "articles":
                client[target.name]["meta"].update_one({"_id": "copy"}, {"$set": {"owner": "another"}})

        with pytest.raises(StorageError, match="Another db copy into the other/news"):
            await copy(database, target, progress=overtake)
    assert (await takeover.run()).is_equal
