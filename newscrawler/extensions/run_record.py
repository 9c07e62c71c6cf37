"""One Run for every crawl of an outlet: written when the crawl begins, completed when it ends."""

import logging
import secrets
from datetime import UTC, datetime
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newscrawler.errors import StorageError
from newscrawler.extensions.page_answers import PageAnswers
from newscrawler.extensions.run_findings import findings_of_crawl
from newscrawler.extensions.url_account import incremental_of
from newscrawler.model.lease import Claim
from newscrawler.model.run import run_from_statistics
from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


def new_run_id() -> str:
    """12 hexadecimal digits that no other run has."""
    return secrets.token_hex(6)


class RunRecord:
    """Writes the Run of this crawl."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Record into ``database``."""
        self.database = database
        self.crawler = crawler
        self.answers = PageAnswers()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for the crawl's first request and its end."""
        database = SharedDatabase.named_in(crawler.settings)
        record = cls(database, crawler)
        crawler.signals.connect(record.answers.note, signals.response_downloaded)
        crawler.signals.connect(record.spider_opened, signals.spider_opened)
        crawler.signals.connect(record.spider_closed, signals.spider_closed)
        return record

    def spider_opened(self, spider: Spider) -> None:
        """Give the run its id, that of the claim that it was handed, and its beginning."""
        stats, claim = self.crawler.stats, getattr(spider, "claim", None)
        stats.set_value("run/id", claim.outlet.run if isinstance(claim, Claim) else new_run_id())
        stats.set_value("run/outlet", spider.name)
        stats.set_value("run/kind", getattr(spider, "run_kind", "crawl"))
        stats.set_value("run/started_at", datetime.now(UTC))

    async def spider_closed(self, reason: str) -> None:
        """Write the run, if the database was ever opened: `scrapy shell` and the like leave no run.

        Where the database is away the run is recorded as soon as it is back.
        """
        stats = self.crawler.stats
        stats.set_value("run/finished_at", datetime.now(UTC))
        stats.set_value("run/finish_reason", reason)
        for name, pages in self.answers.lost().items():
            stats.set_value(f"answers/{name}", pages)
        try:
            if self.database.is_open and not stats.get_value("run/skipped"):
                database = await self.database.get()
                await self._settle_missing()
                await self._tell_findings(database)
                await database.runs.finish(run_from_statistics(stats.get_stats()))
        except StorageError as error:
            logger.warning("this run was not recorded: %s", error)
        finally:
            await self.database.release()

    async def _settle_missing(self) -> None:
        """Decide which articles are gone: what is told of that belongs to the run."""
        incremental = incremental_of(self.crawler)
        try:
            if incremental is not None:
                await incremental.settle(self.crawler.stats.get_value("run/id"))
        except StorageError as error:
            logger.warning("articles that were missing are looked at again: %s", error)

    async def _tell_findings(self, database: Database) -> None:
        """Put what was wrong with the run before its other warnings."""
        stats = self.crawler.stats
        try:
            findings = await findings_of_crawl(stats.get_stats(), self.answers, database)
        except StorageError as error:
            logger.warning("what this run met was not compared with earlier ones: %s", error)
            return
        except Exception:
            logger.exception("what this run met is not told")  # a bug there must not cost the run its record
            return
        for finding in findings:
            logger.warning(finding)
        if findings:
            stats.set_value("run/warnings", (*findings, *stats.get_value("run/warnings", ())))
