import asyncio
import base64
import contextlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    NotConfigured,
    StopDownload,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.middlewares.refusals import (
    AskedToWaitError,
    BlockedByRobotsError,
    HostInUseError,
    NotSentError,
    RefusedAddressError,
    UnreachableHostError,
)
from newscrawler.middlewares.robots import RobotsMiddleware
from newscrawler.middlewares.robots_rules import MAX_BYTES, RobotsRules
from newscrawler.model.findings import RobotsLine
from newscrawler.model.outcome import OutcomeKind

URL = "https://a.example/news/1"
HOSTILE = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "hostile" / "robots.jsonl"


def robots(body: bytes = b"", status: int = 200) -> Response:
    return Response("https://a.example/robots.txt", status=status, body=body)


def ask(crawler: SimpleNamespace, *urls: str, **meta: object) -> RobotsMiddleware:
    middleware = RobotsMiddleware.from_crawler(crawler)

    async def run() -> None:
        await asyncio.gather(*(middleware.process_request(Request(url, meta=dict(meta))) for url in urls))

    asyncio.run(run())
    return middleware


def test_a_forbidden_page_is_refused_with_the_line_that_forbids_it(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"# hello\nUser-agent: *\nDisallow: /news/\n")]
    with pytest.raises(
        BlockedByRobotsError, match=r"a\.example asks crawlers not to fetch /news/ \(robots\.txt line 3\)"
    ):
        ask(crawler, URL)
    assert BlockedByRobotsError.outcome is OutcomeKind.BLOCKED_BY_ROBOTS


@pytest.mark.parametrize(
    ("body", "delay"),
    [(b"User-agent: *\nCrawl-delay: 8\n", 8.0), (b"", 0.0), (b"User-agent: *\nCrawl-delay: 900\n", None)],
)
def test_the_delay_that_a_host_wants_is_told_to_later_runs(
    crawler: SimpleNamespace, body: bytes, delay: float | None
) -> None:
    told: list[tuple[str, float]] = []
    claim = SimpleNamespace(note_delay=lambda *of_host: told.append(of_host))
    crawler.get_spider_middleware = lambda _: SimpleNamespace(claim=claim)
    crawler.answers = [robots(body)]
    with contextlib.suppress(BlockedByRobotsError):
        ask(crawler, "https://www.a.example/news/1")
    assert told == ([] if delay is None else [("a.example", delay)])


def test_robots_is_fetched_once_for_all_that_wait_for_it(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"User-agent: newscrawler\nDisallow: /no/\n")]
    ask(crawler, URL, URL, "https://a.example/")
    assert crawler.asked == ["https://a.example/robots.txt"]


