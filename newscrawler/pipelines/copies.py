"""The article compared with those that may have the same text, and linked to what it is a copy of; the last step."""

import logging
from typing import Self

from scrapy.crawler import Crawler

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.copy_link import Judgement
from newscrawler.pipelines.storage import StoredArticle
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.writing.answering import while_it_answers

logger = logging.getLogger(__name__)


class CopiesPipeline:
    """Compares after the write: of two crawlers with one story at once, the second writer knows of the first."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Compare in ``database``."""
        self.database = database
        self.crawler = crawler
        self.window_days = crawler.settings.getfloat("NEWSCRAWLER_SAMENESS_DAYS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl's database."""
        return cls(SharedDatabase.named_in(crawler.settings), crawler)

    async def process_item(self, stored: StoredArticle) -> Article:
        """The article, for exports. Comparing that fails is told and costs the article nothing: it is stored.

        What is not compared now, as the database is away, is when it is back.
        """
        if stored.saved.to_compare or stored.saved.compare_again:
            try:
                database = await self.database.get()
                self._count(await database.sameness.judge(stored.saved))
            except StorageError as error:
                logger.warning("%s was not compared with others; it will be later: %s", stored.article.url, error)
        return stored.article

    async def close_spider(self) -> None:
        """Compare what killed crawls have left, let anchors grow old, and leave the database."""
        try:
            opened = self.database.opened
            if opened is not None and not opened.is_away:
                await while_it_answers(opened, opened.sameness.judge_left(now_and_then=True))
                await while_it_answers(opened, opened.window.age(self.window_days))
        except StorageUnavailableError:
            logger.info("The database is away: what is to be compared is by a later crawl.")
        except StorageError as error:
            logger.warning("What earlier crawls left of copies was not done; it will be later: %s", error)
        finally:
            await self.database.release()

    def _count(self, judgement: Judgement) -> None:
        stats = self.crawler.stats
        if judgement.copy is not None:
            stats.inc_value("copies/found")
            stats.inc_value(f"copies/{judgement.copy.kind}")
        if judgement.related:
            stats.inc_value("copies/related")
