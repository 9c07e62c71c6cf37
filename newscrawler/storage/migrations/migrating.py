"""Runs the migrations that a database needs: one process at a time, in batches, each with its position a transaction.

A process that is killed leaves the position of its last batch, and its lease ends by itself: the next one goes on.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from bson import encode
from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler import __version__
from newscrawler.errors import SchemaVersionError, StorageError
from newscrawler.model.lease import Lease
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.migrations.migration import Migration, Step
from newscrawler.storage.migrations.stored_schema import (
    newer_schema,
    prepare_collections,
    read_stored_schema,
    refuse_unfinished_copy,
)
from newscrawler.storage.migrations.table import migrations_from
from newscrawler.storage.schema import META, SCHEMA_ID, Documents
from newscrawler.storage.upkeep.walking import last_number, slices_of_collection
from newscrawler.storage.writing.transaction import Client, transaction

BATCH_DOCUMENTS = 200
# A document of more is a batch of its own (a refused one may have 15 MB): large transactions hang the embedded server.
BATCH_BYTES = 4_000_000
TRY_SECONDS = 60.0  # as long as a write of a crawl
_SCHEMA = {"_id": SCHEMA_ID}

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that a database still needs, with the number of documents that it would change."""

    version: int
    step: Step
    documents: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a migration is; ``is_done``: the database has its version."""

    version: int
    changed: int
    is_done: bool = False


async def planned_steps(database: Database) -> list[PlannedStep]:
    """What ``migrate`` would do. None: nothing, the database has today's schema, or nothing was ever stored.

    Raises:
        SchemaVersionError: it has a newer one; nothing runs backwards.
        StorageError: there is no answer, or it is an unfinished copy.
    """
    documents = database.documents
    with told_as_storage_errors("looking at what has to be migrated"):
        stored = await read_stored_schema(documents)
        refuse_unfinished_copy(stored, database.address)
        if stored.version > SCHEMA_VERSION:
            raise SchemaVersionError(newer_schema(stored, database.address))
        needed = migrations_from(stored.version) if stored.version else ()
        return [PlannedStep(one.version, step, await _count(documents, step)) for one in needed for step in one.steps]


async def migrate(
    database: Database, lease: Lease, *, batch_documents: int = BATCH_DOCUMENTS
) -> AsyncIterator[Progress]:
    """Run every migration that is needed, then put validators and indexes in place; tells each batch.

    Args:
        database: opened with ``any`` access; of an older schema.
        lease: ours, on ``migration_lease.NAME``.
        batch_documents: at most so many in one transaction.

    Raises:
        StorageError: the database did not answer for a minute, or another process goes on with it now.
    """
    runner = _Runner(database.documents, lease, batch_documents)
    with told_as_storage_errors("migrating the database"):
        stored = await read_stored_schema(database.documents)
    for migration in migrations_from(stored.version):
        with told_as_storage_errors(f"migrating to schema {migration.version}"):
            await runner.begin(migration)
            while not (progress := await runner.next_batch(migration)).is_done:
                yield progress
            yield progress
    with told_as_storage_errors("putting validators and indexes in place"):
        await prepare_collections(database.documents)


async def _count(documents: Documents, step: Step) -> int:
    """How many documents a step concerns."""
    if not step.numbered:
        return await documents[step.collection].count_documents(step.concerns)
    top = await last_number(documents)
    slices = slices_of_collection(step.collection, top)
    return sum([await documents[step.collection].count_documents(one) for one in slices])


class _Runner:
    """Takes one batch after the other. The state is in ``meta/schema`` alone, so each batch may be tried again."""

    def __init__(self, database: Documents, lease: Lease, batch_documents: int) -> None:
        self._database = database
        self._client: Client = database.client
        self._lease = lease
        self._batch_documents = batch_documents

    async def begin(self, migration: Migration) -> None:
        """Note that we are the one who goes on, from where the one before us stopped."""
        start = {"to": migration.version, "step": 0, "changed": 0}

        async def note() -> None:
            async with transaction(self._client) as session:
                meta = self._database[META]
                told = await meta.find_one(_SCHEMA, session=session) or {}
                state = (told.get("migrating") or start) | {"fence": self._lease.fence}
                await meta.update_one(_SCHEMA, {"$set": {"migrating": state}}, session=session)

        await keep_trying(note, limit_seconds=TRY_SECONDS, doing="beginning a migration")

    async def next_batch(self, migration: Migration) -> Progress:
        """Change the next documents; where a step has no more, go to the next one; after the last, note the version."""

        async def attempt() -> Progress:
            async with transaction(self._client) as session:
                return await self._change(migration, session)

        return await keep_trying(attempt, limit_seconds=TRY_SECONDS, doing=f"migrating to schema {migration.version}")

    async def _change(self, migration: Migration, session: AsyncClientSession) -> Progress:
        told = await self._database[META].find_one(_SCHEMA, session=session) or {}
        if told.get("version", 0) >= migration.version:  # the acknowledgement of the last batch was lost
            changed = {done["version"]: done["changed"] for done in told["migrations"]}
            return Progress(migration.version, changed[migration.version], is_done=True)
        state = told.get("migrating") or {}
        if state.get("fence") != self._lease.fence:
            raise StorageError("Another process goes on with this migration, because this one did not answer in time.")
        if state["step"] == len(migration.steps):
            return await self._finish(migration, state["changed"], session)
        step = migration.steps[state["step"]]
        found, position = await (self._read_numbered if step.numbered else self._read)(step, state, session)
        writes = [made for document in found if (made := step.writes(document))]
        if writes:
            # The validators are still those of the version before.
            await self._database[step.collection].bulk_write(
                list(chain.from_iterable(writes)), session=session, bypass_document_validation=True
            )
        if position:
            state |= position | {"changed": state["changed"] + len(writes)}
        else:
            kept = {name: value for name, value in state.items() if name not in ("after", "number")}
            state = kept | {"step": state["step"] + 1}
        await self._database[META].update_one(_SCHEMA, {"$set": {"migrating": state}}, session=session)
        return Progress(migration.version, state["changed"])

    async def _read(self, step: Step, state: State, session: AsyncClientSession) -> tuple[Sequence[State], State]:
        """The next documents in the order of ``_id``, as many as fit into a batch, and the position behind them."""
        where = [dict(step.concerns)] + ([{"_id": {"$gt": state["after"]}}] if "after" in state else [])
        found = self._database[step.collection].find({"$and": where}, session=session)
        documents: list[dict[str, Any]] = []
        size = 0
        async for document in found.sort("_id").limit(self._batch_documents):
            size += len(encode(document))
            if documents and size > BATCH_BYTES:
                break
            documents.append(document)
        return documents, {"after": documents[-1]["_id"]} if documents else {}

    async def _read_numbered(
        self, step: Step, state: State, session: AsyncClientSession
    ) -> tuple[Sequence[State], State]:
        """As ``_read``, in the order of the cursor; a slice of numbers may have no documents."""
        after, last = state.get("number", 0), await last_number(self._database)
        if after >= last:
            return [], {}
        end = min(after + self._batch_documents, last)
        collection, fields = self._database[step.collection], dict.fromkeys(step.numbered, True)
        found = collection.find({"cursor": {"$gt": after, "$lte": end}}, fields, session=session)
        return await found.to_list(), {"number": Int64(end)}

    async def _finish(self, migration: Migration, changed: int, session: AsyncClientSession) -> Progress:
        done = {"version": migration.version, "at": datetime.now(UTC), "by": __version__, "changed": changed}
        update = {
            "$set": {"version": migration.version, "written_by": __version__},
            "$unset": {"migrating": ""},
            "$push": {"migrations": done},
        }
        await self._database[META].update_one(_SCHEMA, update, session=session)
        return Progress(migration.version, changed, is_done=True)
