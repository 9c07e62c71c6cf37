"""The article linked to what it is a copy of; the last step."""

import logging
from typing import Self

from scrapy.crawler import Crawler

from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.pipelines.storage import StoredArticle
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)

_WRITTEN = ("new", "revised")  # the others are no copies of what they were none of before, or not there yet


class CopiesPipeline:
    """Looks for exact copies after the write: of two crawlers with one story at once, the second looker sees both."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Look up in ``database``."""
        self.database = database
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl's database."""
        database = SharedDatabase.named_in(crawler.settings)
        return cls(database, crawler)

    async def process_item(self, stored: StoredArticle) -> Article:
        """The article, for exports. A look-up that fails is told and costs the article nothing: it is stored.

        Copies of one that waits in the spool are looked up when it is stored.
        """
        fingerprint = stored.article.fingerprint
        if stored.kind in _WRITTEN and fingerprint is not None:
            try:
                database = await self.database.get()
                first = await database.articles.mark_copies(stored.id, fingerprint.content_hash)
            except StorageError as error:
                logger.warning("copies of %s were not looked up: %s", stored.article.url, error)
            else:
                if first is not None:
                    self.crawler.stats.inc_value("copies/exact")
        return stored.article

    async def close_spider(self) -> None:
        """Leave the database."""
        await self.database.release()
