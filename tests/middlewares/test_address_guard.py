import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from twisted.internet.address import IPv4Address, IPv6Address

from newscrawler.middlewares.address_guard import AddressGuardMiddleware
from newscrawler.middlewares.refusals import RefusedAddressError
from newscrawler.middlewares.safe_resolver import SafeResolver
from newscrawler.model.outcome import OutcomeKind


class Recorder:
    """A receiver of addresses, as Twisted's endpoints are."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 - Twisted's name
        pass

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802 - Twisted's name
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        self.complete = True


class Book:
    """A resolver that knows some addresses by heart."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = hosts

    def resolveHostName(self, receiver: Recorder, *_: object) -> None:  # noqa: N802 - Twisted's name
        for host in self.hosts:
            receiver.addressResolved((IPv6Address if ":" in host else IPv4Address)("TCP", host, 80))
        receiver.resolutionComplete()


def resolve(*hosts: str, allow_loopback: bool = False, name: str = "a.example") -> list[str]:
    reactor = SimpleNamespace(nameResolver=Book(*hosts))
    recorder = Recorder()
    SafeResolver(reactor, allow_loopback=allow_loopback).resolveHostName(recorder, name)
    assert recorder.complete
    return recorder.hosts


def test_the_guard_lets_public_addresses_pass_and_names_its_reason_otherwise(crawler: SimpleNamespace) -> None:
    guard = AddressGuardMiddleware.from_crawler(crawler)
    asyncio.run(guard.process_request(Request("https://a.example/")))
    with pytest.raises(RefusedAddressError, match=r"Refused: 169\.254\.169\.254, a link-local address\."):
        asyncio.run(guard.process_request(Request("http://0xa9fea9fe/latest/meta-data/")))
    assert crawler.stats.get_value("address_guard/refused") == 1
    assert RefusedAddressError.outcome is OutcomeKind.REFUSED_ADDRESS


def test_the_setting_lets_loopback_pass(crawler: SimpleNamespace) -> None:
    crawler.settings.set("NEWSCRAWLER_ALLOW_LOOPBACK", value=True)
    guard = AddressGuardMiddleware.from_crawler(crawler)
    asyncio.run(guard.process_request(Request("http://127.0.0.2:8765/")))
    with pytest.raises(RefusedAddressError):
        asyncio.run(guard.process_request(Request("http://10.0.0.2:8765/")))


def test_the_resolver_hands_on_public_addresses_only() -> None:
    assert resolve("10.0.0.1", "93.184.216.34", "::1", "fe80::1%eth0") == ["93.184.216.34"]
    assert resolve("127.0.0.1", "::1") == []
    assert resolve("127.0.0.1", "::1", "10.0.0.1", allow_loopback=True) == ["127.0.0.1", "::1"]


def test_a_name_that_leads_inside_is_reported_as_refused(crawler: SimpleNamespace) -> None:
    guard = AddressGuardMiddleware.from_crawler(crawler)
    request, failure = Request("http://inside.a.example/"), CannotResolveHostError("no results")
    assert resolve("10.0.0.1", name="inside.a.example") == []
    with pytest.raises(RefusedAddressError, match=r"inside\.a\.example resolves to 10\.0\.0\.1, a private"):
        asyncio.run(guard.process_exception(request, failure))
    asyncio.run(guard.process_exception(request, TimeoutError()))
    assert resolve("93.184.216.34", name="inside.a.example") == ["93.184.216.34"]
    asyncio.run(guard.process_exception(request, failure))


def test_a_proxy_that_leads_inside_is_named_with_its_reason(crawler: SimpleNamespace) -> None:
    guard = AddressGuardMiddleware.from_crawler(crawler)
    request = Request("https://www.elbkurier.example/", meta={"proxy": "http://proxy.inside.example:3128"})
    assert resolve("10.0.0.2", name="proxy.inside.example") == []
    with pytest.raises(
        RefusedAddressError, match=r"the proxy proxy\.inside\.example resolves to 10\.0\.0\.2, a private"
    ):
        asyncio.run(guard.process_exception(request, CannotResolveHostError("no results")))


def test_installed_twice_it_asks_the_first_resolver_once() -> None:
    book = Book("93.184.216.34")
    reactor = SimpleNamespace(nameResolver=book)
    first = SafeResolver(reactor, allow_loopback=False)
    reactor.nameResolver = first
    assert SafeResolver(reactor, allow_loopback=True).resolver is book