@pytest.mark.parametrize("status", [200, 404])
def test_who_asks_for_robots_itself_gets_what_came_before(crawler: SimpleNamespace, status: int) -> None:
    crawler.answers = [robots(b"Sitemap: /news.xml\nUser-agent: *\nDisallow: /", status)]
    middleware = RobotsMiddleware.from_crawler(crawler)
    request = Request("https://a.example/robots.txt", meta={"asks_robots": True})

    async def run() -> Response | None:
        with contextlib.suppress(BlockedByRobotsError):
            await middleware.process_request(Request(URL))
        return await middleware.process_request(request)

    answer = asyncio.run(run())
    assert answer is not None
    assert (answer.status, answer.request, answer.body[:8]) == (status, request, b"Sitemap:")
    assert len(crawler.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_allows_everything(crawler: SimpleNamespace, status: int) -> None:
    crawler.answers = [robots(b"User-agent: *\nDisallow: /", status)]
    ask(crawler, URL)
    assert "run/warnings" not in crawler.stats.get_stats()


@pytest.mark.parametrize(
    ("answer", "of_host"),
    [
        (robots(status=500), "robots.txt answers 500"),
        (robots(status=503), "robots.txt answers 503"),
        (robots(status=429), "robots.txt answers 429"),
        (DownloadTimeoutError("Getting https://a.example took longer"), "robots.txt gives no answer in time"),
        (TimeoutError("too slow"), "robots.txt gives no answer in time"),
        (OSError("reset after 17 bytes"), "robots.txt could not be read (reset after N bytes)"),
        (
            AskedToWaitError("given up", "a.example answers 503 and asks to wait"),
            "a.example answers 503 and asks to wait",
        ),
    ],
)
def test_a_host_whose_robots_cannot_be_read_is_left_alone_and_that_is_said_once(
    crawler: SimpleNamespace, answer: Response | Exception, of_host: str
) -> None:
    crawler.answers = [answer]
    with pytest.raises(BlockedByRobotsError, match="could not be read") as refused:
        ask(crawler, URL, URL)
    assert refused.value.of_host == of_host
    assert len(crawler.stats.get_value("run/warnings")) == 1


def test_a_broken_connection_is_told_in_words(crawler: SimpleNamespace) -> None:
    crawler.answers = [OSError([Failure(ConnectionError("Connection was closed cleanly."))])]
    with pytest.raises(BlockedByRobotsError, match=r"could not be read \(Connection was closed cleanly\): nothing"):
        ask(crawler, URL)


def test_a_refused_address_is_the_guards_to_report(crawler: SimpleNamespace) -> None:
    crawler.answers = [RefusedAddressError("Refused: 10.0.0.5, a private or reserved address.")]
    ask(crawler, URL)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (CannotResolveHostError("no results for hostname lookup"), "no such host: a.example;"),
        (DownloadConnectionRefusedError("111: Connection refused"), "connection refused: a.example;"),
    ],
)
def test_a_host_that_is_not_there_is_said_once_and_is_no_matter_of_robots(
    crawler: SimpleNamespace, answer: Exception, words: str
) -> None:
    crawler.answers = [answer]
    with pytest.raises(UnreachableHostError, match=words) as caught:
        ask(crawler, URL, URL)
    assert (caught.value.outcome, caught.value.told) == (OutcomeKind.CONNECTION_FAILED, True)
    assert len(crawler.stats.get_value("run/warnings")) == 1


def test_the_robots_txt_of_a_host_off_the_site_is_asked_for_too(crawler: SimpleNamespace) -> None:
    asked: list[Request] = []

    async def download_async(request: Request) -> Response:
        asked.append(request)
        return robots()

    crawler.engine.download_async = download_async
    ask(crawler, "https://elsewhere.example/1")
    assert asked[0].meta["allow_offsite"]


def test_only_what_the_operator_was_warned_of_counts_as_told(crawler: SimpleNamespace) -> None:
    for answer, told in ((robots(status=500), True), (robots(b"User-agent: *\nDisallow: /\n"), False)):
        crawler.answers = [answer]
        with pytest.raises(BlockedByRobotsError) as caught:
            ask(crawler, URL)
        assert caught.value.told is told


def test_a_crawl_delay_slows_the_present_slot_and_later_ones(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"User-agent: *\nCrawl-delay: 7.5\n")]
    ask(crawler, URL)
    assert crawler.slots["a.example"].delay == 7.5
    assert crawler.engine.downloader.per_slot_settings["a.example"] == {"delay": 7.5, "jitter": 0}


def test_a_crawl_delay_never_shortens_the_usual_one(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"User-agent: *\nCrawl-delay: 0.1\n")]
    ask(crawler, URL)
    assert crawler.slots["a.example"].delay == 1.0


def test_a_crawl_delay_above_the_maximum_refuses_the_host(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"User-agent: *\nCrawl-delay: 61\n")]
    with pytest.raises(BlockedByRobotsError, match="asks for 61 s between two requests, more than the maximum of 60 s"):
        ask(crawler, URL)


def test_only_the_first_500_kib_are_downloaded_and_count(crawler: SimpleNamespace) -> None:
    middleware = ask(crawler)
    request = Request("https://a.example/robots.txt", meta={"robots_txt": True, "download_maxsize": 0})
    middleware.on_bytes(b"x" * (MAX_BYTES - 1), request)
    with pytest.raises(StopDownload):
        middleware.on_bytes(b"x", request)
    assert 0 < request.meta["download_maxsize"] < 10_000_000  # what it unpacks to is bounded, too
    middleware.on_bytes(b"x" * MAX_BYTES, Request(URL))
    rules = RobotsRules(b"#" * MAX_BYTES + b"\nUser-agent: *\nDisallow: /\n", "newscrawler")
    assert rules.allows(URL)


