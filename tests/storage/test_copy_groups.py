"""Articles with one text, looked up together."""

import asyncio
from collections.abc import Callable

import pytest

from newscrawler.model.article import Article
from newscrawler.storage import copy_groups
from newscrawler.storage.connection import Database
from newscrawler.storage.copy_groups import CopyGroups
from newscrawler.storage.faults import Patience

Make = Callable[..., Article]


async def store(database: Database, make_article: Make, texts: list[str]) -> list[str]:
    """Articles with these texts; gives the ``content_hash`` of each."""
    for number, text in enumerate(texts):
        await database.articles.save(make_article(number, text=text))
    documents = database.documents.articles
    return [document["content_hash"] async for document in documents.find().sort("cursor")]


async def sizes(groups: CopyGroups, hashes: list[str]) -> list[int]:
    return [len(group) for group in await asyncio.gather(*map(groups.group, hashes))]


@pytest.mark.parametrize("most_found", [copy_groups._MOST_FOUND, 3])
async def test_who_asks_together_is_answered_by_one_look_up(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, most_found: int
) -> None:
    monkeypatch.setattr(copy_groups, "_MOST_FOUND", most_found)
    hashes = await store(database, make_article, ["Ferry.", "Bridge.", "Ferry.", "Tunnel."])
    groups = CopyGroups(database.documents, Patience(5))
    asked: list[set[str]] = []
    read = groups._read

    async def counted(texts: set[str]) -> copy_groups.Groups:
        asked.append(texts)
        return await read(texts)

    monkeypatch.setattr(groups, "_read", counted)
    assert await sizes(groups, [*hashes, "unknown"]) == [2, 1, 2, 1, 0]
    assert asked == [{*hashes, "unknown"}]
    assert await sizes(groups, hashes[:1]) == [2]


async def test_one_who_is_cancelled_leaves_the_others_their_answer(database: Database, make_article: Make) -> None:
    hashes = await store(database, make_article, ["Ferry.", "Bridge."])
    groups = CopyGroups(database.documents, Patience(5))
    first, second = (asyncio.ensure_future(groups.group(one)) for one in hashes)
    await asyncio.sleep(0)
    first.cancel()
    assert len(await second) == 1
