"""The back-fill's spider: which listings it asks, in which order, and which of their links it fetches."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler.discovery.date_window import DateWindow
from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.spiders import backfill
from newscrawler.spiders.backfill import BackfillSpider, backfill_spider
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.outlet import OutletSpider

HOME = "https://www.elbkurier.example"
MARCH = DateWindow(date(2024, 3, 1), date(2024, 3, 31), "Europe/Berlin")
ARCHIVE = f"{HOME}/archiv/{{year}}/{{month:02}}/{{day:02}}"

Make = Callable[..., BackfillSpider]


@pytest.fixture
def spider_of(crawler: SimpleNamespace) -> Make:
    def make(*, base: type[OutletSpider] | None = None, window: DateWindow = MARCH, **facts: object) -> BackfillSpider:
        outlet = Outlet("de_elbkurier", "Elbkurier", home=f"{HOME}/", timezone="Europe/Berlin", **facts)
        kind = backfill_spider(base or outlet_spider(outlet), window)
        kind.update_settings(crawler.settings)
        crawler.asked = []
        slot = SimpleNamespace(closing=None, scheduler=[])
        crawler.engine = SimpleNamespace(crawl=crawler.asked.append, _slot=slot)
        spider = kind.from_crawler(crawler)
        spider.crawler = crawler
        return spider

    return make


def sitemap(*urls: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{HOME}/{url}</loc></url>' for url in urls)}</urlset>"


def index(*urls: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>"


def answer(url: str, body: str, status: int = 200) -> Response:
    return TextResponse(url, body=body.encode(), status=status, request=Request(url))


async def everything(results: AsyncIterator[object]) -> list[object]:
    return [result async for result in results]


async def read(spider: BackfillSpider, url: str, body: str, kind: str = "sitemap", depth: int = 0) -> list[str]:
    """The addresses, without the host, that the listing brings."""
    results = await everything(spider.parse_listing(answer(url, body), kind, depth))
    return [result.url.removeprefix(f"{HOME}/") for result in results if isinstance(result, Request)]


def asked(spider: BackfillSpider) -> list[str]:
    """The listings that it asks one after the other whenever it has nothing to do."""
    while True:
        try:
            spider.go_on()
        except DontCloseSpider:
            continue
        return [request.url.removeprefix(f"{HOME}/") for request in spider.crawler.asked]


def failure(url: str, status: int) -> Failure:
    error = HttpError(answer(url, "", status), "Ignoring non-200 response")
    made = Failure(error)
    made.request = Request(url)
    return made


def test_it_has_budgets_of_its_own_and_no_end_by_the_clock(spider_of: Make) -> None:
    settings = spider_of(max_pages_per_run=7).crawler.settings
    assert settings.getint("NEWSCRAWLER_MAX_ARTICLES") == settings.getint("NEWSCRAWLER_BACKFILL_ARTICLES") == 20_000
    assert settings.getint("NEWSCRAWLER_MAX_LISTINGS") == settings.getint("NEWSCRAWLER_BACKFILL_LISTINGS")
    assert (settings.getint("CLOSESPIDER_TIMEOUT"), settings.getint("CLOSESPIDER_PAGECOUNT")) == (0, 0)


def test_it_asks_the_sitemaps_of_the_file_and_robots_txt_first(spider_of: Make) -> None:
    spider = spider_of(feeds=(f"{HOME}/rss",), sitemaps=(f"{HOME}/map.xml",), sections=(f"{HOME}/news",))
    assert [request.url for request in spider.listing_requests()] == [f"{HOME}/map.xml", f"{HOME}/robots.txt"]


async def test_what_robots_txt_names_is_asked_where_it_may_be_of_the_window(spider_of: Make) -> None:
    spider = spider_of(sitemaps=(f"{HOME}/map.xml",))
    names = ("map.xml", "news.xml", "sitemap-2023.xml", "sitemap-2024.xml")
    lines = "".join(f"Sitemap: {HOME}/{name}\n" for name in names)
    await spider.parse_robots(answer(f"{HOME}/robots.txt", lines))
    assert asked(spider) == ["sitemap-2024.xml", "news.xml"]


async def test_an_outlet_without_any_place_is_told_what_to_name(spider_of: Make) -> None:
    spider = spider_of()
    await spider.parse_robots(answer(f"{HOME}/robots.txt", "User-agent: *\nAllow: /\n"))
    (told,) = spider.crawler.stats.get_value("run/warnings")
    assert "de_elbkurier.toml names no sitemaps and no archives" in told
    assert "archives = [" in told


async def test_children_of_an_index_are_asked_one_by_one_the_newest_first(spider_of: Make) -> None:
    spider = spider_of(window=DateWindow(date(2024, 2, 1), date(2024, 3, 31)))
    names = [f"sitemap-{year}-{month:02}.xml" for year in (2023, 2024) for month in range(1, 13)]
    await read(spider, f"{HOME}/map.xml", index(*(f"{HOME}/{name}" for name in names)))
    with pytest.raises(DontCloseSpider):
        spider.go_on()
    assert len(spider.crawler.asked) == 1
    assert asked(spider) == ["sitemap-2024-03.xml", "sitemap-2024-02.xml"]


async def test_sitemaps_on_other_domains_are_not_asked(spider_of: Make) -> None:
    spider = spider_of()
    await read(spider, f"{HOME}/map.xml", index(f"{HOME}/a.xml", "https://other.example/b.xml"))
    assert asked(spider) == ["a.xml"]
    assert "other domains" in spider.crawler.stats.get_value("run/warnings")[0]


async def test_an_index_that_names_itself_ends(spider_of: Make) -> None:
    spider = spider_of()
    await read(spider, f"{HOME}/map.xml", index(f"{HOME}/map2.xml"))
    assert asked(spider) == ["map2.xml"]
    await read(spider, f"{HOME}/map2.xml", index(f"{HOME}/map2.xml"), depth=1)
    await read(spider, f"{HOME}/map3.xml", index(f"{HOME}/deep.xml"), depth=backfill.MAX_INDEX_DEPTH)
    assert asked(spider) == ["map2.xml"]


async def test_a_sitemap_that_is_damaged_is_counted_and_fails_where_nothing_is_left_of_it(spider_of: Make) -> None:
    spider = spider_of()
    whole = sitemap("2024/03/05/a", "2024/03/05/b")
    assert await read(spider, f"{HOME}/map.xml", whole[: whole.index("/b</loc>")]) == ["2024/03/05/a"]
    assert spider.crawler.stats.get_value("discovery/listings_damaged") == 1
    results = await everything(spider.parse_listing(answer(f"{HOME}/map2.xml", whole[:30]), "sitemap", 0))
    (failed,) = results
    assert isinstance(failed, Outcome)
    assert failed.kind == "listing_failed"
    assert failed.message.startswith("sitemap damaged, nothing of it could be read: ")
    assert spider.crawler.stats.get_value("discovery/listings_damaged") == 1


async def test_links_of_other_days_are_left_alone_and_counted(spider_of: Make) -> None:
    spider = spider_of(exclude=("/video/",))
    body = sitemap("2024/03/05/a", "2024/03/20/b", "2023/03/05/c", "d", "2023/03/05/video/e")
    assert await read(spider, f"{HOME}/map.xml", body) == ["2024/03/20/b", "2024/03/05/a", "d"]
    assert spider.crawler.stats.get_value("backfill/outside") == 1
    assert spider.crawler.stats.get_value("discovery/found") == 3


def test_every_day_of_the_window_has_its_archive_page(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,))
    list(spider.listing_requests())
    pages = asked(spider)
    assert (pages[0], pages[-1], len(pages)) == ("archiv/2024/03/31", "archiv/2024/03/01", 31)


def test_no_listing_is_asked_once_the_budget_of_articles_is_used_up(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,))
    list(spider.listing_requests())
    spider.crawler.stats.inc_value("discovery/over_budget")
    assert asked(spider) == []
    spider.note_what_is_left()
    assert spider.crawler.stats.get_value("backfill/listings_left") == 31


async def test_an_archive_page_is_paged_until_it_has_nothing_new(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,), window=DateWindow(date(2024, 3, 5), date(2024, 3, 6)))
    list(spider.listing_requests())
    with pytest.raises(DontCloseSpider):
        spider.go_on()
    stories = "".join(
        f'<h3><a href="/2024/03/06/{n}-ferry-returns-to-the-harbour">Ferry {n} is back in the harbour</a></h3>'
        for n in range(6)
    )
    page = f'<html><body>{stories}<a rel="next" href="/archiv/2024/03/06?page={{}}">next</a></body></html>'
    first = await read(spider, f"{HOME}/archiv/2024/03/06", page.format(2), "section")
    assert len(first) == 6
    again = await read(spider, f"{HOME}/archiv/2024/03/06?page=2", page.format(3), "section", 1)
    assert again == []
    assert asked(spider) == ["archiv/2024/03/06", "archiv/2024/03/06?page=2", "archiv/2024/03/05"]


def stories(*places: str, further: str) -> str:
    links = "".join(f'<h3><a href="/{place}">The ferry {place} is back in the harbour</a></h3>' for place in places)
    return f'<html><body>{links}<a rel="next" href="/{further}">next</a></body></html>'


def month_of(spider_of: Make, first: int, last: int) -> BackfillSpider:
    """A spider that has asked for the archive page of a month."""
    window = DateWindow(date(2024, 3, first), date(2024, 3, last))
    spider = spider_of(archives=(f"{HOME}/archiv/{{year}}/{{month:02}}/",), window=window)
    list(spider.listing_requests())
    assert asked(spider) == ["archiv/2024/03/"]
    return spider


async def read_month(spider: BackfillSpider, *pages: range) -> tuple[list[str], int]:
    """What was read of a month whose pages list these days, and how many pages were asked."""
    read_links, number = [], 0
    while number < len(spider.crawler.asked):
        days = pages[number] if number < len(pages) else pages[-1]
        places = [f"2024/03/{day:02}/ferry-{day}-returns-to-the-harbour" for day in days]
        url = spider.crawler.asked[number].url
        number += 1
        body = stories(*places, further=f"archiv/2024/03/?page={number + 1}")
        read_links += await read(spider, url, body, "section", number - 1)
        asked(spider)
    return read_links, number


async def test_a_paged_month_is_read_to_the_days_of_the_window(spider_of: Make) -> None:
    pages = range(31, 21, -1), range(21, 11, -1), range(11, 1, -1), range(1, 0, -1)
    links, number = await read_month(month_of(spider_of, 1, 5), *pages)
    assert (len(links), number) == (5, 5)  # the fifth says the same as the fourth


async def test_a_paged_month_is_not_read_on_behind_the_window(spider_of: Make) -> None:
    pages = range(31, 21, -1), range(21, 11, -1), range(11, 1, -1), range(1, 0, -1)
    links, number = await read_month(month_of(spider_of, 25, 28), *pages)
    assert (len(links), number) == (4, 2)


async def test_a_paged_month_may_begin_with_its_oldest_day(spider_of: Make) -> None:
    links, number = await read_month(month_of(spider_of, 25, 28), range(1, 11), range(11, 21), range(21, 32))
    assert (len(links), number) == (4, 4)


async def test_an_archive_page_of_which_a_sitemap_named_everything_goes_on(spider_of: Make) -> None:
    spider = month_of(spider_of, 1, 31)
    places = [f"2024/03/06/{number}-ferry-returns-to-the-harbour" for number in range(6)]
    assert len(await read(spider, f"{HOME}/map.xml", sitemap(*places))) == 6
    await read(spider, f"{HOME}/archiv/2024/03/", stories(*places, further="archiv/2024/03/?page=2"), "section")
    assert asked(spider) == ["archiv/2024/03/", "archiv/2024/03/?page=2"]


async def test_articles_with_addresses_like_archive_pages_are_fetched_and_archive_pages_counted(
    spider_of: Make,
) -> None:
    spider = spider_of(archives=(f"{HOME}/{{year}}/{{month:02}}/",))
    body = sitemap("2024/7123", "2024/7124/", "2024/03/?p=4711", "2024/03/", "2024/02/")
    assert sorted(await read(spider, f"{HOME}/map.xml", body)) == ["2024/03/?p=4711", "2024/7123", "2024/7124/"]
    assert spider.crawler.stats.get_value("backfill/archive_links") == 2


async def test_a_sitemap_with_impossible_dates_is_read(spider_of: Make) -> None:
    dates = ("0001-01-01", "1970-01-01T00:00:00Z", "2567-03-05")
    urls = "".join(f"<url><loc>{HOME}/{day[:4]}</loc><lastmod>{day}</lastmod></url>" for day in dates)
    assert await read(spider_of(), f"{HOME}/map.xml", f"<urlset>{urls}</urlset>") == ["0001", "1970", "2567"]


async def test_an_archive_page_may_be_a_sitemap(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,))
    assert await read(spider, f"{HOME}/archiv/2024/03/06", sitemap("a", "b"), "section") == ["a", "b"]


async def test_a_day_without_an_archive_page_is_no_failure(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,), sitemaps=(f"{HOME}/map.xml",))
    list(spider.listing_requests())
    assert await everything(spider.on_listing_failure(failure(f"{HOME}/archiv/2024/03/06", 404))) == []
    assert spider.crawler.stats.get_value("backfill/archive_pages_missing") == 1
    assert len(await everything(spider.on_listing_failure(failure(f"{HOME}/archiv/2024/03/07", 500)))) == 1
    assert len(await everything(spider.on_listing_failure(failure(f"{HOME}/map.xml", 404)))) == 1


async def test_a_large_sitemap_never_has_all_its_requests_wait_at_once(
    spider_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "LINKS_AT_ONCE", 100)
    monkeypatch.setattr(backfill, "LOOK_SECONDS", 0)
    spider = spider_of()
    waiting = spider.crawler.engine._slot.scheduler
    most = 0

    async def download() -> None:
        while True:
            del waiting[:10]
            await asyncio.sleep(0)

    downloading = asyncio.ensure_future(download())
    body = answer(f"{HOME}/map.xml", sitemap(*(f"2024/03/05/{number}" for number in range(1000))))
    async for request in spider.parse_listing(body, "sitemap", 0):
        waiting.append(request)
        most = max(most, len(waiting))
    downloading.cancel()
    assert spider.crawler.stats.get_value("discovery/found") == 1000
    assert most <= 2 * backfill.LINKS_AT_ONCE


def test_an_article_of_another_day_is_counted_once_it_is_stored(spider_of: Make) -> None:
    spider = spider_of()
    for at in ("2024-02-29T22:59:00+00:00", "2024-02-29T23:00:00+00:00", "2024-03-31T22:00:00+00:00"):
        spider.note_stored(Article(f"{HOME}/a", "de_elbkurier", "Ferry", published_at=datetime.fromisoformat(at)))
    spider.note_stored({"an item": "of an outlet's own"})
    assert spider.crawler.stats.get_value("backfill/outside_articles") == 2


async def test_a_page_of_another_day_that_is_only_read_is_not_counted(spider_of: Make) -> None:
    class Own(OutletSpider):
        async def read_article(self, page: Page) -> Article:
            return Article(page.url, "de_elbkurier", "Ferry", published_at=datetime(2024, 2, 1, tzinfo=UTC))

    outlet = Outlet("de_elbkurier", "Elbkurier", home=f"{HOME}/", timezone="Europe/Berlin")
    own = type("Own_de_elbkurier", (Own,), {"name": outlet.id, "outlet": outlet, "allowed_domains": []})
    spider = spider_of(base=own)
    assert await spider.read_article(Page(f"{HOME}/a", b"", datetime.now(UTC)))  # its page may turn out to be none
    assert spider.crawler.stats.get_value("backfill/outside_articles") is None


def test_the_runs_record_has_the_window_and_what_is_left(spider_of: Make) -> None:
    spider = spider_of(archives=(ARCHIVE,))
    list(spider.listing_requests())
    spider.note_window()
    spider.note_what_is_left()
    values = spider.crawler.stats.get_stats()
    assert (spider.run_kind, values["run/window_from"], values["run/window_to"]) == (
        "backfill",
        "2024-03-01",
        "2024-03-31",
    )
    assert values["backfill/listings_left"] == 31


async def test_a_feed_is_paged_back_to_the_first_day_of_the_window(spider_of: Make) -> None:
    def page(number: int, *days: str) -> str:
        entries = "".join(
            f'<entry><link href="/a/{day}"/><published>{day}T09:00:00Z</published></entry>' for day in days
        )
        following = f'<link rel="next" href="/rss?page={number + 1}"/>'
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{following}{entries}</feed>'

    spider = spider_of(feeds=(f"{HOME}/rss",))
    list(spider.listing_requests())
    assert asked(spider) == ["rss"]
    assert await read(spider, f"{HOME}/rss", page(1, "2024-04-20", "2024-04-02"), "feed") == []
    assert asked(spider) == ["rss", "rss?page=2"]
    assert await read(spider, f"{HOME}/rss?page=2", page(2, "2024-03-20", "2024-02-02"), "feed", 1) == ["a/2024-03-20"]
    assert asked(spider) == ["rss", "rss?page=2", "rss?page=3"]
    assert await read(spider, f"{HOME}/rss?page=3", page(3, "2024-01-20"), "feed", 2) == []
    assert asked(spider) == ["rss", "rss?page=2", "rss?page=3"]


async def test_of_numbered_sitemaps_without_days_the_rest_is_left_where_it_is_older_than_the_window(
    spider_of: Make,
) -> None:
    def numbered(number: int) -> str:
        day = date.fromordinal(date(2024, 1, 1).toordinal() + 7 * number)
        return f"<urlset><url><loc>{HOME}/a/{number}</loc><lastmod>{day}</lastmod></url></urlset>"

    spider = spider_of(sitemaps=(f"{HOME}/map.xml",))
    await read(spider, f"{HOME}/map.xml", index(*(f"{HOME}/post-sitemap{n}.xml" for n in range(1, 20))))
    fetched, done = [], 0
    while len(names := asked(spider)) > done:
        name, done = names[done], done + 1
        number = int(name.removeprefix("post-sitemap").removesuffix(".xml"))
        if number == 17:
            gone = [outcome async for outcome in spider.on_listing_failure(failure(f"{HOME}/{name}", 500))]
            assert len(gone) == 1
        else:
            fetched += await read(spider, f"{HOME}/{name}", numbered(number), depth=1)
    assert names == [f"post-sitemap{number}.xml" for number in (19, 1, *range(18, 5, -1), 4, 3, 2)]
    assert {"a/9", "a/12"} <= set(fetched)
    assert spider.crawler.stats.get_value("backfill/past_listings") == 1
