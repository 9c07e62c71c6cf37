"""The spider of an outlet: its listings, the articles that they name, nothing else."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.discovery.feed import links_in_feed
from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.discovery.section import links_in_section
from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError, UnreadablePageError
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink, LinkKind, Listing
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.run import add_warning
from newscrawler.outlet_memory.crawl import CrawlMemory
from newscrawler.patterns.matching import any_found_in
from newscrawler.spiders.failure import failed_url, outcome_of_failure
from newscrawler.spiders.pages import content_type, page_of, requested_url, with_page
from newscrawler.urls import mask_secrets, registered_domain, url_key
from newscrawler.workers import SharedPageReader

LISTING_KEYS = ("feeds", "sitemaps", "sections")
SITEMAP_MAXSIZE = 50 * 1024 * 1024  # the sitemap protocol's own limit


class OutletSpider(Spider):
    """Requests the feeds, sitemaps and sections of one outlet, then the articles that these list.

    A difficult outlet has a subclass that overrides one method: ``listing_requests`` (where articles are listed),
    ``links_in`` (which links a listing holds), ``wants`` (which links are articles) or ``read_article``.

    Yields an Article for every page that was read, and an Outcome for every URL that gave none.
    """

    outlet: ClassVar[Outlet]
    allowed_domains: ClassVar[list[str]] = []
    reader: SharedPageReader
    memory: CrawlMemory | None = None  # set by the pipeline that keeps it; none where nothing is stored

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What the outlet's file says about fetching, above the project's settings and below the command line's."""
        super().update_settings(settings)
        outlet, fetch = cls.outlet, cls.outlet.fetch
        if outlet.delay_seconds is not None:
            settings.set("DOWNLOAD_DELAY", outlet.delay_seconds, "spider")
        if outlet.max_pages_per_run is not None:
            settings.set("NEWSCRAWLER_MAX_ARTICLES", outlet.max_pages_per_run, "spider")
        settings.set("COOKIES_ENABLED", fetch.cookies, "spider")
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", fetch.verify, "spider")
        if not fetch.obey_robots:
            settings.set("ROBOTSTXT_OBEY", value=False, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, with the process's shared page reader."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.reader = SharedPageReader.joined(
            settings.getint("NEWSCRAWLER_WORKERS"),
            settings.getfloat("NEWSCRAWLER_READ_SECONDS"),
            settings.getint("NEWSCRAWLER_READ_MEMORY_MB"),
        )
        spider.listings_left = settings.getint("NEWSCRAWLER_MAX_LISTINGS")
        spider.links_left = settings.getint("NEWSCRAWLER_MAX_LINKS")
        spider.longest_url = settings.getint("URLLENGTH_LIMIT")
        spider.max_section_pages = settings.getint("NEWSCRAWLER_MAX_SECTION_PAGES")
        return spider

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's signature
        """Remember nothing yet: every run begins from the listings and the database."""
        super().__init__(name, **kwargs)
        self.listings_left = 500
        self.links_left = 200_000
        self.longest_url = 2083
        self.max_section_pages = 5
        self._met: set[str] = set()

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Leave the shared reader."""
        self.reader.leave()

    async def start(self) -> AsyncIterator[Request]:
        """The outlet's listings."""
        for request in self.listing_requests():
            yield request

    def listing_requests(self) -> Iterator[Request]:
        """A request for each feed, sitemap and section page of the outlet's file."""
        kinds: tuple[tuple[LinkKind, tuple[str, ...]], ...] = (
            ("feed", self.outlet.feeds),
            ("sitemap", self.outlet.sitemaps),
            ("section", self.outlet.sections),
        )
        for kind, urls in kinds:
            yield from filter(None, (self.listing_request(url, kind) for url in urls))

    def listing_request(self, url: str, kind: LinkKind, depth: int = 0) -> Request | None:
        """A request for one listing; None where it was met before or the run's budget of listings is used up."""
        if f"{kind} {url}" in self._met:
            return None
        self._met.add(f"{kind} {url}")
        if self.listings_left <= 0:
            if not self.crawler.stats.get_value("discovery/listings_over_budget"):
                self.warn(f"the budget of listings for one run is used up: {url} and all after it were not read")
            self.count("discovery/listings_over_budget")
            return None
        self.listings_left -= 1
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.on_listing_failure,
            cb_kwargs={"kind": kind, "depth": depth},
            meta={"download_maxsize": SITEMAP_MAXSIZE} if kind == "sitemap" else {},
            priority=10,  # listings first: they say what there is
            dont_filter=True,
        )

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
        try:
            listing = self.links_in(response, kind)
        except Exception as error:
            expected = isinstance(error, UnreadableListingError)
            if not expected:
                self.logger.exception("reading %s failed", response.url)  # a bug must not pass for an empty listing
            message = str(error) if expected else f"{type(error).__name__}: {error}"
            self.warn(f"{self.listing_place(requested_url(response))}: {message}")
            yield self.outcome(mask_secrets(requested_url(response)), OutcomeKind.LISTING_FAILED, message)
            return
        if listing.damage:
            place, read = self.listing_place(requested_url(response)), len(listing.links)
            self.warn(f"{place}: {kind} damaged, {read} articles read: {listing.damage}")
        for link in listing.links:
            if len(link.url) > self.longest_url:  # Scrapy would drop the request without a word
                message = f"an address of {len(link.url)} characters, the limit is {self.longest_url}"
                yield self.outcome(link.url[: self.longest_url], OutcomeKind.REFUSED_ADDRESS, message)
                continue
            request = self.article_request(link)
            if request is not None:
                yield request
        if kind != "section" or depth + 1 < self.max_section_pages:
            for child in listing.further:
                further = self.listing_request(child.url, kind, depth + 1)
                if further is not None:
                    yield further

    def links_in(self, response: Response, kind: LinkKind) -> Listing:
        """The links of one listing.

        Raises:
            UnreadableListingError: it is not what it was announced as.
        """
        outlet, now = self.outlet, datetime.now(UTC)
        if kind == "sitemap":
            return links_in_sitemap(response.body, response.url, timezone=outlet.timezone, now=now)
        if kind == "section":
            return links_in_section(response.body, response.url, content_type=content_type(response), outlet=outlet)
        return links_in_feed(
            response.body,
            response.url,
            content_type=content_type(response),
            timezone=outlet.timezone,
            language=outlet.language,
            now=now,
        )

    def article_request(self, link: ArticleLink) -> Request | None:
        """A request for an article; None where it is not wanted, was met before or is beyond the budget of links."""
        if not self.wants(link):
            self.count("discovery/unwanted")
            return None
        key = url_key(link.url)
        if key in self._met:
            return None
        if self.links_left <= 0:
            if not self.crawler.stats.get_value("discovery/links_over_budget"):
                self.warn("the budget of links for one run is used up: the others were not looked at")
            self.count("discovery/links_over_budget")
            return None
        self.links_left -= 1
        self._met.add(key)
        self.count("discovery/found")
        return Request(
            link.url,
            callback=self.parse_article,
            errback=self.on_failure,
            cb_kwargs={"link": link},
            meta={"article_link": link},
            dont_filter=True,  # a cookie wall redirects to itself; _met sees to it that nothing is fetched twice
        )

    def wants(self, link: ArticleLink) -> bool:
        """Is this link an article of the outlet, by its host and by the patterns of the outlet's file?"""
        if any_found_in(self.outlet.exclude, link.url):
            return False
        if self.outlet.include:
            return any_found_in(self.outlet.include, link.url)
        return self.publishes_on(link.url)

    def publishes_on(self, url: str) -> bool:
        """Does the outlet publish there? Its home's and sections' domains, and whatever ``include`` names."""
        if registered_domain(url) in self.allowed_domains:
            return True
        return any_found_in(self.outlet.include, url)

    async def parse_article(
        self, response: Response, link: ArticleLink | None = None
    ) -> AsyncIterator[Article | Outcome]:
        """The article of a page, or the outcome that says why there is none."""
        self.count("fetch/pages")
        if not isinstance(response, TextResponse):
            what = content_type(response) or "unknown"
            yield self.outcome(requested_url(response), OutcomeKind.NOT_HTML, f"a page of type {what}")
            return
        if not self.publishes_on(response.url):
            yield self.outcome(requested_url(response), OutcomeKind.NOT_AN_ARTICLE, f"leads away to {response.url}")
            return
        page = page_of(response, link)
        try:
            yield await self.read_article(page)
        except UnreadablePageError as error:
            yield self.outcome(page.requested_url, OutcomeKind(error.reason), str(error))
        except Exception as error:
            self.logger.exception("reading %s failed", page.url)  # a bug in the code of an outlet: costs no URL
            message = f"{type(error).__name__}: {error}"
            yield self.outcome(page.requested_url, OutcomeKind.EXTRACTION_FAILED, message)

    async def read_article(self, page: Page) -> Article:
        """The article of a page, read by a worker process.

        Raises:
            UnreadablePageError: it cannot be read.
        """
        outlet = self.outlet_of(page.url)
        known = await self.memory.furniture_of(outlet.id) if self.memory else None
        article = await self.reader.reader.read(page, outlet, known.container if known else None)
        return with_page(article, page)

    def outlet_of(self, url: str) -> Outlet:  # noqa: ARG002 - an archive holds pages of many outlets
        """The outlet that publishes at a URL."""
        return self.outlet

    async def on_failure(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a request that got no usable answer."""
        outlet = self.outlet_of(failed_url(failure))
        yield outcome_of_failure(failure, outlet.id, cookies=outlet.fetch.cookies)

    async def on_listing_failure(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a listing that could not be fetched; the operator is told: its articles are not seen."""
        outcome = outcome_of_failure(failure, self.outlet.id, cookies=self.outlet.fetch.cookies)
        if not getattr(failure.value, "told", False):  # what is wrong with the whole host was said once, for all
            self.warn(f"{self.listing_place(outcome.url)}: {outcome.kind}: {outcome.message}")
        yield replace(
            outcome,
            url=mask_secrets(outcome.url),
            kind=OutcomeKind.LISTING_FAILED,
            message=f"{outcome.kind}: {outcome.message}",
        )

    def listing_place(self, url: str) -> str:
        """A listing's address behind the key and the file that name it: what to change. Others by their address."""
        key = next((key for key in LISTING_KEYS if url in getattr(self.outlet, key)), None)
        return f"{key} in {self.outlet.id}.toml: {url}" if key else url

    def outcome(self, url: str, kind: OutcomeKind, message: str) -> Outcome:
        """An outcome of this outlet, now."""
        return Outcome(self.outlet_of(url).id, url, kind, mask_secrets(message), datetime.now(UTC))

    def count(self, name: str) -> None:
        """One more of ``name`` in the crawl's statistics."""
        self.crawler.stats.inc_value(name)

    def warn(self, message: str) -> None:
        """Tell the operator, now and in the run's record; secrets in addresses are masked."""
        message = mask_secrets(message)
        self.logger.warning(message)
        add_warning(self.crawler.stats, message)
