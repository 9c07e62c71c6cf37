"""From a request that failed to the outcome that is recorded."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import TimeoutError as TwistedTimeoutError
from twisted.python.failure import Failure

from newscrawler.model.outcome import Outcome, OutcomeKind

if TYPE_CHECKING:
    from scrapy import Request

# What a failure is, by the exception that brought it; the first that fits counts.
KIND_OF_ERROR: tuple[tuple[type[BaseException], OutcomeKind], ...] = (
    (DownloadTimeoutError, OutcomeKind.TIMEOUT),
    (TwistedTimeoutError, OutcomeKind.TIMEOUT),
    (DownloadCancelledError, OutcomeKind.TOO_LARGE),
    (ResponseDataLossError, OutcomeKind.INCOMPLETE),
    (UnsupportedURLSchemeError, OutcomeKind.REFUSED_ADDRESS),
    (IgnoreRequest, OutcomeKind.CONNECTION_FAILED),
)
# Scrapy tells these apart by words alone.
KIND_OF_WORDS: tuple[tuple[str, OutcomeKind], ...] = (
    ("exceeded download max size", OutcomeKind.TOO_LARGE),
    ("forbidden by robots.txt", OutcomeKind.BLOCKED_BY_ROBOTS),
    ("max redirections reached", OutcomeKind.REDIRECT_LOOP),
    ("offsite", OutcomeKind.NOT_AN_ARTICLE),
)


def outcome_of_failure(failure: Failure, outlet_id: str) -> Outcome:
    """The outcome of a failed request: our own exceptions carry their kind, Scrapy's are looked up."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
    error = failure.value or RuntimeError("no reason given")
    first = request.meta.get("redirect_urls", [request.url])[0]
    return Outcome(outlet_id, first, _kind(error), _message(error, request.url, first), datetime.now(UTC))


def _kind(error: BaseException) -> OutcomeKind:
    if isinstance(error, HttpError):
        return OutcomeKind.HTTP_STATUS
    own = getattr(error, "outcome", None)
    if isinstance(own, OutcomeKind):
        return own
    words = str(error).lower()
    for fragment, kind in KIND_OF_WORDS:
        if fragment in words:
            return kind
    return next((kind for type_, kind in KIND_OF_ERROR if isinstance(error, type_)), OutcomeKind.CONNECTION_FAILED)


def _message(error: BaseException, url: str, first: str) -> str:
    if isinstance(error, HttpError):
        text = f"HTTP {error.response.status}"
    else:
        text = str(error).strip() or type(error).__name__
    return text if url == first else f"{text} (at {url})"


def failed_url(failure: Failure) -> str:
    """The URL whose request failed."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
    return request.url
