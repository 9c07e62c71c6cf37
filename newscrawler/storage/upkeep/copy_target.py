"""The target of a copy: whose it is, its collections, and what stands in its ``meta``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import CollectionInvalid, OperationFailure
from pymongo.write_concern import WriteConcern

from newscrawler.errors import StorageError
from newscrawler.storage.migrations.stored_schema import give_identity, read_identity
from newscrawler.storage.schema import COPY_ID, CURSOR_ID, IDENTITY_ID, META, SCHEMA_ID, Documents
from newscrawler.storage.upkeep.walking import last_number
from newscrawler.storage.writing.transaction import transaction

_NAMESPACE_EXISTS = 48
_NOT_OF_INDEX = ("v", "ns")  # a server gives its own
_NOT_AT_FIRST = ("validator", "validationLevel", "validationAction")  # what is stored is copied as it is
_OWN = (COPY_ID, IDENTITY_ID)  # in meta: every database has its own

# fill: everything becomes as in the source. catch up: what the source got since. compare: nothing is written.
Doing = Literal["fill", "catch up", "compare"]
_STATES: dict[str, Doing] = {"copying": "fill", "catching up": "catch up"}


class CopyTarget:
    """A database that is to become a copy.

    Args:
        source: the other one.
        target: this one.
        source_name: address without a password, for messages; which database it is its identity tells.
        target_name: for messages.
        owner: of this attempt; who claims the target later takes it from those before.
    """

    def __init__(self, source: Documents, target: Documents, source_name: str, target_name: str, owner: str) -> None:
        self._source = source
        self._target = target.with_options(write_concern=WriteConcern("majority"))
        self._source_name = source_name
        self._target_name = target_name
        self._owner = owner

    async def claim(self, cursor: int, *, again: bool = False) -> tuple[Doing, int]:
        """Make the target ours, where it is empty or a copy of this source; what may be done, and from which cursor on.

        Args:
            cursor: the source's, now.
            again: a finished copy may be brought up to date.

        Raises:
            StorageError: it holds something else, or something was written to it since; says what to do.
        """
        identity = await read_identity(self._source)
        if identity is None:
            raise StorageError(
                f"{self._source_name} has no identity yet: an older newscrawler made it. Nothing was copied. "
                "Run newscrawler db init there once."
            )
        if await read_identity(self._target) == identity:
            raise StorageError(
                f"{self._source_name} and {self._target_name} are one database, or one is a copy of the other's "
                "files. Nothing was copied. Name an empty database."
            )
        meta = self._target[META]
        note = await meta.find_one({"_id": COPY_ID})
        if note is None:
            await self._refuse_what_is_there()
        else:
            await self._refuse_other_source(note, identity, cursor)
        doing: Doing = "fill" if note is None else _STATES.get(note["state"], "catch up" if again else "compare")
        since = int(note.get("cursor", 0)) if note else 0
        if doing == "compare":
            return doing, since
        values = {"source": self._source_name, "source_id": identity, "source_cursor": Int64(cursor)}
        values |= {"state": "copying" if doing == "fill" else "catching up", "owner": self._owner}
        await meta.update_one({"_id": COPY_ID}, {"$set": values | {"at": datetime.now(UTC)}}, upsert=True)
        await give_identity(self._target)
        await meta.delete_one({"_id": SCHEMA_ID})  # from here on no newscrawler takes it for a whole one
        return doing, since

    async def prepare(self, doing: Doing) -> tuple[list[str], list[str]]:
        """Collections and indexes as the source has them.

        Returns:
            The names of the collections but ``meta``; and what cannot be copied: ``view newest``.
        """
        names, others = [], []
        for one in await (await self._source.list_collections()).to_list():
            if one["name"].startswith("system."):
                continue
            if (kind := one.get("type", "collection")) != "collection":
                others.append(f"{'time series' if kind == 'timeseries' else kind} {one['name']}")
                continue
            names.append(one["name"])
            if doing != "compare":
                await self._make_collection(one["name"], one.get("options", {}))
                await self._make_indexes(one["name"])
        if doing == "fill":
            for name in set(await self._target.list_collection_names()) - set(names):
                await self._target.drop_collection(name)  # left by this copy, and gone from the source since
        return [name for name in sorted(names) if name != META], sorted(others)

    async def hold(self, session: AsyncClientSession) -> None:
        """The first write of each transaction: two copies into one target meet here.

        Raises:
            StorageError: another one has taken it over.
        """
        held = await self._target[META].update_one(
            {"_id": COPY_ID}, [{"$set": {"at": {"$cond": [self._is_ours(), "$$NOW", "$at"]}}}], session=session
        )
        note = await self._target[META].find_one({"_id": COPY_ID}, session=session) if held.matched_count else None
        if note is None or note.get("owner") != self._owner:
            raise StorageError(f"Another db copy into {self._target_name} was begun meanwhile: this one ended.")

    async def finish(self, cursor: int) -> None:
        """Validators, then ``meta`` as the source has it: from here on the target is a database of its own."""
        for one in await (await self._source.list_collections()).to_list():
            options = one.get("options", {})
            if validator := options.get("validator"):
                level = {name: options[name] for name in ("validationLevel", "validationAction") if name in options}
                await self._target.command("collMod", one["name"], validator=validator, **level)
        meta = [one async for one in self._source[META].find() if one["_id"] not in _OWN]
        async with transaction(self._target.client) as session:
            await self.hold(session)
            for document in meta:
                if document["_id"] == CURSOR_ID:
                    document["value"] = Int64(cursor)
                await self._target[META].replace_one({"_id": document["_id"]}, document, upsert=True, session=session)
            values = {"state": "done", "cursor": Int64(cursor), "source_cursor": Int64(cursor)}
            note = {"$set": values, "$unset": {"owner": ""}}
            await self._target[META].update_one({"_id": COPY_ID}, note, session=session)

    def _is_ours(self) -> dict[str, Any]:
        return {"$eq": ["$owner", self._owner]}

    async def _refuse_other_source(self, note: Mapping[str, Any], identity: str, cursor: int) -> None:
        is_done = note["state"] == "done"
        if note.get("source_id") != identity:
            raise StorageError(
                f"{self._target_name} is a copy of another database than {self._source_name} is now"
                f"{_was(note, self._source_name)}. Nothing was copied. Name an empty database, or that source."
            )
        if cursor < note.get("source_cursor", 0):
            raise StorageError(
                f"{self._source_name} is older than its copy: its cursor is {cursor}, and was {note['source_cursor']} "
                f"when {self._target_name} was copied. Was a backup restored? Nothing was copied. "
                "Name an empty database."
            )
        if is_done and await last_number(self._target) != note.get("cursor"):
            raise StorageError(
                f"{self._target_name} is a copy of {self._source_name}, but was written to since: its cursor is no "
                "longer the one that was copied. Nothing was copied. Name an empty database."
            )

    async def _refuse_what_is_there(self) -> None:
        """An empty database may have collections, and in ``meta`` what a start writes."""
        there = []
        for name in await self._target.list_collection_names():
            wanted: dict[str, Any] = {}
            if name == META:
                wanted = {"$nor": [{"_id": {"$in": [SCHEMA_ID, IDENTITY_ID]}}, {"_id": CURSOR_ID, "value": 0}]}
            if not name.startswith("system.") and await self._target[name].find_one(wanted, {"_id": True}):
                there.append(name)
        if there:
            raise StorageError(
                f"{self._target_name} holds something already ({', '.join(sorted(there))}). Nothing was copied. "
                "Name an empty database: a copy never overwrites one."
            )

    async def _make_indexes(self, name: str) -> None:
        indexes = await (await self._source[name].list_indexes()).to_list()
        wanted = [
            {option: value for option, value in index.items() if option not in _NOT_OF_INDEX}
            for index in indexes
            if index["name"] != "_id_" and not index.get("clustered")
        ]
        if wanted:
            await self._target.command("createIndexes", name, indexes=wanted)

    async def _make_collection(self, name: str, options: Mapping[str, Any]) -> None:
        """Without a validator: what is stored is copied as it is. One that an earlier version made has one."""
        try:
            given = {option: value for option, value in options.items() if option not in _NOT_AT_FIRST}
            await self._target.create_collection(name, **given)
        except CollectionInvalid:
            await self._target.command("collMod", name, validator={})
        except OperationFailure as error:
            if error.code != _NAMESPACE_EXISTS:
                raise
            await self._target.command("collMod", name, validator={})


def _was(note: Mapping[str, Any], name: str) -> str:
    """Where the source of a copy was, if that was elsewhere."""
    return f": of {note['source']}" if note.get("source") not in {None, name} else ""
