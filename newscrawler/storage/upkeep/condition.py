"""What a database says about itself: its version, its clock, whether it takes a write, and what it holds."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pymongo.errors import PyMongoError

from newscrawler.errors import StorageError
from newscrawler.storage.connection import Database
from newscrawler.storage.faults import describe_fault, told_as_storage_errors
from newscrawler.storage.migrations.stored_schema import (
    read_stored_schema,
    refuse_other_version,
    refuse_unfinished_copy,
)
from newscrawler.storage.schema import META
from newscrawler.storage.upkeep.inspection import Inspection, inspect_database

_TRIAL_ID = "trial"  # of a document that is gone as soon as it was written


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of an open database.

    Attributes:
        version: of the server, or "" where it does not say.
        replica_set: its name; None for a cluster behind a router.
        clock_difference: the server's clock less ours; None where it does not tell the time.
        write_fault: why it took no write, in a few words; None where it did.
    """

    version: str
    replica_set: str | None
    clock_difference: timedelta | None
    write_fault: str | None


@dataclass(frozen=True, slots=True)
class SchemaCondition:
    """Whether what is stored can be used.

    Attributes:
        version: of the shapes; 0: nothing was stored yet.
        mistake: why this program may not use it, with what to do; None: it may.
        inspection: its validators and indexes beside ours; None: nothing was stored yet, or it is of another version.
    """

    version: int
    mistake: str | None = None
    inspection: Inspection | None = None


async def examine_schema(database: Database) -> SchemaCondition:
    """The condition of what a database holds; changes nothing.

    Raises:
        StorageError: it does not answer.
    """
    with told_as_storage_errors("asking the database what it holds"):
        stored = await read_stored_schema(database.documents)
        try:
            refuse_unfinished_copy(stored, database.address)
            refuse_other_version(stored, database.address)
        except StorageError as error:
            return SchemaCondition(stored.version, mistake=str(error))
        if not stored.version:
            return SchemaCondition(0)
        return SchemaCondition(stored.version, inspection=await inspect_database(database.documents))


async def examine_database(database: Database) -> Condition:
    """The condition of a database: two questions, and one document that is written and removed.

    Raises:
        StorageError: it does not answer.
    """
    admin = database.documents.client.admin
    with told_as_storage_errors("asking the database about itself"):
        version = str((await admin.command("buildInfo")).get("version", ""))
        asked = time.time()
        hello = await admin.command("hello")
        answered = time.time()
    told = hello.get("localTime")
    ours = datetime.fromtimestamp((asked + answered) / 2, UTC)
    return Condition(
        version=version,
        replica_set=hello.get("setName"),
        clock_difference=told.replace(tzinfo=UTC) - ours if isinstance(told, datetime) else None,
        write_fault=await _write_fault(database),
    )


async def _write_fault(database: Database) -> str | None:
    meta = database.documents[META]
    try:
        await meta.replace_one({"_id": _TRIAL_ID}, {"_id": _TRIAL_ID}, upsert=True)
        await meta.delete_one({"_id": _TRIAL_ID})
    except PyMongoError as error:
        return describe_fault(error)
    return None
