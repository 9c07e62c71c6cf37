"""The article without what is not story."""

from collections import Counter
from collections.abc import Callable
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.pipelines.outlet_of import outlet_finder


class BoilerplatePipeline:
    """Hands every article to ``boilerplate.strip_boilerplate`` and counts what each rule took."""

    def __init__(self, outlet_of: Callable[[Article], Outlet], stats: StatsCollector) -> None:
        """Strip by the wishes of the outlet that ``outlet_of`` finds."""
        self.outlet_of = outlet_of
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl."""
        return cls(outlet_finder(crawler), crawler.stats)

    async def process_item(self, article: Article) -> Article:
        """The article without boilerplate; what went is in its ``removed``."""
        stripped, taken = article, article.taken
        if taken is None:
            stripped = strip_boilerplate(article, self.outlet_of(article))
            before = Counter(removed.rule for removed in article.removed)
            taken = Counter(removed.rule for removed in stripped.removed) - before
        for rule, count in taken.items():
            self.stats.inc_value(f"boilerplate/{rule}", count)
        return stripped
