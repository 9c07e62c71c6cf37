"""The step that takes furniture, on a real database; articles are handed on as Scrapy does it."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from harbour_pages import OUTLET, SLOGAN, TAIL, crawled, story
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.outlet_memory import crawl as memory
from newscrawler.outlet_memory.healing import Healed
from newscrawler.outlet_memory.learning import Learned
from newscrawler.pipelines.duplicates import DuplicatesPipeline
from newscrawler.pipelines.furniture import FurniturePipeline
from newscrawler.storage.connection import Database
from newscrawler.storage.furniture import FurnitureStore
from newscrawler.storage.shared import SharedDatabase

NOTHING = Furniture(OUTLET.id)


@pytest.fixture
def crawler() -> SimpleNamespace:
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    stats = MemoryStatsCollector(SimpleNamespace(settings=settings))
    return SimpleNamespace(
        settings=settings,
        stats=stats,
        spidercls=SimpleNamespace(name=OUTLET.id, outlet=OUTLET),
        spider=SimpleNamespace(memory=None),
        engine=SimpleNamespace(running=True),
        _engine=object(),
    )


@pytest.fixture
def shared(mongo_uri: str, tmp_path: Path) -> SharedDatabase:
    return SharedDatabase(mongo_uri, tmp_path)


def step_of(shared: SharedDatabase, crawler: SimpleNamespace, outlet: Outlet = OUTLET) -> FurniturePipeline:
    played: Any = crawler
    return FurniturePipeline(shared, lambda _: outlet, played)


async def crawl(step: FurniturePipeline, database: Database, numbers: Iterable[int]) -> list[Article]:
    """The articles as they were stored."""
    stored = []
    for number in numbers:
        article = await step.process_item(crawled(number, NOTHING))
        article = await DuplicatesPipeline().process_item(article)
        await database.articles.save(article)
        await step.item_scraped(article)
        stored.append(article)
    return stored


async def test_furniture_goes_as_soon_as_it_is_known_and_earlier_articles_are_healed_at_the_end(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    step = step_of(shared, crawler)
    stored = await crawl(step, database, range(30))
    lengths = [len(article.blocks) for article in stored]
    assert lengths[:9] == [5] * 9
    assert lengths[20:] == [3] * 10
    cleaned = lengths.count(3)
    await step.close_spider()
    stats = crawler.stats
    assert stats.get_value("boilerplate/furniture") == 2 * cleaned
    assert stats.get_value("furniture/cleaned") == cleaned
    assert (stats.get_value("furniture/healed"), stats.get_value("furniture/unhealed")) == (30 - cleaned, 0)
    bodies = [document["body"] async for document in database.documents.articles.find({})]
    assert not [body for body in bodies if SLOGAN in body or TAIL in body]
    assert "\n\n".join(story(2)) in bodies


async def test_the_next_crawl_knows_from_its_first_article(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    await crawl(step_of(shared, crawler), database, range(30))
    later = await crawl(step_of(shared, crawler), database, [31])
    assert [removed.evidence[:14] for removed in later[0].removed] == ["in 25 of 25 ar"] * 2


async def test_an_article_that_a_later_step_refuses_is_not_counted(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    step = step_of(shared, crawler)
    for number in range(30):
        await step.process_item(crawled(number, NOTHING))
    await step.close_spider()
    assert (await database.furniture.known(OUTLET.id)).articles == 0


async def test_healing_is_bounded_told_and_goes_on_in_a_crawl_that_finds_nothing_new(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    for number in range(30):
        await database.articles.save(crawled(number, NOTHING))
    for left in (20, 10, 0):
        crawler.settings.set("NEWSCRAWLER_MAX_HEALED", 10)
        crawler.stats.clear_stats()
        holder = SharedDatabase(*_address(shared))
        step = step_of(holder, crawler)
        await step.database.get()
        await step.close_spider()
        healed = [crawler.stats.get_value(f"furniture/{name}") for name in ("healed", "unhealed")]
        assert healed == [10, left]


async def test_crawls_of_one_program_that_store_nothing_ask_once_whether_there_is_something_to_learn(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    is_behind = FurnitureStore.is_behind

    async def counted(store: FurnitureStore, outlet: str) -> bool:
        asked.append(outlet)
        return await is_behind(store, outlet)

    monkeypatch.setattr(FurnitureStore, "is_behind", counted)
    await shared.get()  # the program's own share, so that the database stays open
    for articles, questions in ((0, 1), (0, 1), (6, 1), (0, 2), (0, 2)):
        step = step_of(SharedDatabase(*_address(shared)), crawler)
        await step.database.get()
        await crawl(step, database, range(articles))
        await step.close_spider()
        assert len(asked) == questions


async def test_a_crawl_that_is_told_to_end_leaves_healing_to_the_next(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    step = step_of(shared, crawler)
    await crawl(step, database, range(14))
    crawler.engine.running = False
    await step.close_spider()
    assert crawler.stats.get_value("furniture/healed") is None
    assert await database.furniture.is_behind(OUTLET.id)


async def test_what_the_outlets_file_says_is_obeyed(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace
) -> None:
    wishes = Outlet(OUTLET.id, OUTLET.name, boilerplate=BoilerplateRules(keep=("river tells",)))
    step = step_of(shared, crawler, wishes)
    await crawl(step, database, range(30))
    await step.close_spider()
    bodies = [document["body"] async for document in database.documents.articles.find({})]
    assert [SLOGAN in body and TAIL not in body for body in bodies] == [True] * 30
    assert crawler.stats.get_value("furniture/unhealed") == 0


class AwayDatabase:
    is_open, opened = False, None

    async def get(self) -> Database:
        raise StorageUnavailableError("no answer")

    async def release(self) -> None:
        """Nothing."""


async def test_without_a_database_articles_pass_as_they_are(
    crawler: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    away: Any = AwayDatabase()
    step = step_of(away, crawler)
    article = crawled(1, NOTHING)
    assert (await step.process_item(article)).blocks == article.blocks
    assert "The furniture of de_elbkurier is not known" in caplog.text
    await step.close_spider()


class OftenAway:
    """A share of a database that is there, or away; ``asked`` counts what is asked of it."""

    def __init__(self, database: Database) -> None:
        self.database, self.is_away, self.is_open, self.asked = database, False, True, 0

    @property
    def opened(self) -> SimpleNamespace:
        return SimpleNamespace(is_away=self.is_away)

    async def get(self) -> Database:
        self.asked += 1
        return self.database

    async def release(self) -> None:
        """Nothing."""


async def test_no_article_waits_for_a_database_that_is_away_and_nothing_is_learned_meanwhile(
    database: Database, crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    share: Any = OftenAway(database)
    step = step_of(share, crawler)
    answered = asyncio.Event()
    load = memory.load_furniture

    async def load_later(*asked: Any) -> Furniture:  # noqa: ANN401 - of load_furniture
        await answered.wait()
        return await load(*asked)

    monkeypatch.setattr(memory, "load_furniture", load_later)
    share.is_away = True
    async with asyncio.timeout(10):
        stored = await crawl(step, database, range(12))
    assert [len(article.blocks) for article in stored] == [5] * 12
    assert await database.documents.block_counts.count_documents({}) == 0
    asked = share.asked
    await step.close_spider()
    assert share.asked == asked
    share.is_away = False
    answered.set()
    await crawl(step, database, [12])
    assert await database.documents.block_counts.count_documents({}) == 1


async def test_learning_that_fails_is_not_tried_again_at_every_article(
    database: Database, shared: SharedDatabase, crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    async def fail(_: object, outlet_id: str) -> None:
        tried.append(outlet_id)
        raise StorageError("refused")

    monkeypatch.setattr(memory, "learn_furniture", fail)
    step = step_of(shared, crawler)
    await crawl(step, database, range(20))
    assert tried == [OUTLET.id]
    await step.close_spider()


async def test_what_was_healed_at_one_outlet_is_counted_though_the_next_one_fails(
    shared: SharedDatabase, crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(OUTLET, id="de_other")

    async def learn(_: object, outlet_id: str) -> Learned:
        if outlet_id == other.id:
            raise StorageUnavailableError("no answer")
        return Learned(Furniture(outlet_id, 9), to_clean=("0" * 24,))

    async def heal(*_: object, **__: object) -> Healed:
        return Healed(articles=7)

    await shared.get()
    step = step_of(shared, crawler)
    for outlet, count in ((OUTLET, 3), (other, 2)):
        for _ in range(count):
            await step.memory.note_stored(outlet)
    monkeypatch.setattr(memory, "learn_furniture", learn)
    monkeypatch.setattr(memory, "heal", heal)
    await step.close_spider()
    assert crawler.stats.get_value("furniture/healed") == 7


def _address(shared: SharedDatabase) -> tuple[str | None, Path]:
    place = shared._place
    return place.uri, place.data_dir
