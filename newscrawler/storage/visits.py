"""The visits: which stored articles are to be looked at again, and how that ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from newscrawler.model.visit import Visit, VisitEnd
from newscrawler.storage import schema
from newscrawler.storage.documents.conversion import plain
from newscrawler.storage.documents.visit_documents import read_visit
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.writing.jobs import EndVisit
from newscrawler.storage.writing.writer import Writer


class LookedAt(NamedTuple):
    """How many articles were not at their address when they were looked at again, and how many were."""

    missing: int
    there: int


class VisitStore:
    """Says which visits are due, and notes how those ended that gave no page; the others ``articles.save`` notes."""

    def __init__(self, database: schema.Documents, writer: Writer) -> None:
        self._visits = database[schema.VISITS]
        self._writer = writer

    async def due(self, outlet: str, now: datetime, limit: int) -> list[Visit]:
        """The visits of an outlet that are due, the longest due first, at most ``limit``.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        doing = f"looking up which articles of {outlet} are to be looked at again"
        query = {"outlet": outlet, "due_at": {"$lte": now}}

        async def read() -> list[Visit]:
            found = self._visits.find(query).sort("due_at").limit(limit)
            return [read_visit(document) async for document in found]

        if limit <= 0:
            return []
        with told_as_storage_errors(doing):
            return await self._writer.patience.keep_trying(read, doing)

    async def end(
        self,
        visit: Visit,
        end: VisitEnd,
        at: datetime,
        steps: Sequence[float],
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        listed_at: datetime | None = None,
        run: str | None = None,
    ) -> None:
        """Note the end of a visit that gave no page. While the database is away it is dropped: the visit stays due.

        Args:
            visit: the one that was made; ``Known.visit_or_first`` of an article that has none yet.
            end: how it ended. Call it after ``articles.mark_gone``.
            at: when the answer came.
            steps: of the outlet, in seconds.
            etag: header of the answer; None: the one from before holds.
            last_modified: as ``etag``.
            listed_at: the ``modified_at`` of the link that brought it forward: once is enough.
            run: that made the visit, where its end is ``missing``: each run counts once.

        Raises:
            StorageError: the server refused it.
        """
        job = EndVisit(visit, end, plain(at), tuple(steps), etag, last_modified, plain(listed_at), run)
        await self._writer.submit(job)

    async def looked_at(self, outlet: str, since: datetime) -> LookedAt:
        """How many of an outlet's articles that are still looked at were there, and were not, since then.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        doing = f"counting which articles of {outlet} are still at their addresses"
        is_missing = {"$and": [{"$gt": ["$missing_since", None]}, {"$ne": [{"$ifNull": ["$is_gone", False]}, True]}]}
        is_there = {"$and": [{"$lte": ["$missing_since", None]}, {"$gte": ["$fetches", 2]}]}
        pipeline: list[dict[str, Any]] = [
            {"$match": {"outlet": outlet, "due_at": {"$gt": since}}},
            {"$match": {"checked_at": {"$gte": since}}},
            {
                "$group": {
                    "_id": None,
                    "missing": {"$sum": {"$cond": [is_missing, 1, 0]}},
                    "there": {"$sum": {"$cond": [is_there, 1, 0]}},
                }
            },
        ]

        async def read() -> LookedAt:
            counted = await (await self._visits.aggregate(pipeline)).to_list()
            return LookedAt(counted[0]["missing"], counted[0]["there"]) if counted else LookedAt(0, 0)

        with told_as_storage_errors(doing):
            return await self._writer.patience.keep_trying(read, doing)
