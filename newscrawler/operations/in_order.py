"""Work on a stream of things, several at a time, results in the order of the things."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_STOP_SECONDS = 5.0  # for what is under way when nobody wants further results: a write is then done or not begun


async def in_order(
    items: AsyncIterator[Item], work: Callable[[Item], Awaitable[Result]], at_once: int
) -> AsyncGenerator[Result, None]:
    """What ``work`` makes of each item; never more than ``at_once`` are held.

    Where the reader stops, or one piece of work fails, what is under way is waited for, but not long.
    """
    under_way: deque[asyncio.Future[Result]] = deque()
    try:
        async for item in items:
            under_way.append(asyncio.ensure_future(work(item)))
            if len(under_way) >= at_once:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        if under_way:
            _, slow = await asyncio.wait(under_way, timeout=_STOP_SECONDS)
            for task in slow:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
