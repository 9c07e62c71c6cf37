from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector


@pytest.fixture
def crawler() -> SimpleNamespace:
    """As much of a crawler as a middleware touches; ``answers`` is what it downloads, ``asked`` what was asked for."""
    fake = SimpleNamespace(answers=[], asked=[], connected=[])

    async def download_async(request: Request) -> Response:
        fake.asked.append(request.url)
        answer = fake.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    fake.settings = Settings({"USER_AGENT": "newscrawler/1.0 (+https://a.example/)", "ROBOTSTXT_OBEY": True})
    fake.stats = MemoryStatsCollector(SimpleNamespace(settings=fake.settings))
    fake.get_spider_middleware = lambda _: None
    fake.signals = SimpleNamespace(connect=lambda *pair: fake.connected.append(pair))
    fake.slots = {"a.example": Slot(1, 1.0, 0.3)}
    downloader = SimpleNamespace(slots=fake.slots, per_slot_settings={}, get_slot_key=lambda _: "a.example")
    fake.engine = SimpleNamespace(downloader=downloader, download_async=download_async)
    return fake
