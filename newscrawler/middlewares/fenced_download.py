"""Asks before every request that leaves whether the run's claim still holds, and whether its host may be asked now."""

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred, fail

from newscrawler.kept_results import remember_short
from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.middlewares.refusals import NotSentError
from newscrawler.middlewares.run_claim import Connection, RunClaim
from newscrawler.urls import registered_domain

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot

domain_of_host = remember_short(256)(registered_domain)


class FencedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own, behind the fence of the run's claim; a crawl that claims nothing, as a preview, has none.

    Requests that wait their turn in Scrapy's slots come by here, and robots.txt and redirects, too. With a short delay
    Scrapy takes the next of them out of its slot before it counts the last one: here they wait for each other.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._turns: dict[str, asyncio.Semaphore] = {}
        # A request may wait for its connection, and is sent once more by itself where an idle connection turns out to
        # be closed: the machine may have slept meanwhile. What is written to the wire passes a second time.
        self._pool._factory = fenced(self._pool._factory, self._on_write)  # noqa: SLF001 - no other place knows

    async def download_request(self, request: Request) -> Response:
        """The answer, once the request may leave.

        Raises:
            NotSentError: the claim is lost, or the crawl ends.
            HostInUseError: another crawl asks that host.
        """
        host = urlparse_cached(request).hostname or ""
        if host not in self._turns:
            self._turns[host] = asyncio.Semaphore(self._at_once)
        async with self._turns[host]:
            return await self._download(request, domain_of_host(host))

    async def _download(self, request: Request, domain: str) -> Response:
        claim = self._claim
        if claim is None:
            return await super().download_request(request)
        if await claim.let_pass(domain, partial(self._delay, request)):
            self._begin_pause(request)
        try:
            return await super().download_request(request)
        finally:
            claim.came_back()

    @property
    def _claim(self) -> RunClaim | None:
        lease = self.crawler.get_spider_middleware(OutletLeaseMiddleware)
        return lease.claim if lease is not None else None

    def _on_write(self, connection: Connection) -> None:
        claim = self._claim
        if claim is not None:
            claim.refuse_if_over()
            claim.note_connection(connection)

    def _slot(self, request: Request) -> "Slot | None":
        downloader = self.crawler.engine.downloader
        return downloader.slots.get(downloader.get_slot_key(request))

    def _delay(self, request: Request) -> float:
        slot = self._slot(request)
        return slot.delay if slot is not None else self.crawler.settings.getfloat("DOWNLOAD_DELAY")

    def _begin_pause(self, request: Request) -> None:
        """Let the host's next request wait from now on: Scrapy counts from when this one came, and it had to wait."""
        slot = self._slot(request)
        if slot is not None:
            slot.lastseen = max(slot.lastseen, monotonic())


def fenced(factory: Any, on_write: Callable[[Any], None]) -> Any:  # noqa: ANN401 - Twisted's classes of connections
    """A factory of connections, each handed to ``on_write`` before a request; where that refuses, none is written."""

    class FencedFactory(factory):  # type: ignore[misc]
        def buildProtocol(self, addr: Any) -> Any:  # noqa: ANN401, N802 - Twisted's signature
            protocol = super().buildProtocol(addr)
            write = protocol.request

            def request(wanted: Any) -> "Deferred[Any]":  # noqa: ANN401 - Twisted's request
                try:
                    on_write(protocol)
                except NotSentError as error:
                    protocol.transport.loseConnection()
                    return fail(error)
                return write(wanted)  # type: ignore[no-any-return]

            protocol.request = request
            return protocol

    return FencedFactory
