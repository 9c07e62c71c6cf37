"""The database of this environment, for as long as one command needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newscrawler.settings import Environment
from newscrawler.storage.connection import Database, open_database


@asynccontextmanager
async def opened_database(environment: Environment) -> AsyncIterator[Database]:
    """The database, closed at the end of the block.

    Raises:
        StorageUnavailableError: it cannot be reached; names host and port, says what to do.
    """
    database = await open_database(environment.mongo_uri, environment.data_dir)
    try:
        yield database
    finally:
        await database.close()
