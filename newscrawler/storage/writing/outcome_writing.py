"""The writer's part in outcomes and runs, and what an article that is stored makes void."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.documents.conversion import key_id
from newscrawler.storage.documents.quarantine_document import quarantine_ids
from newscrawler.storage.writing.jobs import RecordOutcome, RecordRun, SaveArticle
from newscrawler.urls import url_key

Document = dict[str, Any]


async def write_outcomes(
    database: schema.Documents, session: AsyncClientSession, jobs: Sequence[RecordOutcome]
) -> None:
    """Record URLs that did not become articles; one from the spool only where nothing later is known of its URL."""
    if not jobs:
        return
    outcomes = database[schema.OUTCOMES]
    found = outcomes.find({"_id": {"$in": [job.document["_id"] for job in jobs]}}, session=session)
    stored = {document["_id"]: document async for document in found}
    for job in jobs:
        old = stored.get(job.document["_id"])
        if job.spooled_at and await _is_outdated(database, session, job.document, old):
            continue
        if old is None:
            await outcomes.insert_one(dict(job.document), session=session)
        else:
            await outcomes.replace_one({"_id": old["_id"]}, _repeated(job.document, old), session=session)


async def write_runs(database: schema.Documents, session: AsyncClientSession, jobs: Sequence[RecordRun]) -> None:
    """Record runs, no two alike; the beginning of one that has ended already changes nothing."""
    if not jobs:
        return
    runs = database[schema.RUNS]
    ids = [job.document["_id"] for job in jobs]
    found = runs.find({"_id": {"$in": ids}}, {"finished_at": True}, session=session)
    ended = {document["_id"] async for document in found if "finished_at" in document}
    operations = [
        ReplaceOne({"_id": job.document["_id"]}, job.document, upsert=True)
        for job in jobs
        if job.document["_id"] not in ended or "finished_at" in job.document
    ]
    if operations:
        await runs.bulk_write(operations, ordered=False, session=session)


async def void_by_articles(
    database: schema.Documents, jobs: Iterable[SaveArticle], session: AsyncClientSession | None = None
) -> None:
    """Remove outcomes and quarantine of articles that are stored, under each of their addresses.

    For an article from the spool, only what was known when it came there: what was met since then still holds.
    """
    spooled_at = {key: job.spooled_at for job in jobs for key in _ids_of(job)}
    refused = {name: at for key, at in spooled_at.items() for name in quarantine_ids([key])}
    for collection, ids in ((schema.OUTCOMES, spooled_at), (schema.QUARANTINE, refused)):
        void = [key for key, at in ids.items() if at is None]
        if late := [key for key, at in ids.items() if at is not None]:
            found = database[collection].find({"_id": {"$in": late}}, {"at": True}, session=session)
            void += [document["_id"] async for document in found if _is_older(document, ids[document["_id"]])]
        if void:
            await database[collection].delete_many({"_id": {"$in": void}}, session=session)


def _is_older(document: Document, than: datetime | None) -> bool:
    return than is None or bool(document["at"] <= than)


async def _is_outdated(
    database: schema.Documents, session: AsyncClientSession, new: Document, old: Mapping[str, Any] | None
) -> bool:
    """Was a later outcome of this URL recorded, or an article of a later fetch stored?"""
    if old is not None and old["at"] > new["at"]:
        return True
    for query in ({"_id": new["_id"]}, {"alternate_keys": url_key(new["url"])}):
        article = await database[schema.ARTICLES].find_one(query, {"fetched_at": True}, session=session)
        if article is not None and article["fetched_at"] >= new["at"]:
            return True
    return False


def _repeated(new: Document, old: Document) -> Document:
    """The outcome once more: attempts grow once for each run, so that the same record can be sent twice.

    What a listing said stays where the link was tried again without one.
    """
    is_same = new["at"] == old["at"] or (new.get("run") is not None and new.get("run") == old.get("run"))
    said = {"listed": old["listed"], **new} if "listed" in old else new
    return said | {"first_at": old["first_at"], "attempts": old["attempts"] + (0 if is_same else 1)}


def _ids_of(job: SaveArticle) -> list[str]:
    return [job.key, *(key_id(key) for key in job.document.get("alternate_keys", []))]
