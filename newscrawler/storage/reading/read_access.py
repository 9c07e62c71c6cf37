"""Opening the database for those who only read: nothing is written, made or migrated."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import pymongo
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.synchronous.mongo_client import MongoClient

from newscrawler.errors import ConfigurationError, StorageUnavailableError
from newscrawler.storage import schema
from newscrawler.storage.connection import DEFAULT_NAME, mask_uri
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.faults import codes_of, describe_fault
from newscrawler.storage.migrations.stored_schema import refuse_unfinished_copy, schema_in
from newscrawler.storage.reading.both_clients import AnyDatabase, Document
from newscrawler.storage.reading.settling import settled
from newscrawler.storage.server.embedded import EmbeddedServer, has_database, join_embedded
from newscrawler.storage.server.mongo_client import make_client
from newscrawler.storage.upkeep.inspection import NOT_AUTHORISED
from newscrawler.storage.uri import uri_mistake

logger = logging.getLogger(__name__)

Kind = type[AsyncMongoClient[Document]] | type[MongoClient[Document]]


@dataclass(slots=True)
class ReadAccess:
    """The database, open for reading.

    Attributes:
        address: where it is, for messages: host and port, or the embedded database's folder; no password.
        documents: with read concern majority.
    """

    address: str
    documents: AnyDatabase
    _embedded: EmbeddedServer | None = None

    async def close(self) -> None:
        """Leave. The embedded server ends when its last user left. Safe to repeat."""
        try:
            with pymongo.timeout(1):  # it says goodbye to a server that may be gone
                await settled(self.documents.client.close())
        finally:
            if self._embedded:
                self._embedded.release()


async def open_for_reading(
    kind: Kind,
    uri: str | None,
    data_dir: Path,
    *,
    timeout_seconds: float,
    named: str = "NEWSCRAWLER_MONGO_URI",
    whole: bool = True,
) -> ReadAccess:
    """The database, reachable.

    Args:
        kind: of client: asynchronous, or blocking, which never waits.
        uri: of a MongoDB, its path names the database; None: the embedded one in ``data_dir``.
        data_dir: of the embedded database, which must be there; it is started where nobody uses it.
        timeout_seconds: how long to wait for an answer.
        named: what the URI is called where it came from.
        whole: refuse an unfinished copy, as everybody does but the one who finishes it.

    Raises:
        ConfigurationError: the URI is none.
        StorageUnavailableError: there is no database, no answer, or it refuses us.
        StorageError: it is an unfinished copy; says what to do.
    """
    if uri is not None:
        mistake = uri_mistake(uri)
        if mistake:
            raise ConfigurationError(f"{mistake.replace('NEWSCRAWLER_MONGO_URI', named)}.")
        return await _connect(kind, uri, mask_uri(uri), timeout_seconds, named, whole=whole)
    if not has_database(data_dir):
        raise StorageUnavailableError(
            f"There is no database in {data_dir} yet, and NEWSCRAWLER_MONGO_URI names none. A crawl makes one: "
            "newscrawler crawl OUTLET, or newscrawler demo."
        )
    is_blocking = issubclass(kind, MongoClient)
    embedded = join_embedded(data_dir) if is_blocking else await asyncio.to_thread(join_embedded, data_dir)
    place = f"the embedded database in {data_dir}"
    try:
        access = await _connect(kind, embedded.uri, place, timeout_seconds, named, whole=whole)
    except BaseException:
        embedded.release()
        raise
    access._embedded = embedded  # noqa: SLF001 - our own, a line after it was made
    return access


async def _connect(
    kind: Kind, uri: str, address: str, timeout_seconds: float, named: str, *, whole: bool
) -> ReadAccess:
    client = make_client(cast("Any", kind), uri, address, timeout_seconds=timeout_seconds, named=named)
    database = client.get_default_database(DEFAULT_NAME)
    documents: AnyDatabase = database.with_options(
        read_concern=ReadConcern("majority"),
        codec_options=database.codec_options.with_options(tzinfo=UTC),  # the driver's own UTC is nameless to pandas
    )
    began = time.monotonic()
    try:
        with pymongo.timeout(timeout_seconds):
            meta = documents[schema.META]
            told = await settled(meta.find_one({"_id": schema.SCHEMA_ID}))
            copy = await settled(meta.find_one({"_id": schema.COPY_ID}))
        stored = schema_in(told, copy)
        if whole:
            refuse_unfinished_copy(stored, address)
    except BaseException as error:
        await settled(client.close())
        if not isinstance(error, PyMongoError):
            raise
        if NOT_AUTHORISED in codes_of(error):
            raise StorageUnavailableError(
                f"The MongoDB at {address} does not let us read (not authorised). "
                f"Give the user of {named} the role read on this database."
            ) from error
        waited = f" after {time.monotonic() - began:.0f} s"
        raise StorageUnavailableError(
            f"Cannot read MongoDB at {address} ({describe_fault(error)}{waited}). Start it, or name another one."
        ) from error
    _check_version(stored.version, address)
    return ReadAccess(address, documents)


def _check_version(version: int, address: str) -> None:
    """Tell where the documents may have other fields than this version knows."""
    if version > SCHEMA_VERSION:
        logger.warning(
            "The database at %s has schema %d, this newscrawler knows %d: what is new there is not understood. "
            "Upgrade newscrawler here.",
            address,
            version,
            SCHEMA_VERSION,
        )
    elif 0 < version < SCHEMA_VERSION:
        logger.warning(
            "The database at %s has schema %d, this newscrawler has %d: some fields may be named or missing otherwise. "
            "Where it is written, run newscrawler db migrate.",
            address,
            version,
            SCHEMA_VERSION,
        )
