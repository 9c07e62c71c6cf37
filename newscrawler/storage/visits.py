"""The visits: which stored articles are to be looked at again, and how that ended."""

from collections.abc import Sequence
from datetime import datetime

from newscrawler.model.visit import Visit, VisitEnd
from newscrawler.storage import schema
from newscrawler.storage.documents.conversion import plain
from newscrawler.storage.documents.visit_documents import read_visit
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.writing.jobs import EndVisit
from newscrawler.storage.writing.writer import Writer


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

        Raises:
            StorageError: the server refused it.
        """
        job = EndVisit(visit, end, plain(at), tuple(steps), etag, last_modified, plain(listed_at))
        await self._writer.submit(job)
