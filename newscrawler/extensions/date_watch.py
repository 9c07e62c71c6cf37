"""Tells the operator when most of a run's articles have no date, and which setting would read it."""

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from newscrawler.extraction.date_hint import choose_hint, hint_date, missing_date_message
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import add_warning
from newscrawler.urls import mask_secrets

logger = logging.getLogger(__name__)

FEWEST_PAGES = 5  # fewer show no habit of an outlet
LOOKED_AT = 3  # pages without a date that are kept and looked through, some 50 ms each; none where dates are there


class DateWatch:
    """Counts articles with and without a date, and keeps the first few pages that have none."""

    def __init__(self, outlet: Outlet, stats: StatsCollector) -> None:
        """Watch the articles of ``outlet``."""
        self.outlet = outlet
        self.stats = stats
        self.pages = self.missing = 0
        self.dateless: list[Article] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for articles and for the end.

        Raises:
            NotConfigured: this is no crawl of one outlet.
        """
        outlet = getattr(crawler.spidercls, "outlet", None)
        if not isinstance(outlet, Outlet) or not outlet.file:
            raise NotConfigured("not a crawl of one outlet")
        watch = cls(outlet, crawler.stats)
        crawler.signals.connect(watch.item_scraped, signals.item_scraped)
        crawler.signals.connect(watch.spider_closed, signals.spider_closed)
        return watch

    def item_scraped(self, item: Any) -> None:  # noqa: ANN401 - any item
        """Count an article."""
        if not isinstance(item, Article):
            return
        self.pages += 1
        if item.published_at is None:
            self.missing += 1
            if len(self.dateless) < LOOKED_AT:
                self.dateless.append(item)

    def spider_closed(self) -> None:
        """Warn, before the run is recorded: not a coroutine, so that the record waits for it."""
        if self.pages < FEWEST_PAGES or self.missing * 2 <= self.pages:
            return
        hint = choose_hint([hint_date(article, self.outlet) for article in self.dateless])
        url = self.dateless[0].url
        message = mask_secrets(missing_date_message(self.missing, self.pages, hint, self.outlet, url))
        logger.warning(message)
        add_warning(self.stats, message)
