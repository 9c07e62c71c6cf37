"""Back-fill: the articles that an outlet published from one day to another, the newest first."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Iterator, Sequence, Sized
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any, ClassVar, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.discovery.archive_addresses import archive_matcher, archive_pages
from newscrawler.discovery.date_window import DateWindow, PastListing, choose_children, choose_links
from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.discovery.numbered_sitemaps import NumberedRow, rows_of
from newscrawler.discovery.paged_archive import PagesRead
from newscrawler.discovery.site_facts import site_of
from newscrawler.discovery.sitemap_choice import of_articles
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink, FurtherListing, LinkKind, Listing
from newscrawler.model.outcome import Outcome
from newscrawler.model.run import RunKind
from newscrawler.spiders.further_listings import MAX_INDEX_DEPTH
from newscrawler.spiders.listing_requests import SITEMAP_MAXSIZE
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.pages import content_type, requested_url
from newscrawler.spiders.revisits import GONE
from newscrawler.spiders.robots_sitemaps import robots_request, sitemaps_named, unlisted_sitemaps
from newscrawler.urls import registered_domain

# A back-fill's own budgets, put in the place of those of an ordinary crawl.
BUDGETS = {
    "NEWSCRAWLER_MAX_ARTICLES": "NEWSCRAWLER_BACKFILL_ARTICLES",
    "NEWSCRAWLER_MAX_LINKS": "NEWSCRAWLER_BACKFILL_LINKS",
    "NEWSCRAWLER_MAX_LISTINGS": "NEWSCRAWLER_BACKFILL_LISTINGS",
    "NEWSCRAWLER_MAX_SECTION_PAGES": "NEWSCRAWLER_BACKFILL_PAGES",
}
LINKS_AT_ONCE = 1000  # requests that wait for their turn take 4 kB each: a sitemap of 50,000 would take 200 MB
LOOK_SECONDS = 0.2


class BackfillSpider(OutletSpider):
    """Stands before an outlet's spider: see ``backfill_spider``.

    It asks the sitemaps of the outlet's file, those that robots.txt names, its feeds as far as these page back, and its
    dated archive pages, one at a time, the newest first, and the next one when all articles of the last have ended. So
    it holds few requests at once, and may be killed at any time: the same crawl passes over what is stored and goes on
    where it was.
    """

    run_kind: RunKind = "backfill"
    # A listing of which the window left links out was not read; and what is looked at again is an ordinary crawl's.
    uses_listing_states: ClassVar[bool] = False
    window: ClassVar[DateWindow]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Own budgets, and no end by the clock: a back-fill takes as long as it takes."""
        super().update_settings(settings)
        for name, own in BUDGETS.items():
            settings.set(name, settings.getint(own), "spider")
        settings.set("CLOSESPIDER_TIMEOUT", 0, "spider")
        settings.set("CLOSESPIDER_PAGECOUNT", 0, "spider")
        # The listing that is being worked through does not count among the pages that are being read.
        pages = settings.getint("SCRAPER_SLOT_MAX_ACTIVE_SIZE")
        settings.set("SCRAPER_SLOT_MAX_ACTIVE_SIZE", pages + SITEMAP_MAXSIZE, "spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, listening for the moments at which it has nothing to do."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.note_window, signals.spider_opened)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        crawler.signals.connect(spider.note_stored, signals.item_scraped)
        crawler.signals.connect(spider.note_what_is_left, signals.spider_closed)
        return spider

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's signature
        super().__init__(name, **kwargs)
        self._queue: list[tuple[int, int, str, LinkKind, int]] = []  # the newest day comes out first
        self._numbers = count()
        self._newest: dict[str, date] = {}  # of the listings that were requested
        self._archive_pages: set[str] = set()
        self._pages_read: dict[str, PagesRead] = {}  # by the address of the page that follows them
        self._rows: dict[str, tuple[NumberedRow, int]] = {}  # with their depth, by the address that is read next
        self._archives = [archive_matcher(pattern) for pattern in self.outlet.archives]
        self._foreign_told = False

    def note_window(self) -> None:
        """Put the window into the run's record."""
        self.crawler.stats.set_value("run/window_from", self.window.first.isoformat())
        self.crawler.stats.set_value("run/window_to", self.window.last.isoformat())

    def note_what_is_left(self) -> None:
        """Count the listings that were not asked any more."""
        behind = sum(len(row.left) - 1 for row, _ in self._rows.values())
        self.crawler.stats.set_value("backfill/listings_left", len(self._queue) + behind)

    def listing_requests(self) -> Iterator[Request]:
        """Requests for the sitemaps of the outlet's file; feeds and archive pages wait until these have been read."""
        for url in self.outlet.feeds:  # these page back some times, and are one request if not
            self._put(PastListing(url, self.window.last), "feed", 0)
        for pattern in self.outlet.archives:
            for page in archive_pages(pattern, self.window):
                self._archive_pages.add(page.url)
                self._put(page, "section", 0)
        yield from filter(None, (self.listing_request(url, "sitemap") for url in self.outlet.sitemaps))
        yield robots_request(self.outlet.home, self.parse_robots, self.on_robots_failure)

    async def parse_robots(self, response: Response) -> None:
        """Put the sitemaps that robots.txt names into the queue; where no place is known, the operator is told."""
        named = unlisted_sitemaps(sitemaps_named(response), self.outlet)
        for sitemap in choose_children(map(FurtherListing, named), self.window):
            self._put(sitemap, "sitemap", 0)
        if not (named or self.outlet.sitemaps or self.outlet.archives):
            self.warn(
                f"nothing to read: {self.outlet.id}.toml names no sitemaps and no archives, and {response.url} "
                "names no sitemap. Pages that list the articles of a day or a month are named in the file as "
                'archives = ["https://.../{year}/{month:02}/{day:02}"]'
            )

    async def on_robots_failure(self, failure: Failure) -> None:
        """Nothing: the middleware that obeys robots.txt has said what was wrong with it."""

    def go_on(self) -> None:
        """Ask the next listing, unless the budget of articles is used up: the others are left to the next run.

        Raises:
            DontCloseSpider: there was one.
        """
        while self._queue and not self.crawler.stats.get_value("discovery/over_budget"):
            newest, _, url, kind, depth = heapq.heappop(self._queue)
            request = self.listing_request(url, kind, depth)
            if request is None:
                self._go_on_in_row(url, ())
                continue
            self._newest[url] = date.fromordinal(-newest)
            self.crawler.engine.crawl(request)
            raise DontCloseSpider

    async def parse_listing(self, response: Response, kind: LinkKind, depth: int) -> AsyncIterator[Request | Outcome]:
        """Requests for the articles of a listing; an archive page may be a sitemap or a feed, too."""
        found = listing_kind(response.body, content_type(response)) if kind == "section" else "page"
        async for result in super().parse_listing(response, kind if found == "page" else found, depth):
            yield result

    async def requests_for(
        self, listing: Listing, response: Response, kind: LinkKind, depth: int
    ) -> AsyncIterator[Request | Outcome]:
        """Requests for the articles of the window; what the listing points to is put into the queue."""
        links = [link for link in listing.links if not self._is_archive_page(link.url)]
        chosen = choose_links(links, self.window)
        self.crawler.stats.inc_value("backfill/archive_links", len(listing.links) - len(links))
        self.crawler.stats.inc_value("backfill/outside", len(links) - len(chosen))
        async for result in self._in_pieces(replace(listing, links=chosen, further=()), response, kind, depth):
            yield result
        url = requested_url(response)
        if kind in {"section", "feed"}:
            read = self._pages_read.pop(url, PagesRead()).after(links, self.window)
            self._queue_pages(listing, url, kind, depth, read)
        else:
            self._queue_children(listing, url, kind, depth)
            self._go_on_in_row(url, links)

    def failed_listing(
        self, url: str, kind: LinkKind, message: str, why: UnreadListing, *, is_told: bool = False
    ) -> Outcome:
        """As for every crawl; those that are numbered like it are read all the same."""
        self._go_on_in_row(url, ())
        return super().failed_listing(url, kind, message, why, is_told=is_told)

    async def on_listing_failure(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a listing that could not be fetched; that there is no page for some day is none."""
        response = getattr(failure.value, "response", None)
        if response is not None and response.status in GONE and requested_url(response) in self._archive_pages:
            self.count("backfill/archive_pages_missing")
            return
        async for outcome in super().on_listing_failure(failure):
            yield outcome

    def note_stored(self, item: Any) -> None:  # noqa: ANN401 - any item
        """Count an article that was stored though it says itself that it is of another day."""
        published_at = item.published_at if isinstance(item, Article) else None
        if published_at is not None and not self.window.holds(published_at):
            self.count("backfill/outside_articles")

    async def _in_pieces(
        self, listing: Listing, response: Response, kind: LinkKind, depth: int
    ) -> AsyncIterator[Request | Outcome]:
        """The requests of a listing, never many of them at once; none once the crawl is being ended."""
        for start in range(0, len(listing.links), LINKS_AT_ONCE):
            while self._waiting() > LINKS_AT_ONCE:  # noqa: ASYNC110 - a number of Scrapy's
                await asyncio.sleep(LOOK_SECONDS)
            piece = replace(listing, links=listing.links[start : start + LINKS_AT_ONCE])
            async for result in super().requests_for(piece, response, kind, depth):
                yield result

    def _waiting(self) -> int:
        """How many requests wait; 0 where the crawl is being ended, and they wait for nothing."""
        slot = self.crawler.engine._slot  # noqa: SLF001 - Scrapy tells it nowhere else
        return 0 if slot is None or slot.closing else len(cast("Sized", slot.scheduler))

    def _queue_pages(self, listing: Listing, url: str, kind: LinkKind, depth: int, read: PagesRead | None) -> None:
        if read is None or depth + 1 >= self.max_section_pages:
            return
        for page in listing.further:
            self._archive_pages.add(page.url)
            self._pages_read[page.url] = read
            self._put(PastListing(page.url, self._newest.get(url, date.min)), kind, depth + 1)

    def _queue_children(self, listing: Listing, url: str, kind: LinkKind, depth: int) -> None:
        if depth < MAX_INDEX_DEPTH:
            own = [child for child in listing.further if self._is_own(child.url, url)]
            if len(own) < len(listing.further) and not self._foreign_told:
                self._foreign_told = True
                self.warn(f"{url} names sitemaps on other domains; these were not asked")
            rows, others = rows_of(choose_children(of_articles(own), self.window), self.window)
            for child in others:
                self._put(child, kind, depth + 1)
            for row in rows:
                self._put_next_of(row, depth + 1)

    def _go_on_in_row(self, url: str, links: Sequence[ArticleLink]) -> None:
        """Put the next of numbered sitemaps into the queue, unless all that are left are of before the window."""
        if url not in self._rows:
            return
        row, depth = self._rows.pop(url)
        row = row.after(links, self.window)
        if row.is_done:
            self.crawler.stats.inc_value("backfill/past_listings", len(row.left))
        elif row.left:
            self._put_next_of(row, depth)

    def _put_next_of(self, row: NumberedRow, depth: int) -> None:
        self._rows[row.left[0].url] = (row, depth)
        self._put(row.left[0], "sitemap", depth)

    def _is_archive_page(self, url: str) -> bool:
        place = url.removeprefix(site_of(url).rstrip("/"))
        return any(matcher.fullmatch(place) for matcher in self._archives)

    def _is_own(self, child: str, index: str) -> bool:
        return registered_domain(child) in {*self.allowed_domains, registered_domain(index)}

    def _put(self, listing: PastListing, kind: LinkKind, depth: int) -> None:
        heapq.heappush(self._queue, (-listing.newest.toordinal(), next(self._numbers), listing.url, kind, depth))


def backfill_spider(spider: type[OutletSpider], window: DateWindow) -> type[BackfillSpider]:
    """The spider that back-fills a window of the outlet of ``spider``, by that one's own ways of reading pages."""
    return type(f"Backfill_{spider.__name__}", (BackfillSpider, spider), {"window": window})
