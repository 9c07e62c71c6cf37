"""Reading over either of PyMongo's clients: the types of both, and asking again where a fault passes."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import pymongo
from pymongo.asynchronous.command_cursor import AsyncCommandCursor
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import CursorNotFound, PyMongoError
from pymongo.synchronous.command_cursor import CommandCursor
from pymongo.synchronous.database import Database
from pymongo.synchronous.mongo_client import MongoClient

from newscrawler.storage.faults import ATTEMPT_SECONDS, describe_fault, is_passing, told_as_storage_errors
from newscrawler.storage.reading.settling import Pause, Result, settled

Document = dict[str, Any]
AnyClient = AsyncMongoClient[Document] | MongoClient[Document]
AnyDatabase = AsyncDatabase[Document] | Database[Document]
AnyCursor = AsyncCommandCursor[Document] | CommandCursor[Document]

CLOSE_SECONDS = 1.0  # to tell a server, which may be gone, that nobody reads on
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0


async def next_of(cursor: AnyCursor) -> Document | None:
    """The cursor's next document, or None at its end."""
    return await anext(cursor, None) if isinstance(cursor, AsyncCommandCursor) else next(cursor, None)


async def persistently(
    attempt: Callable[[], Awaitable[Result]],
    *,
    doing: str,
    pause: Pause,
    wait_seconds: float | None,
    on_trouble: Callable[[str], None] | None = None,
) -> Result:
    """What ``attempt`` gives; asked again, after growing pauses, while its fault is one that passes (a failover).

    Args:
        attempt: reads only.
        doing: for the message.
        pause: waits so many seconds.
        wait_seconds: from the first try to the last; None: for ever.
        on_trouble: is told the fault in a few words, once.

    Raises:
        StorageUnavailableError: the time was up, or it refuses us.
        StorageError: a fault that no repetition mends.
    """
    began, seconds = time.monotonic(), _FIRST_PAUSE_SECONDS
    with told_as_storage_errors(doing):
        while True:
            try:
                with pymongo.timeout(ATTEMPT_SECONDS):
                    return await attempt()
            except PyMongoError as error:
                if not (is_passing(error) or isinstance(error, CursorNotFound)):
                    raise
                if wait_seconds is not None and time.monotonic() + seconds > began + wait_seconds:
                    raise
                if on_trouble:
                    on_trouble(describe_fault(error))
                    on_trouble = None
            await settled(pause(seconds))
            seconds = min(2 * seconds, _LONGEST_PAUSE_SECONDS)
