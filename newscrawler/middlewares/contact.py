"""Real sites are fetched only by someone whom they can reach."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawler.middlewares.refusals import NoContactError
from newscrawler.urls import is_this_machine

NO_CONTACT = (
    "Set NEWSCRAWLER_CONTACT: publishers must be able to reach you. "
    "Crawling real sites is off until then (demo and --from-warc work)."
)


class ContactMiddleware:
    """Downloader middleware: without ``NEWSCRAWLER_CONTACT`` nothing leaves this machine, by whatever command.

    `newscrawler crawl` says so before it starts; this is for `scrapy crawl` and its like.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware.

        Raises:
            NotConfigured: there is a contact.
        """
        if crawler.settings.get("NEWSCRAWLER_CONTACT"):
            raise NotConfigured("there is a contact")
        return cls()

    async def process_request(self, request: Request) -> None:
        """Let requests to this machine pass.

        Raises:
            NoContactError: the request would leave it.
        """
        if not is_this_machine(request.url):
            raise NoContactError(NO_CONTACT)
