"""One batch of jobs as one transaction: all of it becomes visible at once, in the order of the cursor.

The first write of every transaction that touches articles takes its numbers from ``meta/cursor``. Two writers meet
there and one of them is sent back, so what is read afterwards stays true until the commit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bson.int64 import Int64
from pymongo import InsertOne, ReturnDocument, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError

from newscrawler.storage import schema
from newscrawler.storage.faults import LASTING_CODES, PASSING_CODES, LastingFaultError
from newscrawler.storage.quarantine import QuarantineStore
from newscrawler.storage.writing.changes import (
    DECIDING_FIELDS,
    REVISION_FIELDS,
    Saved,
    clean,
    new_alternates,
    revise,
)
from newscrawler.storage.writing.copy_linking import link_copies, numbers_wanted
from newscrawler.storage.writing.copy_marking import MAX_MARKS, mark_copies
from newscrawler.storage.writing.gone_writing import write_gone
from newscrawler.storage.writing.jobs import (
    Answer,
    ArrangeClusters,
    CleanArticle,
    Document,
    EndVisit,
    Job,
    KeepRefused,
    LinkCopies,
    MarkCopies,
    MarkGone,
    RecordListing,
    RecordOutcome,
    RecordRun,
    SaveArticle,
    SetSameness,
)
from newscrawler.storage.writing.noticed_change import is_unchanged
from newscrawler.storage.writing.outcome_writing import void_by_articles, write_outcomes, write_runs
from newscrawler.storage.writing.sameness_setting import set_sameness
from newscrawler.storage.writing.sightings import Noted, note_unseen, write_sightings
from newscrawler.storage.writing.transaction import Client, transaction
from newscrawler.storage.writing.visit_writing import end_visits, write_listings, write_visits

_DUPLICATE_KEY = 11000
_COUNTER_BEHIND = (
    "the database gives numbers that articles have already: meta/cursor is behind, as after a backup that was restored "
    "in part. To what it must be raised, newscrawler db verify tells"
)

Written = SaveArticle | CleanArticle
Apart = KeepRefused | EndVisit | RecordListing
Operation = tuple[Written, InsertOne[Any] | UpdateOne]


class RefusedJobError(Exception):
    """The server refused one document of a batch; the batch was rolled back and can go without it."""

    def __init__(self, job: Job, code: int, message: str) -> None:
        super().__init__(message)
        self.job = job
        self.code = code
        self.message = message


class Batches:
    """Commits batches of jobs, one after the other. Each call is one attempt, and safe to repeat with the same jobs."""

    def __init__(self, client: Client, database: schema.Documents) -> None:
        self._client = client
        self._database = database
        self._quarantine = QuarantineStore(database)
        self._session: AsyncClientSession | None = None

    async def commit(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        """The answer to every job, once all are durable.

        Raises:
            RefusedJobError: one document was refused; nothing of this batch is stored.
            PyMongoError: nothing is known to be stored.
        """
        answers = await self._answer_unchanged([job for job in jobs if isinstance(job, SaveArticle)])
        await self._write_apart(jobs)
        answers |= {job: None for job in jobs if isinstance(job, Apart)}
        left = [job for job in jobs if job not in answers]
        if not left:
            return answers
        if self._session is None:
            self._session = self._client.start_session()
        async with transaction(self._session) as session:
            made = await _Transaction(self._database, session).apply(left)
        return answers | made

    async def _answer_unchanged(self, jobs: Sequence[SaveArticle]) -> dict[Job, Answer]:
        """Articles that are stored already as they are: they write nothing, so they need no transaction."""
        if not jobs:
            return {}
        articles = self._database[schema.ARTICLES]
        stored = await _read_by_id(articles.find({"_id": {"$in": [job.key for job in jobs]}}, DECIDING_FIELDS))
        answers: dict[Job, Answer] = {}
        for job in jobs:
            old = stored.get(job.key)
            if old is None:
                continue
            is_same = job.is_repeat or is_unchanged(job.document, old)
            if not (is_same or _is_outdated(job, old)):
                continue
            answers[job] = job.tried.get(old["cursor"]) or Saved("unchanged", job.key, old["version"])
            if is_same and (added := new_alternates(job.document, old)):
                additions = {
                    "alternate_keys": {"$each": list(added)},
                    "alternate_urls": {"$each": list(added.values())},
                }
                await articles.update_one({"_id": job.key}, {"$addToSet": additions})
        if answers:
            same = [job for job in jobs if job in answers]
            await note_unseen(self._database, same, stored)
            await write_visits(self._database, dict.fromkeys(same, "unchanged"))
            await void_by_articles(self._database, same)
        return answers

    async def _write_apart(self, jobs: Sequence[Job]) -> None:
        """What needs no transaction: each is one document, and written twice it is the same."""
        for job in jobs:
            if isinstance(job, KeepRefused):
                await self._quarantine.write_late(job.document, job.page)
        await end_visits(self._database, [job for job in jobs if isinstance(job, EndVisit)])
        await write_listings(self._database, [job for job in jobs if isinstance(job, RecordListing)])

    async def close(self) -> None:
        """Let go of what the server keeps for this client."""
        if self._session is not None:
            await self._session.end_session()


class _Transaction:
    """The steps inside one transaction."""

    def __init__(self, database: schema.Documents, session: AsyncClientSession) -> None:
        self._database = database
        self._session = session
        self._answers: dict[Job, Answer] = {}

    async def apply(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        saves = [job for job in jobs if isinstance(job, Written)]
        marks = [job for job in jobs if isinstance(job, MarkCopies)]
        links = [job for job in jobs if isinstance(job, LinkCopies | ArrangeClusters)]
        found = [job for job in jobs if isinstance(job, SetSameness)]
        gone = [job for job in jobs if isinstance(job, MarkGone)]
        outcomes = [job for job in jobs if isinstance(job, RecordOutcome)]
        runs = [job for job in jobs if isinstance(job, RecordRun)]
        if wanted := len(saves) + len(gone) + len(marks) * MAX_MARKS + numbers_wanted(links) + len(found):
            last = await self._take_numbers(wanted)
            numbers = iter(range(last - wanted + 1, last + 1))
            await self._save_articles(saves, [Int64(next(numbers)) for _ in saves])
            await write_gone(self._database, self._session, gone, [Int64(next(numbers)) for _ in gone])
            for job in marks:
                own = [Int64(next(numbers)) for _ in range(MAX_MARKS)]
                self._answers[job] = await mark_copies(self._database, self._session, job, own)
            given = [next(numbers) for _ in found]
            self._answers |= await set_sameness(self._database, self._session, found, given)
            self._answers |= await link_copies(self._database, self._session, links, map(Int64, numbers))
        await write_outcomes(self._database, self._session, outcomes)
        await write_runs(self._database, self._session, runs)
        self._answers |= dict.fromkeys([*gone, *outcomes, *runs])
        return self._answers

    async def _take_numbers(self, count: int) -> int:
        meta: Document | None = await self._database[schema.META].find_one_and_update(
            {"_id": schema.CURSOR_ID},
            {"$inc": {"value": Int64(count)}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self._session,
        )
        return int(meta["value"]) if meta else 0  # never None: it is the document after the update

    async def _save_articles(self, jobs: Sequence[Written], numbers: Sequence[int]) -> None:
        if not jobs:
            return
        articles = self._database[schema.ARTICLES]
        found = articles.find({"_id": {"$in": [job.key for job in jobs]}}, REVISION_FIELDS, session=self._session)
        stored = await _read_by_id(found)
        operations: list[Operation] = []
        written: list[Noted] = []
        revisions: list[Document] = []
        for job, number in zip(jobs, numbers, strict=True):
            old = stored.get(job.key)
            if isinstance(job, SaveArticle) and old is None:
                operations.append((job, InsertOne(job.numbered(number))))
                written.append((job, number, job.document["first_seen_at"]))
                self._answers[job] = job.tried[number] = Saved("new", job.key, 1)
            elif old is None or _is_done(job, old):
                self._answers[job] = _answer_without_write(job, old)
            else:
                update, revision = _update(job, old, number)
                operations.append((job, UpdateOne({"_id": job.key}, update)))
                written.append((job, number, old["first_seen_at"]))
                revisions.append(revision)
                self._answers[job] = job.tried[number] = Saved("revised", job.key, update["$set"]["version"])
        await self._write_articles(operations)
        if revisions:
            await self._database[schema.REVISIONS].insert_many(revisions, session=self._session)
        await write_sightings(self._database, self._session, written)
        await self._write_pages([job for job, _ in operations if isinstance(job, SaveArticle) and job.page])
        fetched = [job for job in jobs if isinstance(job, SaveArticle)]
        kinds = {
            job: saved.kind
            for job in fetched
            if isinstance(saved := self._answers[job], Saved) and saved.kind != "spooled"
        }
        new = {job.key for job in fetched if job.key not in stored}
        await write_visits(self._database, kinds, new=new, session=self._session)
        await void_by_articles(self._database, fetched, session=self._session)

    async def _write_articles(self, operations: Sequence[Operation]) -> None:
        if not operations:
            return
        try:
            await self._database[schema.ARTICLES].bulk_write(
                [operation for _, operation in operations], session=self._session
            )
        except BulkWriteError as error:
            for refused in (error.details or {}).get("writeErrors", []):
                if refused["code"] in PASSING_CODES or refused["code"] in LASTING_CODES:
                    raise  # it is not the document's fault
                if _is_counter_behind(refused):
                    raise LastingFaultError(_COUNTER_BEHIND) from error
                job = operations[refused["index"]][0]
                raise RefusedJobError(job, int(refused["code"]), _reason(refused)) from error
            raise

    async def _write_pages(self, jobs: Sequence[SaveArticle]) -> None:
        """The pages that are not there yet: one for each content."""
        kept = [job.page for job in jobs if job.page is not None]
        pages = {page["_id"]: page for page in kept}
        if not pages:
            return
        collection = self._database[schema.PAGES]
        found = collection.find({"_id": {"$in": list(pages)}}, {"_id": True}, session=self._session)
        there = {page["_id"] async for page in found}
        if missing := [page for page_id, page in pages.items() if page_id not in there]:
            await collection.insert_many(missing, session=self._session)


def _is_done(job: Written, old: Document) -> bool:
    """Is there nothing to write: stored as it is, or no longer what was cleaned?"""
    if isinstance(job, CleanArticle):
        is_same = (old["content_hash"], old["fetched_at"]) == (job.read_hash, job.read_fetched_at)
        return not is_same or old["cursor"] in job.tried
    return is_unchanged(job.document, old) or _is_outdated(job, old)


def _is_outdated(job: SaveArticle, old: Document) -> bool:
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


def _is_counter_behind(refused: Mapping[str, Any]) -> bool:
    """Was the number of a write taken already? No article can be to blame for that."""
    return refused["code"] == _DUPLICATE_KEY and "cursor_1" in refused.get("errmsg", "")


def _reason(refused: Mapping[str, Any]) -> str:
    details = refused.get("errInfo", {}).get("details")
    return f"{refused.get('errmsg', '')} {details or ''}".strip()


async def _read_by_id(found: Any) -> dict[str, Document]:  # noqa: ANN401 - PyMongo's cursor, generic over documents
    return {document["_id"]: document async for document in found}