def test_switched_off_it_is_not_there_and_a_request_may_be_exempt(crawler: SimpleNamespace) -> None:
    ask(crawler, URL, dont_obey_robotstxt=True)
    crawler.settings.set("ROBOTSTXT_OBEY", value=False)
    with pytest.raises(NotConfigured):
        RobotsMiddleware.from_crawler(crawler)


def test_an_unknown_line_does_not_end_a_group_and_an_agent_is_its_first_word() -> None:
    assert not RobotsRules(b"User-agent: a\nfoo: x\nUser-agent: newscrawler\nDisallow: /", "newscrawler").allows(URL)
    assert not RobotsRules(b"User-agent: NewsCrawler Bot\nDisallow: /", "newscrawler").allows(URL)
    assert RobotsRules(b"User-agent: *\nDisallow: /\n\nUser-agent: newscrawler\nDisallow:", "newscrawler").allows(URL)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [("/news", URL), ("/*/1$", URL), ("/n%65ws/", URL), ("/*?id=", "https://a.example/x?id=1"), ("/", URL)],
)
def test_the_forbidding_line_is_found(pattern: str, url: str) -> None:
    rules = RobotsRules(f"User-agent: *\nAllow: /x/\nDisallow: {pattern} # why\n".encode(), "newscrawler")
    assert not rules.allows(url)
    assert rules.forbidding_line(url) == (3, pattern)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared corpus is not beside this checkout")
def test_every_case_of_the_standard_is_answered_as_it_says() -> None:
    for line in HOSTILE.read_text().splitlines():
        case = json.loads(line)
        if case["scope"] == "standard" and case["kind"] == "allowed":
            rules = RobotsRules(base64.b64decode(case["robots_b64"]), case["agent"] or "")
            assert rules.allows(case["url"]) is case["expect"], case["id"]


def test_pages_that_a_line_forbids_are_counted_once_each_and_listings_are_not(crawler: SimpleNamespace) -> None:
    crawler.answers = [robots(b"User-agent: *\nDisallow: /no/\nDisallow: /feed\n")]
    middleware = RobotsMiddleware.from_crawler(crawler)
    mark = {"article_link": 1}
    requests = [
        Request("https://a.example/no/1", meta=mark),
        Request("https://a.example/yes/2", meta=mark),
        Request("https://a.example/yes/2", meta=mark | {"retry_times": 1}),
        Request("https://a.example/no/2", meta=mark | {"redirect_urls": ["https://a.example/yes/3"]}),
        Request("https://a.example/no/4", meta=mark | {"redirect_urls": ["https://b.example/4"]}),
        Request("https://a.example/feed"),
    ]

    async def ask() -> None:
        for request in requests:
            with contextlib.suppress(BlockedByRobotsError):
                await middleware.process_request(request)

    asyncio.run(ask())
    assert crawler.stats.get_value("robots/asked") == {"a.example": 3}
    assert crawler.stats.get_value("robots/skipped") == {RobotsLine("a.example", 2, "/no/"): 3}


@pytest.mark.parametrize("error", [HostInUseError("in use by xx_b"), NotSentError("the crawl ends")])
def test_a_robots_that_could_not_be_asked_for_closes_no_host_and_opens_none(
    crawler: SimpleNamespace, error: Exception
) -> None:
    crawler.answers = [error, robots(b"User-agent: *\nDisallow: /news/\n")]
    middleware = RobotsMiddleware.from_crawler(crawler)

    async def run() -> None:
        with pytest.raises(type(error)):
            await middleware.process_request(Request(URL))
        with pytest.raises(BlockedByRobotsError, match="line 2"):  # the next request asks again
            await middleware.process_request(Request(URL))

    asyncio.run(run())
    assert len(crawler.asked) == 2
    assert "run/warnings" not in crawler.stats.get_stats()
