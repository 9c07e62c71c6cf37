import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from newscrawler.middlewares.address_guard import AddressGuardMiddleware
from newscrawler.middlewares.outlet_proxy import OutletProxyMiddleware
from newscrawler.middlewares.refusals import RefusedAddressError
from newscrawler.middlewares.safe_resolver import SafeResolver
from newscrawler.model.outlet import FetchRules, Outlet

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier", fetch=FetchRules(proxy="http://proxy.example:3128"))


def crawler_of(outlet: Outlet | None) -> SimpleNamespace:
    return SimpleNamespace(spidercls=SimpleNamespace(outlet=outlet))


def test_every_request_of_an_outlet_goes_through_its_proxy() -> None:
    request = Request("https://www.elbkurier.example/robots.txt")
    asyncio.run(OutletProxyMiddleware.from_crawler(crawler_of(OUTLET)).process_request(request))
    assert request.meta["proxy"] == "http://proxy.example:3128"


def test_the_proxy_may_be_private_but_no_page_is_asked_from_it() -> None:
    OutletProxyMiddleware.from_crawler(
        crawler_of(replace(OUTLET, fetch=FetchRules(proxy="http://u:p@proxy.corp:3128")))
    )
    assert "proxy.corp" in SafeResolver.trusted
    guard = AddressGuardMiddleware(StatsCollector(SimpleNamespace(settings=Settings())), allow_loopback=True)
    with pytest.raises(RefusedAddressError, match="is a proxy, not a site"):
        asyncio.run(guard.process_request(Request("http://proxy.corp:3128/")))


def test_a_spider_may_name_another_way() -> None:
    request = Request("https://www.elbkurier.example/", meta={"proxy": None})
    asyncio.run(OutletProxyMiddleware.from_crawler(crawler_of(OUTLET)).process_request(request))
    assert request.meta["proxy"] is None


@pytest.mark.parametrize("outlet", [None, replace(OUTLET, fetch=FetchRules())])
def test_without_a_proxy_there_is_no_middleware(outlet: Outlet | None) -> None:
    with pytest.raises(NotConfigured):
        OutletProxyMiddleware.from_crawler(crawler_of(outlet))
