"""The spider that asks a site: robots.txt read in passing, one question after the other, failures kept."""

import asyncio
from types import SimpleNamespace

from scrapy import Request
from scrapy.http import HtmlResponse, XmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler.discovery.site_survey import Question, Survey
from newscrawler.middlewares.refusals import BlockedByRobotsError
from newscrawler.spiders.site_probe import SiteProbeSpider

HOME = "https://www.elbkurier.example/"
PAGE = b'<html lang="de"><link rel="alternate" type="application/rss+xml" href="/feed/"><p>Elbkurier</p></html>'
FEED = b"<rss><channel><item><link>https://www.elbkurier.example/a</link></item></channel></rss>"


def spider_in(crawler: SimpleNamespace, *typed: str) -> SiteProbeSpider:
    return SiteProbeSpider.from_crawler(crawler, survey=Survey(typed or (HOME,)), found=[])


def robots_answer(spider: SiteProbeSpider, status: int = 200) -> None:
    request = Request(f"{HOME}robots.txt", meta={"robots_txt": True})
    body = b"Sitemap: /news.xml\n"
    spider.on_response(HtmlResponse(request.url, status=status, body=body, request=request), request)


def question_of(request: Request) -> Question:
    question: Question = request.cb_kwargs["question"]
    return question


async def requests_after_failure(spider: SiteProbeSpider, request: Request, error: Exception) -> list[Request]:
    failure = Failure(error)
    failure.request = request  # type: ignore[attr-defined]
    return [further async for further in spider.on_question_failure(failure)]


def test_one_question_follows_from_the_answer_to_the_other(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler)
    (home,) = spider.next_requests()
    assert home.url == HOME
    (feed,) = spider.parse_answer(HtmlResponse(HOME, body=PAGE, request=home), question_of(home))
    assert feed.url == f"{HOME}feed/"
    assert spider.parse_answer(XmlResponse(feed.url, body=FEED, request=feed), question_of(feed)) == []
    assert [answer.kind for answer in spider.found[0].answers] == ["home", "feed"]


def test_what_robots_names_is_read_without_asking_for_it(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler)
    robots_answer(spider)
    assert spider.found[0].sitemaps_named == (f"{HOME}news.xml",)
    other = Request(f"{HOME}feed/")
    spider.on_response(HtmlResponse(other.url, body=b"Sitemap: /x.xml", request=other), other)
    assert len(spider.found[0].robots) == 1


def test_the_robots_of_an_error_page_names_nothing(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler)
    robots_answer(spider, status=404)
    assert spider.found[0].robots[0].status == 404
    assert spider.found[0].sitemaps_named == ()


def test_a_status_is_an_answer_and_ends_the_asking(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler, HOME, "http://www.elbkurier.example/")
    (home,) = spider.next_requests()
    error = HttpError(HtmlResponse(HOME, status=403, request=home))
    assert asyncio.run(requests_after_failure(spider, home, error)) == []
    assert spider.found[0].answers[0].failure == "HTTP 403"


def test_robots_that_cannot_be_read_mean_nobody_there_and_the_other_scheme_is_tried(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler, HOME, "http://www.elbkurier.example/")
    (home,) = spider.next_requests()
    (second,) = asyncio.run(requests_after_failure(spider, home, BlockedByRobotsError("could not be read", told=True)))
    assert second.url == "http://www.elbkurier.example/"


def test_robots_that_forbid_end_the_asking(crawler: SimpleNamespace) -> None:
    spider = spider_in(crawler, HOME, "http://www.elbkurier.example/")
    robots_answer(spider)
    (home,) = spider.next_requests()
    assert asyncio.run(requests_after_failure(spider, home, BlockedByRobotsError("not to fetch /", told=False))) == []
    assert spider.found[0].answers[0].failure == "not to fetch /"
