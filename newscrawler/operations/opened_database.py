"""The database of this environment, for as long as one command needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.migrations.stored_schema import Access
from newscrawler.storage.spool.listing import waiting_bytes
from newscrawler.storage.spool.opening import SpoolUse
from newscrawler.storage.writing.writer import WriteLimits


@asynccontextmanager
async def opened_database(
    environment: Environment,
    access: Access = "write",
    *,
    output: Output | None = None,
    spool: SpoolUse = "leave",
) -> AsyncIterator[Database]:
    """The database, closed at the end of the block.

    Args:
        environment: says where it is.
        access: which versions of its schema are let in.
        output: is told, in one line, what an earlier crawl has left in the spool; None: nobody is.
        spool: ``first`` for commands that write: they store what was left there before they begin.

    Raises:
        SchemaVersionError: it has the schema of another version; says what to do.
        StorageUnavailableError: it cannot be reached; names host and port, says what to do.
    """
    # A command that somebody waits for gives up sooner than a crawl.
    limits = WriteLimits(
        store=environment.store_seconds,
        away=environment.store_seconds,
        spool_bytes=environment.max_spool_mb * 1_000_000,
    )
    database = await open_database(
        environment.mongo_uri,
        environment.data_dir,
        limits=limits,
        spool=spool,
        on_trouble=output.message if output else None,
        access=access,
    )
    try:
        if output and spool == "leave" and (waiting := waiting_bytes(database.spool_folder)):
            output.message(
                f"Not shown here: {waiting / 1_000_000:.1f} MB that an earlier crawl kept in its spool. "
                "To store it: newscrawler db spool --replay"
            )
        yield database
    finally:
        await database.close()
