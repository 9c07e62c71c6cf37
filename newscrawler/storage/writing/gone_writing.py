"""The writer's part in articles that are no longer at their address."""

from collections.abc import Sequence
from typing import Any

from bson.int64 import Int64
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.writing.changes import mark_gone
from newscrawler.storage.writing.jobs import MarkGone

_FIELDS = ("status", "fetched_at", "version", "cursor", "title", "content_hash", "raw")


async def write_gone(
    database: schema.Documents, session: AsyncClientSession, jobs: Sequence[MarkGone], numbers: Sequence[Int64]
) -> None:
    """Note that articles are gone; one that is not there, is gone already or was fetched since stays as it is."""
    if not jobs:
        return
    articles = database[schema.ARTICLES]
    found = articles.find({"_id": {"$in": [job.key for job in jobs]}}, _FIELDS, session=session)
    stored: dict[str, dict[str, Any]] = {document["_id"]: document async for document in found}
    operations, revisions = [], []
    for job, number in zip(jobs, numbers, strict=True):
        old = stored.get(job.key)
        if old is None or old["status"] == "gone" or old["fetched_at"] > job.at:
            continue
        update, revision = mark_gone(old, number, at=job.at, reason=job.reason)
        operations.append(UpdateOne({"_id": job.key}, update))
        revisions.append(revision)
    if operations:
        await articles.bulk_write(operations, session=session)
        await database[schema.REVISIONS].insert_many(revisions, session=session)
