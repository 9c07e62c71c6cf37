"""Which version of the schema a database has, who wrote it, and whether this program may use it: ``meta/schema``."""

import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pymongo import DESCENDING
from pymongo.errors import OperationFailure

from newscrawler import __version__
from newscrawler.errors import SchemaVersionError, StorageError, StorageUnavailableError
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.schema import (
    ARTICLES,
    COPY_ID,
    CURSOR_ID,
    IDENTITY_ID,
    META,
    SCHEMA_ID,
    Documents,
    definition,
)
from newscrawler.storage.upkeep.inspection import NOT_AUTHORISED, Difference, inspect_database, mend

logger = logging.getLogger(__name__)

# write: the version must be ours; validators and indexes are put in place. read: a newer one is read, too; nothing is
# changed. any: looks and changes nothing, whatever is there.
Access = Literal["write", "read", "any"]


@dataclass(frozen=True, slots=True)
class StoredSchema:
    """What a database says about itself.

    Attributes:
        version: of the shapes of its documents; 0: nothing was ever stored.
        definition: stands for its validators and indexes (``schema.definition``).
        written_by: version of the newscrawler that made or migrated it; None: one before 2 did not say.
        migrating: how far a migration is that was begun and not ended; None: there is none.
        unfinished_copy_of: the database that is being copied into this one, which is not whole yet; None: none is.
    """

    version: int
    definition: str | None = None
    written_by: str | None = None
    migrating: Mapping[str, Any] | None = None
    unfinished_copy_of: str | None = None


async def read_stored_schema(database: Documents) -> StoredSchema:
    """What ``meta`` says.

    Raises:
        PyMongoError: there is no answer.
    """
    found = {one["_id"]: one async for one in database[META].find({"_id": {"$in": [SCHEMA_ID, COPY_ID]}})}
    return schema_in(found.get(SCHEMA_ID), found.get(COPY_ID))


def schema_in(schema: Mapping[str, Any] | None, copy: Mapping[str, Any] | None) -> StoredSchema:
    """What the two documents of ``meta`` say: ``schema`` and ``copy``, each None where it is not there."""
    told = schema or {}
    return StoredSchema(
        int(told.get("version", 0)),
        told.get("definition"),
        told.get("written_by"),
        told.get("migrating"),
        str(copy.get("source")) if copy and copy.get("state") != "done" else None,
    )


async def open_schema(database: Documents, address: str, access: Access) -> None:
    """Let this program in; to write, put validators and indexes in place where they are not: one read where they are.

    Where a newer newscrawler put them in place they stay as they are, and where our user may not change them, too.

    Raises:
        SchemaVersionError: the documents have the shapes of another version; says what to do.
        StorageError: a validator or an index cannot be put in place.
        PyMongoError: there is no answer.
    """
    if access == "any":
        return
    stored = await read_stored_schema(database)
    refuse_unfinished_copy(stored, address)
    if stored.version > SCHEMA_VERSION and access == "read":
        logger.warning("%s", f"{_has(stored, address)} Fields that are new there are not understood here.")
        return
    refuse_other_version(stored, address)
    if access == "read" or stored.definition == definition() or _is_newer(stored.written_by):
        return
    try:
        await prepare_collections(database)
    except OperationFailure as error:
        if error.code != NOT_AUTHORISED:
            raise
        await _number_and_name(database)
        logger.warning("%s", may_not_change(address))


def refuse_other_version(stored: StoredSchema, address: str) -> None:
    """Nothing, if the database has our schema or none yet, and nobody is migrating it.

    Raises:
        SchemaVersionError: says what to do.
    """
    if stored.version > SCHEMA_VERSION or (stored.version == SCHEMA_VERSION and stored.migrating):
        raise SchemaVersionError(newer_schema(stored, address))
    if 0 < stored.version < SCHEMA_VERSION:
        raise SchemaVersionError(older_schema(stored, address))


def refuse_unfinished_copy(stored: StoredSchema, address: str) -> None:
    """Nothing, if the database is whole: neither written to nor read before all of it is there.

    Raises:
        StorageError: says what to do.
    """
    if stored.unfinished_copy_of is not None:
        raise StorageError(
            f"{_named(address)} is an unfinished copy of {stored.unfinished_copy_of}. Nothing was done. "
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
    await _number_and_name(database)
    await database[META].update_one({"_id": SCHEMA_ID}, {"$set": told, "$unset": {"indexes": ""}}, upsert=True)
    return made


async def mend_collections(database: Documents, address: str) -> list[Difference]:
    """As ``prepare_collections``, by somebody who asked for it: indexes in the place of ours are made anew.

    Raises:
        StorageError: also where our user may not do it; says who may.
    """
    try:
        return await prepare_collections(database, replace=True)
    except OperationFailure as error:
        if error.code != NOT_AUTHORISED:
            raise
        raise StorageUnavailableError(may_not_change(address)) from error


async def _number_and_name(database: Documents) -> None:
    """The cursor and the identity, where they are not there. A number that was given once is never given again."""
    meta = database[META]
    if await meta.find_one({"_id": CURSOR_ID}) is None:
        last = await database[ARTICLES].find_one({}, {"cursor": True}, sort=[("cursor", DESCENDING)]) or {}
        value = {"$setOnInsert": {"value": last.get("cursor", 0)}}
        await meta.update_one({"_id": CURSOR_ID}, value, upsert=True)
    await give_identity(database)


async def give_identity(database: Documents) -> None:
    """A random name in ``meta``, where there is none."""
    fresh = {"$setOnInsert": {"identity": secrets.token_hex(8)}}
    await database[META].update_one({"_id": IDENTITY_ID}, fresh, upsert=True)


async def read_identity(database: Documents) -> str | None:
    """What tells this database from every other; None: nobody wrote to it since databases have one."""
    told = await database[META].find_one({"_id": IDENTITY_ID}) or {}
    return told.get("identity")


def may_not_change(address: str) -> str:
    """That our user may not change validators, and what to do."""
    return (
        f"{_named(address)} lacks validators or indexes of this version, and our user may not change them: the role "
        "readWrite is too little for it. Run newscrawler db init once as a user with the roles readWrite and dbAdmin."
    )


def _is_newer(version: str | None) -> bool:
    """Whether a newscrawler of this version is newer than this one."""
    return _numbers(version or "") > _numbers(__version__)


def _numbers(version: str) -> tuple[int, ...]:
    """``(1, 12, 0)`` of ``1.12.0.dev3``."""
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in match[0].split(".")) if match else ()


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
