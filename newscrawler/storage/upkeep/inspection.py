"""In what a database differs from schema.py, and how that is mended. Nothing is touched that it does not name."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pymongo.errors import CollectionInvalid, DuplicateKeyError, OperationFailure

from newscrawler.errors import StorageError
from newscrawler.storage.documents.validator import validator_of
from newscrawler.storage.schema import KINDS, Documents, Index, indexes_of

_CONFLICTS = frozenset({85, 86})  # IndexOptionsConflict, IndexKeySpecsConflict
_NAMESPACE_EXISTS = 48
NOT_AUTHORISED = 13  # readWrite may make collections and indexes, but change no validator
# Options of an index that make it answer other questions than one without.
_TELLING = ("collation", "hidden", "partialFilterExpression", "sparse", "unique")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is missing or other than it should be.

    Attributes:
        index: ours that is missing; None where it is about the collection or its validator.
        in_its_place: name of an index that bears the name of ours and has other keys or options.
    """

    kind: Literal["collection", "validator", "index"]
    collection: str
    index: Index | None = None
    in_its_place: str | None = None

    def __str__(self) -> str:
        if self.index is None:
            return f"collection {self.collection}" if self.kind == "collection" else f"validator of {self.collection}"
        return " ".join([*self.index.options, f"index of {self.collection} on {self.index.fields}"])


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a database is; ``foreign`` are indexes that are not ours, as ``collection.name``: they only take room."""

    differences: tuple[Difference, ...]
    foreign: tuple[str, ...]


async def inspect_database(database: Documents) -> Inspection:
    """Every difference, in the order in which it can be mended.

    Raises:
        PyMongoError: there is no answer.
    """
    present = {one["name"]: one.get("options", {}) async for one in await database.list_collections()}
    differences: list[Difference] = []
    foreign: list[str] = []
    for name, kind in KINDS.items():
        if name not in present:
            differences.append(Difference("collection", name))
            differences += [Difference("index", name, index) for index in indexes_of(name)]
            continue
        if not _enforces(present[name], validator_of(kind)):
            differences.append(Difference("validator", name))
        there = await database[name].index_information()
        differences += _missing_indexes(name, there)
        foreign += [f"{name}.{other}" for other in there if _is_foreign(name, other, there[other])]
    return Inspection(tuple(differences), tuple(foreign))


async def mend(database: Documents, inspection: Inspection, *, replace: bool) -> AsyncIterator[Difference]:
    """Make what differs as it should be; each difference once it is gone.

    With ``replace`` an index that is in the place of one of ours is dropped for it.

    Raises:
        StorageError: an index is in the place of ours, or what is stored contradicts a unique one; says what to do.
        PyMongoError: there is no answer; or our user may not change something, after all that it may.
    """
    refused: OperationFailure | None = None
    for difference in inspection.differences:
        try:
            await _mend(database, difference, replace=replace)
        except OperationFailure as error:
            if error.code != NOT_AUTHORISED:
                raise
            refused = error
            continue
        yield difference
    if refused:
        raise refused


async def _mend(database: Documents, difference: Difference, *, replace: bool) -> None:
    if difference.index is not None:
        await _make_index(database, difference, difference.index, replace=replace)
    elif difference.kind == "collection":
        await _make_collection(database, difference.collection)
    else:
        await _set_validator(database, difference.collection)


async def _make_collection(database: Documents, name: str) -> None:
    try:
        await database.create_collection(name, validator=validator_of(KINDS[name]))
    except CollectionInvalid:
        pass
    except OperationFailure as error:
        if error.code != _NAMESPACE_EXISTS:
            raise
    else:
        return
    await _set_validator(database, name)  # another process made it a moment ago, perhaps of another version


async def _set_validator(database: Documents, name: str) -> None:
    await database.command(
        "collMod", name, validator=validator_of(KINDS[name]), validationLevel="strict", validationAction="error"
    )


async def _make_index(database: Documents, difference: Difference, index: Index, *, replace: bool) -> None:
    collection = database[difference.collection]
    if difference.in_its_place and replace:
        with contextlib.suppress(OperationFailure):  # another process was here first
            await collection.drop_index(difference.in_its_place)
    try:
        await collection.create_indexes([index.model])
    except DuplicateKeyError as error:
        raise StorageError(
            f"No {difference} can be made: two documents have the same. Nothing was deleted. "
            f"Look for them in {difference.collection}, keep one, then: newscrawler db init"
        ) from error
    except OperationFailure as error:
        if error.code not in _CONFLICTS:
            raise
        other = difference.in_its_place or "another one"
        raise StorageError(f"No {difference} can be made: {other} is in its place. Run: newscrawler db init") from error


def _missing_indexes(collection: str, there: Mapping[str, Any]) -> list[Difference]:
    """Those of ours that no index does the work of."""
    return [
        Difference("index", collection, index, index.name if index.name in there else None)
        for index in indexes_of(collection)
        if not any(_does(one, index) for one in there.values())
    ]


def _does(there: Mapping[str, Any], index: Index) -> bool:
    options = {name for name in _TELLING if there.get(name)}
    return _keys(there) == index.keys and options == set(index.options)


def _is_foreign(collection: str, name: str, there: Mapping[str, Any]) -> bool:
    ours = indexes_of(collection)
    return name != "_id_" and not any(name == index.name or _does(there, index) for index in ours)


def _keys(there: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A server may say 1.0 for 1, and "text" for a direction."""
    return [(field, int(way) if isinstance(way, int | float) else way) for field, way in there["key"]]


def _enforces(options: Mapping[str, Any], validator: Mapping[str, Any]) -> bool:
    is_strict = options.get("validationLevel", "strict") == "strict"
    return is_strict and options.get("validationAction", "error") == "error" and options.get("validator") == validator
