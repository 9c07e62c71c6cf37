"""One batch of jobs as one transaction: all of it becomes visible at once, in the order of the cursor.

The first write of every transaction that touches articles takes its numbers from ``meta/cursor``. Two writers meet
there and one of them is sent back, so what is read afterwards stays true until the commit.
"""

from collections.abc import Sequence

from bson.int64 import Int64
from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.quarantine import QuarantineStore
from newscrawler.storage.writing.article_writing import RefusedJobError, is_outdated, write_articles
from newscrawler.storage.writing.changes import DECIDING_FIELDS, Saved, new_alternates
from newscrawler.storage.writing.copy_linking import Links, link_copies
from newscrawler.storage.writing.declared_address import read_stored
from newscrawler.storage.writing.gone_writing import write_gone
from newscrawler.storage.writing.jobs import (
    Answer,
    CleanArticle,
    Document,
    EndVisit,
    Job,
    KeepRefused,
    MarkGone,
    RecordListing,
    RecordOutcome,
    RecordRun,
    SaveArticle,
)
from newscrawler.storage.writing.noticed_change import is_unchanged
from newscrawler.storage.writing.outcome_writing import void_by_articles, write_outcomes, write_runs
from newscrawler.storage.writing.refused_member import FAILED_VALIDATION, MemberRefusedError
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, SetSameness
from newscrawler.storage.writing.sameness_setting import set_sameness
from newscrawler.storage.writing.sightings import note_unseen
from newscrawler.storage.writing.story_reading import Stories
from newscrawler.storage.writing.transaction import Client, transaction
from newscrawler.storage.writing.visit_writing import end_visits, write_listings, write_visits

Apart = KeepRefused | EndVisit | RecordListing


class Batches:
    """Commits batches of jobs, one after the other. Each call is one attempt, and safe to repeat with the same jobs."""

    def __init__(self, client: Client, database: schema.Documents) -> None:
        self._client = client
        self._database = database
        self._quarantine = QuarantineStore(database)
        self._closed: set[str] = set()  # clusters that are too large to be arranged
        self._refused: set[str] = set()  # articles of which the server takes no change
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
        while True:
            try:
                async with transaction(self._session) as session:
                    stories = Stories(self._database, self._closed, session, self._refused)
                    made = await _Transaction(self._database, session, stories).apply(left)
            except MemberRefusedError:  # each is another one
                continue
            self._refused -= {job.key for job in left if isinstance(job, SaveArticle)}
            return answers | made

    async def _answer_unchanged(self, jobs: Sequence[SaveArticle]) -> dict[Job, Answer]:
        """Articles that are stored already as they are: they write nothing, so they need no transaction."""
        if not jobs:
            return {}
        articles = self._database[schema.ARTICLES]

        async def read(ids: list[str]) -> dict[str, Document]:
            return {one["_id"]: one async for one in articles.find({"_id": {"$in": ids}}, DECIDING_FIELDS)}

        stored = await read_stored(jobs, read)
        answers: dict[Job, Answer] = {}
        for job in jobs:
            old = stored.get(job.key)
            if old is None:
                continue
            is_same = job.is_repeat or is_unchanged(job.document, old)
            if not (is_same or is_outdated(job, old)):
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

    def __init__(self, database: schema.Documents, session: AsyncClientSession, stories: Stories) -> None:
        self._database = database
        self._session = session
        self._stories = stories
        self._answers: dict[Job, Answer] = {}

    async def apply(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        saves = [job for job in jobs if isinstance(job, SaveArticle | CleanArticle)]
        links: list[Links] = [job for job in jobs if isinstance(job, LinkCopies | ArrangeClusters)]
        found = [job for job in jobs if isinstance(job, SetSameness)]
        gone = [job for job in jobs if isinstance(job, MarkGone)]
        outcomes = [job for job in jobs if isinstance(job, RecordOutcome)]
        runs = [job for job in jobs if isinstance(job, RecordRun)]
        if wanted := len(saves) + len(gone) + len(links) + len(found):
            last = await self._take_numbers(wanted)
            numbers = iter(range(last - wanted + 1, last + 1))
            own = [Int64(next(numbers)) for _ in saves]
            answers, told_otherwise = await write_articles(
                self._database, self._session, saves, own, self._stories.refused
            )
            self._answers |= answers
            links += [ArrangeClusters(tuple(told_otherwise))] if told_otherwise else []
            await write_gone(self._database, self._session, gone, [Int64(next(numbers)) for _ in gone])
            given = [next(numbers) for _ in found]
            self._answers |= await set_sameness(self._database, self._session, found, given, self._stories.refused)
            if refused := next((job for job in links if job.key in self._stories.refused), None):
                raise RefusedJobError(
                    refused, FAILED_VALIDATION, "it is refused as it is stored: newscrawler db verify"
                )
            left = list(numbers)  # more are taken where a cluster moves: how many is known then
            self._answers |= await link_copies(self._stories, links, left, self._take_numbers)
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
