"""Opening the database: a MongoDB at a URI, or the embedded one."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pymongo
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from newscrawler.errors import ConfigurationError, StorageUnavailableError
from newscrawler.storage import schema
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.claims import ClaimStore
from newscrawler.storage.clusters import ClusterStore
from newscrawler.storage.faults import describe_fault
from newscrawler.storage.furniture import FurnitureStore
from newscrawler.storage.listings import ListingStore
from newscrawler.storage.migrations.stored_schema import Access, open_schema
from newscrawler.storage.outcomes import OutcomeStore
from newscrawler.storage.pages import PageStore
from newscrawler.storage.quarantine import QuarantineStore
from newscrawler.storage.runs import RunStore
from newscrawler.storage.sameness import Sameness
from newscrawler.storage.sameness_window import SamenessWindow
from newscrawler.storage.schedule import ScheduleStore
from newscrawler.storage.server.embedded import EmbeddedServer, join_embedded
from newscrawler.storage.server.keeper import log_tail
from newscrawler.storage.server.left_open import PastLeftOpen
from newscrawler.storage.server.mongo_client import make_client
from newscrawler.storage.server.process_identity import process_age
from newscrawler.storage.spool.folder import spool_folder
from newscrawler.storage.spool.opening import SpoolUse, open_spool
from newscrawler.storage.upkeep.inspection import NOT_AUTHORISED
from newscrawler.storage.uri import uri_mistake
from newscrawler.storage.visits import VisitStore
from newscrawler.storage.writing.batch import Batches
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.transaction import Client
from newscrawler.storage.writing.writer import WriteLimits, Writer

DEFAULT_NAME = "newscrawler"
OPEN_SECONDS = 8.0  # the operator has an answer within 10
_ANSWER_SECONDS = 9.0  # of a process that has just begun: on a busy machine it imports for seconds
_BEGINS_SECONDS = 10.0
_LEAST_OPEN_SECONDS = 2.5
PREPARE_SECONDS = 120.0  # a new version may build an index over an old, large collection


class Database:
    """An open database. Belongs to the event loop in which it was opened.

    Attributes:
        address: where it is, for messages: host and port, or the embedded database's directory; no password.
        documents: PyMongo's database, for tests and maintenance.
        spool_folder: where what was fetched waits while the database is away; need not be there.
    """

    def __init__(
        self,
        address: str,
        client: Client,
        documents: schema.Documents,
        batches: Batches,
        writer: Writer,
        spool_folder: Path,
    ) -> None:
        self.address = address
        self.spool_folder = spool_folder
        self.documents = documents
        self.pages = PageStore(documents)
        self.articles = ArticleStore(documents, writer, self.pages)
        self.clusters = ClusterStore(documents)
        self.sameness = Sameness(documents, writer)
        writer.after_replay = self.sameness.catch_up
        self.window = SamenessWindow(client, documents)
        self.furniture = FurnitureStore(client, documents, writer.patience)
        self.claims = ClaimStore(documents, writer.patience, is_away=lambda: writer.is_away)
        self.schedule = ScheduleStore(documents)
        self.runs = RunStore(documents, writer)
        self.outcomes = OutcomeStore(documents, writer)
        self.visits = VisitStore(documents, writer)
        self.listings = ListingStore(documents, writer)
        self.quarantine = QuarantineStore(documents, writer.submit)
        self._client = client
        self._batches = batches
        self._writer = writer
        self._embedded: EmbeddedServer | None = None

    @property
    def is_away(self) -> bool:
        """Whether the database does not answer, so that what is fetched goes to the spool."""
        return self._writer.is_away

    @property
    def spooled(self) -> int:
        """Articles, outcomes and runs that wait in the spool of this process; still told after ``close``."""
        return self._writer.spooled

    @property
    def stored_from_spool(self) -> int:
        """Articles, outcomes and runs that were stored from the spool since the database was opened."""
        return self._writer.stored_from_spool

    @property
    def stop_reason(self) -> str | None:
        """Why crawls should end now, as a sentence for the operator; None: there is no reason."""
        return self._writer.stop_reason

    def hurry(self) -> None:
        """Try the database no longer: what waits goes to the spool. Also while ``close`` is under way."""
        self._writer.hurry()

    async def close(self) -> None:
        """Write what waits, and leave. The embedded server ends when its last user left. Safe to repeat.

        What the database does not take in time goes to the spool; all is over within ten seconds.
        """
        try:
            await self._writer.close()
        finally:
            with pymongo.timeout(1):  # it says goodbye to a server that may be gone
                await self._batches.close()
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
    timeout_seconds: float | None = None,
    limits: WriteLimits = WriteLimits(),  # noqa: B008 - frozen
    spool: SpoolUse = "leave",
    on_trouble: Callable[[str], None] | None = None,
    access: Access = "write",
) -> Database:
    """The database, reachable and with its collections in place.

    Args:
        uri: of a MongoDB; None: the embedded server in ``data_dir``. Its path names the database.
        data_dir: where the embedded server keeps its files, and where the spool is.
        timeout_seconds: how long to wait for an answer; None: as ``opening_seconds`` says.
        limits: for the time when the database goes away later.
        spool: whether what cannot be written later is kept there, and when is stored what processes that are gone have
            left in it: ``first``, before this returns, or in the ``background``.
        on_trouble: is told in whole sentences when the database goes away later and when it is back, and what is
            stored from the spool.
        access: which versions of the schema are let in (``stored_schema.open_schema``).

    Raises:
        ConfigurationError: the URI is none, or the directory cannot be used.
        SchemaVersionError: its documents have the shapes of another version; says what to do.
        StorageUnavailableError: there is no answer, or it refuses us.
    """
    if uri is not None and (mistake := uri_mistake(uri)):
        raise ConfigurationError(f"{mistake}.")
    seconds = opening_seconds(process_age()) if timeout_seconds is None else timeout_seconds
    opening = _Opening(data_dir, seconds, limits, spool, on_trouble or _tell_nobody, access)
    if uri is not None:
        return await _connect(uri, mask_uri(uri), mask_uri(uri).split(","), opening)
    embedded = await asyncio.to_thread(join_embedded, data_dir)
    try:
        database = await _connect(embedded.uri, f"the embedded database in {data_dir}", None, opening)
    except StorageUnavailableError as error:
        embedded.release()
        fault = describe_fault(error.__cause__ or error)
        raise StorageUnavailableError(
            f"The embedded database in {data_dir} started, but does not answer ({fault}). "
            f"{_nothing_done(access)}Try again, or set NEWSCRAWLER_MONGO_URI.{log_tail(data_dir)}"
        ) from error
    except BaseException:
        embedded.release()
        raise
    database.belongs_to(embedded)
    return database


def opening_seconds(age: float | None) -> float:
    """How long a process so many seconds old waits for the database: the operator counts from when it began."""
    if age is None or not 0 <= age < _BEGINS_SECONDS:
        return OPEN_SECONDS
    return min(OPEN_SECONDS, max(_LEAST_OPEN_SECONDS, _ANSWER_SECONDS - age))


def mask_uri(uri: str) -> str:
    """Host and port of a URI, without user, password and options: ``db:27017``."""
    rest = uri.split("://", 1)[-1].rsplit("@", 1)[-1]
    return re.split(r"[/?]", rest, maxsplit=1)[0] or "an empty address"


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a database is opened: see ``open_database``."""

    data_dir: Path
    timeout_seconds: float
    limits: WriteLimits
    spool: SpoolUse
    tell: Callable[[str], None]
    access: Access


