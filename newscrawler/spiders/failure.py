"""From a request that failed to the outcome that is recorded."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

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

from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.cause import cause_of
from newscrawler.model.findings import REFUSALS
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.network_words import network_words
from newscrawler.urls import mask_secrets

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
    ("exceeded download_maxsize", OutcomeKind.TOO_LARGE),
    ("forbidden by robots.txt", OutcomeKind.BLOCKED_BY_ROBOTS),
    ("max redirections reached", OutcomeKind.REDIRECT_LOOP),
    ("offsite", OutcomeKind.NOT_AN_ARTICLE),
)


# What the words of a failure come to where they tell more than is the same of others like it.
_BRIEF = {
    OutcomeKind.TIMEOUT: "no answer in time",
    OutcomeKind.BLOCKED_BY_ROBOTS: "forbidden by robots.txt",
    OutcomeKind.REDIRECT_LOOP: "redirects without end",
    OutcomeKind.TOO_LARGE: "too large an answer",
    OutcomeKind.INCOMPLETE: "an answer that broke off",
}

# A wall that sets a cookie and redirects to the same address, over and over.
COOKIE_HINT = "the redirects lead in a circle; if the page needs a cookie, set cookies = true under [fetch]"


def outcome_of_failure(failure: Failure, outlet_id: str, *, cookies: bool = True) -> Outcome:
    """The outcome of a failed request: our own exceptions carry their kind, Scrapy's are looked up.

    Without ``cookies`` (the outlet's) redirects in a circle get a hint that cookies may be what is missing.
    """
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
    error = failure.value or RuntimeError("no reason given")
    first = request.meta.get("redirect_urls", [request.url])[0]
    kind = _kind(error)
    message = mask_secrets(_message(error, request.url, first))
    if kind is OutcomeKind.REDIRECT_LOOP and not cookies and _leads_in_circle(request):
        message = f"{message}: {COOKIE_HINT}"
    return Outcome(outlet_id, first, kind, message, datetime.now(UTC))


def unread_listing(failure: Failure, outcome: Outcome) -> UnreadListing:
    """Why a listing could not be fetched, in words that are the same of all that fail alike.

    Args:
        failure: of its request.
        outcome: what that is.
    """
    error = failure.value
    of_host: str | None = getattr(error, "of_host", None)
    if of_host:
        return UnreadListing(of_host, is_of_host=True)
    if isinstance(error, HttpError) and not _strange_redirect(error):
        return UnreadListing(f"HTTP {error.response.status}")
    if outcome.kind is OutcomeKind.HOST_IN_USE:
        return UnreadListing("its host is in use", is_put_off=True)
    return unread_for(_BRIEF.get(outcome.kind, outcome.message))


def listing_trouble(failure: Failure, outcome: Outcome) -> str | None:
    """What kept us from a listing, as the statistics ``listings/...`` name it; None: no answer, or a useless one."""
    error = failure.value
    if outcome.kind is OutcomeKind.HOST_IN_USE:
        return "put_off"
    if outcome.kind is OutcomeKind.BLOCKED_BY_ROBOTS:
        return "robots_unread" if getattr(error, "of_host", None) else "forbidden"
    is_refused = isinstance(error, HttpError) and error.response.status in REFUSALS
    return "refused" if is_refused or getattr(error, "is_refusal", False) else None


def unread_for(message: str) -> UnreadListing:
    """A listing that gave nothing for the reason that a message tells; it stands behind other words."""
    words, told = (
        text[:1].lower() + text[1:] if text[1:2].islower() else text
        for text in (cause_of(message).rstrip("."), message.rstrip("."))
    )
    return UnreadListing(words, told=told)


def _kind(error: BaseException) -> OutcomeKind:
    if isinstance(error, HttpError):
        return OutcomeKind.REFUSED_ADDRESS if _strange_redirect(error) else OutcomeKind.HTTP_STATUS
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
        strange = _strange_redirect(error)
        text = f"redirects to {strange[:200]}" if strange else f"HTTP {error.response.status}"
    else:
        text = network_words(error, url)
    return text if url == first else f"{text} (at {url})"


def _strange_redirect(error: HttpError) -> str | None:
    """Where a redirect leads that Scrapy did not follow, as it is no web address; else None."""
    header = error.response.headers.get("Location")
    if not header or not 300 <= error.response.status < 400:
        return None
    location: str = header.decode("latin-1").strip()
    try:
        scheme = urlsplit(urljoin(error.response.url, location)).scheme
    except ValueError:  # a broken host
        return location
    return None if scheme in {"http", "https"} else location


def _leads_in_circle(request: "Request") -> bool:
    chain = [*request.meta.get("redirect_urls", []), request.url]
    return len(set(chain)) < len(chain)


def is_unfinished(failure: Failure) -> bool:
    """Whether nothing became of a request: the crawl ended before it left."""
    return getattr(failure.value, "is_unfinished", False)


def failed_url(failure: Failure) -> str:
    """The URL whose request failed."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
    return request.url
