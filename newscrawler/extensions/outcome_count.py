"""What became of every page of a crawl that stores nothing, as counts: `OutcomeRecord` without a database."""

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawler.model.outcome import OutcomeKind


class OutcomeCount:
    """Counts articles that went the whole way, and by reason those that a pipeline refused."""

    def __init__(self, stats: StatsCollector) -> None:
        """Count into ``stats``."""
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for what came to the end of the road or left it."""
        count = cls(crawler.stats)
        crawler.signals.connect(count.item_scraped, signals.item_scraped)
        crawler.signals.connect(count.item_dropped, signals.item_dropped)
        crawler.signals.connect(count.item_error, signals.item_error)
        return count

    def item_scraped(self) -> None:
        """One more article."""
        self.stats.inc_value("archive/read")

    def item_dropped(self, exception: Any) -> None:  # noqa: ANN401 - whatever a pipeline raises
        """One more of its reason."""
        self.stats.inc_value(f"dropped/{getattr(exception, 'kind', OutcomeKind.INVALID_ITEM)}")

    def item_error(self) -> None:
        """One more that broke a pipeline: a bug of ours."""
        self.stats.inc_value(f"dropped/{OutcomeKind.EXTRACTION_FAILED}")
