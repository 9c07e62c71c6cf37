"""Articles whose text is old lose their anchors."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.article import Article
from newscrawler.storage import sameness_window
from newscrawler.storage.connection import Database
from newscrawler.storage.sameness_window import SamenessWindow

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


async def fill(database: Database, make: Make, ages: list[int]) -> list[str]:
    """An article with anchors for each of the ages, in days, in the order of their cursor; their ids."""
    saved = [
        await database.articles.save(make(number, text=f"Text {number}.", fetched_at=NOON - timedelta(days=age)))
        for number, age in enumerate(ages)
    ]
    for number, one in enumerate(saved):
        update = {"$set": {"fingerprint": [number]}}
        await database.documents["articles"].update_one({"_id": one.id}, update)
    return [one.id for one in saved]


async def with_anchors(database: Database, ids: list[str]) -> list[int]:
    """The places of those that have anchors."""
    found = database.documents["articles"].find({"fingerprint": {"$exists": True}}, {"_id": True})
    there = {document["_id"] async for document in found}
    return [place for place, key in enumerate(ids) if key in there]


def window_of(database: Database, *, hours: float = 0) -> SamenessWindow:
    return SamenessWindow(database._client, database.documents, now=lambda: NOON + timedelta(hours=hours))


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_old_articles_lose_their_anchors_and_nothing_else(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(sameness_window, "SLICE", size)
    ids = await fill(database, make_article, [100, 99, 98, 97, 95, 50, 20, 0])
    before = [await database.articles.get(key) or {} for key in ids]
    assert await window_of(database).age(90) == 5
    assert await with_anchors(database, ids) == [5, 6, 7]
    for document in before[:5]:
        del document["fingerprint"]
    assert [await database.articles.get(key) for key in ids] == before


async def test_it_goes_on_where_it_stopped_and_rests_for_an_hour(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sameness_window, "SLICE", 2)
    monkeypatch.setattr(sameness_window, "MOST_SLICES", 1)
    ids = await fill(database, make_article, [100, 99, 98, 89, 88, 0])
    assert [await window_of(database).age(90) for _ in range(3)] == [2, 1, 0]
    later = window_of(database, hours=36)
    assert await window_of(database, hours=0.9).age(1) == 0, "it was looked at just now"
    assert await later.age(90) == 1
    assert await with_anchors(database, ids) == [4, 5]


async def test_a_text_that_changed_is_news_again(database: Database, make_article: Make) -> None:
    ids = await fill(database, make_article, [100, 99])
    await database.articles.save(make_article(0, text="Changed.", fetched_at=NOON))
    assert await window_of(database).age(90) == 1
    assert await with_anchors(database, ids) == [0]


async def test_for_ever_is_for_ever(database: Database, make_article: Make) -> None:
    ids = await fill(database, make_article, [3000])
    assert await window_of(database).age(0) == 0
    assert await with_anchors(database, ids) == [0]
    assert sameness_window.window_from(0, NOON) is None
    assert sameness_window.window_from(1.5, NOON) == NOON - timedelta(hours=36)


async def test_begun_anew_it_comes_to_what_is_behind_it(database: Database, make_article: Make) -> None:
    ids = await fill(database, make_article, [100, 99])
    assert await window_of(database).age(90) == 2
    await database.documents["articles"].update_one({"_id": ids[0]}, {"$set": {"fingerprint": [5]}})
    await window_of(database).begin_anew()
    assert await window_of(database).age(90) == 1


async def test_an_empty_database_has_nothing_old(database: Database) -> None:
    assert await window_of(database).age(90) == 0


@pytest.mark.parametrize("days", [800_000, 1e15])
async def test_a_window_longer_than_time_is_for_ever(database: Database, make_article: Make, days: float) -> None:
    ids = await fill(database, make_article, [3000])
    assert await window_of(database).age(days) == 0
    assert await with_anchors(database, ids) == [0]


async def test_a_clock_that_was_ahead_once_stops_nothing(database: Database, make_article: Make) -> None:
    assert await window_of(database, hours=24 * 365).age(90) == 0
    ids = await fill(database, make_article, [300, 200, 0])
    assert await window_of(database).age(90) == 2
    assert await with_anchors(database, ids) == [2]


@pytest.mark.parametrize("size", [1, 2, 1000])
async def test_an_article_from_the_future_keeps_none_behind_it_from_ageing(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(sameness_window, "SLICE", size)
    ids = await fill(database, make_article, [100, -400, 99, 98, -400])
    for hours in (0, 2, 4):
        await window_of(database, hours=hours).age(90)
    # A slice of one number is nothing but that article: whether it is the clock of ours that is wrong, nothing tells.
    assert await with_anchors(database, ids) == ([1, 2, 3, 4] if size == 1 else [4])


async def test_one_that_the_server_refuses_is_passed_over_and_told(
    database: Database, make_article: Make, caplog: pytest.LogCaptureFixture
) -> None:
    ids = await fill(database, make_article, [100, 99, 98, 0])
    await spoil(database, ids[1])
    assert await window_of(database).age(90) == 2
    assert await with_anchors(database, ids) == [1, 3]
    assert f"Article {ids[1]} is passed over" in caplog.text


async def spoil(database: Database, key: str) -> None:
    """Have an article be as no article may be, as another program may have written it."""
    update = {"q": {"_id": key}, "u": {"$set": {"word_count": "many"}}}
    await database.documents.command({"update": "articles", "updates": [update], "bypassDocumentValidation": True})