def _tell_nobody(_: str) -> None:
    """Nothing."""


async def _connect(uri: str, address: str, hosts: Sequence[str] | None, opening: _Opening) -> Database:
    """The open database at a URI; ``hosts`` are None where it is the embedded one."""
    client: Client = make_client(AsyncMongoClient, uri, address, timeout_seconds=opening.timeout_seconds)
    try:
        documents = client.get_default_database(DEFAULT_NAME).with_options(
            read_concern=ReadConcern("majority"), write_concern=WriteConcern("majority")
        )
        await _prepare(client, documents, address, opening.timeout_seconds, opening.access)
    except BaseException:
        await client.close()
        raise
    folder = spool_folder(opening.data_dir, hosts, documents.name)
    about = {"address": address, "name": documents.name}
    spool = await open_spool(folder, about, opening.limits.spool_bytes, opening.spool, opening.tell)
    batches = Batches(client, documents)
    place = address if hosts is None else f"the database at {address}"
    commit = PastLeftOpen(batches.commit, client, documents).commit if hosts is None else batches.commit
    committer = Committer(commit, QuarantineStore(documents).keep)
    ask = partial(documents[schema.META].find_one, {"_id": schema.CURSOR_ID})
    writer = Writer(committer, spool, ask=ask, limits=opening.limits, place=place, tell=opening.tell)
    database = Database(address, client, documents, batches, writer, folder)
    try:
        if opening.spool == "first":
            await writer.store_spooled()
        elif opening.spool == "background":
            writer.begin_replay()
    except BaseException:
        await database.close()
        raise
    return database


async def _prepare(
    client: Client, database: schema.Documents, address: str, timeout_seconds: float, access: Access
) -> None:
    began = time.monotonic()
    try:
        with pymongo.timeout(timeout_seconds):
            hello = await client.admin.command("hello")
            if "setName" not in hello and hello.get("msg") != "isdbgrid":
                raise StorageUnavailableError(
                    f"The MongoDB at {address} stands alone and has no transactions. {_nothing_done(access)}"
                    "Start it with --replSet rs0 and run rs.initiate() once; or unset NEWSCRAWLER_MONGO_URI."
                )
        with pymongo.timeout(PREPARE_SECONDS):
            await open_schema(database, address, access)
    except OperationFailure as error:
        if error.code != NOT_AUTHORISED:
            raise StorageUnavailableError(_unreachable(address, error, began, access)) from error
        raise StorageUnavailableError(
            f"The MongoDB at {address} refuses what is asked of it (not authorised). {_nothing_done(access)}"
            "Give the user of NEWSCRAWLER_MONGO_URI the role readWrite on this database; for newscrawler db init and "
            "db migrate also dbAdmin."
        ) from error
    except PyMongoError as error:
        raise StorageUnavailableError(_unreachable(address, error, began, access)) from error


def _unreachable(address: str, error: PyMongoError, began: float, access: Access) -> str:
    waited = f" after {time.monotonic() - began:.0f} s"
    return (
        f"Cannot reach MongoDB at {address} ({describe_fault(error)}{waited}). {_nothing_done(access)}"
        "Start it, or unset NEWSCRAWLER_MONGO_URI to use the embedded database."
    )


def _nothing_done(access: Access) -> str:
    """What those who would fetch want to know, and those who only read do not."""
    return "" if access == "read" else "Nothing was fetched. "
