"""The log of a crawl: JSON lines in a file of the data directory, so that the terminal is left to people."""

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from newscrawler.errors import ConfigurationError
from newscrawler.urls import mask_secrets

MAX_LOG_BYTES = 20 * 1024 * 1024
OLD_LOGS = 5


class JsonLines(logging.Formatter):
    """One event, one line: line feeds and control characters of a hostile page end as JSON escapes."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as a JSON object."""
        event = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask_secrets(record.getMessage()),
        }
        spider = getattr(record, "spider", None)
        if spider is not None:
            event["outlet"] = getattr(spider, "name", str(spider))
        if record.exc_info:
            event["exception"] = mask_secrets("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(event)


# Of every run the same lists, 12 kB: a thousand outlets would fill all logs in half a day.
_SAME_IN_EVERY_RUN = ("scrapy.addons", "scrapy.crawler", "scrapy.extensions.memusage", "scrapy.middleware")


def open_log(data_dir: Path, *, many_runs: bool = False) -> Path:
    """Send this process's log to ``<data_dir>/logs/crawl.log``, and return that path.

    Args:
        data_dir: of this installation.
        many_runs: whether what every run would log again is left out.

    Raises:
        ConfigurationError: the directory cannot be written.
    """
    path = data_dir / "logs" / "crawl.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MAX_LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"Cannot write the log {path}: {error.strerror}. Set NEWSCRAWLER_DATA_DIR to a folder that can be written."
        ) from error
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("asyncio", "pymongo", "py.warnings", *(_SAME_IN_EVERY_RUN if many_runs else ())):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    return path
