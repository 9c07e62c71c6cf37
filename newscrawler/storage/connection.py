"""Opening the database: a MongoDB at a URI, or the embedded one."""

import asyncio
import logging
import re
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pymongo
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import ConfigurationError as PymongoConfigurationError
from pymongo.errors import InvalidURI, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from newscrawler.errors import ConfigurationError, StorageUnavailableError
from newscrawler.storage import schema
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.batch import Batches
from newscrawler.storage.embedded import EmbeddedServer, join_embedded
from newscrawler.storage.faults import describe_fault
from newscrawler.storage.furniture import FurnitureStore
from newscrawler.storage.keeper import log_tail
from newscrawler.storage.leases import LeaseStore
from newscrawler.storage.outcomes import OutcomeStore
from newscrawler.storage.pages import PageStore
from newscrawler.storage.quarantine import QuarantineStore
from newscrawler.storage.runs import RunStore
from newscrawler.storage.stored_schema import Access, open_schema
from newscrawler.storage.transaction import Client
from newscrawler.storage.uri import uri_mistake
from newscrawler.storage.writer import Writer

logger = logging.getLogger(__name__)

DEFAULT_NAME = "newscrawler"
OPEN_SECONDS = 8.0  # the operator has an answer within 10
PREPARE_SECONDS = 120.0  # a new version may build an index over an old, large collection
SOCKET_SECONDS = 60  # no answer of ours takes longer: a server that hangs must not hang us


class Database:
    """An open database. Belongs to the event loop in which it was opened.

    Attributes:
        address: where it is, for messages: host and port, or the embedded database's directory; no password.
        documents: PyMongo's database, for tests and maintenance.
    """

    def __init__(self, address: str, client: Client, documents: schema.Documents, writer: Writer) -> None:
        self.address = address
        self.documents = documents
        self.pages = PageStore(documents)
        self.articles = ArticleStore(documents, writer, self.pages)
        self.furniture = FurnitureStore(client, documents, limit_seconds=writer.limit_seconds)
        self.leases = LeaseStore(documents, limit_seconds=writer.limit_seconds)
        self.runs = RunStore(documents)
        self.outcomes = OutcomeStore(documents, writer)
        self.quarantine = QuarantineStore(documents)
        self._client = client
        self._writer = writer
        self._embedded: EmbeddedServer | None = None

    async def close(self) -> None:
        """Write what waits, and leave. The embedded server ends when its last user left. Safe to repeat."""
        try:
            await self._writer.close()
        finally:
            with pymongo.timeout(1):  # it says goodbye to a server that may be gone
                await self._client.close()
            if self._embedded:
                self._embedded.release()

    def belongs_to(self, embedded: EmbeddedServer) -> None:
        """Hold this place until the database is closed."""
        self._embedded = embedded


async def open_database(
    uri: str | None,
    data_dir: Path,
    *,
    timeout_seconds: float = OPEN_SECONDS,
    limit_seconds: float = 60.0,
    on_trouble: Callable[[str], None] | None = None,
    access: Access = "write",
) -> Database:
    """The database, reachable and with its collections in place.

    Args:
        uri: of a MongoDB; None: the embedded server in ``data_dir``. Its path names the database.
        data_dir: where the embedded server keeps its files.
        timeout_seconds: how long to wait for an answer.
        limit_seconds: how long a write is tried when the database goes away later.
        on_trouble: is told in words when the database goes away later, once each time.
        access: which versions of the schema are let in (``stored_schema.open_schema``).

    Raises:
        ConfigurationError: the URI is none, or the directory cannot be used.
        SchemaVersionError: its documents have the shapes of another version; says what to do.
        StorageUnavailableError: there is no answer, or it refuses us.
    """
    if uri is not None:
        mistake = uri_mistake(uri)
        if mistake:
            raise ConfigurationError(f"{mistake}.")
        return await _connect(uri, mask_uri(uri), timeout_seconds, limit_seconds, on_trouble, access)
    embedded = await asyncio.to_thread(join_embedded, data_dir)
    try:
        address = f"the embedded database in {data_dir}"
        database = await _connect(embedded.uri, address, timeout_seconds, limit_seconds, on_trouble, access)
    except StorageUnavailableError as error:
        embedded.release()
        fault = describe_fault(error.__cause__ or error)
        raise StorageUnavailableError(
            f"The embedded database in {data_dir} started, but does not answer ({fault}). "
            f"Nothing was fetched. Try again, or set NEWSCRAWLER_MONGO_URI.{log_tail(data_dir)}"
        ) from error
    except BaseException:
        embedded.release()
        raise
    database.belongs_to(embedded)
    return database


