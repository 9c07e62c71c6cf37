"""Copies that were found, as they are asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawler.model.article import Article
from newscrawler.storage.clusters import ClusterStore
from newscrawler.storage.connection import Database

Make = Callable[..., Article]
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def clusters(database: Database) -> ClusterStore:
    return ClusterStore(database.documents, now=lambda: NOW)


async def save(database: Database, make: Make, number: int, hours: float, **fields: Any) -> str:  # noqa: ANN401
    """An article that was published and fetched so many hours ago; its id."""
    at = NOW - timedelta(hours=hours)
    article = make(number, text=f"Text {number}.", **{"published_at": at, "fetched_at": at} | fields)
    return (await database.articles.save(article)).id


async def link(database: Database, copy: str, first: str, kind: str = "same") -> None:
    """What is written where a copy was found."""
    articles = database.documents["articles"]
    document = await articles.find_one({"_id": copy})
    assert document
    edge = {"article": first, "kind": kind, "likeness": 0.99, "first_seen_at": document["first_seen_at"]}
    await articles.update_one({"_id": copy}, {"$set": {"copy_of": edge, "cluster": first, "duplicate_of": first}})
    await articles.update_one({"_id": first}, {"$set": {"cluster": first}})


async def found(clusters: ClusterStore, days: float) -> list[list[str]]:
    since = NOW - timedelta(days=days)
    return [[member["_id"] for member in members] async for members in clusters.newest(since)]


async def test_the_cluster_whose_copy_came_in_last_goes_first(
    database: Database, make_article: Make, clusters: ClusterStore
) -> None:
    old, young = [await save(database, make_article, number, hours) for number, hours in ((1, 90), (2, 5))]
    of_young, of_old = [await save(database, make_article, number, hours) for number, hours in ((3, 4), (4, 2))]
    again = await save(database, make_article, 5, 1)
    await link(database, of_young, young)
    await link(database, of_old, old)
    await link(database, again, old)
    assert await found(clusters, 7) == [[old, of_old, again], [young, of_young]]


async def test_only_copies_that_came_in_since_then_count(
    database: Database, make_article: Make, clusters: ClusterStore
) -> None:
    ids = [await save(database, make_article, number, hours) for number, hours in ((1, 900), (2, 800), (3, 30), (4, 2))]
    await link(database, ids[1], ids[0], "excerpt")
    await link(database, ids[3], ids[2], "edited")
    both = [[ids[2], ids[3]], [ids[0], ids[1]]]
    assert await found(clusters, 7) == both[:1]
    assert await found(clusters, 365) == both
    assert await found(clusters, 0.01) == []


async def test_members_come_in_the_order_in_which_they_were_out(
    database: Database, make_article: Make, clusters: ClusterStore
) -> None:
    first = await save(database, make_article, 1, 5, outlet="de_alsterbote")
    filled_in_later = await save(database, make_article, 2, 8, outlet="de_elbkurier", fetched_at=NOW)
    await link(database, filled_in_later, first)
    document = await database.articles.get(first)
    assert document
    members = await clusters.members(document)
    assert [member["_id"] for member in members] == [filled_in_later, first]
    assert "body" not in members[0]
    assert members[0]["copy_of"]["kind"] == "same"


async def test_an_article_without_copies_is_alone(
    database: Database, make_article: Make, clusters: ClusterStore
) -> None:
    await save(database, make_article, 2, 3)
    document = await database.articles.get(await save(database, make_article, 1, 5))
    assert document
    assert [member["_id"] for member in await clusters.members(document)] == [document["_id"]]
    assert await clusters.related(document) == []


async def test_what_is_related_comes_in_its_order_and_what_is_gone_is_left_out(
    database: Database, make_article: Make, clusters: ClusterStore
) -> None:
    one, two = [await save(database, make_article, number, 5) for number in (1, 2)]
    assert [a["title"] for a in await clusters.related({"_id": "x", "related": [two, "0" * 24, one]})] == [
        "Ferry 2 is back",
        "Ferry 1 is back",
    ]
