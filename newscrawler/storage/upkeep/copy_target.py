"""The target of a copy: whose it is, its collections, and what stands in its ``meta``."""

from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import CollectionInvalid, OperationFailure
from pymongo.write_concern import WriteConcern

from newscrawler.errors import StorageError
from newscrawler.storage.schema import COPY_ID, CURSOR_ID, META, SCHEMA_ID, Documents
from newscrawler.storage.upkeep.walking import last_number
from newscrawler.storage.writing.transaction import transaction

_NAMESPACE_EXISTS = 48
_OF_INDEX = ("key", "name", "unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "collation")


class CopyTarget:
    """A database that is to become a copy.

    Args:
        source: the other one.
        target: this one.
        source_name: address without a password; a copy goes on only from the one that it was begun from.
        target_name: for messages.
        owner: of this attempt; who claims the target later takes it from those before.
    """

    def __init__(self, source: Documents, target: Documents, source_name: str, target_name: str, owner: str) -> None:
        self._source = source
        self._target = target.with_options(write_concern=WriteConcern("majority"))
        self._source_name = source_name
        self._target_name = target_name
        self._owner = owner

    async def claim(self) -> None:
        """Make the target ours, where it is empty or a copy of this source.

        Raises:
            StorageError: it holds something else, or something was written to it since; says what to do.
        """
        meta = self._target[META]
        note = await meta.find_one({"_id": COPY_ID})
        if note is None:
            await self._refuse_what_is_there()
        elif note.get("source") != self._source_name:
            raise StorageError(
                f"{self._target_name} is a copy of {note.get('source')}, not of {self._source_name}. Nothing was "
                "copied. Name an empty database, or the source that it was begun from."
            )
        elif note["state"] != "copying" and await last_number(self._target) != note.get("cursor"):
            raise StorageError(
                f"{self._target_name} is a copy of {self._source_name}, but was written to since: its cursor is no "
                "longer the one that was copied. Nothing was copied. Name an empty database."
            )
        values = {"source": self._source_name, "state": "copying", "at": datetime.now(UTC), "owner": self._owner}
        await meta.update_one({"_id": COPY_ID}, {"$set": values}, upsert=True)
        await meta.delete_one({"_id": SCHEMA_ID})  # from here on no newscrawler takes it for a whole one

    async def prepare(self) -> list[str]:
        """Collections and indexes as the source has them; names of the collections but ``meta``."""
        names = []
        for one in await (await self._source.list_collections()).to_list():
            if one.get("type", "collection") != "collection" or one["name"].startswith("system."):
                continue
            await self._make_collection(one["name"])
            indexes = await (await self._source[one["name"]].list_indexes()).to_list()
            wanted = [{name: index[name] for name in _OF_INDEX if name in index} for index in indexes]
            wanted = [index for index in wanted if index["name"] != "_id_"]
            if wanted:
                await self._target.command("createIndexes", one["name"], indexes=wanted)
            names.append(one["name"])
        foreign = set(await self._target.list_collection_names()) - set(names)
        for name in foreign:  # left by an earlier attempt, and gone from the source since
            await self._target.drop_collection(name)
        return [name for name in sorted(names) if name != META]

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
        meta = [one async for one in self._source[META].find() if one["_id"] != COPY_ID]
        async with transaction(self._target.client) as session:
            await self.hold(session)
            for document in meta:
                if document["_id"] == CURSOR_ID:
                    document["value"] = Int64(cursor)
                await self._target[META].replace_one({"_id": document["_id"]}, document, upsert=True, session=session)
            note = {"$set": {"state": "done", "cursor": Int64(cursor)}, "$unset": {"owner": ""}}
            await self._target[META].update_one({"_id": COPY_ID}, note, session=session)

    def _is_ours(self) -> dict[str, Any]:
        return {"$eq": ["$owner", self._owner]}

    async def _refuse_what_is_there(self) -> None:
        """An empty database may have collections, and in ``meta`` what a start writes."""
        there = []
        for name in await self._target.list_collection_names():
            wanted: dict[str, Any] = {}
            if name == META:
                wanted = {"$nor": [{"_id": SCHEMA_ID}, {"_id": CURSOR_ID, "value": 0}]}
            if not name.startswith("system.") and await self._target[name].find_one(wanted, {"_id": True}):
                there.append(name)
        if there:
            raise StorageError(
                f"{self._target_name} holds something already ({', '.join(sorted(there))}). Nothing was copied. "
                "Name an empty database: a copy never overwrites one."
            )

    async def _make_collection(self, name: str) -> None:
        """Without a validator: what is stored is copied as it is. One that an earlier version made has one."""
        try:
            await self._target.create_collection(name)
        except CollectionInvalid:
            await self._target.command("collMod", name, validator={})
        except OperationFailure as error:
            if error.code != _NAMESPACE_EXISTS:
                raise
            await self._target.command("collMod", name, validator={})
