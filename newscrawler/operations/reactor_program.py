"""Runs a program of ours inside Scrapy's reactor."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from newscrawler.workers.garbage import collect_garbage_seldom

if TYPE_CHECKING:
    from twisted.internet.asyncioreactor import AsyncioSelectorReactor


def run_in_reactor(program: Callable[[], Awaitable[None]], settings: Settings) -> None:
    """Run ``program`` to its end; what it raises is raised here. Once per process: a reactor has one life."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor", settings["ASYNCIO_EVENT_LOOP"])
    from twisted.internet import reactor as installed  # noqa: PLC0415 - importing it installs the default one

    collect_garbage_seldom()
    reactor = cast("AsyncioSelectorReactor", installed)
    failed: list[BaseException] = []

    async def whole() -> None:
        try:
            await program()
        except BaseException as error:  # noqa: BLE001 - carried out of the reactor, which would swallow it
            failed.append(error)
        finally:
            reactor.stop()  # type: ignore[no-untyped-call]

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(whole())))
    reactor.run(installSignalHandlers=False)  # type: ignore[no-untyped-call]
    if failed:
        raise failed[0]
