"""Hostile values and naughty texts through the store and through a developer's item: stored, and read back equal."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawler.errors import InvalidItemError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.pipelines.foreign_item import article_of_item
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_document
from newscrawler.storage.documents.document_size import CUT_WARNING
from newscrawler.storage.writing.jobs import SaveArticle

HOSTILE = Path(__file__).parents[4] / "shared" / "corpus" / "hostile"
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the corpus of hostile values is not beside this project")
Make = Callable[..., Article]


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HOSTILE / name).read_text(encoding="utf-8").splitlines()]


async def test_every_hostile_value_is_stored_in_an_article_and_read_back_as_cleaned(
    database: Database, make_article: Make
) -> None:
    values = {row["id"]: eval(row["python"], {"time": time}) for row in lines_of("bson_values.jsonl")}  # noqa: S307 - our own
    small = {name: value for name, value in values.items() if name != "bson/big17m"}
    jobs = {}
    for number, (name, value) in enumerate(small.items()):
        document = article_document(make_article(number), seen_at=NOON) | {"enrichment": value}
        jobs[name] = SaveArticle(clean_for_bson(document), None, 1000)
    await asyncio.gather(*map(database._writer.submit, jobs.values()))
    for name, job in jobs.items():
        stored = await database.documents.articles.find_one({"_id": job.key})
        assert stored, name
        assert stored["enrichment"] == clean_for_bson({"enrichment": small[name]})["enrichment"], name
    assert [kept async for kept in database.quarantine.find()] == []


async def test_the_one_of_seventeen_megabytes_is_cut_and_flagged(database: Database, make_article: Make) -> None:
    (row,) = [row for row in lines_of("bson_values.jsonl") if row["id"] == "bson/big17m"]
    body = eval(row["python"], {})["body"]  # noqa: S307 - our own
    await database.articles.save(make_article(1, blocks=(Block("paragraph", body),)))
    stored = await database.documents.articles.find_one({})
    assert stored
    assert body.startswith(stored["body"])
    assert stored["warnings"] == [CUT_WARNING]


async def test_hostile_values_as_items_are_refused_by_name_and_kept_as_cleaned(database: Database) -> None:
    address = "https://www.elbkurier.example/artikel/{}"
    for number, row in enumerate(lines_of("bson_values.jsonl")):
        if row["id"] == "bson/big17m":
            continue
        item = {"title": "Ferry", "meta": eval(row["python"], {"time": time}), "url": address.format(number)}  # noqa: S307
        with pytest.raises(InvalidItemError, match="unknown field 'meta'") as refused:
            article_of_item(item, None, NOON)
        await database.quarantine.keep_item(item, "de_elbkurier", str(refused.value))
        (kept,) = [one async for one in database.quarantine.find(limit=1)]
        (whole,) = await database.quarantine.read([kept.id])
        assert (whole.kind, whole.outlet, whole.document) == ("item", "de_elbkurier", clean_for_bson(item)), row["id"]


async def test_every_naughty_text_is_stored_and_read_back_as_cleaned(database: Database, make_article: Make) -> None:
    texts = [row["text"] for row in lines_of("naughty.jsonl")]
    articles = [
        make_article(number, title=text or "none", byline=text, keywords=(text,), blocks=(Block("paragraph", text),))
        for number, text in enumerate(texts)
    ]
    saved = await asyncio.gather(*map(database.articles.save, articles))
    for text, one in zip(texts, saved, strict=True):
        stored = await database.documents.articles.find_one({"_id": one.id})
        assert stored
        expected = clean_for_bson({"text": text})["text"]
        assert (stored["title"], stored["body"], stored["keywords"]) == (expected or "none", expected, [expected])
    assert [kept async for kept in database.quarantine.find()] == []


async def test_every_naughty_text_in_an_item_becomes_an_article_that_is_stored(database: Database) -> None:
    rows = lines_of("naughty.jsonl")
    items = [
        {"url": f"https://www.elbkurier.example/{n}", "title": row["text"] or "none", "body": row["text"]}
        for n, row in enumerate(rows)
    ]
    await asyncio.gather(*(database.articles.save(article_of_item(item, None, NOON)) for item in items))
    assert await database.documents.articles.count_documents({}) == len(rows)
