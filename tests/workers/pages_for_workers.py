"""Pages for worker processes, quick ones and slow ones, and a reader of them that is closed in the end."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from math import inf

from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.workers.page_reader import PageReader
from newscrawler.workers.worker_process import HEAD as MESSAGE_HEAD
from newscrawler.workers.worker_process import READY

OUTLET = Outlet(id="xx_test", name="Test")
OTHER = Outlet(id="xx_other", name="Other")
HEAD = b"<html><title>The bridge opens</title>"
SMALL = HEAD + b"<p>The bridge opened on Monday after a long winter.</p></html>"
# Just under the limits on blocks and tags, each block with a class of its own: the better part of a second.
LARGE = HEAD + b"".join(
    b"<p class='part-%d share'>The bridge number %d opened on Monday.%s</p>" % (number, number, b" <b>Soon</b>" * 10)
    for number in range(19_500)
)
MIDDLING = b"%s</p>" % LARGE.partition(b"<p class='part-4000 ")[0]
SLOW = HEAD + b"<p class='%s'>The bridge opened.</p>" % (b"related-story " * 200_000)  # half a second


def page(html: bytes) -> Page:
    return Page("https://a.example/1", html, datetime.now(UTC))


@contextlib.asynccontextmanager
async def reading(
    seconds: float = 60, memory_mb: int = 2048, quick_seconds: float = inf, workers: int = 1
) -> AsyncIterator[PageReader]:
    reader = PageReader(workers, seconds, memory_mb, quick_seconds)
    try:
        async with asyncio.timeout(60):  # a page that is never answered fails the test, and does not hang the suite
            yield reader
    finally:
        reader.close()


def worker_of(reader: PageReader) -> int:
    return reader._pool.quick.workers[0].pid


def slow_workers(reader: PageReader) -> list[int]:
    return [worker.pid for worker in reader._pool.slow.workers]


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0.001)


def serve_rubbish(channel: socket.socket, *_: int) -> None:
    """What a worker's process runs: it answers whatever comes with what cannot be read."""
    channel.sendall(READY)
    channel.recv(1)
    channel.sendall(MESSAGE_HEAD.pack(7, 0) + b"rubbish")
    channel.recv(1_000_000)
