from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.model.outlet import Outlet
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.outlet import OutletSpider


@pytest.fixture
def crawler(tmp_path: Path) -> SimpleNamespace:
    """As much of a crawler as a spider touches; pages are read in this process."""
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    settings.set("NEWSCRAWLER_WORKERS", 0)
    settings.set("NEWSCRAWLER_OUTLETS", [])
    settings.set("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    signals = SimpleNamespace(connect=lambda *_: None)
    stats = MemoryStatsCollector(SimpleNamespace(settings=settings))
    return SimpleNamespace(settings=settings, signals=signals, stats=stats, spidercls=None)


@pytest.fixture
def spider_of(crawler: SimpleNamespace) -> Callable[..., OutletSpider]:
    """The spider of an outlet in that crawler."""

    def make(**facts: object) -> OutletSpider:
        facts = {"home": "https://www.elbkurier.example/"} | facts
        return outlet_spider(Outlet(id="de_elbkurier", name="Elbkurier", **facts)).from_crawler(crawler)

    return make
