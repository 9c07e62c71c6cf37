"""Collections, validators and indexes: made once, checked cheaply at every start."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import CollectionInvalid, OperationFailure

from newscrawler.storage.documents import SCHEMA_VERSION
from newscrawler.storage.validator import validator_of

Documents = AsyncDatabase[dict[str, Any]]

ARTICLES, REVISIONS, PAGES, RUNS, OUTCOMES = "articles", "revisions", "pages", "runs", "outcomes"
SIGHTINGS, BLOCK_COUNTS = "sightings", "block_counts"
LEASES, META, QUARANTINE = "leases", "meta", "quarantine"
CURSOR_ID = "cursor"  # of the document in meta that numbers the writes
_SCHEMA_ID = "schema"
_NAMESPACE_EXISTS = 48
_INDEXES_VERSION = 3  # grows with every change below or in shapes.py

_KINDS = {
    ARTICLES: "article",
    BLOCK_COUNTS: "block_counts",
    OUTCOMES: "outcome",
    PAGES: "page",
    REVISIONS: "revision",
    RUNS: "run",
    SIGHTINGS: "sighting",
}

# Each index with the question that needs it.
INDEXES: dict[str, list[IndexModel]] = {
    ARTICLES: [
        IndexModel([("url_key", ASCENDING)], unique=True),  # one document per article
        IndexModel([("cursor", ASCENDING)], unique=True),  # what is new since the last call
        IndexModel([("alternate_keys", ASCENDING)]),  # known(urls), get(url)
        IndexModel([("content_hash", ASCENDING), ("first_seen_at", ASCENDING)]),  # exact copies, the first one first
        IndexModel([("published_at", DESCENDING), ("first_seen_at", DESCENDING)]),  # the newest
        IndexModel(
            [("outlet", ASCENDING), ("published_at", DESCENDING), ("first_seen_at", DESCENDING)]
        ),  # of an outlet
    ],
    BLOCK_COUNTS: [],  # always asked for by outlet id
    LEASES: [],  # always asked for by outlet id
    OUTCOMES: [
        IndexModel([("outlet", ASCENDING), ("at", DESCENDING)]),  # the latest errors of an outlet
        IndexModel([("at", DESCENDING)]),  # the latest errors
        IndexModel([("run", ASCENDING)]),  # errors of one run
    ],
    PAGES: [],
    QUARANTINE: [IndexModel([("at", DESCENDING)])],
    REVISIONS: [IndexModel([("article", ASCENDING), ("cursor", ASCENDING)])],  # the history of an article
    RUNS: [
        IndexModel([("outlet", ASCENDING), ("started_at", DESCENDING)]),  # last run of an outlet
        IndexModel([("started_at", DESCENDING)]),  # the latest runs
    ],
    SIGHTINGS: [IndexModel([("outlet", ASCENDING), ("cursor", ASCENDING)])],  # of an outlet; is there one to learn from
}


async def prepare_collections(database: Documents) -> None:
    """Every collection with its validator and indexes; one read where a database is up to date already."""
    wanted = {"version": SCHEMA_VERSION, "indexes": _INDEXES_VERSION}
    done = await database[META].find_one({"_id": _SCHEMA_ID})
    if done and {name: done.get(name) for name in wanted} == wanted:
        return
    present = set(await database.list_collection_names())
    for name, indexes in INDEXES.items():
        await _prepare_collection(database, name, is_there=name in present)
        if indexes:
            await database[name].create_indexes(indexes)
    await database[META].update_one({"_id": CURSOR_ID}, {"$setOnInsert": {"value": 0}}, upsert=True)
    await database[META].update_one({"_id": _SCHEMA_ID}, {"$set": wanted}, upsert=True)


async def _prepare_collection(database: Documents, name: str, *, is_there: bool) -> None:
    validator = validator_of(_KINDS[name]) if name in _KINDS else {}
    if not is_there:
        try:
            await database.create_collection(name, validator=validator)
        except CollectionInvalid:
            pass
        except OperationFailure as error:
            if error.code != _NAMESPACE_EXISTS:
                raise
        else:
            return
    # There already, perhaps made by another process a moment ago: the validator may be one of an older version.
    if validator:
        await database.command("collMod", name, validator=validator)
