"""The article, tidy."""

from collections.abc import Callable
from typing import Self

from scrapy.crawler import Crawler

from newscrawler.cleaning.article import clean_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.pipelines.outlet_of import outlet_finder


class CleaningPipeline:
    """Hands every article to ``cleaning.clean_article``."""

    def __init__(self, outlet_of: Callable[[Article], Outlet]) -> None:
        """Clean by the facts of the outlet that ``outlet_of`` finds."""
        self.outlet_of = outlet_of

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl."""
        return cls(outlet_finder(crawler))

    async def process_item(self, article: Article) -> Article:
        """The article, tidy; one that went through this step where it was read goes on as it is."""
        return article if article.taken is not None else clean_article(article, self.outlet_of(article))
