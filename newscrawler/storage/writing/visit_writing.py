"""The writer's part in looking again: visits are written with their articles, states of listings by themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.visit import FetchedKind, Visit, visit_after_end, visit_after_fetch
from newscrawler.storage import schema
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.documents.visit_documents import read_visit, visit_document
from newscrawler.storage.writing.jobs import EndVisit, RecordListing, SaveArticle
from newscrawler.urls import mask_secrets

Document = dict[str, Any]


async def write_visits(
    database: schema.Documents,
    fetched: Mapping[SaveArticle, FetchedKind],
    *,
    new: Collection[str] = (),
    session: AsyncClientSession | None = None,
) -> None:
    """Plan the next visit of each article that was fetched.

    Args:
        database: where they are.
        fetched: what became of each article; those without a note are passed over.
        new: ids of articles that were not there: nothing is known of their visits.
        session: of the transaction in which the articles are written.
    """
    noted = {job: kind for job, kind in fetched.items() if job.visit is not None}
    old = await _read(database, [job.key for job in noted if job.key not in new], session)
    planned = [
        visit_after_fetch(
            old.get(job.key),
            kind,
            job.visit,
            article=job.key,
            outlet=job.document["outlet"],
            at=job.document["fetched_at"],
        )
        for job, kind in noted.items()
        if job.visit is not None
    ]
    await _write(database, planned, old, session)


async def end_visits(database: schema.Documents, jobs: Sequence[EndVisit]) -> None:
    """Note how visits ended that gave no page; where it is as it was no outcome says otherwise any more."""
    old = await _read(database, [job.key for job in jobs])
    ended = [
        visit_after_end(
            old.get(job.key, job.visit),
            job.end,
            job.at,
            job.steps,
            etag=job.etag,
            last_modified=job.last_modified,
            listed_at=job.listed_at,
            run=job.run,
        )
        for job in jobs
    ]
    await _write(database, ended, old)
    same = (job for job in jobs if job.end == "not_modified")  # the article is there, as it is stored
    if void := sorted({key for job in same for key in (job.key, article_id(job.visit.url))}):
        await database[schema.OUTCOMES].delete_many({"_id": {"$in": void}})


async def write_listings(database: schema.Documents, jobs: Sequence[RecordListing]) -> None:
    """Record states of listings; of those that could be read again no outcome is left that says they could not."""
    if not jobs:
        return
    last = {job.document["_id"]: job.document for job in jobs}  # one that is begun and read in one batch has been read
    operations = [ReplaceOne({"_id": listing}, document, upsert=True) for listing, document in last.items()]
    await database[schema.LISTINGS].bulk_write(operations, ordered=False)
    read = [article_id(mask_secrets(job.document["url"])) for job in jobs if not job.document["failures"]]
    found = database[schema.OUTCOMES].find({"_id": {"$in": read}}, {"kind": True})
    if void := [one["_id"] async for one in found if one["kind"] == OutcomeKind.LISTING_FAILED]:
        await database[schema.OUTCOMES].delete_many({"_id": {"$in": void}})


async def _read(
    database: schema.Documents, ids: Sequence[str], session: AsyncClientSession | None = None
) -> dict[str, Visit]:
    if not ids:
        return {}
    found = database[schema.VISITS].find({"_id": {"$in": list(ids)}}, session=session)
    return {document["_id"]: read_visit(document) async for document in found}


async def _write(
    database: schema.Documents,
    visits: Sequence[Visit],
    old: Mapping[str, Visit],
    session: AsyncClientSession | None = None,
) -> None:
    """Write those that are not as they were."""
    operations = [
        ReplaceOne({"_id": visit.article}, visit_document(visit), upsert=True)
        for visit in visits
        if visit != old.get(visit.article)
    ]
    if operations:
        await database[schema.VISITS].bulk_write(operations, ordered=False, session=session)
