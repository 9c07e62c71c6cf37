"""What becomes of articles that a version before sameness stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.migrations.migrating import Progress, migrate, planned_steps
from newscrawler.storage.migrations.migration_lease import migration_lease
from newscrawler.storage.migrations.to_5 import TO_5, place_article
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.cluster_sweep import sweep_clusters
from newscrawler.urls import url_key

Make = Callable[..., Article]
Documents = dict[str, dict[str, Any]]

NUMBER = 23
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
URL = "https://www.elbkurier.example/artikel/1"
OLD: dict[str, Any] = {"_id": "a" * 24, "url": URL, "url_key": url_key(URL), "first_seen_at": NOON}


async def stored(database: Database) -> Documents:
    return {document["_id"]: document async for document in database.documents["articles"].find()}


async def make_version_4(database: Database, make: Make) -> Documents:
    """Articles with all of their anchors, every fourth of them a copy of the first, with holes among their numbers."""
    articles = database.documents["articles"]
    saved = [await database.articles.save(make(number, text=f"Story {number}.")) for number in range(NUMBER)]
    links = {"duplicate_of": saved[0].id, "cluster": saved[0].id}
    for number, one in enumerate(saved):
        values = {"fingerprint": [number, 7, 2**40], "cursor": 100 + 10 * number, "schema_version": 4}
        await articles.update_one({"_id": one.id}, {"$set": values | (links if number % 4 == 3 else {})})
    await database.documents["meta"].update_one({"_id": "cursor"}, {"$set": {"value": 100 + 10 * NUMBER}})
    await database.documents["meta"].replace_one({"_id": "schema"}, {"_id": "schema", "version": 4})
    for index in ("fingerprint_1", "to_compare_1", "cluster_1"):
        await articles.drop_index(index)
    return await stored(database)


def expected(old: dict[str, Any]) -> dict[str, Any]:
    new = {name: value for name, value in old.items() if name != "fingerprint"}
    if "duplicate_of" not in old:
        return new
    link = {"article": old["duplicate_of"], "kind": "same", "likeness": 1.0, "first_seen_at": old["first_seen_at"]}
    return new | {"copy_of": link}


@pytest.mark.parametrize("batch", [1, 7, 1000])
@pytest.mark.parametrize("stops_after", [None, 3])
async def test_copies_get_a_link_and_anchors_go(
    database: Database, make_article: Make, batch: int, stops_after: int | None
) -> None:
    before = await make_version_4(database, make_article)
    assert [(one.step.collection, one.documents) for one in await planned_steps(database)] == [("articles", NUMBER)]
    async with migration_lease(database, lambda _: None) as lease:
        if stops_after is not None:
            under_way = migrate(database, lease, batch_documents=batch)
            for _ in range(stops_after):
                await anext(under_way, None)
            await under_way.aclose()
        told = [progress async for progress in migrate(database, lease, batch_documents=batch)]
    assert told == [] or told[-1] == Progress(5, NUMBER, is_done=True)
    assert await stored(database) == {key: expected(old) for key, old in before.items()}
    assert await planned_steps(database) == []


async def test_what_comes_after_the_migration_finds_its_copies(database: Database, make_article: Make) -> None:
    await make_version_4(database, make_article)
    async with migration_lease(database, lambda _: None) as lease:
        assert [progress async for progress in migrate(database, lease)]
    saved = [await database.articles.save(make_article(number, text="A wire story.")) for number in (100, 101)]
    assert [one.to_compare for one in saved] == [(), (saved[0].id,)]


def test_an_address_whose_key_is_another_now_is_known_by_both() -> None:
    (write,) = place_article(OLD | {"url_key": "elbkurier.example/artikel/1?of=before"})
    keys = {"alternate_keys": [url_key(URL)], "alternate_urls": [URL]}
    assert write._doc == {"$set": keys}  # type: ignore[union-attr]
    others = {"alternate_keys": ["a", "b"], "alternate_urls": ["https://a.example", "https://b.example"]}
    (write,) = place_article(OLD | others | {"url_key": "elbkurier.example/artikel/1?of=before"})
    assert write._doc == {"$set": {name: [*values, *keys[name]] for name, values in others.items()}}  # type: ignore[union-attr]


def test_a_cluster_is_named_by_its_first_article_from_now_on() -> None:
    first = OLD | {"_id": "b" * 24, "cluster": "a" * 24}
    copy = OLD | {"cluster": "a" * 24, "duplicate_of": "b" * 24}
    for old in (first, copy):
        (write,) = place_article(old)
        assert write._doc["$set"]["cluster"] == "b" * 24  # type: ignore[union-attr]
        assert place_article(old | write._doc["$set"]) == []  # type: ignore[union-attr]


async def test_no_place_in_a_cluster_is_wrong_afterwards(database: Database, make_article: Make) -> None:
    first, copy = await make_old_pair(database, make_article, outlet="de_elbkurier")
    async with migration_lease(database, lambda _: None) as lease:
        assert [progress async for progress in migrate(database, lease)]
    assert await doubtful_articles(database.documents, [first, copy]) == {}


async def test_who_of_two_outlets_had_a_story_first_is_worked_out_by_what_the_advice_names(
    database: Database, make_article: Make
) -> None:
    first, copy = await make_old_pair(database, make_article, outlet="de_hafenblatt")
    async with migration_lease(database, lambda _: None) as lease:
        assert [progress async for progress in migrate(database, lease)]
    assert "newscrawler db verify --clusters" in TO_5.steps[0].then
    await sweep_clusters(database.documents, database.sameness)
    assert await doubtful_articles(database.documents, [first, copy]) == {}
    assert "syndication" in (await database.articles.get(copy) or {})


async def make_old_pair(database: Database, make: Make, *, outlet: str) -> list[str]:
    """An article and its copy, of which the copy has the smaller ``_id``, as version 4 marked them."""
    both = sorted((make(1, text="One."), make(2, text="One.", outlet=outlet)), key=lambda one: article_id(one.url))
    copy, first = (
        replace(one, fetched_at=NOON + timedelta(hours=hours)) for one, hours in zip(both, (1, 0), strict=True)
    )
    ids = [(await database.articles.save(one)).id for one in (first, copy)]
    articles = database.documents["articles"]
    await articles.update_many({}, {"$set": {"cluster": ids[1], "schema_version": 4}, "$unset": {"to_compare": ""}})
    await articles.update_one({"_id": ids[1]}, {"$set": {"duplicate_of": ids[0]}})
    await database.documents["meta"].replace_one({"_id": "schema"}, {"_id": "schema", "version": 4})
    for index in ("fingerprint_1", "to_compare_1", "cluster_1"):
        await articles.drop_index(index)
    return ids


def test_an_article_as_it_is_to_be_is_not_written() -> None:
    assert place_article(OLD) == []
    assert place_article(OLD | expected(OLD | {"duplicate_of": "b" * 24})) == []
