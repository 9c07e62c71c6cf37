"""What went wrong on the way to a host, in words for the one who reads the errors."""

import re
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure

CLOSED = "the connection was closed before an answer"
_MEGABYTE = 1024 * 1024
# Scrapy names its limit in words alone: for what is sent, and for what that unpacks to.
_SENT_LIMIT = re.compile(r"larger than download max size \((\d+)\)")
_UNPACKED_LIMIT = re.compile(r"exceeded DOWNLOAD_MAXSIZE \((\d+) B\)")


def network_words(error: BaseException, url: str) -> str:
    """Why this URL gave no answer: one line, never empty, no address of an object in it."""
    if isinstance(error, CannotResolveHostError):
        return f"no such host: {urlsplit(url).hostname}"
    if isinstance(error, DownloadConnectionRefusedError):
        return f"connection refused: {urlsplit(url).netloc.rpartition('@')[2]}"
    if isinstance(error, ResponseDataLossError):
        return "the answer broke off"
    reasons = _reasons(error)
    if reasons and all(isinstance(reason, ConnectionDone | ConnectionLost) for reason in reasons):
        return CLOSED
    words = ", ".join(filter(None, (str(reason).strip() for reason in reasons))) or str(error).strip()
    if not words and isinstance(error, DownloadCancelledError):  # of an answer without a length, which never ended
        return "larger than a page may be"
    return _too_large(words) or words or type(error).__name__


def _too_large(words: str) -> str | None:
    if limit := _SENT_LIMIT.search(words):
        return f"larger than {_megabytes(limit)}"
    if limit := _UNPACKED_LIMIT.search(words):
        return f"larger than {_megabytes(limit)} after decompression"
    return None


def _reasons(error: BaseException) -> list[BaseException]:
    """The errors inside: Twisted puts those of a broken connection into a list, Scrapy's own error hides that list."""
    if isinstance(error, ConnectionDone | ConnectionLost):
        return [error]
    for holder in (error, error.__cause__):
        inside = holder.args[0] if holder is not None and holder.args else None
        if isinstance(inside, list):
            return [item.value for item in inside if isinstance(item, Failure) and item.value is not None]
    return []


def _megabytes(limit: re.Match[str]) -> str:
    return f"{int(limit[1]) / _MEGABYTE:.3g} MB"
