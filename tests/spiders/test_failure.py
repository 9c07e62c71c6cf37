import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from newscrawler.model.outcome import OutcomeKind
from newscrawler.spiders.failure import outcome_of_failure


def failure_of(error: Exception, request: Request | None = None) -> Failure:
    failure = Failure(error)
    failure.request = request or Request("https://a.example/1")
    return failure


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HttpError(Response("https://a.example/1", status=404), "Ignoring non-200 response"), OutcomeKind.HTTP_STATUS),
        (DownloadTimeoutError("took longer than 30.0 seconds"), OutcomeKind.TIMEOUT),
        (DownloadCancelledError("Cancelling download: expected response size larger"), OutcomeKind.TOO_LARGE),
        (ResponseDataLossError(), OutcomeKind.INCOMPLETE),
        (IgnoreRequest("Forbidden by robots.txt"), OutcomeKind.BLOCKED_BY_ROBOTS),
        (IgnoreRequest("max redirections reached"), OutcomeKind.REDIRECT_LOOP),
        (OSError("connection refused"), OutcomeKind.CONNECTION_FAILED),
    ],
)
def test_every_failure_has_a_kind(error: Exception, kind: OutcomeKind) -> None:
    outcome = outcome_of_failure(failure_of(error), "de_elbkurier")
    assert outcome.kind is kind
    assert outcome.message
    assert (outcome.outlet, outcome.url) == ("de_elbkurier", "https://a.example/1")


def test_the_status_is_in_the_message() -> None:
    error = HttpError(Response("https://a.example/1", status=503), "Ignoring non-200 response")
    assert outcome_of_failure(failure_of(error), "x").message == "HTTP 503"


def test_a_redirected_request_is_recorded_under_its_first_address() -> None:
    request = Request("https://a.example/moved", meta={"redirect_urls": ["https://a.example/first"]})
    outcome = outcome_of_failure(failure_of(OSError("reset"), request), "x")
    assert outcome.url == "https://a.example/first"
    assert outcome.message == "reset (at https://a.example/moved)"


def test_a_password_in_an_address_is_not_recorded_in_the_message() -> None:
    request = Request("https://bob:secretpw@a.example/x", meta={"redirect_urls": ["https://a.example/first"]})
    outcome = outcome_of_failure(failure_of(OSError("no answer of https://bob:secretpw@a.example/x"), request), "x")
    assert outcome.message == "no answer of https://***@a.example/x (at https://***@a.example/x)"


def closed(*reasons: Exception) -> Exception:
    """As Scrapy raises it: its own error, whose cause holds Twisted's list."""
    cause = ResponseFailed([Failure(reason) for reason in reasons])
    error = DownloadFailedError(str(cause))
    error.__cause__ = cause
    return error


BOMB = (
    "Ignored response <200 https://a.example/1> because its body (1043674 B compressed, 10551296 B decompressed so far)"
    " exceeded DOWNLOAD_MAXSIZE (10485760 B) during decompression."
)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (closed(ConnectionDone()), OutcomeKind.CONNECTION_FAILED, "the connection was closed before an answer"),
        (closed(ConnectionLost()), OutcomeKind.CONNECTION_FAILED, "the connection was closed before an answer"),
        (ConnectionLost(), OutcomeKind.CONNECTION_FAILED, "the connection was closed before an answer"),
        (closed(ValueError("bad certificate")), OutcomeKind.CONNECTION_FAILED, "bad certificate"),
        (ResponseDataLossError(), OutcomeKind.INCOMPLETE, "the answer broke off"),
        (CannotResolveHostError("no results"), OutcomeKind.CONNECTION_FAILED, "no such host: a.example"),
        (DownloadConnectionRefusedError("111"), OutcomeKind.CONNECTION_FAILED, "connection refused: a.example"),
        (IgnoreRequest(BOMB), OutcomeKind.TOO_LARGE, "larger than 10 MB after decompression"),
        (
            DownloadCancelledError("Received 9 bytes which is larger than download max size (10485760) in request x."),
            OutcomeKind.TOO_LARGE,
            "larger than 10 MB",
        ),
        (DownloadCancelledError(), OutcomeKind.TOO_LARGE, "larger than a page may be"),
    ],
)
def test_what_went_wrong_is_said_in_plain_words(error: Exception, kind: OutcomeKind, message: str) -> None:
    outcome = outcome_of_failure(failure_of(error), "x")
    assert (outcome.kind, outcome.message) == (kind, message)


@pytest.mark.parametrize(
    ("location", "kind", "message"),
    [
        ("file:///etc/hostname", OutcomeKind.REFUSED_ADDRESS, "redirects to file:///etc/hostname"),
        ("ftp://a.example/1", OutcomeKind.REFUSED_ADDRESS, "redirects to ftp://a.example/1"),
        ("http://[broken/", OutcomeKind.REFUSED_ADDRESS, "redirects to http://[broken/"),
        ("/moved", OutcomeKind.HTTP_STATUS, "HTTP 302"),
        ("https://b.example/1", OutcomeKind.HTTP_STATUS, "HTTP 302"),
        ("", OutcomeKind.HTTP_STATUS, "HTTP 302"),
    ],
)
def test_a_redirect_to_no_web_address_is_a_refused_address(location: str, kind: OutcomeKind, message: str) -> None:
    response = Response("https://a.example/1", status=302, headers={"Location": location})
    outcome = outcome_of_failure(failure_of(HttpError(response, "Ignoring non-200 response")), "x")
    assert (outcome.kind, outcome.message) == (kind, message)


@pytest.mark.parametrize(
    ("chain", "cookies", "hinted"),
    [
        (["https://a.example/1", "https://a.example/1"], False, True),
        (["https://a.example/1", "https://a.example/1"], True, False),
        (["https://a.example/2", "https://a.example/3"], False, False),
    ],
)
def test_redirects_in_a_circle_without_cookies_get_a_hint(chain: list[str], *, cookies: bool, hinted: bool) -> None:
    request = Request("https://a.example/1", meta={"redirect_urls": chain})
    failure = failure_of(IgnoreRequest("max redirections reached"), request)
    message = outcome_of_failure(failure, "x", cookies=cookies).message
    assert message.endswith("set cookies = true under [fetch]") is hinted
