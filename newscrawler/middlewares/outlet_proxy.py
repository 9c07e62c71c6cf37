"""Sends the requests of an outlet through the proxy that its file names."""

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawler.middlewares.safe_resolver import SafeResolver
from newscrawler.urls import host_of

if TYPE_CHECKING:
    from newscrawler.model.outlet import Outlet


class OutletProxyMiddleware:
    """Stands before Scrapy's proxy middleware, which reads user and password out of the address.

    All requests of the crawl take this way, robots.txt too. The proxy resolves the names: the address guard still
    refuses literal private addresses, what a name leads to is the proxy's business. The proxy itself may be private:
    the operator wrote its address.
    """

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of this crawl's outlet.

        Raises:
            NotConfigured: its file names no proxy.
        """
        outlet: Outlet | None = getattr(crawler.spidercls, "outlet", None)
        if outlet is None or outlet.fetch.proxy is None:
            raise NotConfigured  # without a word: Scrapy would warn of it in every run
        SafeResolver.trusted.add(host_of(outlet.fetch.proxy))
        return cls(outlet.fetch.proxy)

    async def process_request(self, request: Request) -> None:
        """Name the proxy, unless the spider named another."""
        request.meta.setdefault("proxy", self.proxy)
