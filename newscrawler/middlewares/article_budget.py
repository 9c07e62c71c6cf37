"""A run's budget of articles: what is listed beyond it waits for the next run, and is told."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from newscrawler.model.run import add_warning


class ArticleBudgetMiddleware:
    """Spider middleware: lets so many article requests through, in the order in which they were listed."""

    def __init__(self, budget: int, stats: StatsCollector) -> None:
        """Let ``budget`` requests through."""
        self.left = self.budget = budget
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware with the outlet's budget, or the command line's."""
        return cls(crawler.settings.getint("NEWSCRAWLER_MAX_ARTICLES"), crawler.stats)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:  # noqa: ARG002 - Scrapy's signature
        """All that the spider yields, without the article requests that are over the budget."""
        async for item_or_request in result:
            if isinstance(item_or_request, Request) and "article_link" in item_or_request.meta:
                if self.left <= 0:
                    self._tell()
                    continue
                self.left -= 1
            yield item_or_request

    def _tell(self) -> None:
        if not self.stats.get_value("discovery/over_budget"):
            message = f"the budget of {self.budget} articles for one run is used up; the others wait for the next run"
            add_warning(self.stats, message)
        self.stats.inc_value("discovery/over_budget")
