"""Work that can be done another time, and is given up when the database goes away in the middle of it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from newscrawler.errors import StorageUnavailableError

Result = TypeVar("Result")

LOOK_SECONDS = 0.5
_LET_GO_SECONDS = 1.0  # for work that is given up to end


class MayGoAway(Protocol):
    """As much of a ``Database`` as is asked here."""

    @property
    def is_away(self) -> bool:
        """Does it not answer, so that what is written goes to the spool?"""


async def while_it_answers(database: MayGoAway, work: Coroutine[Any, Any, Result]) -> Result:
    """What ``work`` gives; look-ups by themselves would wait for many minutes.

    Raises:
        StorageUnavailableError: the database is away; the work was given up.
    """
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            if database.is_away:
                raise StorageUnavailableError("the database is away")
            await asyncio.wait([task], timeout=LOOK_SECONDS)
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=_LET_GO_SECONDS)
