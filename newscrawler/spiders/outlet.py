"""The spider of an outlet: its listings, the articles that they name, nothing else."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any, ClassVar, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.errors import UnreadableListingError
from newscrawler.incremental.articles import Revisit
from newscrawler.incremental.crawl import IncrementalCrawl
from newscrawler.incremental.listing_answers import NOT_MODIFIED
from newscrawler.incremental.met import MetAddresses
from newscrawler.model.article import Article
from newscrawler.model.lease import Claim
from newscrawler.model.link import ArticleLink, FurtherListing, LinkKind, Listing
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.patterns.matching import any_found_in
from newscrawler.spiders.article_requests import article_request
from newscrawler.spiders.feed_pages import FeedPage, end_feed, keys_before, next_pages_of_feed
from newscrawler.spiders.further_listings import children_of_index, link_keys, next_pages_of_section
from newscrawler.spiders.listing_failures import ListingFailures
from newscrawler.spiders.listing_links import links_of
from newscrawler.spiders.listing_requests import (
    LISTING_KEYS,
    listing_answer,
    listing_place,
    listing_request,
    section_of,
)
from newscrawler.spiders.pages import content_type, header, requested_url
from newscrawler.spiders.revisits import GONE, answer_of_missing, limits_of, missing_words, revisit_request
from newscrawler.spiders.robots_sitemaps import robots_request, sitemaps_named, unlisted_sitemaps
from newscrawler.urls import url_key


class OutletSpider(ListingFailures):
    """Requests the feeds, sitemaps and sections of one outlet, then the articles that these list.

    A difficult outlet has a subclass that overrides one method: ``listing_requests`` (where articles are listed),
    ``links_in`` (which links a listing holds), ``wants`` (which links are articles) or ``read_article``. What earlier
    runs know of all these is in ``incremental``: it decides what is asked for.
    """

    uses_listing_states: ClassVar[bool] = True  # False: all listings are read whole, and no article is looked at again
    asks_robots: ClassVar[bool] = False  # for the sitemaps that it names, whatever the outlet's file says
    met: MetAddresses
    named_sitemaps: tuple[str, ...] = ()  # by robots.txt
    claim: Claim | None = None  # of the schedule, which began this crawl; its argument
    longest_url: int
    max_section_pages: int

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, with what earlier runs know."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.longest_url = settings.getint("URLLENGTH_LIMIT")
        spider.max_section_pages = settings.getint("NEWSCRAWLER_MAX_SECTION_PAGES")
        limits = limits_of(
            settings,
            spider.outlet,
            uses_listing_states=spider.uses_listing_states,
            is_scheduled=spider.claim is not None,
        )
        spider.incremental = IncrementalCrawl(spider.outlet.id, limits, spider.count, spider.warn)
        listings, links = (settings.getint(f"NEWSCRAWLER_MAX_{name}") for name in ("LISTINGS", "LINKS"))
        spider.met = MetAddresses(spider.incremental.account, listings, links, spider.count, spider.warn)
        crawler.signals.connect(spider.look_again, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The outlet's listings."""
        await self.incremental.begin()
        for request in self.listing_requests():
            yield request

    def listing_requests(self) -> Iterator[Request]:
        """A request for each feed, sitemap and section page of the outlet's file; for robots.txt where it is wanted."""
        for kind, key in LISTING_KEYS.items():
            yield from filter(None, (self.listing_request(url, kind) for url in getattr(self.outlet, key)))
        if self.asks_robots or self.outlet.robots_sitemaps:
            yield robots_request(self.outlet.home, self.parse_named_sitemaps, self.on_robots_failure)

    async def parse_named_sitemaps(self, response: Response) -> AsyncIterator[Request]:
        """Requests for the sitemaps that robots.txt names, where the outlet's file wants them."""
        self.named_sitemaps = sitemaps_named(response)
        for url in unlisted_sitemaps(self.named_sitemaps, self.outlet) if self.outlet.robots_sitemaps else ():
            request = self.listing_request(url, "sitemap")
            if request is not None:
                yield request

    def listing_request(
        self, url: str, kind: LinkKind, depth: int = 0, *, section: frozenset[str] | None = None
    ) -> Request | None:
        """A request for one listing; None where it was met before, is fresh, or the budget of listings is used up.

        Args:
            url: its address.
            kind: what it is.
            depth: how many listings led to it.
            section: of a further page of a section or feed, the keys of the links that the pages before it had.
        """
        if not self.met.takes_listing(url, kind):
            return None
        if depth == 0 and self.incremental.listings.let_rest(url):
            self.count("discovery/listings_resting")
            return None
        self.incremental.listings.run.asked += 1
        self.count("discovery/listings_asked")
        conditions = self.incremental.listings.conditions(url)
        return listing_request(url, kind, depth, section, conditions, self.parse_listing, self.on_listing_failure)

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Any]:  # noqa: ANN401 - Scrapy's signature
        """Whatever ``scrapy parse URL`` hands over: a feed, a sitemap, or else an article."""
        kind = listing_kind(response.body, content_type(response))
        if kind == "page":
            async for result in self.parse_article(response, **kwargs):
                yield result
        else:
            async for request in self.parse_listing(response, kind, 0):
                yield request

    async def parse_listing(self, response: Response, kind: LinkKind, depth: int) -> AsyncIterator[Request | Outcome]:
        """Requests for the articles of a listing and for the listings that it points to."""
        self.count(f"discovery/{kind}")
        url, answer, known = requested_url(response), listing_answer(response), self.incremental.listings
        seen = known.unchanged(url, kind, answer)
        if seen is not None:
            self.count("discovery/listings_unchanged")
            listing = Listing(further=seen.further if kind == "sitemap" else ())
        else:
            try:
                listing = self.wanted_links_in(response, kind)
            except Exception as error:  # noqa: BLE001 - told with its traceback
                if depth and kind == "feed" and isinstance(error, UnreadableListingError):  # a link that promised more
                    end_feed(url, str(error), known, self.warn)
                else:
                    yield self.unreadable_listing(url, kind, error)
                return
            known.begin_reading(url, kind)
        pages: list[str] = []  # two that lead to each other would wait for each other: the one that asks waits
        async for result in self.requests_for(listing, response, kind, depth):
            if kind != "sitemap" and isinstance(result, Request) and "depth" in result.cb_kwargs:
                pages.append(result.url)
            yield result
        if seen is None:
            known.read(url, kind, answer, listing, [url_key(link.url) for link in listing.links], pages)

    def wanted_links_in(self, response: Response, kind: LinkKind) -> Listing:
        """A listing with its wanted links alone; what is wrong with it is told.

        Raises:
            UnreadableListingError: it is not what it was announced as, or is empty as it never was.
        """
        url, found = requested_url(response), self.links_in(response, kind)
        wanted = tuple(filter(self.wants, found.links))
        self.incremental.listings.refuse_empty(url, kind, found, len(wanted))
        if found.damage:
            self.count("discovery/listings_damaged")
            read = f"{len(found.links)} articles" if found.links else f"{len(found.further)} further listings"
            self.warn(f"{listing_place(self.outlet, url)}: {kind} damaged, {read} read: {found.damage}")
        for _ in range(len(found.links) - len(wanted)):
            self.count("discovery/unwanted")
        return replace(found, links=wanted)

    def links_in(self, response: Response, kind: LinkKind) -> Listing:
        """The links of one listing.

        Raises:
            UnreadableListingError: it is not what it was announced as.
        """
        return links_of(response, kind, self.outlet)

    def wants(self, link: ArticleLink) -> bool:
        """Is this link an article of the outlet, by its host and by the patterns of the outlet's file?"""
        if any_found_in(self.outlet.exclude, link.url):
            return False
        if self.outlet.include:
            return any_found_in(self.outlet.include, link.url)
        return self.publishes_on(link.url)

    async def requests_for(
        self, listing: Listing, response: Response, kind: LinkKind, depth: int
    ) -> AsyncIterator[Request | Outcome]:
        """Requests for what is new or may have changed of a listing's wanted links, and for its further listings."""
        first_met = unknown = 0
        new: list[ArticleLink] = []
        met: list[ArticleLink] = []
        for link in listing.links:
            if len(link.url) > self.longest_url:  # Scrapy would drop the request without a word
                message = f"an address of {len(link.url)} characters, the limit is {self.longest_url}"
                yield self.outcome(link.url[: self.longest_url], OutcomeKind.REFUSED_ADDRESS, message)
            else:
                (new if self.met.takes_link(link) else met).append(link)
        async for choice in self.incremental.choose(new, met):
            first_met, unknown = first_met + choice.first_met, unknown + len(choice.fetch)
            for link in choice.fetch:
                yield self.request_of(link)
            for revisit in choice.again:
                yield self.revisit_request(revisit)
        for further in self.further_requests(listing, response, kind, depth, unknown, first_met):
            yield further

    def further_requests(
        self, listing: Listing, response: Response, kind: LinkKind, depth: int, unknown: int, first_met: int
    ) -> Iterator[Request]:
        """Requests for the listings that one points to: an index's children, the next page of a section or a feed."""
        url, known, section = requested_url(response), self.incremental.listings, None
        further: tuple[FurtherListing, ...] = ()
        before, goes_on = section_of(response), depth + 1 < self.max_section_pages
        if kind == "section":
            section = before | link_keys(listing)
            if goes_on:
                further = next_pages_of_section(listing, before, unknown=unknown, read_before=known.was_read(url))
        elif kind == "feed":
            section = keys_before(before, listing, url, known)
            if not self.outlet.sitemaps:  # these reach back further
                met = FeedPage(listing, url, before, first_met, is_last=not goes_on)
                further = next_pages_of_feed(met, known, self.warn)
        elif listing.further:
            domains, named = self.allowed_domains, self.named_sitemaps
            further = children_of_index(listing, url, depth, domains=domains, named=named, known=known, warn=self.warn)
        for each in further:
            request = self.listing_request(each.url, kind, depth + 1, section=section)
            if request is not None:
                known.begin(request.url)
                yield request

    def look_again(self) -> None:
        """When all else is done: requests for what is due and no listing names: links that failed, stored articles.

        Raises:
            DontCloseSpider: there were some.
        """
        requests = [
            *map(self.request_of, self.incremental.left_failed(self._wants_still)),
            *map(self.revisit_request, self.incremental.articles.left_due()),
        ]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _wants_still(self, link: ArticleLink) -> bool:
        if self.met.has_met(link):
            return False
        try:
            return self.wants(link)
        except Exception as error:
            self.logger.exception("choosing %s failed", link.url)  # an outlet's own code: it costs one link alone
            self.warn(f"{link.url} was not tried again: {type(error).__name__}: {error}")
            return False

    def article_request(self, link: ArticleLink) -> Request | None:
        """A request for an article, whatever is known of it; None where it is not wanted, or met before."""
        return self.request_of(link) if self.wants(link) and self.met.takes_link(link) else None

    def request_of(self, link: ArticleLink) -> Request:
        """A request for an article that is not stored."""
        return article_request(link, self.parse_article, self.on_failure)

    def revisit_request(self, revisit: Revisit) -> Request:
        """A request for an article that is stored."""
        return revisit_request(revisit, self.parse_revisit, self.on_failure)

    async def parse_revisit(self, response: Response, revisit: Revisit) -> AsyncIterator[Article | Outcome]:
        """What became of a stored article: nothing, its page, or an outcome."""
        if response.status == NOT_MODIFIED:
            await self.incremental.not_modified(revisit, header(response, "ETag"), header(response, "Last-Modified"))
        elif answer := answer_of_missing(response, revisit.visit, self.outlet.home):
            is_sure, run = response.status in GONE, self.crawler.stats.get_value("run/id")
            await self.incremental.missing(revisit, answer, run, is_sure=is_sure)
            yield self.outcome(requested_url(response), OutcomeKind.GONE, f"{answer}: {missing_words(revisit.visit)}")
        else:
            async for result in self.parse_article(response, revisit.told):
                yield result
