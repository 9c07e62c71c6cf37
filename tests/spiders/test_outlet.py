from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Response, TextResponse
from twisted.python.failure import Failure

from newscrawler.model.article import Article
from newscrawler.model.furniture import Furniture
from newscrawler.model.link import ArticleLink, LinkKind
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.spiders.outlet import OutletSpider

HOME = "https://www.elbkurier.example"
PAGE = b"<html><title>Bridge opens</title><body><article><h1>Bridge opens</h1><p>It opened on Monday.</p></article>"

MakeSpider = Callable[..., OutletSpider]


def link(path: str) -> ArticleLink:
    return ArticleLink(path if path.startswith("http") else HOME + path, kind="feed")


def feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>T</title><link>{link(path).url}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>E</title>{items}</channel></rss>".encode()


def answer(
    url: str, body: bytes, *, redirected_from: str | None = None, kind: type[Response] = HtmlResponse
) -> Response:
    request = Request(redirected_from or url, meta={"redirect_urls": [redirected_from]} if redirected_from else {})
    return kind(url, body=body, request=request)


async def everything(results: AsyncIterator[object]) -> list[object]:
    return [result async for result in results]


async def read_listing(spider: OutletSpider, body: bytes, kind: LinkKind = "feed", depth: int = 0) -> list[object]:
    return await everything(spider.parse_listing(answer(f"{HOME}/list", body, kind=TextResponse), kind, depth))


@pytest.mark.parametrize(
    ("facts", "path", "wanted"),
    [
        ({}, "/a/1", True),
        ({}, "https://sport.elbkurier.example/a/1", True),
        ({}, "https://partner.example/a/1", False),
        ({"exclude": (r"/video/",)}, "/video/1", False),
        ({"include": (r"/artikel/\d+",)}, "/artikel/7", True),
        ({"include": (r"/artikel/\d+",)}, "/thema/brexit", False),
        ({"include": (r"partner\.example/a/",)}, "https://partner.example/a/1", True),
        ({"include": (r"/artikel/",), "exclude": (r"/anzeige",)}, "/artikel/anzeige", False),
        ({"sections": ("https://elbkurier-sport.example/",)}, "https://elbkurier-sport.example/a/1", True),
    ],
)
def test_which_links_are_articles_is_the_outlet_files_to_say(
    spider_of: MakeSpider, facts: dict[str, object], path: str, *, wanted: bool
) -> None:
    assert spider_of(**facts).wants(link(path)) is wanted


def test_every_listing_of_the_file_is_requested_once(spider_of: MakeSpider) -> None:
    facts = {"feeds": (f"{HOME}/rss", f"{HOME}/rss"), "sitemaps": (f"{HOME}/map.xml",), "sections": (f"{HOME}/news",)}
    requests = list(spider_of(**facts).listing_requests())
    assert [(r.url, r.cb_kwargs["kind"]) for r in requests] == [
        (f"{HOME}/rss", "feed"),
        (f"{HOME}/map.xml", "sitemap"),
        (f"{HOME}/news", "section"),
    ]


async def test_an_article_that_two_listings_name_is_requested_once(spider_of: MakeSpider) -> None:
    spider = spider_of()
    first = await read_listing(spider, feed("/a/1", "/a/2", "https://partner.example/3"))
    again = await read_listing(spider, feed("/a/2?utm_source=rss", "/a/4/"))
    assert [request.url for request in (*first, *again)] == [f"{HOME}/a/1", f"{HOME}/a/2", f"{HOME}/a/4/"]
    assert spider.crawler.stats.get_value("discovery/found") == 3
    assert spider.crawler.stats.get_value("discovery/unwanted") == 1


async def test_a_page_in_place_of_a_feed_is_an_outcome_and_a_warning(spider_of: MakeSpider) -> None:
    spider = spider_of()
    outcome = (await read_listing(spider, b"<!doctype html><html><body>Sorry</body></html>"))[0]
    assert isinstance(outcome, Outcome)
    assert outcome.kind is OutcomeKind.LISTING_FAILED
    assert outcome.message in spider.crawler.stats.get_value("run/warnings")[0]


