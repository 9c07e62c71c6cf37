import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

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
