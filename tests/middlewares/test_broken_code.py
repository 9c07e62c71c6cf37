"""Pages on which an outlet's own code breaks."""

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from newscrawler.middlewares.broken_code import BrokenCodeMiddleware
from newscrawler.model.outcome import OutcomeKind


def test_a_page_on_which_code_breaks_is_an_outcome() -> None:
    asked = Request("https://www.a.example/2", meta={"redirect_urls": ["https://www.a.example/1"]})
    response = Response("https://www.a.example/2", request=asked)
    found = BrokenCodeMiddleware(Spider("de_elbkurier")).process_spider_exception(response, ValueError("boom"))
    (outcome,) = found or ()
    assert (outcome.outlet, outcome.url) == ("de_elbkurier", "https://www.a.example/1")
    assert (outcome.kind, outcome.message) == (OutcomeKind.EXTRACTION_FAILED, "ValueError: boom")


@pytest.mark.parametrize("error", [CloseSpider("enough"), IgnoreRequest("not wanted")])
def test_what_ends_a_crawl_or_a_request_goes_on(error: Exception) -> None:
    response = Response("https://www.a.example/")
    assert BrokenCodeMiddleware(Spider("de_elbkurier")).process_spider_exception(response, error) is None
