"""A run's budget of articles: what is listed beyond it waits for the next run, and is told."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from newscrawler.model.run import add_warning
from newscrawler.urls import url_key


class ArticleBudgetMiddleware:
    """Spider middleware: lets so many article requests through, in the order in which they were listed."""

    def __init__(self, budget: int, stats: StatsCollector, leave_over: Callable[[str], object] = bool) -> None:
        """Let ``budget`` requests through; tell ``leave_over`` the keys of the others."""
        self.left = self.budget = budget
        self.stats = stats
        self.leave_over = leave_over
        self._is_told = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware with the outlet's budget, or the command line's."""
        incremental = getattr(crawler.spider, "incremental", None)
        told = (incremental.account.leave_over,) if incremental is not None else ()
        return cls(crawler.settings.getint("NEWSCRAWLER_MAX_ARTICLES"), crawler.stats, *told)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:  # noqa: ARG002 - Scrapy's signature
        """All that the spider yields, without the article requests that are over the budget."""
        async for item_or_request in result:
            if _is_for_new_article(item_or_request):
                if self.left <= 0:
                    self._tell()
                    self.leave_over(url_key(item_or_request.meta["article_link"].url))
                    continue
                self.left -= 1
            yield item_or_request

    def _tell(self) -> None:
        if not self._is_told:  # the statistic counts second looks, too
            self._is_told = True
            message = f"the budget of {self.budget} articles for one run is used up; the others wait for the next run"
            add_warning(self.stats, message)
        self.stats.inc_value("discovery/over_budget")


def _is_for_new_article(thing: object) -> bool:
    """Is it a request for an article that is not stored? Second looks at others have a budget of their own."""
    return isinstance(thing, Request) and "article_link" in thing.meta and "visit" not in thing.meta
