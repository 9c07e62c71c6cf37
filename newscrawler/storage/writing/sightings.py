"""The writer's part in an outlet's memory: sightings are written with their articles, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bson.int64 import Int64
from pymongo import DeleteOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.writing.jobs import CleanArticle, SaveArticle

Document = dict[str, Any]
Noted = tuple[SaveArticle | CleanArticle, int, datetime]  # what is written, its cursor, when it was first seen


async def write_sightings(
    database: schema.Documents,
    session: AsyncClientSession,
    written: Sequence[Noted],
) -> None:
    """Note each article that is written.

    A sighting of an older text goes where there is none of the new one: it would speak of blocks that are gone.
    """
    operations: list[ReplaceOne[Document] | DeleteOne] = [
        ReplaceOne({"_id": job.key}, job.sighting | {"cursor": Int64(cursor), "seen_at": seen_at}, upsert=True)
        if job.sighting
        else DeleteOne({"_id": job.key})
        for job, cursor, seen_at in written
    ]
    if operations:
        await database[schema.SIGHTINGS].bulk_write(operations, session=session)


async def note_unseen(
    database: schema.Documents, jobs: Sequence[SaveArticle], stored: Mapping[str, Mapping[str, Any]]
) -> None:
    """Note articles that are stored as they are, but were never noted: stored by a version without a memory.

    Those that are older than what an outlet's memory holds are left: they were noted, and have aged out.
    """
    noted = {job.key: job.sighting for job in jobs if job.sighting}
    if not noted:
        return
    sightings = database[schema.SIGHTINGS]
    there = {document["_id"] async for document in sightings.find({"_id": {"$in": list(noted)}}, {"_id": True})}
    missing = {key: sighting for key, sighting in noted.items() if key not in there}
    if not missing:
        return
    outlets = list({sighting["outlet"] for sighting in missing.values()})
    found = database[schema.BLOCK_COUNTS].find({"_id": {"$in": outlets}}, {"window_from": True})
    window_from = {document["_id"]: document["window_from"] async for document in found if "window_from" in document}
    operations = []
    for key, sighting in missing.items():
        seen_at, oldest = stored[key]["first_seen_at"], window_from.get(sighting["outlet"])
        if oldest is None or seen_at >= oldest:
            # Only where there is none: meanwhile another writer may have stored another text, with its sighting.
            values = sighting | {"cursor": Int64(stored[key]["cursor"]), "seen_at": seen_at}
            del values["_id"]
            operations.append(UpdateOne({"_id": key}, {"$setOnInsert": values}, upsert=True))
    if operations:
        await sightings.bulk_write(operations)
