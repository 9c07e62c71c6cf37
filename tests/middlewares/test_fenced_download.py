"""What is written to the wire passes the fence a second time."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from scrapy.settings import default_settings
from twisted.internet.defer import Deferred, succeed
from twisted.python.failure import Failure

from newscrawler import settings
from newscrawler.middlewares.fenced_download import FencedDownloadHandler, fenced
from newscrawler.middlewares.refusals import NotSentError

URL = "https://www.a.example/news/1"


class Connections:
    """A factory of connections, as Twisted's."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.closed = 0

    def buildProtocol(self, _: object) -> SimpleNamespace:  # noqa: N802 - Twisted's name
        transport = SimpleNamespace(loseConnection=lambda: setattr(self, "closed", self.closed + 1))
        return SimpleNamespace(request=self.write, transport=transport)

    def write(self, request: str) -> "Deferred[str]":
        self.written.append(request)
        return succeed("answer")


def test_a_request_that_waited_for_its_connection_is_not_written_once_the_claim_is_over() -> None:
    is_over = False

    def refuse(_: object) -> None:
        if is_over:
            raise NotSentError("over")

    factory = fenced(Connections, refuse)()
    connection = factory.buildProtocol(None)
    answers: list[object] = []
    connection.request("one").addBoth(answers.append)
    is_over = True
    connection.request("two").addBoth(answers.append)
    assert factory.written == ["one"]
    assert factory.closed == 1
    assert answers[0] == "answer"
    assert isinstance(answers[1], Failure)
    assert answers[1].check(NotSentError)


def test_the_schemes_of_the_web_have_the_fence_and_no_other_scheme_is_fetched() -> None:
    name = f"{FencedDownloadHandler.__module__}.{FencedDownloadHandler.__qualname__}"
    every = {**default_settings.DOWNLOAD_HANDLERS_BASE, **settings.DOWNLOAD_HANDLERS}
    assert {scheme: path for scheme, path in every.items() if path} == {"http": name, "https": name}


class Claim:
    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.under_way = 0
        self.waits = False

    async def let_pass(self, domain: str, delay: Callable[[], float]) -> bool:
        self.asked.append((domain, delay()))
        self.under_way += 1
        return self.waits

    def came_back(self) -> None:
        self.under_way -= 1


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> FencedDownloadHandler:
    async def download(_: object, request: Request) -> Response:
        return Response(request.url)

    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", download)
    handler = FencedDownloadHandler.__new__(FencedDownloadHandler)
    downloader = SimpleNamespace(slots={"www.a.example": Slot(1, 2.5, 0.3)}, get_slot_key=lambda _: "www.a.example")
    handler._at_once, handler._turns = 1, {}
    handler.crawler = SimpleNamespace(engine=SimpleNamespace(downloader=downloader))  # type: ignore[assignment]
    return handler


async def test_a_request_asks_for_its_registered_domain_and_after_a_wait_the_hosts_pause_begins_anew(
    handler: FencedDownloadHandler,
) -> None:
    claim = Claim()
    handler.crawler.get_spider_middleware = lambda _: SimpleNamespace(claim=claim)  # type: ignore[method-assign]
    slot = handler.crawler.engine.downloader.slots["www.a.example"]
    assert (await handler.download_request(Request(URL))).url == URL
    assert slot.lastseen == 0
    claim.waits = True
    await handler.download_request(Request(URL))
    assert slot.lastseen > 0
    assert claim.asked == [("a.example", 2.5)] * 2
    assert claim.under_way == 0


def test_the_claim_knows_the_connections_that_are_written_to(handler: FencedDownloadHandler) -> None:
    noted: list[object] = []
    claim = SimpleNamespace(refuse_if_over=lambda: None, note_connection=noted.append)
    handler.crawler.get_spider_middleware = lambda _: SimpleNamespace(claim=claim)  # type: ignore[method-assign]
    factory = fenced(Connections, handler._on_write)()
    connection = factory.buildProtocol(None)
    assert noted == []
    connection.request("one")
    assert noted == [connection]


async def test_a_crawl_that_claims_nothing_has_no_fence(handler: FencedDownloadHandler) -> None:
    for lease in (None, SimpleNamespace(claim=None)):
        handler.crawler.get_spider_middleware = lambda _, lease=lease: lease  # type: ignore[method-assign,misc]
        assert (await handler.download_request(Request(URL))).url == URL


async def test_requests_to_one_host_that_scrapy_lets_go_together_leave_one_after_the_other(
    handler: FencedDownloadHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way: list[str] = []
    most: list[int] = []

    async def download(_: object, request: Request) -> Response:
        under_way.append(request.url)
        most.append(len(under_way))
        await asyncio.sleep(0.01)
        under_way.remove(request.url)
        return Response(request.url)

    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", download)
    handler.crawler.get_spider_middleware = lambda _: None  # type: ignore[method-assign]
    await asyncio.gather(*(handler.download_request(Request(f"{URL}{number}")) for number in range(5)))
    assert most == [1] * 5
    await asyncio.gather(*(handler.download_request(Request(f"https://{host}.example/")) for host in "ab"))
    assert max(most) == 2
