"""The article without its outlet's furniture; what its outlet repeats is learned, and older articles are healed."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.model.findings import redesign_finding
from newscrawler.model.furniture import FURNITURE_RULE
from newscrawler.model.outlet import Outlet
from newscrawler.model.page_layout import LayoutChange
from newscrawler.model.run import add_warning
from newscrawler.outlet_memory.crawl import CrawlMemory, Limits
from newscrawler.outlet_memory.healing import Healed
from newscrawler.pipelines.outlet_of import outlet_finder
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


class RemembersOutlets(Protocol):
    """A spider as this step sees it."""

    memory: CrawlMemory | None


class FurniturePipeline:
    """Hands every article to ``boilerplate.strip_furniture``, and what was stored to the outlet's memory."""

    def __init__(self, database: SharedDatabase, outlet_of: Callable[[Article], Outlet], crawler: Crawler) -> None:
        """Use the memory in ``database``, by the wishes of the outlet that ``outlet_of`` finds."""
        settings = crawler.settings
        limits = Limits(settings.getint("NEWSCRAWLER_MAX_HEALED"), settings.getfloat("NEWSCRAWLER_HEAL_SECONDS"))
        self.database = database
        self.outlet_of = outlet_of
        self.crawler = crawler
        self.memory = CrawlMemory(database, limits, self._is_ending, self._tell_redesign)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl, listening for articles that came to the end of the road: they are stored."""
        step = cls(SharedDatabase.named_in(crawler.settings), outlet_finder(crawler), crawler)
        crawler.signals.connect(step.item_scraped, signals.item_scraped)
        return step

    def open_spider(self) -> None:
        """Give the spider what is known of its outlets: where their pages have the story."""
        cast("RemembersOutlets", self.crawler.spider).memory = self.memory

    async def process_item(self, article: Article) -> Article:
        """The article without furniture, and with its sighting; what went is in its ``removed``."""
        outlet = self.outlet_of(article)
        stripped = strip_furniture(article, outlet, await self.memory.furniture_of(outlet.id))
        taken = len(stripped.removed) - len(article.removed)
        if taken:
            self.crawler.stats.inc_value(f"boilerplate/{FURNITURE_RULE}", taken)
            self.crawler.stats.inc_value("furniture/cleaned")
            stripped = replace(stripped, fingerprint=None)  # that was of the text with it
        return stripped

    async def item_scraped(self, item: Any) -> None:  # noqa: ANN401 - any item
        """Count a stored article; every now and then the outlet is learned again. One in the spool will be stored."""
        if isinstance(item, Article) and not self._is_told_to_end():
            await self.memory.note_stored(self.outlet_of(item))

    async def close_spider(self) -> None:
        """Learn from the last articles, heal older ones, and leave the database."""
        own = getattr(self.crawler.spidercls, "outlet", None)
        try:
            if self.database.is_open and not self._is_ending():
                async for outlet_id, healed in self.memory.finish(own):
                    self._tell(outlet_id, healed)
        except StorageError as error:
            logger.warning("Articles that were stored earlier were not all cleaned; the next crawl will: %s", error)
        finally:
            await self.database.release()

    def _tell_redesign(self, outlet_id: str, change: LayoutChange) -> None:
        """Once, in the run of the outlet's own crawl; an archive's pages are of all times."""
        finding = redesign_finding(change, datetime.now(UTC))
        logger.info("%s: %s", outlet_id, finding)
        if getattr(self.crawler.spidercls, "name", None) == outlet_id:
            add_warning(self.crawler.stats, finding)

    def _tell(self, outlet_id: str, healed: Healed) -> None:
        stats = self.crawler.stats
        stats.inc_value("furniture/healed", healed.articles)
        stats.inc_value("furniture/unhealed", healed.left + healed.cut + healed.refused)
        logger.info("%s: %d stored articles were cleaned, %d are left", outlet_id, healed.articles, healed.left)

    def _is_ending(self) -> bool:
        """Is this no time to learn and heal: the crawl was told to end, or the database is away?"""
        opened = self.database.opened
        return self._is_told_to_end() or (opened is not None and opened.is_away)

    def _is_told_to_end(self) -> bool:
        """Was the crawl told to end, or left to another one, or did it lose its database?"""
        stats = self.crawler.stats.get_stats()
        told = self.crawler._engine is not None and not self.crawler.engine.running  # noqa: SLF001 - raises where there is none
        return bool(told or stats.get("run/database_lost") or stats.get("run/skipped"))
