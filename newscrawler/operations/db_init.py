"""``db init``: collections, validators and indexes, as this version has them."""

import argparse
import asyncio
from collections import Counter
from collections.abc import Sequence

from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.migrations.stored_schema import (
    mend_collections,
    read_stored_schema,
    refuse_other_version,
    refuse_unfinished_copy,
)
from newscrawler.storage.upkeep.inspection import Difference

COLUMNS = ("collection", "made")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db init``."""
    del options  # it takes none of its own
    return asyncio.run(init_database(environment, output))


async def init_database(environment: Environment, output: Output) -> int:
    """Put in place what is missing or other than it should be, and tell it.

    Raises:
        SchemaVersionError: the documents have the shapes of another version.
        StorageError: the database is an unfinished copy, does not answer, or our user may not change it.
    """
    async with opened_database(environment, access="any") as database:
        with told_as_storage_errors("looking at collections, validators and indexes"):
            stored = await read_stored_schema(database.documents)
            refuse_unfinished_copy(stored, database.address)
            refuse_other_version(stored, database.address)
            made = await mend_collections(database.documents, database.address)
        address = database.address
    for one in made:
        index = {"fields": one.index.fields, "unique": one.index.unique} if one.index else {}
        instead = {"instead_of": one.in_its_place} if one.in_its_place else {}
        output.row({"made": one.kind, "collection": one.collection} | index | instead)
    output.table(COLUMNS, [(name, what) for name, what in _by_collection(made).items()])
    output.row({"database": address, "schema": SCHEMA_VERSION, "changes": len(made)})
    told = output.message if output.json else output.line
    if made:
        told(f"Schema {SCHEMA_VERSION}, in {address}.")
    else:
        told(f"Nothing to do: {address} has every collection, validator and index of schema {SCHEMA_VERSION}.")
    return 0


def _by_collection(made: Sequence[Difference]) -> dict[str, str]:
    """``{"articles": "collection with its validator, 6 indexes"}``."""
    words: dict[str, list[str]] = {one.collection: [] for one in made}
    for one in made:
        if one.index is None:
            words[one.collection].append("collection with its validator" if one.kind == "collection" else one.kind)
        elif one.in_its_place:
            words[one.collection].append(f"index on {one.index.fields} in the place of {one.in_its_place}")
    plain = Counter(one.collection for one in made if one.index and not one.in_its_place)
    for name, count in plain.items():
        words[name].append(f"{count} {'index' if count == 1 else 'indexes'}")
    return {name: ", ".join(parts) for name, parts in words.items()}
