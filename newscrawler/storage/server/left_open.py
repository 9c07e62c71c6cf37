"""Transactions that a killed process left open in the embedded server.

It holds what was written in them for 60 s and sends everybody else back. Ending all that are open is safe: living
writers are told, and write again. A MongoDB of the operator's own is left to its own rule, which is also 60 s.
"""

import asyncio
import logging
from collections.abc import Sequence

from pymongo.errors import OperationFailure

from newscrawler.storage import schema
from newscrawler.storage.faults import ATTEMPT_SECONDS, is_conflict
from newscrawler.storage.server.embedded import END_OPEN_TRANSACTIONS
from newscrawler.storage.writing.committing import Commit
from newscrawler.storage.writing.jobs import Answer, Job
from newscrawler.storage.writing.transaction import ABORT_SECONDS, Client

logger = logging.getLogger(__name__)

# A living writer has committed or aborted by then.
LIVING_SECONDS = ATTEMPT_SECONDS + ABORT_SECONDS


class PastLeftOpen:
    """Commits batches; where one is sent back for longer than any living writer needs, open transactions are ended.

    Args:
        commit: one attempt to write a batch.
        client: of the embedded server.
        database: where the cursor is.
    """

    def __init__(self, commit: Commit, client: Client, database: schema.Documents) -> None:
        self._commit = commit
        self._client = client
        self._database = database
        self._sent_back_since = 0.0
        self._cursor: int | None = None  # when we were first sent back

    async def commit(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        """As the one that it was given."""
        try:
            answers = await self._commit(jobs)
        except OperationFailure as error:
            if is_conflict(error):
                await self._look()
            raise
        self._cursor = None
        return answers

    async def _look(self) -> None:
        """End what is open, if nobody has committed for as long as a living writer may take."""
        now, cursor = asyncio.get_running_loop().time(), await self._read_cursor()
        if cursor != self._cursor:
            self._sent_back_since, self._cursor = now, cursor
        elif now - self._sent_back_since > LIVING_SECONDS:
            logger.warning(
                "nobody has written to the embedded database for %.0f s, and its writers are sent back: what a process "
                "that was killed left open is ended (killAllSessions)",
                now - self._sent_back_since,
            )
            await self._client.admin.command(END_OPEN_TRANSACTIONS)
            self._cursor = None

    async def _read_cursor(self) -> int:
        meta = await self._database[schema.META].find_one({"_id": schema.CURSOR_ID})
        return int(meta["value"]) if meta else 0
