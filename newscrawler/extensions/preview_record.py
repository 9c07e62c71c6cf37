"""What came through the pipelines, kept in memory: a preview shows it and stores nothing."""

from datetime import UTC, datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome, OutcomeKind


class PreviewRecord:
    """Keeps every article, and an Outcome for every item that a pipeline refused: `OutcomeRecord` without a database.

    Scrapy copies settings, so what is kept goes into a list of the spider's class, ``previewed``.
    """

    def __init__(self, kept: list[Article | Outcome], outlet: str, stats: StatsCollector) -> None:
        """Keep into ``kept``, in the order of coming; what names no outlet is of ``outlet``."""
        self.kept = kept
        self.outlet = outlet
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for what went the whole way, what was refused and what a pipeline failed on.

        Raises:
            NotConfigured: the spider is not watched.
        """
        kept = getattr(crawler.spidercls, "previewed", None)
        if kept is None:
            raise NotConfigured("nobody looks at this crawl")
        record = cls(kept, crawler.spidercls.name, crawler.stats)
        crawler.signals.connect(record.item_scraped, signals.item_scraped)
        crawler.signals.connect(record.item_dropped, signals.item_dropped)
        crawler.signals.connect(record.item_error, signals.item_error)
        return record

    def item_scraped(self, item: Any) -> None:  # noqa: ANN401 - any item
        """Keep an article that would be stored."""
        if isinstance(item, Article):
            self.kept.append(item)

    def item_dropped(self, item: Any, exception: BaseException) -> None:  # noqa: ANN401 - any item
        """Keep why an item was refused."""
        kind = OutcomeKind(getattr(exception, "kind", OutcomeKind.INVALID_ITEM))
        self._keep(kind, getattr(exception, "message", str(exception)), getattr(exception, "url", None), item)

    def item_error(self, item: Any, failure: Any) -> None:  # noqa: ANN401 - any item, Twisted's failure
        """Keep that an item broke a pipeline."""
        self._keep(OutcomeKind.EXTRACTION_FAILED, f"{failure.type.__name__}: {failure.value}", None, item)

    def _keep(self, kind: OutcomeKind, message: str, url: str | None, item: Any) -> None:  # noqa: ANN401 - any item
        self.stats.inc_value(f"dropped/{kind}")
        url = url or getattr(item, "requested_url", None) or getattr(item, "url", None) or "unknown"
        self.kept.append(Outcome(self.outlet, url, kind, message[:500], datetime.now(UTC)))
