"""Who is to be compared with a new text, looked up in the transaction that stores it."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson.int64 import Int64

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR
from newscrawler.model.article import Article
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.writing import placing

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def with_anchors(make: Make, number: int, *anchors: int, text: str = "", **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
    """An article with a text of its own and these anchors, fetched in the minute of its number."""
    values = {"text": text or f"Text {number}.", "fetched_at": NOON + timedelta(minutes=number)} | fields
    article = make(number, **values)
    assert article.fingerprint
    return replace(article, fingerprint=Fingerprint(article.fingerprint.content_hash, anchors))


def id_of(make: Make, number: int) -> str:
    return article_id(make(number).url)


async def read(database: Database, article: Article) -> dict[str, Any]:
    document = await database.articles.get(article.url)
    assert document
    return document


async def test_an_article_holds_the_anchors_that_lead_to_it_and_whom_it_is_to_be_compared_with(
    database: Database, make_article: Make
) -> None:
    articles = [with_anchors(make_article, number, 1, 2, 3, 10 + number) for number in range(3)]
    saved = [await database.articles.save(article) for article in articles]
    assert [one.to_compare for one in saved] == [(), (saved[0].id,), (saved[1].id, saved[0].id)]
    documents = [await read(database, article) for article in articles]
    assert [document["fingerprint"] for document in documents] == [[1, 2, 3, 10], [1, 2, 3, 11], [12]]
    assert all(isinstance(anchor, Int64) for document in documents for anchor in document["fingerprint"])
    assert [tuple(document.get("to_compare", ())) for document in documents] == [one.to_compare for one in saved]
    assert "fingerprint" not in await read_after(database, with_anchors(make_article, 3, 1, 2, 3))


async def read_after(database: Database, article: Article) -> dict[str, Any]:
    await database.articles.save(article)
    return await read(database, article)


async def test_articles_of_one_batch_see_each_other_in_their_order(database: Database, make_article: Make) -> None:
    articles = [with_anchors(make_article, number, 1, 2) for number in range(40)]
    saved = await asyncio.gather(*map(database.articles.save, articles))
    await assert_each_later_one_knows_an_earlier_one(database, [one.id for one in saved])


async def assert_each_later_one_knows_an_earlier_one(database: Database, ids: list[str]) -> None:
    found = database.documents["articles"].find({"_id": {"$in": ids}}).sort("cursor")
    first, *later = await found.to_list()
    assert len(later) == len(ids) - 1
    assert "to_compare" not in first
    before = {first["_id"]}
    for one in later:
        assert set(one["to_compare"]) <= before
        assert one["to_compare"]
        before.add(one["_id"])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("by", ["anchors", "text"])
async def test_of_writers_with_one_story_at_once_the_later_ones_know_an_earlier_one(
    mongo_uri: str, tmp_path: Path, make_article: Make, seed: int, by: str
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a schedule
    databases = [await open_database(mongo_uri, tmp_path) for _ in range(4)]
    stories: dict[int, list[str]] = {}

    async def save(story: int, paper: int, database: Database) -> None:
        await asyncio.sleep(chance.random() * 0.05)
        number = 100 * story + paper
        fetched_at = NOON + timedelta(minutes=chance.randrange(100))  # not in the order in which they are stored
        article = (
            with_anchors(make_article, number, story, -story - 1, fetched_at=fetched_at)
            if by == "anchors"
            else with_anchors(make_article, number, text=f"Brief {story}.", title="Brief", fetched_at=fetched_at)
        )
        stories.setdefault(story, []).append((await database.articles.save(article)).id)

    writers = [(story, paper, database) for story in range(12) for paper, database in enumerate(databases)]
    chance.shuffle(writers)
    await asyncio.gather(*(save(*writer) for writer in writers))
    for ids in stories.values():
        await assert_each_later_one_knows_an_earlier_one(databases[0], ids)
    assert await most_owners(databases[0]) <= OWNERS_PER_ANCHOR
    for database in databases:
        await database.close()


async def most_owners(database: Database) -> int:
    counts: dict[int, int] = {}
    async for document in database.documents["articles"].find({}, {"fingerprint": True}):
        for anchor in document.get("fingerprint", ()):
            counts[anchor] = counts.get(anchor, 0) + 1
    return max(counts.values(), default=0)


@pytest.mark.parametrize("most", [1000, 3])
async def test_the_same_text_is_found_however_many_have_it(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(placing, "MOST_WITH_TEXTS", most)
    articles = [with_anchors(make_article, 20 - number, text="Brief.", title="Brief") for number in range(6)]
    for place, article in enumerate(articles):
        saved = await database.articles.save(article)
        assert saved.to_compare == (() if place == 0 else (article_id(articles[place - 1].url),)), "the first seen"


async def test_of_articles_of_one_instant_the_smaller_id_counts_as_the_first(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "MOST_WITH_TEXTS", 2)
    articles = [with_anchors(make_article, n, text="Brief.", title="Brief", fetched_at=NOON) for n in range(8)]
    saved = [(await database.articles.save(article)) for article in articles]
    for place, one in enumerate(saved[1:], 1):
        assert one.to_compare == (min(earlier.id for earlier in saved[:place]),)


async def test_a_changed_text_is_compared_again_and_keeps_its_links_and_anchors_until_then(
    database: Database, make_article: Make
) -> None:
    original, part = with_anchors(make_article, 1, 1, 2, 3), with_anchors(make_article, 3, 4)
    article = with_anchors(make_article, 2, 5, 6, 7)
    for one in (original, part, article):
        await database.articles.save(one)
    first, third = id_of(make_article, 1), id_of(make_article, 3)
    link = {"article": first, "kind": "edited", "likeness": 0.9, "first_seen_at": NOON}
    links = {"copy_of": link, "also_copy_of": [third], "cluster": first, "duplicate_of": first, "related": [first]}
    await database.documents["articles"].update_one({"_id": id_of(make_article, 2)}, {"$set": links})
    saved = await database.articles.save(with_anchors(make_article, 2, 7, 8, text="Another.", fetched_at=NOON))
    assert (saved.kind, saved.to_compare) == ("revised", (first, third))
    after = await read(database, article)
    assert (after["fingerprint"], after["to_compare"]) == ([5, 6, 7, 8], [first, third])
    assert {name: after[name] for name in links} == links


async def test_a_changed_text_that_resembles_nobody_any_more_is_related_to_nobody(
    database: Database, make_article: Make
) -> None:
    article = with_anchors(make_article, 1, 1, 2)
    await database.articles.save(article)
    values = {"related": ["a" * 24], "to_compare": ["a" * 24]}
    await database.documents["articles"].update_one({"_id": id_of(make_article, 1)}, {"$set": values})
    saved = await database.articles.save(with_anchors(make_article, 1, text="Another."))
    assert (saved.kind, saved.to_compare) == ("revised", ())
    after = await read(database, article)
    assert not values.keys() & after.keys()
    assert after["fingerprint"] == [1, 2]


async def test_what_is_no_new_text_takes_no_place(database: Database, make_article: Make) -> None:
    first, article = with_anchors(make_article, 1, 1, 2), with_anchors(make_article, 2, 1, 2)
    for one in (first, article):
        await database.articles.save(one)
    before = await read(database, article)
    later = replace(article, authors=(), agency="APA", fetched_at=NOON + timedelta(days=1))
    saved = await database.articles.save(later)
    assert (saved.kind, saved.to_compare) == ("revised", ())
    after = await read(database, article)
    assert [after[name] for name in ("fingerprint", "to_compare")] == [
        before[name] for name in ("fingerprint", "to_compare")
    ]
