"""The article in the database."""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Self

from scrapy.crawler import Crawler

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import note_database_lost
from newscrawler.pipelines.refused import Refused
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article whose write was acknowledged, or that is in the spool for certain.

    Attributes:
        article: as stored.
        id: ``_id`` of its document.
        kind: ``new``, ``revised`` or ``unchanged``; ``spooled``: the database is away, and gets it later.
    """

    article: Article
    id: str
    kind: str


class StoragePipeline:
    """Saves every article and waits until it is on disk, in the database or in the spool: seen means stored."""

    def __init__(self, database: SharedDatabase, crawler: Crawler, *, keep_pages: bool) -> None:
        """Save into ``database``, which is opened by the first article, or before the first request."""
        self.database = database
        self.crawler = crawler
        self.keep_pages = keep_pages
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl's database."""
        database = SharedDatabase.named_in(crawler.settings)
        return cls(database, crawler, keep_pages=crawler.settings.getbool("NEWSCRAWLER_KEEP_PAGES"))

    async def process_item(self, article: Article) -> StoredArticle:
        """The article with the id that it is stored under.

        Raises:
            Refused: it could not be stored; where the spool takes nothing either the crawl ends: nothing would be kept.
        """
        run = self.crawler.stats.get_value("run/id")
        try:
            database = await self.database.get()
            saved = await database.articles.save(replace(article, run=run), keep_page=self.keep_pages)
        except StorageError as error:
            if isinstance(error, StorageUnavailableError):
                self._end_crawl(error)
            url = article.requested_url or article.url
            raise Refused(OutcomeKind.NOT_STORED, str(error), outlet=article.outlet, url=url) from error
        self.crawler.stats.inc_value(f"storage/{saved.kind}")
        return StoredArticle(article, saved.id, saved.kind)

    async def close_spider(self) -> None:
        """Leave the database; what was acknowledged is there."""
        await self.database.release()

    def _end_crawl(self, error: StorageError) -> None:
        if not note_database_lost(self.crawler.stats, str(error)):
            return
        logger.error("%s The crawl ends: nothing more that it fetched could be kept.", error)
        self._closing = asyncio.create_task(self.crawler.engine.close_spider_async(reason="database_unavailable"))
