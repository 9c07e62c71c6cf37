"""Refuses addresses that are not public, also after a redirect, before any connection is made."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.statscollectors import StatsCollector
from scrapy.utils.reactor import is_reactor_installed
from twisted.internet.error import DNSLookupError

from newscrawler.middlewares.addresses import url_refusal
from newscrawler.middlewares.refusals import RefusedAddressError
from newscrawler.middlewares.safe_resolver import SafeResolver
from newscrawler.urls import host_of, is_this_machine


class AddressGuardMiddleware:
    """Judges the address of every request; names are judged by ``SafeResolver`` once more, by what they resolve to.

    Stands below the redirect middleware and beside the downloader: it sees what is fetched, robots.txt too.

    Setting: ``NEWSCRAWLER_ALLOW_LOOPBACK``.
    """

    def __init__(self, stats: StatsCollector, *, allow_loopback: bool) -> None:
        self.stats = stats
        self.allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy. Installs the resolver, too: a crawler runner does not read ``TWISTED_DNS_RESOLVER``."""
        if is_reactor_installed():
            from twisted.internet import reactor  # noqa: PLC0415 - importing it sooner would install a reactor

            SafeResolver.from_crawler(crawler, reactor).install_on_reactor()
        return cls(crawler.stats, allow_loopback=crawler.settings.getbool("NEWSCRAWLER_ALLOW_LOOPBACK"))

    async def process_request(self, request: Request) -> None:
        """Let the request pass.

        Raises:
            RefusedAddressError: its address is none for a crawler.
        """
        reason = url_refusal(request.url, allow_loopback=self.allow_loopback)
        if host_of(request.url) in SafeResolver.trusted:
            reason = f"{host_of(request.url)} is a proxy, not a site"
        if reason:
            self.stats.inc_value("address_guard/refused")
            here = not self.allow_loopback and is_this_machine(request.url)
            hint = " NEWSCRAWLER_ALLOW_LOOPBACK=1 allows sites on this machine." if here else ""
            raise RefusedAddressError(f"Refused: {reason}.{hint}")

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Say it where a name could not be resolved because the resolver refused what it resolves to.

        Raises:
            RefusedAddressError: the name, or that of the proxy on the way, resolves to no public address.
        """
        proxy = request.meta.get("proxy")  # it resolves the page's name; ours to resolve is its own
        host = host_of(proxy or request.url)
        reason = SafeResolver.refused.get(host)
        if reason and isinstance(exception, CannotResolveHostError | DNSLookupError):
            self.stats.inc_value("address_guard/refused")
            raise RefusedAddressError(
                f"Refused: {'the proxy ' if proxy else ''}{host} resolves to {reason}."
            ) from exception
