"""How much a database holds."""

from collections.abc import Callable
from datetime import timedelta

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.upkeep.statistics import OutletCount, read_statistics

Make = Callable[..., Article]


def ignore(name: str, count: int) -> None:
    """No progress is shown."""


async def test_outlets_and_languages_are_counted_with_their_first_and_last(
    database: Database, make_article: Make
) -> None:
    first = make_article(1)
    assert first.published_at
    later = first.published_at + timedelta(days=2)
    await database.articles.save(first)
    await database.articles.save(make_article(2, published_at=later))
    await database.articles.save(make_article(3, outlet="fr_other", language="fr", published_at=None))
    found = await read_statistics(database.documents, ignore)
    assert (found.schema_version, found.cursor) == (SCHEMA_VERSION, 3)
    assert found.outlets == (
        OutletCount("de_elbkurier", "de", 2, first.published_at, later),
        OutletCount("fr_other", "fr", 1, None, None),
    )
    articles = found.collections["articles"]
    assert articles.documents == 3
    assert articles.bytes > 1000


async def test_an_empty_database_has_nothing(database: Database) -> None:
    found = await read_statistics(database.documents, ignore)
    assert (found.outlets, found.cursor) == ((), 0)
    assert found.collections["articles"].documents == 0
