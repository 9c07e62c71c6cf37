"""The two databases of a copy, opened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pymongo
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import PyMongoError

from newscrawler.errors import StorageError, StorageUnavailableError, UsageError
from newscrawler.storage.faults import describe_fault, told_as_storage_errors
from newscrawler.storage.migrations.stored_schema import read_stored_schema
from newscrawler.storage.reading.read_access import open_for_reading
from newscrawler.storage.schema import Documents
from newscrawler.storage.server.embedded import has_database, join_embedded
from newscrawler.storage.upkeep.copying import Copied, Copy, Progress

OPEN_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is.

    Attributes:
        named: what it is called on the command line, for messages: FROM or TO.
        uri: of a MongoDB; None: the embedded one in ``folder``.
    """

    named: str
    uri: str | None
    folder: Path


async def copy_database(
    source: Place, target: Place, progress: Progress, *, again: bool = False
) -> tuple[Copied, str, str]:
    """What became of the copy, and the addresses of both, without passwords.

    With ``again`` a finished copy is brought up to date.

    Raises:
        UsageError: both are one database.
        ConfigurationError: an address is none.
        StorageError: one does not answer, the source is not whole, or the target holds something else; says what to do.
    """
    if source.uri is None and not has_database(source.folder):
        raise StorageUnavailableError(f"There is no database in {source.folder}. Nothing was copied.")
    if (source.uri, source.folder.resolve()) == (target.uri, target.folder.resolve()):
        raise UsageError("FROM and TO are the same database.")
    async with _opened(source) as (read, read_name):
        await _refuse_source(read, read_name)  # before anything is made in the place of the target
        async with _opened(target, make=True) as (written, written_name):
            await _refuse_without_transactions(written, written_name)
            if await _is_same_server(read, written) and read.name == written.name:
                raise UsageError(f"FROM and TO are the same database: {read_name}.")
            copied = await Copy(read, written, read_name, written_name, progress, again=again).run()
            return copied, read_name, written_name


@asynccontextmanager
async def _opened(place: Place, *, make: bool = False) -> AsyncIterator[tuple[Documents, str]]:
    """The database at a place, and its address. An embedded one is only made where it is to be."""
    joined = await asyncio.to_thread(join_embedded, place.folder) if make and place.uri is None else None
    try:
        access = await open_for_reading(
            AsyncMongoClient,
            place.uri,
            place.folder,
            timeout_seconds=OPEN_SECONDS,
            named=place.named,
            whole=not make,
        )
        try:
            documents = cast("Documents", access.documents)
            yield documents, access.address if place.uri is None else f"{access.address}/{documents.name}"
        finally:
            await access.close()
    finally:
        if joined:
            joined.release()


async def _refuse_source(documents: Documents, name: str) -> None:
    """Nothing, if the source is whole and at rest."""
    with told_as_storage_errors("looking at the database to copy"), pymongo.timeout(OPEN_SECONDS):
        stored = await read_stored_schema(documents)
    if stored.migrating:
        raise StorageError(f"{name} is being migrated, or that was begun and did not end. Nothing was copied.")
    if not stored.version:
        raise StorageError(f"{name} holds no database of newscrawler. Nothing was copied. Is FROM the right one?")


async def _refuse_without_transactions(documents: Documents, name: str) -> None:
    try:
        with pymongo.timeout(OPEN_SECONDS):
            hello = await documents.client.admin.command("hello")
    except PyMongoError as error:
        raise StorageUnavailableError(f"Cannot reach {name} ({describe_fault(error)}). Nothing was copied.") from error
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise StorageError(
            f"The MongoDB at {name} stands alone and has no transactions. Nothing was copied. "
            "Start it with --replSet rs0 and run rs.initiate() once."
        )


async def _is_same_server(one: Documents, other: Documents) -> bool:
    """Whether both are the same member, or members of one replica set: by the id that each gives its process."""
    first, second = [await documents.client.admin.command("hello") for documents in (one, other)]
    if first.get("setName") and first.get("hosts") and first.get("hosts") == second.get("hosts"):
        return True
    process = first.get("topologyVersion", {}).get("processId")
    return process is not None and process == second.get("topologyVersion", {}).get("processId")
