"""What every spider of ours does with a page: read it as an article, or say why it is none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.errors import UnreadablePageError
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.run import RunKind, add_warning
from newscrawler.outlet_memory.crawl import CrawlMemory
from newscrawler.patterns.matching import any_found_in
from newscrawler.spiders.failure import failed_url, is_unfinished, outcome_of_failure
from newscrawler.spiders.outlet_settings import apply_outlet
from newscrawler.spiders.pages import content_type, page_of, requested_url
from newscrawler.spiders.reading_ahead import may_read_ahead
from newscrawler.urls import mask_secrets, registered_domain
from newscrawler.workers.page_reader import SharedPageReader


class ReadingSpider(Spider):
    """Reads pages of an outlet. What is asked for, and in which order, is for a subclass to say.

    Yields an Article for every page that was read, and an Outcome for every URL that gave none.
    """

    outlet: ClassVar[Outlet]
    allowed_domains: ClassVar[list[str]] = []
    run_kind: RunKind = "crawl"
    reader: SharedPageReader
    reads_ahead: bool = False  # are the first pipelines' steps taken by the worker that reads the page?
    memory: CrawlMemory | None = None  # set by the pipeline that keeps it; none where nothing is stored

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What the outlet's file says about fetching, above the project's settings and below the command line's."""
        super().update_settings(settings)
        apply_outlet(settings, cls.outlet)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, with the process's shared page reader."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.reader = SharedPageReader.joined(
            settings.getint("NEWSCRAWLER_WORKERS"),
            settings.getfloat("NEWSCRAWLER_READ_SECONDS"),
            settings.getint("NEWSCRAWLER_READ_MEMORY_MB"),
            settings.getfloat("NEWSCRAWLER_QUICK_READ_SECONDS"),
        )
        spider.reads_ahead = may_read_ahead(cls, settings)
        return spider

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Leave the shared reader."""
        self.reader.leave()

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
        learned = known.container if known else None
        has_furniture = known is not None and bool(known.exact or known.templates)
        return await self.reader.reader.read(page, outlet, learned, ahead=self.reads_ahead, has_furniture=has_furniture)

    def outlet_of(self, url: str) -> Outlet:  # noqa: ARG002 - an archive holds pages of many outlets
        """The outlet that publishes at a URL."""
        return self.outlet

    async def on_failure(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a request that got no usable answer; none, where it was not even sent."""
        if is_unfinished(failure):
            return
        outlet = self.outlet_of(failed_url(failure))
        yield outcome_of_failure(failure, outlet.id, cookies=outlet.fetch.cookies)

    def publishes_on(self, url: str) -> bool:
        """Does the outlet publish there? Its home's and sections' domains, and whatever ``include`` names."""
        if registered_domain(url) in self.allowed_domains:
            return True
        return any_found_in(self.outlet.include, url)

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
