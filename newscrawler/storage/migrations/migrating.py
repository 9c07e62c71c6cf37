"""Runs the migrations that a database needs: one process at a time, in batches, each with its position a transaction.

A process that is killed leaves the position of its last batch, and its lease ends by itself: the next one goes on.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson import encode
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
from newscrawler.storage.writing.transaction import Client, transaction

BATCH_DOCUMENTS = 200
# A document of more is a batch of its own (a refused one may have 15 MB): large transactions hang the embedded server.
BATCH_BYTES = 4_000_000
TRY_SECONDS = 60.0  # as long as a write of a crawl
_SCHEMA = {"_id": SCHEMA_ID}


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
        return [
            PlannedStep(one.version, step, await documents[step.collection].count_documents(step.concerns))
            for one in needed
            for step in one.steps
        ]


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
        found = await self._read(step, state.get("after"), session)
        if found:
            writes = [write for document in found for write in step.writes(document)]
            # The validators are still those of the version before.
            await self._database[step.collection].bulk_write(writes, session=session, bypass_document_validation=True)
            state |= {"after": found[-1]["_id"], "changed": state["changed"] + len(found)}
        else:
            state = {name: value for name, value in state.items() if name != "after"} | {"step": state["step"] + 1}
        await self._database[META].update_one(_SCHEMA, {"$set": {"migrating": state}}, session=session)
        return Progress(migration.version, state["changed"])

    async def _read(self, step: Step, after: str | None, session: AsyncClientSession) -> Sequence[dict[str, Any]]:
        """The next documents in the order of ``_id``, as many as fit into a batch."""
        where = [dict(step.concerns)] + ([{"_id": {"$gt": after}}] if after is not None else [])
        found = self._database[step.collection].find({"$and": where}, session=session)
        documents: list[dict[str, Any]] = []
        size = 0
        async for document in found.sort("_id").limit(self._batch_documents):
            size += len(encode(document))
            if documents and size > BATCH_BYTES:
                break
            documents.append(document)
        return documents

    async def _finish(self, migration: Migration, changed: int, session: AsyncClientSession) -> Progress:
        done = {"version": migration.version, "at": datetime.now(UTC), "by": __version__, "changed": changed}
        update = {
            "$set": {"version": migration.version, "written_by": __version__},
            "$unset": {"migrating": ""},
            "$push": {"migrations": done},
        }
        await self._database[META].update_one(_SCHEMA, update, session=session)
        return Progress(migration.version, changed, is_done=True)
