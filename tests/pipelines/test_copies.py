"""The last step: the article compared with those that may have the same text."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.pipelines.copies import CopiesPipeline
from newscrawler.pipelines.storage import StoredArticle
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase

STORY = (
    "The harbour authority closed the northern lock on Tuesday after divers found a crack in one of its two gates.",
    "Eleven freighters wait at anchor off the estuary, and the next ones are sent to the southern docks instead.",
    "A spokeswoman said that welding would take nine days at least, provided that the wind keeps below force six.",
)


def story(number: int, *paragraphs: str) -> Article:
    article = Article(
        url=f"https://www.elbkurier.example/artikel/{number}",
        outlet="de_elbkurier",
        title="Lock closed",
        blocks=tuple(Block("paragraph", text) for text in paragraphs or STORY),
        fetched_at=datetime(2026, 3, 5, 12, number, tzinfo=UTC),
    )
    return replace(article, fingerprint=fingerprint_article(article))


@pytest.fixture
def step(mongo_uri: str, tmp_path: Path) -> CopiesPipeline:
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    crawler: Any = SimpleNamespace(
        settings=settings,
        stats=MemoryStatsCollector(SimpleNamespace(settings=settings)),  # type: ignore[arg-type]
    )
    return CopiesPipeline(SharedDatabase(mongo_uri, tmp_path), crawler)


async def hand_over(step: CopiesPipeline, article: Article) -> Article:
    database = await step.database.get()
    return await step.process_item(StoredArticle(article, await database.articles.save(article)))


async def test_copies_are_counted_by_what_they_are(step: CopiesPipeline) -> None:
    for article in (story(1), story(2), story(3, *STORY[:2])):
        assert await hand_over(step, article) is article
    counts = step.crawler.stats.get_stats()
    assert counts == {"copies/found": 2, "copies/same": 1, "copies/excerpt": 1}
    await step.close_spider()


async def test_comparing_that_fails_costs_the_article_nothing(
    step: CopiesPipeline, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise StorageError("no")

    await hand_over(step, story(1))
    database = await step.database.get()
    monkeypatch.setattr(database.sameness, "judge", fail)
    article = story(2)
    assert await hand_over(step, article) is article
    assert "was not compared with others; it will be later: no" in caplog.text
    await step.close_spider()


async def test_the_end_of_a_crawl_compares_what_a_killed_one_left(step: CopiesPipeline, database: Database) -> None:
    for number in (1, 2):
        await database.articles.save(story(number))
    await step.database.get()
    await step.close_spider()
    assert await database.documents["articles"].count_documents({"cluster": {"$gt": ""}}) == 2


async def test_a_crawl_that_never_opened_the_database_asks_it_nothing(step: CopiesPipeline) -> None:
    await step.close_spider()
    assert not step.database.is_open
