"""Which version of the schema a database has, who wrote it, and whether this program may use it: ``meta/schema``."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from newscrawler import __version__
from newscrawler.errors import SchemaVersionError, StorageError
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.schema import COPY_ID, CURSOR_ID, META, SCHEMA_ID, Documents, definition
from newscrawler.storage.upkeep.inspection import Difference, inspect_database, mend

logger = logging.getLogger(__name__)

# write: the version must be ours. read: a newer one is read, too. any: looks and changes nothing, whatever is there.
Access = Literal["write", "read", "any"]


@dataclass(frozen=True, slots=True)
class StoredSchema:
    """What a database says about itself.

    Attributes:
        version: of the shapes of its documents; 0: nothing was ever stored.
        definition: stands for its validators and indexes (``schema.definition``).
        written_by: version of the newscrawler that made or migrated it; None: one before 2 did not say.
        migrating: how far a migration is that was begun and not ended; None: there is none.
    """

    version: int
    definition: str | None = None
    written_by: str | None = None
    migrating: Mapping[str, Any] | None = None


async def read_stored_schema(database: Documents) -> StoredSchema:
    """What ``meta/schema`` says.

    Raises:
        PyMongoError: there is no answer.
    """
    told = await database[META].find_one({"_id": SCHEMA_ID}) or {}
    return StoredSchema(
        int(told.get("version", 0)), told.get("definition"), told.get("written_by"), told.get("migrating")
    )


async def open_schema(database: Documents, address: str, access: Access) -> None:
    """Let this program in, and put validators and indexes in place where they are not: one read where they are.

    Raises:
        SchemaVersionError: the documents have the shapes of another version; says what to do.
        StorageError: a validator or an index cannot be put in place.
        PyMongoError: there is no answer.
    """
    if access == "any":
        return
    stored = await read_stored_schema(database)
    if stored.version > SCHEMA_VERSION and access == "read":
        logger.warning("%s", f"{_has(stored, address)} Fields that are new there are not understood here.")
        return
    refuse_other_version(stored, address)
    if not stored.version:
        await _refuse_unfinished_copy(database, address)
    if stored.definition != definition():
        await prepare_collections(database)


def refuse_other_version(stored: StoredSchema, address: str) -> None:
    """Nothing, if the database has our schema or none yet, and nobody is migrating it.

    Raises:
        SchemaVersionError: says what to do.
    """
    if stored.version > SCHEMA_VERSION or (stored.version == SCHEMA_VERSION and stored.migrating):
        raise SchemaVersionError(newer_schema(stored, address))
    if 0 < stored.version < SCHEMA_VERSION:
        raise SchemaVersionError(older_schema(stored, address))


async def _refuse_unfinished_copy(database: Documents, address: str) -> None:
    """``db copy`` writes ``meta/copy`` first and ``meta/schema`` last."""
    copy = await database[META].find_one({"_id": COPY_ID, "state": "copying"})
    if copy:
        raise StorageError(
            f"{_named(address)} is an unfinished copy of {copy['source']}. Nothing was done. "
            "Finish it with the same newscrawler db copy as before."
        )


async def prepare_collections(database: Documents, *, replace: bool = False) -> list[Difference]:
    """Every collection with its validator and indexes; what was made of that.

    Args:
        database: empty, or of our SCHEMA_VERSION.
        replace: make an index anew where another one is in its place.

    Raises:
        StorageError: a validator or an index cannot be put in place.
        PyMongoError: there is no answer.
    """
    made = [one async for one in mend(database, await inspect_database(database), replace=replace)]
    told = {"version": SCHEMA_VERSION, "definition": definition(), "written_by": __version__}
    await database[META].update_one({"_id": CURSOR_ID}, {"$setOnInsert": {"value": 0}}, upsert=True)
    await database[META].update_one({"_id": SCHEMA_ID}, {"$set": told, "$unset": {"indexes": ""}}, upsert=True)
    return made


def newer_schema(stored: StoredSchema, address: str) -> str:
    """Why a database of a newer version is not written to, and what to do."""
    newest = stored.written_by or "the version that wrote it"
    if stored.migrating:
        return (
            f"{_has(stored, address)} It is being migrated to schema {stored.migrating.get('to')} by a newer one, "
            "or that was begun and did not end. Nothing was done. Install that newscrawler here, too."
        )
    return (
        f"{_has(stored, address)} Writing to it would spoil it, so nothing was done. "
        f"Install newscrawler {newest} or later here, or name another database in NEWSCRAWLER_MONGO_URI."
    )


def older_schema(stored: StoredSchema, address: str) -> str:
    """Why a database of an older version is not used yet, and what to do."""
    begun = " A migration was begun and did not end." if stored.migrating else ""
    return (
        f"{_has(stored, address)}{begun} Nothing was done. "
        "Run newscrawler db migrate; with --dry-run it only tells what it would change."
    )


def _has(stored: StoredSchema, address: str) -> str:
    by = f", written by newscrawler {stored.written_by}" if stored.written_by else ""
    return (
        f"{_named(address)} has schema {stored.version}{by}; "
        f"this is newscrawler {__version__} with schema {SCHEMA_VERSION}."
    )


def _named(address: str) -> str:
    """``The embedded database in ...``, ``The database at db:27017``."""
    return f"The {address.removeprefix('the ')}" if address.startswith("the ") else f"The database at {address}"