async def test_a_bug_in_an_outlets_own_code_does_not_pass_for_an_empty_listing(spider_of: MakeSpider) -> None:
    spider = spider_of()
    spider.links_in = lambda *_: 1 / 0
    outcome = (await read_listing(spider, feed("/a/1")))[0]
    assert (outcome.kind, outcome.message) == (OutcomeKind.LISTING_FAILED, "ZeroDivisionError: division by zero")


async def test_the_budget_of_listings_ends_an_index_that_feeds_itself_and_is_told_once(spider_of: MakeSpider) -> None:
    spider = spider_of()
    spider.met.listings_left = 2
    children = "".join(f"<sitemap><loc>{HOME}/{n}.xml</loc></sitemap>" for n in range(5))
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'
    requests = await read_listing(spider, index.encode(), "sitemap")
    assert [request.url for request in requests] == [f"{HOME}/0.xml", f"{HOME}/1.xml"]
    assert spider.crawler.stats.get_value("discovery/listings_over_budget") == 3
    assert len(spider.crawler.stats.get_value("run/warnings")) == 1
    assert f"{HOME}/2.xml and all after it" in spider.crawler.stats.get_value("run/warnings")[0]


@pytest.mark.parametrize(("depth", "goes_on"), [(0, True), (3, True), (4, False)])
async def test_a_section_is_paged_back_five_pages(spider_of: MakeSpider, depth: int, *, goes_on: bool) -> None:
    spider = spider_of(sections=(f"{HOME}/list",))
    links = "".join(f'<h2><a href="/a/bridge-opens-on-monday-{n}">The bridge opens on Monday</a></h2>' for n in "1234")
    body = f'<html><body>{links}<a rel="next" href="/list?page={depth + 2}">Next</a></body></html>'.encode()
    found = await read_listing(spider, body, "section", depth)
    assert any("page=" in request.url for request in found) is goes_on
    assert any("/a/bridge" in request.url for request in found)


async def test_a_page_is_an_article_with_its_page_and_its_link(spider_of: MakeSpider) -> None:
    found = await everything(spider_of().parse_article(answer(f"{HOME}/a/1", PAGE), link("/a/1")))
    assert isinstance(found[0], Article)
    assert (found[0].title, found[0].page.html, found[0].page.link) == ("Bridge opens", PAGE, link("/a/1"))


async def test_a_redirect_to_another_site_is_no_article_of_the_outlet(spider_of: MakeSpider) -> None:
    response = answer("https://ads.example/buy", PAGE, redirected_from=f"{HOME}/a/1")
    outcome = (await everything(spider_of().parse_article(response)))[0]
    assert (outcome.kind, outcome.url) == (OutcomeKind.NOT_AN_ARTICLE, f"{HOME}/a/1")
    assert outcome.message == "leads away to https://ads.example/buy"


async def test_what_is_no_text_is_an_outcome(spider_of: MakeSpider) -> None:
    outcome = (await everything(spider_of().parse_article(answer(f"{HOME}/1.pdf", b"%PDF", kind=Response))))[0]
    assert outcome.kind is OutcomeKind.NOT_HTML


async def test_an_unreadable_page_and_a_bug_are_outcomes(spider_of: MakeSpider) -> None:
    async def broken(page: Page) -> Article:
        raise KeyError(page.url)

    spider = spider_of()
    empty = (await everything(spider.parse_article(answer(f"{HOME}/a/1", b""))))[0]
    spider.read_article = broken
    bug = (await everything(spider.parse_article(answer(f"{HOME}/a/2", PAGE))))[0]
    assert (empty.kind, bug.kind) == (OutcomeKind.NOT_HTML, OutcomeKind.EXTRACTION_FAILED)
    assert bug.url == f"{HOME}/a/2"


async def test_a_listing_that_cannot_be_fetched_is_told(spider_of: MakeSpider) -> None:
    spider = spider_of()
    failure = Failure(OSError("connection refused"))
    failure.request = Request(f"{HOME}/rss")
    outcome = (await everything(spider.on_listing_failure(failure)))[0]
    assert (outcome.kind, outcome.message) == (OutcomeKind.LISTING_FAILED, "connection_failed: connection refused")
    assert "connection refused" in spider.crawler.stats.get_value("run/warnings")[0]


