"""The spider of one page: fetched under all our settings, stored nowhere."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.pages import content_type, page_of, requested_url
from newscrawler.spiders.reading import ReadingSpider

if TYPE_CHECKING:
    from newscrawler.model.page import Page


class SinglePageSpider(ReadingSpider):
    """Fetches one page and puts it, or the outcome that says why there is none, into ``found``.

    Args:
        url: the page.
        found: an empty list; it holds one Page or one Outcome when the crawl has ended.
    """

    name = "single_page"
    outlet = Outlet(id="single_page", name="one page")

    def __init__(self, name: str | None = None, url: str = "", found: "list[Page | Outcome] | None" = None) -> None:
        """Fetch ``url``; nothing is requested yet."""
        super().__init__(name)
        self.url = url
        self.found = found if found is not None else []

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        yield Request(self.url, callback=self.parse_page, errback=self.on_page_failure, dont_filter=True)

    async def parse_page(self, response: Response) -> None:
        """Keep the page."""
        if isinstance(response, TextResponse):
            self.found.append(page_of(response, None))
        else:
            what = content_type(response) or "unknown"
            self.found.append(self.outcome(requested_url(response), OutcomeKind.NOT_HTML, f"a page of type {what}"))

    async def on_page_failure(self, failure: Any) -> None:  # noqa: ANN401 - Twisted's failure
        """Keep the reason."""
        async for outcome in self.on_failure(failure):
            self.found.append(outcome)
