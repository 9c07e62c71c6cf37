"""The database of this environment, for as long as one command needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newscrawler.settings import Environment
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.stored_schema import Access


@asynccontextmanager
async def opened_database(environment: Environment, access: Access = "write") -> AsyncIterator[Database]:
    """The database, closed at the end of the block; ``access``: which versions of its schema are let in.

    Raises:
        SchemaVersionError: it has the schema of another version; says what to do.
        StorageUnavailableError: it cannot be reached; names host and port, says what to do.
    """
    database = await open_database(environment.mongo_uri, environment.data_dir, access=access)
    try:
        yield database
    finally:
        await database.close()
