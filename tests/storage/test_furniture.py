import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import encode

from newscrawler.model.article import Article
from newscrawler.model.furniture import RepeatedBlock, Sighting, StoredSighting
from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.documents.furniture_documents import MAX_BLOCKS, MAX_TEXT, KnownBlocks
from newscrawler.storage.furniture import Judgement, ReadArticles

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def sighting(number: int = 1) -> Sighting:
    return Sighting(bytes([number]) * 18, (number, -(2**63), 2**63 - 1, 0), "body > div.story", "json_ld")


def repeated(number: int, articles: int = 5, **fields: Any) -> RepeatedBlock:  # noqa: ANN401 - any field
    values = {"text": f"Block {number}", "reason": f"in {articles} articles"} | fields
    return RepeatedBlock(
        number,
        is_template=False,
        articles=articles,
        of_articles=10,
        place="tail",
        first_seen=NOON,
        last_seen=NOON,
        **values,
    )


class Counting:
    """A judge for whom every sighting is an article and every first byte a repeated block."""

    def __init__(self, to_clean: Sequence[str] = ()) -> None:
        self.to_clean = to_clean
        self.asked: list[list[str]] = []

    async def __call__(
        self,
        sightings: Sequence[StoredSighting],
        known: KnownBlocks,  # noqa: ARG002 - a judge is given it
        read_articles: ReadArticles,  # noqa: ARG002 - and this
    ) -> Judgement:
        self.asked.append([one.article for one in sightings])
        counts = {byte: 0 for one in sightings for byte in one.sighting.blocks[:1]}
        for one in sightings:
            counts[one.sighting.blocks[0]] += 1
        return Judgement(len(sightings), [repeated(byte, count) for byte, count in counts.items()], self.to_clean)


async def test_a_sighting_is_stored_with_its_article_and_counts_once(database: Database, make_article: Make) -> None:
    for _ in range(2):
        saved = await database.articles.save(make_article(sighting=sighting()))
    assert await database.furniture.sightings([saved.id, "0" * 24]) == {
        saved.id: StoredSighting(saved.id, NOON, sighting())
    }
    judge = Counting()
    judgement = await database.furniture.learn("de_elbkurier", judge, newest=400)
    assert (judgement.articles, judge.asked) == (1, [[saved.id]])
    known = await database.furniture.known("de_elbkurier")
    assert (known.articles, known.blocks, known.left) == (1, (repeated(1, 1),), 0)
    assert known.furniture == known.blocks


async def test_nothing_is_known_of_an_outlet_that_was_never_met(database: Database) -> None:
    known = await database.furniture.known("de_elbkurier")
    assert (known.articles, known.blocks, known.learned_at) == (0, (), None)


async def test_two_learners_at_once_count_as_one_after_the_other(database: Database, make_article: Make) -> None:
    for number in range(1, 8):
        await database.articles.save(make_article(number, sighting=sighting(number % 2 + 1)))
    learners = [database.furniture.learn("de_elbkurier", Counting(), newest=400) for _ in range(5)]
    assert {one.articles for one in await asyncio.gather(*learners)} == {7}
    document = await database.documents.block_counts.find_one({"_id": "de_elbkurier"})
    assert document
    assert (document["round"], document["articles"]) == (5, 7)


LAYOUT = Layout(
    articles=315,
    container=LearnedContainer("div.story-body", 15, 15),
    containers={"div.text": 290, "div.story-body": 15, "main > ol.entries": 10},
    title_sources={"page": 310, "og": 5},
    change=LayoutChange("div.story-body", 15, 15, NOON, "div.text", 290, 300, "a" * 24),
)


class Seeing:
    """A judge who sees one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    async def __call__(
        self,
        sightings: Sequence[StoredSighting],
        known: KnownBlocks,  # noqa: ARG002 - a judge is given it
        read_articles: ReadArticles,  # noqa: ARG002 - and this
    ) -> Judgement:
        return Judgement(len(sightings), layout=self.layout)


async def test_a_layout_is_kept_and_its_redesign_noticed_by_one_learner(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(sighting=sighting()))
    learners = [database.furniture.learn("de_elbkurier", Seeing(LAYOUT), newest=400) for _ in range(4)]
    noticed = [judgement.noticed for judgement in await asyncio.gather(*learners)]
    assert sorted(change is not None for change in noticed) == [False, False, False, True]
    assert (await database.furniture.known("de_elbkurier")).layout == LAYOUT


async def test_a_redesign_stays_noted_until_there_is_another(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(sighting=sighting()))

    async def learn(layout: Layout) -> Judgement:
        return await database.furniture.learn("de_elbkurier", Seeing(layout), newest=400)

    assert (await learn(replace(LAYOUT, change=None))).noticed is None
    assert (await learn(LAYOUT)).noticed == LAYOUT.change
    aged = await learn(replace(LAYOUT, change=None))
    assert (aged.noticed, aged.layout.change) == (None, LAYOUT.change)
    assert LAYOUT.change is not None
    back = replace(LAYOUT.change, name="div.text", name_before="div.story-body")
    assert (await learn(replace(LAYOUT, change=back))).noticed == back


async def test_a_memory_is_bounded_and_keeps_furniture_before_the_rest(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(sighting=sighting()))
    others = [repeated(number, reason="", doubt="too few") for number in range(1, 400)]
    furniture = [repeated(number, text="x" * 900) for number in range(1000, 1020)]

    async def judge(*_: object) -> Judgement:
        return Judgement(400, [*others, *furniture])

    await database.furniture.learn("de_elbkurier", judge, newest=400)
    known = await database.furniture.known("de_elbkurier")
    assert (len(known.blocks), len(known.furniture)) == (MAX_BLOCKS, 20)
    assert {len(block.text) for block in known.furniture} == {MAX_TEXT}
    document = await database.documents.block_counts.find_one({})
    assert len(encode(document or {})) < 300_000


async def test_only_the_newest_sightings_are_kept(database: Database, make_article: Make) -> None:
    for number in range(1, 8):
        seen_at = NOON + timedelta(hours=number)
        await database.articles.save(make_article(number, sighting=sighting(number), fetched_at=seen_at))
    judge = Counting()
    await database.furniture.learn("de_elbkurier", judge, newest=3)
    newest = [article_id(make_article(number).url) for number in (5, 6, 7)]
    assert judge.asked == [newest]
    assert sorted([one["_id"] async for one in database.documents.sightings.find({})]) == sorted(newest)


async def test_a_judge_that_fails_leaves_everything_as_it_was(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(sighting=sighting()))
    await database.furniture.learn("de_elbkurier", Counting(), newest=400)
    before = await database.documents.block_counts.find_one({})

    async def broken(*_: object) -> Judgement:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await database.furniture.learn("de_elbkurier", broken, newest=400)
    assert await database.documents.block_counts.find_one({}) == before
    assert (await database.furniture.learn("de_elbkurier", Counting(), newest=400)).articles == 1


async def test_collections_that_a_newer_definition_names_are_made_at_the_next_start(
    database: Database, mongo_uri: str, make_article: Make, tmp_path: Path
) -> None:
    for name in ("sightings", "block_counts"):
        await database.documents.drop_collection(name)
    await database.documents.meta.update_one({"_id": "schema"}, {"$set": {"definition": "another one"}})
    again = await open_database(mongo_uri, tmp_path)
    assert {"sightings", "block_counts"} <= set(await again.documents.list_collection_names())
    assert (await again.articles.save(make_article(sighting=sighting()))).kind == "new"
    await again.close()