def mask_uri(uri: str) -> str:
    """Host and port of a URI, without user, password and options: ``db:27017``."""
    rest = uri.split("://", 1)[-1].rsplit("@", 1)[-1]
    return re.split(r"[/?]", rest, maxsplit=1)[0] or "an empty address"


async def _connect(
    uri: str,
    address: str,
    timeout_seconds: float,
    limit_seconds: float,
    on_trouble: Callable[[str], None] | None,
    access: Access,
) -> Database:
    client = _make_client(uri, address, timeout_seconds)
    try:
        database = client.get_default_database(DEFAULT_NAME).with_options(
            read_concern=ReadConcern("majority"), write_concern=WriteConcern("majority")
        )
        await _prepare(client, database, address, timeout_seconds, access)
    except BaseException:
        await client.close()
        raise

    keep = QuarantineStore(database).keep
    writer = Writer(Batches(client, database).commit, keep, limit_seconds=limit_seconds, on_trouble=on_trouble)
    return Database(address, client, database, writer)


def _make_client(uri: str, address: str, timeout_seconds: float) -> Client:
    milliseconds = int(timeout_seconds * 1000)
    try:
        with warnings.catch_warnings(record=True) as told:  # of options: raw, they would show lines of PyMongo's code
            warnings.simplefilter("always")
            client: Client = AsyncMongoClient(
                uri,
                tz_aware=True,
                appname="newscrawler",
                serverSelectionTimeoutMS=milliseconds,
                connectTimeoutMS=min(5000, milliseconds),
                socketTimeoutMS=SOCKET_SECONDS * 1000,
            )
    except (InvalidURI, PymongoConfigurationError, ValueError) as error:
        raise ConfigurationError(
            f"NEWSCRAWLER_MONGO_URI is not the address of a MongoDB ({address}). "
            "It begins with mongodb:// or mongodb+srv://; signs such as @ in a password are written as %40."
        ) from error
    for warning in told:
        logger.warning("NEWSCRAWLER_MONGO_URI: %s", str(warning.message).removesuffix(" Refer to docstring."))
    return client


async def _prepare(
    client: Client, database: schema.Documents, address: str, timeout_seconds: float, access: Access
) -> None:
    began = time.monotonic()
    try:
        with pymongo.timeout(timeout_seconds):
            hello = await client.admin.command("hello")
            if "setName" not in hello and hello.get("msg") != "isdbgrid":
                raise StorageUnavailableError(
                    f"The MongoDB at {address} stands alone and has no transactions. Nothing was fetched. "
                    "Start it with --replSet rs0 and run rs.initiate() once; or unset NEWSCRAWLER_MONGO_URI."
                )
        with pymongo.timeout(PREPARE_SECONDS):
            await open_schema(database, address, access)
    except PyMongoError as error:
        waited = f" after {time.monotonic() - began:.0f} s"
        raise StorageUnavailableError(
            f"Cannot reach MongoDB at {address} ({describe_fault(error)}{waited}). Nothing was fetched. "
            "Start it, or unset NEWSCRAWLER_MONGO_URI to use the embedded database."
        ) from error
