"""Turns whatever a spider yields into an Article: the one place that takes dicts and foreign item classes."""

from datetime import UTC, datetime
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler

from newscrawler.errors import InvalidItemError
from newscrawler.incremental.saved_item import begin_item
from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.pipelines.foreign_item import article_of_item
from newscrawler.pipelines.refused import Refused


class IntakePipeline:
    """The first step: an Article goes on, an Outcome leaves as its own reason, anything else is read or refused."""

    def __init__(self, outlet: Outlet | None) -> None:
        """Take items for ``outlet``; None: the outlet is told from the item or its URL."""
        self.outlet = outlet

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for the crawl's outlet, where its spider has one."""
        return cls(getattr(crawler.spidercls, "outlet", None))

    async def process_item(self, item: Any) -> Article:  # noqa: ANN401 - whatever a spider yields
        """The article of an item.

        Raises:
            Refused: it is an outcome, or no article: the message names the wrong field.
        """
        begin_item()
        if isinstance(item, Article):
            return item
        if isinstance(item, Outcome):
            raise Refused(item.kind, item.message, outlet=item.outlet, url=item.url)
        fields = ItemAdapter(item).asdict()
        try:
            return article_of_item(fields, self.outlet, datetime.now(UTC))
        except InvalidItemError as error:
            outlet = self.outlet.id if self.outlet else "unknown"
            url = str(fields.get("url") or "unknown")
            raise Refused(OutcomeKind.INVALID_ITEM, str(error), outlet=outlet, url=url) from error
