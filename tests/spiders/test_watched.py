from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.watched import WatchedSpider, watched_spider

HOME = "https://www.elbkurier.example"
SECTION = "".join(
    f'<h3 class="title"><a href="/news/{n}-ferry-returns-to-the-harbour">Ferry {n} is back in the harbour</a></h3>'
    for n in range(4)
)


def watched(crawler: SimpleNamespace, **facts: object) -> WatchedSpider:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", home=f"{HOME}/", **facts)
    return watched_spider(outlet_spider(outlet)).from_crawler(crawler)


def answer(body: str) -> TextResponse:
    return TextResponse(f"{HOME}/list", body=body.encode(), request=Request(f"{HOME}/list"))


def feed(*urls: str) -> str:
    items = "".join(f"<item><title>T</title><link>{url}</link></item>" for url in urls)
    return f"<rss version='2.0'><channel><title>E</title>{items}</channel></rss>"


def test_a_listing_is_noted_with_what_is_wanted_of_it(crawler: SimpleNamespace) -> None:
    spider = watched(crawler, exclude=("/tag/",))
    urls = (f"{HOME}/a/1", f"{HOME}/tag/2", "https://partner.example/3")
    listing = spider.links_in(answer(feed(*urls)), "feed")
    assert [link.url for link in listing.links] == list(urls)
    (read,) = spider.listings_read
    assert (read.links, read.wanted, read.refused) == (3, 1, urls[1:])


def test_what_include_refuses_on_a_section_page_is_noted_though_the_reader_leaves_it_out(
    crawler: SimpleNamespace,
) -> None:
    spider = watched(crawler, include=(r"/artikel/\d+", "/news/3-"))
    spider.links_in(answer(f"<html><body>{SECTION}</body></html>"), "section")
    (read,) = spider.listings_read
    assert (read.links, read.wanted) == (4, 1)
    assert read.refused[0] == f"{HOME}/news/0-ferry-returns-to-the-harbour"


def test_a_listing_that_cannot_be_read_is_not_noted(crawler: SimpleNamespace) -> None:
    spider = watched(crawler)
    with pytest.raises(UnreadableListingError, match=r"That is a web page, not a feed\. It links to no feed\."):
        spider.links_in(answer("<!doctype html><html><body><p>Home</p></body></html>"), "feed")
    assert spider.listings_read == []


def test_the_outlets_own_code_is_asked_first(crawler: SimpleNamespace) -> None:
    class Own(OutletSpider):
        name = "own"
        outlet = Outlet(id="own", name="Own", home=f"{HOME}/")

        def wants(self, link: ArticleLink) -> bool:
            return link.url.endswith("1")

    spider = watched_spider(Own).from_crawler(crawler)
    spider.links_in(answer(feed(f"{HOME}/a/1", f"{HOME}/a/2")), "feed")
    assert (spider.listings_read[0].wanted, spider.listings_read[0].refused) == (1, (f"{HOME}/a/2",))
