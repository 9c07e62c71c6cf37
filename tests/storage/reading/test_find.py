from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database
from newscrawler.storage.reading.queries import ArticleQuery

Make = Callable[..., Article]
NOW = datetime.now(UTC)
AGES = (0, 3, 40, 400, 5000, 0.5)  # days: one in each slice, and two in the first


async def find(database: Database, **query: Any) -> list[int]:  # noqa: ANN401 - fields of a query
    """The numbers of the articles found, in the order found."""
    return [int(document["url"].rsplit("/", 1)[1]) async for document in database.articles.find(ArticleQuery(**query))]


async def store(database: Database, make_article: Make) -> None:
    for number, age in enumerate(AGES):
        instant = NOW - timedelta(days=age)
        dated = {"published_at": instant} if number != 1 else {"published_at": None, "fetched_at": instant}
        await database.articles.save(
            make_article(number, outlet="de_other" if number == 2 else "de_elbkurier", **dated)
        )


async def test_the_newest_come_first_and_undated_ones_stand_where_they_were_first_seen(
    database: Database, make_article: Make
) -> None:
    await store(database, make_article)
    assert await find(database) == [0, 5, 1, 2, 3, 4]
    assert await find(database, limit=3) == [0, 5, 1]
    assert await find(database, outlet="de_other") == [2]
    assert await find(database, outlet="de_elbkurier") == [0, 5, 1, 3, 4]


async def test_since_is_inside_and_until_is_outside(database: Database, make_article: Make) -> None:
    await store(database, make_article)
    edges = [(NOW - timedelta(days=age)).replace(microsecond=0) for age in AGES]
    assert await find(database, since=NOW - timedelta(days=41)) == [0, 5, 1, 2]
    assert await find(database, until=edges[2]) == [3, 4]
    assert await find(database, since=NOW - timedelta(days=41), until=NOW - timedelta(days=2)) == [1, 2]
    stored = await database.articles.get(make_article(2).url)
    assert stored
    assert await find(database, since=stored["published_at"], until=stored["published_at"]) == []
    second = timedelta(seconds=1)
    assert await find(database, since=stored["published_at"], until=stored["published_at"] + second) == [2]


async def test_the_cursor_gives_every_change_once_in_order(database: Database, make_article: Make) -> None:
    for number in range(3):
        await database.articles.save(make_article(number))
    first = await database.articles.get(make_article(0).url)
    assert first
    assert await find(database, cursor=0) == [0, 1, 2]
    assert await find(database, cursor=0, limit=2) == [0, 1]
    await database.articles.save(make_article(0, text="Changed."))
    assert await find(database, cursor=first["cursor"]) == [1, 2, 0]


async def test_a_search_finds_all_words_in_any_case_and_no_pattern(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1, title="Tolls rise", text="Die Fähre fährt (noch) am 5.3. um 8.15."))
    await database.articles.save(make_article(2, title="Nothing", text="Die FÄHRE fährt nicht."))
    assert sorted(await find(database, text="fähre")) == [1, 2]
    assert await find(database, text="TOLLS fähre") == [1]
    assert await find(database, text="8.15") == [1]
    assert await find(database, text="(noch)") == [1]
    for pattern in (".*", "8?15", "^Die", "[a-z]+", "(a+)+$", "$ne", "\\"):
        assert await find(database, text=pattern) == [], pattern


async def test_a_value_is_never_an_operator(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1))
    assert await find(database, outlet={"$ne": None}) == []
    assert await find(database, language={"$exists": True}) == []


async def test_only_the_fields_that_were_asked_for_come(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1))
    [document] = [document async for document in database.articles.find(ArticleQuery(fields=("url", "title")))]
    assert document.keys() == {"_id", "url", "title", "cursor", "published_at", "first_seen_at"}
