"""Articles with one text, looked up together."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database
from newscrawler.storage.faults import Patience
from newscrawler.storage.writing import copy_groups
from newscrawler.storage.writing.copy_groups import CopyGroups

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


Asked = list[tuple[str, str]]


async def store(database: Database, make_article: Make, texts: list[str]) -> Asked:
    """Articles with these texts; gives the ``_id`` and ``content_hash`` of each."""
    for number, text in enumerate(texts):
        await database.articles.save(make_article(number, text=text))
    documents = database.documents.articles
    return [(document["_id"], document["content_hash"]) async for document in documents.find().sort("cursor")]


async def sizes(groups: CopyGroups, asked: Asked) -> list[int]:
    return [len(group) for group in await asyncio.gather(*(groups.group(*one) for one in asked))]


@pytest.mark.parametrize("most_found", [copy_groups._MOST_FOUND, 3])
async def test_who_asks_together_is_answered_by_one_look_up(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, most_found: int
) -> None:
    monkeypatch.setattr(copy_groups, "_MOST_FOUND", most_found)
    stored = await store(database, make_article, ["Ferry.", "Bridge.", "Ferry.", "Tunnel."])
    groups = CopyGroups(database.documents, Patience(5))
    looked_up: list[dict[str, str]] = []
    read = groups._read

    async def note(asked: dict[str, str]) -> copy_groups.Groups:
        looked_up.append(asked)
        return await read(asked)

    monkeypatch.setattr(groups, "_read", note)
    assert await sizes(groups, [*stored, ("gone", "unknown")]) == [2, 1, 2, 1, 0]
    assert looked_up == [dict([*stored, ("gone", "unknown")])]
    assert await sizes(groups, stored[:1]) == [2]


async def test_one_who_is_cancelled_leaves_the_others_their_answer(database: Database, make_article: Make) -> None:
    stored = await store(database, make_article, ["Ferry.", "Bridge."])
    groups = CopyGroups(database.documents, Patience(5))
    first, second = (asyncio.ensure_future(groups.group(*one)) for one in stored)
    await asyncio.sleep(0)
    first.cancel()
    assert len(await second) == 1


async def test_the_latest_of_very_many_copies_is_marked_too(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.writing.copy_marking.MAX_MARKS", 3)
    monkeypatch.setattr(copy_groups, "MAX_MARKS", 3)
    firsts = []
    for number in range(6):
        article = make_article(number, text="Ferry.", fetched_at=NOON + timedelta(minutes=number))
        saved = await database.articles.save(article)
        assert article.fingerprint
        firsts.append(await database.articles.mark_copies(saved.id, article.fingerprint.content_hash))
    documents = await database.documents.articles.find().sort("first_seen_at").to_list()
    first = documents[0]["_id"]
    assert firsts == [None, *[first] * 5]
    assert [document.get("duplicate_of") for document in documents] == firsts
    assert len({document["cluster"] for document in documents}) == 1
