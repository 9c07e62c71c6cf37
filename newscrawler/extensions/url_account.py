"""Keeps a run's account: every URL that it met ends in one counted way, and what waits for its end is told."""

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.incremental.crawl import IncrementalCrawl
from newscrawler.incremental.saved_item import end_item
from newscrawler.model.account import counts_of, outcomes_of, overdrawn
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import OutcomeKind
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


class UrlAccountKeeper:
    """Gives the spider what earlier runs know, notes the ends of its URLs, and checks at the end that all adds up."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Know what is in ``database``."""
        self.database = database
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for stored articles and for the end."""
        keeper = cls(SharedDatabase.named_in(crawler.settings), crawler)
        crawler.signals.connect(keeper.spider_opened, signals.spider_opened)
        crawler.signals.connect(keeper.item_scraped, signals.item_scraped)
        crawler.signals.connect(keeper.check, signals.spider_closed)
        crawler.signals.connect(keeper.spider_closed, signals.spider_closed)
        return keeper

    def spider_opened(self) -> None:
        """Give the spider the database."""
        incremental = incremental_of(self.crawler)
        if incremental is not None:
            incremental.database = self.database

    async def item_scraped(self, response: Any) -> None:  # noqa: ANN401 - Response, Failure or None
        """Note that the URL of an article has ended: it is stored."""
        await note_end(self.crawler, response)

    def check(self) -> None:
        """Say it where the account does not add up: not a coroutine, so that the run's record waits for it."""
        stats = self.crawler.stats.get_stats()
        if stats.get("run/kind") == "archive":
            return
        incremental, counts = incremental_of(self.crawler), counts_of(stats)
        open_urls = incremental.account.open if incremental is not None else 0
        too_many = overdrawn(counts, outcomes_of(stats))
        if too_many or counts["unfinished"] != open_urls:
            message = "the account of URLs does not add up: %d have not ended, %d should not have; %d ends too many"
            logger.error(message, open_urls, counts["unfinished"], too_many)

    async def spider_closed(self) -> None:
        """Wait for what is being written, and leave the database."""
        incremental = incremental_of(self.crawler)
        try:
            if incremental is not None:
                await incremental.finish()
        finally:
            await self.database.release()


async def note_end(
    crawler: Crawler,
    response: Any,  # noqa: ANN401 - see below
    refused: OutcomeKind | None = None,
    *,
    is_kept: bool = True,
) -> None:
    """Note that an item, and its URL with it, has ended; what became of it is written and counted.

    Args:
        crawler: its crawl.
        response: that the item came from: a Response, a Failure, or None where it came from nowhere.
        refused: why there is no article; None: there is one.
        is_kept: whether that could be written down.
    """
    end_item()
    if refused is OutcomeKind.LISTING_FAILED or crawler.stats.get_value("run/kind") == "archive":
        return
    request, link = getattr(response, "request", None), link_of(response)
    incremental = incremental_of(crawler)
    if request is None or link is None or incremental is None:
        crawler.stats.inc_value("discovery/found")  # by a spider that is wholly an outlet's own
    else:
        run = crawler.stats.get_value("run/id")
        await incremental.ended(link, request.meta.get("visit"), refused, is_kept=is_kept, run=run)


def link_of(response: Any) -> ArticleLink | None:  # noqa: ANN401 - as above
    """The link that a Response or Failure came from, as its listing has it; None: it came from none."""
    request = getattr(response, "request", None)
    return request.meta.get("article_link") if request is not None else None


def incremental_of(crawler: Crawler) -> IncrementalCrawl | None:
    """What the crawl's spider knows of earlier runs; None where it is another's spider."""
    return getattr(getattr(crawler, "spider", None), "incremental", None)
