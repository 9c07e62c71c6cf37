"""Whatever becomes of an outlet's listings: its run failed where none of them could be read, and only there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler.incremental.run_end import failure_of
from newscrawler.middlewares.refusals import (
    AskedToWaitError,
    BlockedByRobotsError,
    HostInUseError,
    IncompleteBodyError,
    NotSentError,
    UnreachableHostError,
)
from newscrawler.model.link import LinkKind
from newscrawler.model.listing_state import ListingState
from newscrawler.spiders.outlet import OutletSpider

HOME = "https://www.elbkurier.example"
FULL = b"<rss version='2.0'><channel><item><link>https://www.elbkurier.example/1</link></item></channel></rss>"
EMPTY = b"<rss version='2.0'><channel><title>Elbkurier</title></channel></rss>"
# Answers -> whether a listing came.
ANSWERS: dict[str, tuple[int, bytes, bool]] = {
    "full": (200, FULL, True),
    "empty": (200, EMPTY, True),
    "not modified": (304, b"", True),
    "cut": (200, FULL[:-20], True),
    "a challenge": (200, b"<html><title>Just a moment</title><script>go()</script>", False),
    "nothing": (200, b"", False),
    "a bomb": (200, b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><rss><channel>&d;</channel></rss>', False),
}
FAULTS: dict[str, Exception] = {
    "forbidden": HttpError(Response(HOME, status=403), "Ignoring non-200 response"),
    "gone": HttpError(Response(HOME, status=410), "Ignoring non-200 response"),
    "broken": HttpError(Response(HOME, status=502), "Ignoring non-200 response"),
    "too late": DownloadTimeoutError("Getting https://a.example took longer than 30.0 seconds."),
    "no host": UnreachableHostError("no such host: a.example; nothing is fetched there", "no such host: a.example"),
    "no host behind a redirect": CannotResolveHostError("no"),
    "robots": BlockedByRobotsError("a.example asks crawlers not to fetch /rss (robots.txt line 2)."),
    "no robots": BlockedByRobotsError("could not be read", told=True, of_host="robots.txt answers 503"),
    "rests": AskedToWaitError("a.example answered 429 ...", "a.example answers 429 and asks to wait"),
    "cut": IncompleteBodyError("the answer broke off"),
    "dropped": IgnoreRequest("by another's middleware"),
}
OF_OURS: dict[str, Exception] = {
    "in use": HostInUseError("another crawl asks a.example"),
    "not sent": NotSentError("late"),
}
MakeSpider = Callable[..., OutletSpider]


def url_of(place: int) -> str:
    return f"{HOME}/list/{place}"


def happens(spider: OutletSpider, place: int, event: str, kind: LinkKind = "feed") -> AsyncIterator[object]:
    """What the spider makes of the end of one request for a listing."""
    request = Request(url_of(place), cb_kwargs={"kind": kind, "depth": 0})
    if event in ANSWERS:
        status, body, _ = ANSWERS[event]
        return spider.parse_listing(TextResponse(request.url, status, body=body, request=request), kind, 0)
    failure = Failure((FAULTS | OF_OURS)[event])
    failure.request = request
    return spider.on_listing_failure(failure)


async def run_of(spider: OutletSpider, events: Sequence[str]) -> None:
    for place, event in enumerate(events):
        spider.incremental.listings.states[url_of(place)] = ListingState("de_elbkurier", url_of(place), "feed")
        assert spider.listing_request(url_of(place), "feed") is not None
        async for _ in happens(spider, place, event):
            pass


EVENTS = [*ANSWERS, *FAULTS, *OF_OURS]


@given(st.lists(st.sampled_from(EVENTS), max_size=5), st.sampled_from(["finished", "closespider_timeout", "shutdown"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_a_run_failed_where_nothing_that_was_asked_is_a_listing(
    spider_of: MakeSpider, events: list[str], reason: str
) -> None:
    spider = spider_of()
    asyncio.run(run_of(spider, events))
    came = any(event in ANSWERS and ANSWERS[event][2] for event in events)
    is_to_blame = any(event not in OF_OURS for event in events) or (bool(events) and reason == "closespider_timeout")
    failure = failure_of(reason, spider.incremental)
    assert (failure is not None) is (reason != "shutdown" and not came and is_to_blame), failure
    assert failure is None or (0 < len(failure) < 200 and "\n" not in failure)


@pytest.mark.parametrize("event", [*FAULTS, *(name for name, (_, _, came) in ANSWERS.items() if not came)])
@pytest.mark.parametrize("other", ["full", "empty", "not modified", "cut"])
def test_one_listing_is_enough(spider_of: MakeSpider, event: str, other: str) -> None:
    spider = spider_of()
    asyncio.run(run_of(spider, [event, other, event]))
    assert failure_of("finished", spider.incremental) is None


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("forbidden", "HTTP 403 on every listing"),
        ("too late", "no answer in time on every listing"),
        ("no host", "no such host: a.example"),
        ("robots", "forbidden by robots.txt on every listing"),
        ("no robots", "robots.txt answers 503"),
        ("rests", "a.example answers 429 and asks to wait"),
        ("a challenge", "every listing: that is a web page, not a feed. It links to no feed"),
    ],
)
def test_what_an_operator_reads(spider_of: MakeSpider, event: str, words: str) -> None:
    spider = spider_of()
    asyncio.run(run_of(spider, [event, event]))
    assert failure_of("finished", spider.incremental) == words


def test_of_a_robots_txt_that_alone_names_the_listings_the_run_depends(
    spider_of: MakeSpider,
) -> None:
    spider = spider_of(robots_sitemaps=True)
    (request,) = spider.listing_requests()
    failure = Failure(BlockedByRobotsError("could not be read", told=True, of_host="robots.txt answers 503"))
    failure.request = request
    asyncio.run(spider.on_robots_failure(failure))
    assert failure_of("finished", spider.incremental) == "robots.txt answers 503"
