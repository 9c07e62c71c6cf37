"""What the log says of an item: its address and what became of it, not its whole text."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class ArticleLogFormatter(LogFormatter):
    """Scrapy's formatter with short lines for items."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ANN401, ARG002 - Scrapy's signature
        """An article that went the whole way."""
        return _line(logging.DEBUG, "stored", item)

    def dropped(
        self,
        item: Any,  # noqa: ANN401 - Scrapy's signature
        exception: BaseException,
        response: Response | Failure | None,  # noqa: ARG002 - Scrapy's signature
        spider: Spider,  # noqa: ARG002 - Scrapy's signature
    ) -> LogFormatterResult:
        """A URL that gave no article."""
        return _line(logging.INFO, f"not stored: {exception}", item)

    def item_error(
        self,
        item: Any,  # noqa: ANN401 - Scrapy's signature
        exception: BaseException,
        response: Response | Failure | None,  # noqa: ARG002 - Scrapy's signature
        spider: Spider,  # noqa: ARG002 - Scrapy's signature
    ) -> LogFormatterResult:
        """A bug in a pipeline; the traceback follows."""
        return _line(logging.ERROR, f"a pipeline failed: {type(exception).__name__}: {exception}", item)


def _line(level: int, what: str, item: Any) -> LogFormatterResult:  # noqa: ANN401 - any item
    url = item.get("url") if isinstance(item, dict) else getattr(item, "url", None)
    return {"level": level, "msg": "%(url)s: %(what)s", "args": {"url": url or type(item).__name__, "what": what}}
