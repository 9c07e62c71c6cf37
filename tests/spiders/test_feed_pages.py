"""A feed with a gap is paged back until an entry was met; others are not."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler.incremental.articles import Choice
from newscrawler.model.link import ArticleLink
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outcome import OutcomeKind
from newscrawler.spiders.outlet import OutletSpider

HOME = "https://www.elbkurier.example"
RSS = f"{HOME}/rss"
READ = ListingState("de_elbkurier", RSS, "feed", read_at=datetime(2026, 11, 2, tzinfo=UTC), entries=6)
BEGUN = replace(READ, read_at=None, changed_at=datetime(2026, 11, 2, tzinfo=UTC))

MakeSpider = Callable[..., OutletSpider]


def feed(numbers: Sequence[int], page: int | None) -> bytes:
    following = f'<link rel="next" href="/rss?page={page}"/>' if page else ""
    entries = "".join(f'<entry><title>T</title><link href="/a/{number}"/></entry>' for number in numbers)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>E</title>{following}{entries}</feed>'.encode()


def spider_that_knows(
    make: MakeSpider, state: ListingState | None, known: Sequence[int], **facts: object
) -> OutletSpider:
    spider = make(feeds=(RSS,), **facts)
    paths = {f"{HOME}/a/{number}" for number in known}

    async def choose(links: Sequence[ArticleLink], _: Sequence[ArticleLink] = ()) -> AsyncIterator[Choice]:
        fetch = tuple(link for link in links if link.url not in paths)
        yield Choice(fetch, first_met=len(fetch))

    spider.incremental.choose = choose
    spider.incremental.listings.states = {RSS: state} if state else {}
    return spider


async def pages_asked(spider: OutletSpider, pages: dict[str, bytes]) -> list[str]:
    """The pages of the feed that are asked for, from the first on."""
    asked, waiting = [], list(spider.listing_requests())
    while waiting:
        request = waiting.pop(0)
        asked.append(request.url.removeprefix(HOME))
        response = TextResponse(request.url, body=pages[asked[-1]], request=request)
        results = [result async for result in spider.parse_listing(response, **request.cb_kwargs)]
        waiting += [result for result in results if isinstance(result, Request) and "/rss" in result.url]
    return asked


PAGES = {
    "/rss": feed(range(40, 46), 2),
    "/rss?page=2": feed(range(34, 40), 3),
    "/rss?page=3": feed(range(28, 34), 4),
    "/rss?page=4": feed(range(22, 28), None),
}


@pytest.mark.parametrize(
    ("state", "known", "asked"),
    [
        (READ, range(31), 4),  # the third page has entries that are known: the fourth has only such
        (READ, range(34), 3),
        (READ, range(41), 1),  # one was met: no gap
        (None, (), 1),  # never read: what was before is a back-fill's
        (BEGUN, range(34, 46), 4),  # an earlier run was interrupted behind the second page
        (READ, (), 4),
    ],
)
async def test_a_feed_with_a_gap_is_paged_back_until_all_is_known(
    spider_of: MakeSpider, state: ListingState | None, known: Sequence[int], asked: int
) -> None:
    spider = spider_that_knows(spider_of, state, known)
    assert await pages_asked(spider, PAGES) == list(PAGES)[:asked]


async def test_a_gap_that_no_page_closes_is_told_and_one_that_is_closed_is_not(spider_of: MakeSpider) -> None:
    for known, told in (((), 1), (range(31), 0)):
        spider = spider_that_knows(spider_of, READ, known)
        spider.crawler.stats.set_value("run/warnings", ())
        await pages_asked(spider, PAGES)
        warnings = spider.crawler.stats.get_value("run/warnings")
        assert len(warnings) == told
        assert all("/rss?page=4: none of its 6 entries was met before" in warning for warning in warnings)


async def test_pages_are_bounded_and_a_ring_of_them_ends(spider_of: MakeSpider) -> None:
    spider = spider_that_knows(spider_of, READ, ())
    spider.max_section_pages = 3
    assert len(await pages_asked(spider, PAGES)) == 3
    ring = {"/rss": feed(range(9), 2), "/rss?page=2": feed(range(10, 19), 3), "/rss?page=3": feed(range(9), 2)}
    assert await pages_asked(spider_that_knows(spider_of, READ, ()), ring) == list(ring)


async def test_pages_that_lead_to_each_other_do_not_wait_for_each_other(spider_of: MakeSpider) -> None:
    spider = spider_that_knows(spider_of, READ, ())
    kept: dict[str, ListingState] = {}
    spider.incremental.listings._record = lambda state: kept.update({state.url: state})
    pages = {
        "/rss": feed(range(6), 2),
        "/rss?page=2": feed(range(10, 16), 3),
        "/rss?page=3": feed(range(20, 26), 2),
    }
    await pages_asked(spider, pages)
    assert kept[RSS].read_at is None
    for number in range(26):
        spider.incremental.account.end(f"elbkurier.example/a/{number}")
    assert {state.url.removeprefix(HOME) for state in kept.values() if state.read_at} == set(pages)


async def test_a_page_that_is_no_feed_ends_it_and_the_feed_counts_as_read(spider_of: MakeSpider) -> None:
    spider = spider_that_knows(spider_of, READ, ())
    kept: list[ListingState] = []
    spider.incremental.listings._record = kept.append
    page = b"<!doctype html><html><body>Older news</body></html>"
    assert await pages_asked(spider, {"/rss": feed(range(6), 2), "/rss?page=2": page}) == ["/rss", "/rss?page=2"]
    for number in range(6):
        spider.incremental.account.end(f"elbkurier.example/a/{number}")
    assert spider.incremental.account.open == 0
    assert [state.read_at is None for state in kept] == [True, False]
    (told,) = spider.crawler.stats.get_value("run/warnings")
    assert "the next page of a feed cannot be read" in told


@pytest.mark.parametrize(
    ("error", "failures", "ends"),
    [
        (HttpError(Response(f"{RSS}?page=2", status=404)), 0, True),
        (HttpError(Response(f"{RSS}?page=2", status=410)), 0, True),
        (HttpError(Response(f"{RSS}?page=2", status=503)), 0, False),
        (IgnoreRequest("Forbidden by robots.txt"), 0, True),
        (DownloadTimeoutError("slow"), 1, False),
        (DownloadTimeoutError("slow"), 2, True),  # the third in a row
    ],
)
async def test_a_next_page_that_is_gone_or_fails_again_and_again_ends_the_feed(
    spider_of: MakeSpider, error: Exception, failures: int, *, ends: bool
) -> None:
    spider, page = spider_that_knows(spider_of, READ, ()), f"{RSS}?page=2"
    listings, kept = spider.incremental.listings, dict[str, ListingState]()
    listings.states[page] = ListingState("de_elbkurier", page, "feed", failures=failures)
    listings._record = lambda state: kept.update({state.url: state})
    (first,) = spider.listing_requests()
    response = TextResponse(RSS, body=feed(range(6), 2), request=first)
    results = [result async for result in spider.parse_listing(response, "feed", 0)]
    (second,) = (result for result in results if isinstance(result, Request) and result.url == page)
    failure = Failure(error)
    failure.request = second
    outcomes = [outcome async for outcome in spider.on_listing_failure(failure)]
    for number in range(6):
        spider.incremental.account.end(f"elbkurier.example/a/{number}")
    assert (kept[RSS].read_at is not None, len(outcomes)) == (ends, 0 if ends else 1)
    assert listings.state(page, "feed").failures == (0 if ends else failures + 1)
    (told,) = spider.crawler.stats.get_value("run/warnings")
    assert ("the next page of a feed cannot be read" in told) == ends


async def test_a_feed_itself_that_fails_for_long_is_a_failed_listing(spider_of: MakeSpider) -> None:
    spider = spider_that_knows(spider_of, replace(READ, failures=9), ())
    (first,) = spider.listing_requests()
    failure = Failure(HttpError(Response(RSS, status=404)))
    failure.request = first
    (outcome,) = [outcome async for outcome in spider.on_listing_failure(failure)]
    assert outcome.kind is OutcomeKind.LISTING_FAILED


async def test_an_outlet_with_sitemaps_needs_no_pages(spider_of: MakeSpider) -> None:
    spider = spider_that_knows(spider_of, READ, (), sitemaps=(f"{HOME}/map.xml",))
    assert await pages_asked(spider, PAGES | {"/map.xml": b"<urlset/>"}) == ["/rss", "/map.xml"]
