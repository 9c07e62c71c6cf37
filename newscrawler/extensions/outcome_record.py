"""Every URL that did not become an article, recorded with its reason."""

import logging
from datetime import UTC, datetime
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.errors import StorageError
from newscrawler.extensions.url_account import link_of, note_end
from newscrawler.incremental.saved_item import is_item_saved
from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)


class OutcomeRecord:
    """Writes an Outcome for every item that a pipeline refused."""

    def __init__(self, database: SharedDatabase, crawler: Crawler) -> None:
        """Record into ``database``."""
        self.database = database
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for refused items and for items that a pipeline failed on."""
        database = SharedDatabase.named_in(crawler.settings)
        record = cls(database, crawler)
        crawler.signals.connect(record.item_dropped, signals.item_dropped)
        crawler.signals.connect(record.item_error, signals.item_error)
        crawler.signals.connect(record.spider_closed, signals.spider_closed)
        return record

    async def item_dropped(self, item: Any, exception: BaseException, response: Any = None) -> None:  # noqa: ANN401 - any item
        """Record a refused item under its own reason; one that is saved already was counted as that."""
        if is_item_saved():
            await note_end(self.crawler, response)
            return
        kind = getattr(exception, "kind", OutcomeKind.INVALID_ITEM)
        message = getattr(exception, "message", str(exception))
        outlet, url = getattr(exception, "outlet", None), getattr(exception, "url", None)
        is_kept = await self._record(kind, message, outlet, url, item, response)
        await note_end(self.crawler, response, OutcomeKind(kind), is_kept=is_kept)
        if getattr(exception, "kind", None) == OutcomeKind.INVALID_ITEM:  # not where another pipeline drops on purpose
            await self._keep(item, getattr(exception, "outlet", None) or "unknown", message)

    async def item_error(self, item: Any, failure: Any, response: Any = None) -> None:  # noqa: ANN401 - any item, Twisted's failure
        """Record an item that broke a pipeline: a bug of ours, which must not lose its URL."""
        if is_item_saved():  # the log has the error
            await note_end(self.crawler, response)
            return
        message = f"{failure.type.__name__}: {failure.value}"
        is_kept = await self._record(OutcomeKind.EXTRACTION_FAILED, message, None, None, item, response)
        await note_end(self.crawler, response, OutcomeKind.EXTRACTION_FAILED, is_kept=is_kept)
        await self._keep(item, getattr(item, "outlet", None) or "unknown", message)

    async def _record(
        self,
        kind: OutcomeKind,
        message: str,
        outlet: str | None,
        url: str | None,
        item: Any,  # noqa: ANN401 - any item
        response: Any,  # noqa: ANN401 - Response, Failure or None
    ) -> bool:
        """Count an outcome and write it down; False: that could not be done, not even in the spool."""
        self.crawler.stats.inc_value(f"dropped/{kind}")
        outlet = outlet or getattr(item, "outlet", None) or "unknown"
        url = url or getattr(item, "requested_url", None) or getattr(item, "url", None) or "unknown"
        run, link = self.crawler.stats.get_value("run/id"), link_of(response)
        outcome = Outcome(outlet, url, OutcomeKind(kind), message[:500], datetime.now(UTC), run=run, link=link)
        try:
            database = await self.database.get()
            await database.outcomes.record(outcome)
        except StorageError as error:
            logger.warning("not recorded: %s ended as %s (%s): %s", url, kind, message, error)
            return False
        return True

    async def _keep(self, item: Any, outlet: str, message: str) -> None:  # noqa: ANN401 - any item
        """Put an article, or a developer's item, into quarantine."""
        try:
            database = await self.database.get()
            if isinstance(item, Article):
                await database.quarantine.keep_article(item, message)
            elif ItemAdapter.is_item(item):
                await database.quarantine.keep_item(ItemAdapter(item).asdict(), outlet, message)
        except StorageError as error:
            logger.warning("not kept in quarantine: an item of %s (%s): %s", outlet, message, error)

    async def spider_closed(self) -> None:
        """Leave the database."""
        await self.database.release()
