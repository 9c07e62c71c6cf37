"""The writer's part in articles: inserted or changed, each with its revision, sighting, page and visit.

What becomes of an article is decided from what is stored of it when the transaction has its numbers, so two processes
with one article make one document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bson.int64 import Int64
from pymongo import InsertOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError

from newscrawler.storage import schema
from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, tells_otherwise
from newscrawler.storage.faults import LASTING_CODES, PASSING_CODES, LastingFaultError
from newscrawler.storage.writing.changes import REVISION_FIELDS, Saved, clean, revise
from newscrawler.storage.writing.copies_again import Again, compare_again
from newscrawler.storage.writing.declared_address import read_stored
from newscrawler.storage.writing.jobs import Answer, CleanArticle, Document, Job, SaveArticle, Written
from newscrawler.storage.writing.noticed_change import is_unchanged
from newscrawler.storage.writing.outcome_writing import void_by_articles
from newscrawler.storage.writing.placing import place_texts, sameness_fields
from newscrawler.storage.writing.revision_writing import write_revisions
from newscrawler.storage.writing.sightings import Noted, write_sightings
from newscrawler.storage.writing.visit_writing import write_visits

_DUPLICATE_KEY = 11000
_FIELDS = dict.fromkeys((*REVISION_FIELDS, *STORY_FIELDS, "cluster"), True)
_COUNTER_BEHIND = (
    "the database gives numbers that articles have already: meta/cursor is behind, as after a backup that was restored "
    "in part. To what it must be raised, newscrawler db verify tells"
)


class RefusedJobError(Exception):
    """The server refused one document of a batch; the batch was rolled back and can go without it."""

    def __init__(self, job: Job, code: int, message: str) -> None:
        super().__init__(message)
        self.job = job
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class _Change:
    """What is written for one job."""

    job: Written
    saved: Saved
    operation: InsertOne[Any] | UpdateOne
    noted: Noted
    revision: Document | None = None
    is_told_otherwise: bool = False  # by its cluster: who had the story first, or whose text it is


async def write_articles(
    database: schema.Documents,
    session: AsyncClientSession,
    jobs: Sequence[Written],
    numbers: Sequence[Int64],
    refused: set[str],
) -> tuple[dict[Job, Answer], list[str]]:
    """Write articles with all that belongs to them; what became of each, and which say otherwise who had a story first.

    Clusters of the latter are to be arranged, by the ``_id`` of these articles.

    Args:
        database: where they go.
        session: of the transaction, which has taken its numbers.
        jobs: no two about one article.
        numbers: a cursor for each.
        refused: others that are passed over, as the server takes no change of them; one that is found to be is added.

    Raises:
        RefusedJobError: the server refused one of them.
        MemberRefusedError: it refused one of those that are to be compared again; the next attempt passes over it.
        PyMongoError: any other fault.
    """
    if not jobs:
        return {}, []

    async def read(ids: list[str]) -> dict[str, Document]:
        found = database[schema.ARTICLES].find({"_id": {"$in": ids}}, _FIELDS, session=session)
        return {document["_id"]: document async for document in found}

    stored = await read_stored(jobs, read)
    answers: dict[Job, Answer] = {
        job: _answer_without_write(job, old) for job in jobs if _is_done(job, old := stored.get(job.key))
    }
    left = [(job, number) for job, number in zip(jobs, numbers, strict=True) if job not in answers]
    writing = [(job, stored.get(job.key)) for job, _ in left]
    again = await compare_again(database, session, writing, await place_texts(database, session, writing), refused)
    changes = [_change(job, number, stored.get(job.key), again) for job, number in left]
    await insert_and_update(database, session, [(change.job, change.operation) for change in changes])
    if revisions := [change.revision for change in changes if change.revision]:
        await write_revisions(database, session, revisions)
    await write_sightings(database, session, [change.noted for change in changes])
    await _write_pages(database, session, [change.job for change in changes])
    for change in changes:
        answers[change.job] = change.job.tried[change.noted[1]] = change.saved
    fetched = [job for job in jobs if isinstance(job, SaveArticle)]
    await _write_visits(database, session, fetched, answers, new={job.key for job in fetched} - stored.keys())
    await void_by_articles(database, fetched, session=session)
    return answers, [change.job.key for change in changes if change.is_told_otherwise]


def _change(job: Written, number: Int64, old: Document | None, again: Again) -> _Change:
    """What is to be written."""
    place = again.places.get(job)
    sameness = sameness_fields(place, old) if place else {}
    to_compare = place.to_compare if place else ()
    if old is None and isinstance(job, SaveArticle):
        seen_at, insert = job.document["first_seen_at"], InsertOne(job.placed(number, sameness))
        return _Change(job, Saved("new", job.key, 1, to_compare), insert, (job, number, seen_at))
    stored: Document = old or {}  # never empty: a cleaning of what is not there is done
    update, revision = _update(job, stored, number)
    if place and not to_compare:  # it had links to its own copies only
        sameness |= {"copy_of": None, "also_copy_of": None}
    _add(update, sameness)
    saved = Saved("revised", job.key, update["$set"]["version"], to_compare, again.of(job))
    noted = (job, number, stored["first_seen_at"])
    is_otherwise = "cluster" in stored and tells_otherwise(_updated(stored, update), stored)
    return _Change(job, saved, UpdateOne({"_id": job.key}, update), noted, revision, is_otherwise)


def _updated(old: Document, update: Document) -> Document:
    """An article after an update."""
    return {name: value for name, value in (old | update["$set"]).items() if name not in update["$unset"]}


def _add(update: Document, values: Document) -> None:
    """Give an update other values of these fields; None: the field goes."""
    for name, value in values.items():
        for operator in ("$set", "$unset"):
            update[operator].pop(name, None)
        update["$unset" if value is None else "$set"][name] = "" if value is None else value


def _is_done(job: Written, old: Document | None) -> bool:
    """Is there nothing to write: stored as it is, or no longer what was cleaned?"""
    if old is None:
        return isinstance(job, CleanArticle)
    if isinstance(job, CleanArticle):
        is_same = (old["content_hash"], old["fetched_at"]) == (job.read_hash, job.read_fetched_at)
        return not is_same or old["cursor"] in job.tried
    return job.is_repeat or is_unchanged(job.document, old) or is_outdated(job, old)


def is_outdated(job: SaveArticle, old: Document) -> bool:
    """Comes the job from the spool, and is what is stored of a later fetch, or of the same one?"""
    return job.spooled_at is not None and bool(job.document["fetched_at"] <= old["fetched_at"])


def _answer_without_write(job: Written, old: Document | None) -> Answer:
    """What an earlier attempt wrote, where its acknowledgement was lost; None: the article to clean is another now."""
    if old is not None and (saved := job.tried.get(old["cursor"])):
        return saved
    return Saved("unchanged", job.key, old["version"]) if old is not None and isinstance(job, SaveArticle) else None


def _update(job: Written, old: Document, number: int) -> tuple[Document, Document]:
    """The update operators, and the revision."""
    if isinstance(job, CleanArticle):
        return clean(job.changes, old, number, replaced=job.replaced, reason=job.reason, at=job.at)
    return revise(job.document, old, number, job.reason)


async def insert_and_update(
    database: schema.Documents,
    session: AsyncClientSession,
    operations: Sequence[tuple[Written, InsertOne[Any] | UpdateOne]],
) -> None:
    """Write to ``articles``.

    Raises:
        RefusedJobError: the server refused one of them.
        PyMongoError: any other fault.
    """
    if not operations:
        return
    try:
        await database[schema.ARTICLES].bulk_write([operation for _, operation in operations], session=session)
    except BulkWriteError as error:
        for refused in (error.details or {}).get("writeErrors", []):
            if refused["code"] in PASSING_CODES or refused["code"] in LASTING_CODES:
                raise  # it is not the document's fault
            if _is_counter_behind(refused):
                raise LastingFaultError(_COUNTER_BEHIND) from error
            job = operations[refused["index"]][0]
            raise RefusedJobError(job, int(refused["code"]), _reason(refused)) from error
        raise


def _is_counter_behind(refused: Mapping[str, Any]) -> bool:
    """Was the number of a write taken already? No article can be to blame for that."""
    return refused["code"] == _DUPLICATE_KEY and "cursor_1" in refused.get("errmsg", "")


def _reason(refused: Mapping[str, Any]) -> str:
    details = refused.get("errInfo", {}).get("details")
    return f"{refused.get('errmsg', '')} {details or ''}".strip()


async def _write_pages(database: schema.Documents, session: AsyncClientSession, jobs: Sequence[Written]) -> None:
    """The pages that are not there yet: one for each content."""
    pages = {job.page["_id"]: job.page for job in jobs if isinstance(job, SaveArticle) and job.page}
    if not pages:
        return
    collection = database[schema.PAGES]
    found = collection.find({"_id": {"$in": list(pages)}}, {"_id": True}, session=session)
    there = {page["_id"] async for page in found}
    if missing := [page for page_id, page in pages.items() if page_id not in there]:
        await collection.insert_many(missing, session=session)


async def _write_visits(
    database: schema.Documents,
    session: AsyncClientSession,
    jobs: Sequence[SaveArticle],
    answers: Mapping[Job, Answer],
    *,
    new: set[str],
) -> None:
    kinds = {job: saved.kind for job in jobs if isinstance(saved := answers[job], Saved) and saved.kind != "spooled"}
    await write_visits(database, kinds, new=new, session=session)