async def test_a_password_in_a_listings_address_is_recorded_nowhere(spider_of: MakeSpider) -> None:
    spider = spider_of()
    failure = Failure(OSError("refused"))
    failure.request = Request("https://bob:secretpw@www.elbkurier.example/rss?api_key=secretpw")
    outcome = (await everything(spider.on_listing_failure(failure)))[0]
    assert outcome.url == "https://***@www.elbkurier.example/rss?***"
    assert "secretpw" not in f"{outcome} {spider.crawler.stats.get_value('run/warnings')}"


async def test_the_budget_of_links_is_told_once(spider_of: MakeSpider) -> None:
    spider = spider_of()
    spider.met.links_left = 1
    found = await read_listing(spider, feed("/a/1", "/a/2", "/a/3"))
    assert [request.url for request in found if isinstance(request, Request)] == [f"{HOME}/a/1"]
    warnings = [text for text in spider.crawler.stats.get_value("run/warnings") if "budget of links" in text]
    assert len(warnings) == 1


async def test_an_address_that_is_too_long_is_an_outcome(spider_of: MakeSpider) -> None:
    found = await read_listing(spider_of(), feed("/a/" + "x" * 3000, "/a/2"))
    assert [type(result) for result in found] == [Outcome, Request]
    outcome = found[0]
    assert isinstance(outcome, Outcome)
    assert outcome.kind is OutcomeKind.REFUSED_ADDRESS
    assert "3032 characters" in outcome.message


async def test_a_web_page_in_place_of_a_feed_is_told_with_the_key_and_the_file_that_name_it(
    spider_of: MakeSpider,
) -> None:
    spider = spider_of(feeds=(f"{HOME}/list",))
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    (outcome,) = await read_listing(spider, page)
    told = f"That is a web page, not a feed. It links to 1 feed: {HOME}/rss"
    assert isinstance(outcome, Outcome)
    assert (outcome.url, outcome.kind, outcome.message) == (f"{HOME}/list", OutcomeKind.LISTING_FAILED, told)
    assert spider.crawler.stats.get_value("run/warnings") == (f"feeds in de_elbkurier.toml: {HOME}/list: {told}",)


async def test_a_page_is_read_by_what_is_known_of_its_outlet(
    spider_of: MakeSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    spider, asked = spider_of(), []
    learned = LearnedContainer("div.text", 312, 330)

    class Memory:
        async def furniture_of(self, outlet_id: str) -> Furniture:
            return Furniture(outlet_id, 330, container=learned)

    async def read(
        page: Page, outlet: Outlet, learned: LearnedContainer | None, *, ahead: bool, has_furniture: bool
    ) -> Article:
        asked.append((outlet.id, learned, ahead, has_furniture))
        return Article(url=page.url, outlet=outlet.id)

    monkeypatch.setattr(spider, "reader", SimpleNamespace(reader=SimpleNamespace(read=read)))
    await everything(spider.parse_article(answer(f"{HOME}/a/1", PAGE)))
    spider.memory = Memory()
    await everything(spider.parse_article(answer(f"{HOME}/a/2", PAGE)))
    assert asked == [("de_elbkurier", None, True, False), ("de_elbkurier", learned, True, False)]


def test_a_bug_in_what_an_outlet_wants_costs_no_other_link_its_second_try(
    spider_of: MakeSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    spider = spider_of()
    links = [link("/a/1"), link("/a/broken"), link("/a/2")]
    monkeypatch.setattr(spider.incremental, "left_failed", lambda is_wanted: filter(is_wanted, links))
    monkeypatch.setattr(spider, "wants", lambda link: 1 / ("broken" not in link.url) > 0)
    asked: list[Request] = []
    monkeypatch.setattr(spider.crawler, "engine", SimpleNamespace(crawl=asked.append), raising=False)
    with pytest.raises(DontCloseSpider):
        spider.look_again()
    assert [request.url for request in asked] == [f"{HOME}/a/1", f"{HOME}/a/2"]
    (told,) = spider.crawler.stats.get_value("run/warnings")
    assert told == f"{HOME}/a/broken was not tried again: ZeroDivisionError: division by zero"
