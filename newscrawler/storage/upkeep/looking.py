"""The database opened by those who look at all of it and change nothing: ``db stats``, ``db verify``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from pymongo.asynchronous.mongo_client import AsyncMongoClient

from newscrawler.storage.connection import OPEN_SECONDS
from newscrawler.storage.reading.read_access import open_for_reading
from newscrawler.storage.schema import Documents


@asynccontextmanager
async def opened_to_look(uri: str | None, data_dir: Path) -> AsyncIterator[tuple[Documents, str]]:
    """The database and its address. Nothing is made or written; an embedded one must be there.

    Raises:
        StorageUnavailableError: there is none, or it cannot be reached; says what to do.
    """
    access = await open_for_reading(AsyncMongoClient, uri, data_dir, timeout_seconds=OPEN_SECONDS)
    try:
        yield cast("Documents", access.documents), access.address
    finally:
        await access.close()
