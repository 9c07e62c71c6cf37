"""One code for two kinds of client, without either.

What reads the database is written once, as coroutines. Over PyMongo's ``AsyncMongoClient`` they wait in an event loop.
Over ``MongoClient`` every call blocks instead of waiting, so that a coroutine never gives up control and ``finished``
runs it to its end in one step: no event loop and no thread of ours, which is why it works in a notebook, in any
thread, and ends at Ctrl-C.
"""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Coroutine
from threading import Event
from typing import Any, TypeVar, cast

Result = TypeVar("Result")
Pause = Callable[[float], "Awaitable[object] | object"]  # waits so many seconds


_LOOK_SECONDS = 0.2  # between two looks whether a waiting pause was ended, perhaps by another thread


class StoppedError(Exception):
    """Somebody said stop during a pause."""


async def settled(value: Awaitable[Result] | Result) -> Result:
    """The value itself, which a blocking client gave, or what an asynchronous one promised."""
    return cast("Result", await value) if inspect.isawaitable(value) else value


def finished(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine over a blocking client returns."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return cast("Result", end.value)
    coroutine.close()
    raise RuntimeError("something waited although the client blocks")


def blocking_pause(stop: Event) -> Pause:
    """A pause that blocks, and raises StoppedError once ``stop`` is set."""

    def pause(seconds: float) -> None:
        if stop.wait(seconds):
            raise StoppedError

    return pause


def waiting_pause(stop: Event) -> Pause:
    """A pause that waits in an event loop, and raises StoppedError once ``stop`` is set, from whichever thread."""

    async def pause(seconds: float) -> None:
        end = time.monotonic() + seconds
        while not stop.is_set() and (left := end - time.monotonic()) > 0:  # noqa: ASYNC110 - may be set by a thread
            await asyncio.sleep(min(left, _LOOK_SECONDS))
        if stop.is_set():
            raise StoppedError

    return pause
