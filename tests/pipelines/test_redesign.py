"""What a crawl knows of where its outlet's pages have the story, and how a redesign is told."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import Outlet
from newscrawler.model.page_layout import LayoutChange
from newscrawler.outlet_memory import crawl
from newscrawler.outlet_memory.learning import Learned
from newscrawler.pipelines.furniture import FurniturePipeline

CHANGE = LayoutChange(
    name="div.story-body",
    articles=14,
    of_articles=15,
    since=datetime(2026, 2, 22, tzinfo=UTC),
    name_before="div.text",
    articles_before=290,
    of_articles_before=300,
    example="a" * 24,
)
ELBKURIER, OTHER = Outlet(id="de_elbkurier", name="Elbkurier"), Outlet(id="de_other", name="Other")


class Database:
    """As much of a shared database as is touched where learning is replaced."""

    is_open, is_away = True, False
    furniture = SimpleNamespace(not_asked_before={})

    @property
    def opened(self) -> "Database":
        """Itself."""
        return self

    async def get(self) -> "Database":
        """Itself."""
        return self

    async def release(self) -> None:
        """Nothing to leave."""


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FurniturePipeline:
    """The step of a crawl of the Elbkurier, whose redesign is noticed at the second learning."""
    changes = iter([None, CHANGE, None])

    async def learn(_: object, outlet_id: str) -> Learned:
        return Learned(Furniture(outlet_id, 300), redesign=next(changes))

    monkeypatch.setattr(crawl, "learn_furniture", learn)
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    settings.set("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    spider = SimpleNamespace(memory=None)
    crawler = SimpleNamespace(
        settings=settings,
        stats=MemoryStatsCollector(SimpleNamespace(settings=settings)),
        spider=spider,
        spidercls=SimpleNamespace(name="de_elbkurier", outlet=ELBKURIER),
        _engine=None,
    )
    return FurniturePipeline(Database(), lambda _: ELBKURIER, crawler)


def test_the_spider_is_given_the_memory(step: FurniturePipeline) -> None:
    step.open_spider()
    assert step.crawler.spider.memory is step.memory


async def test_a_redesign_is_a_warning_of_the_run_that_noticed_it(step: FurniturePipeline) -> None:
    for expected in (0, 1, 1):
        await step.memory._learn(ELBKURIER)
        warnings = step.crawler.stats.get_value("run/warnings", ())
        assert len(warnings) == expected
    assert warnings[0].startswith("The layout changed on 22 Feb")


async def test_the_redesign_of_an_outlet_in_an_archive_is_no_warning(step: FurniturePipeline) -> None:
    for _ in range(2):
        await step.memory._learn(OTHER)
    assert step.crawler.stats.get_value("run/warnings") is None
