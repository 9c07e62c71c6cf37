"""Which outlet an article belongs to, for the steps that need its facts."""

from collections.abc import Callable

from scrapy.crawler import Crawler

from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet


def outlet_finder(crawler: Crawler) -> Callable[[Article], Outlet]:
    """A function from article to outlet: the spider's own answer, else an outlet of which only the id is known."""

    def outlet_of(article: Article) -> Outlet:
        ask = getattr(crawler.spider, "outlet_of", None)
        if ask is not None:
            outlet = ask(article.url)
            if isinstance(outlet, Outlet):
                return outlet
        return Outlet(id=article.outlet, name=article.outlet_name or article.outlet)

    return outlet_of
