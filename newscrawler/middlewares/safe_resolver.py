"""Resolves names, and hands on public addresses only: the address that is checked is the one connected to."""

from typing import Any, ClassVar, Self

from scrapy.crawler import Crawler
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # zope ships no types

from newscrawler.middlewares.addresses import address_refusal

# Twisted describes these by zope interfaces, whose methods have no self: a type checker cannot read them.
Address = Any
AddressTypes = Any
Reactor = Any
Receiver = Any
Resolver = Any
Resolution = Any

REMEMBERED_NAMES = 1000  # refused names, kept so that the guard can say why


@implementer(IHostnameResolver)
class SafeResolver:
    """Stands in front of the reactor's own resolver; for the setting ``TWISTED_DNS_RESOLVER``.

    A name that resolves to private addresses alone is as good as unknown; ``refused`` says why.
    Only a crawler process installs it by that setting; for a crawler runner the address guard does.

    Setting: ``NEWSCRAWLER_ALLOW_LOOPBACK``.

    Attributes:
        refused: name -> the reason why its addresses were refused; shared by all crawls of the process.
        trusted: hosts of the operator's own proxies, which may be private; no page may be asked from them.
    """

    refused: ClassVar[dict[str, str]] = {}
    trusted: ClassVar[set[str]] = set()

    def __init__(self, reactor: Reactor, *, allow_loopback: bool) -> None:
        installed = reactor.nameResolver
        self.reactor = reactor
        self.resolver: Resolver = installed.resolver if isinstance(installed, SafeResolver) else installed
        self.allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Reactor) -> Self:
        """Built by Scrapy, from a crawler or a crawler process."""
        return cls(reactor, allow_loopback=crawler.settings.getbool("NEWSCRAWLER_ALLOW_LOOPBACK"))

    def install_on_reactor(self) -> None:
        """Let every connection of the process be made through this resolver."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Receiver,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: AddressTypes = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> Resolution:
        """Resolve a name or a literal address; the receiver gets those addresses that may be connected to."""
        if hostName in SafeResolver.trusted:
            return self.resolver.resolveHostName(
                resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics
            )
        checked = _CheckedReceiver(resolutionReceiver, hostName, allow_loopback=self.allow_loopback)
        return self.resolver.resolveHostName(checked, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _CheckedReceiver:
    """Passes on what a resolver finds, without the addresses that are refused."""

    def __init__(self, receiver: Receiver, name: str, *, allow_loopback: bool) -> None:
        self.receiver = receiver
        self.name = name
        self.allow_loopback = allow_loopback
        self.reason: str | None = None
        self.passed = 0

    def resolutionBegan(self, resolution: Resolution) -> None:  # noqa: N802 - Twisted's name
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Address) -> None:  # noqa: N802 - Twisted's name
        host = getattr(address, "host", "")
        reason = address_refusal(host.partition("%")[0], allow_loopback=self.allow_loopback)
        if reason is None:
            self.passed += 1
            self.receiver.addressResolved(address)
        else:
            self.reason = reason

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        if self.passed:
            SafeResolver.refused.pop(self.name, None)
        elif self.reason:
            if len(SafeResolver.refused) >= REMEMBERED_NAMES:
                SafeResolver.refused.clear()
            SafeResolver.refused[self.name] = self.reason
        self.receiver.resolutionComplete()
