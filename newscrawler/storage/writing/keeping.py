"""What becomes of a batch while the database is away: into the spool with what can wait there."""

import asyncio
from collections.abc import Sequence

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.spool.folder import Spool, SpoolFullError
from newscrawler.storage.spool.spooled_jobs import Spoolable
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.committing import fail
from newscrawler.storage.writing.job_queue import Waiting
from newscrawler.storage.writing.jobs import Repeatable


async def keep(spool: Spool | None, batch: Sequence[Waiting], error: StorageUnavailableError) -> None:
    """Put those of a batch who have no answer yet into the spool, and tell them so; fail what cannot wait there.

    Args:
        spool: None: there is none, and all that cannot be done again fails.
        batch: jobs, with where their answers go.
        error: why the database did not take them.
    """
    waiting = [(job, future) for job, future in batch if not future.done() or future.cancelled()]
    kept = [(job, future) for job, future in waiting if spool and isinstance(job, Spoolable)]
    try:
        if spool and kept:
            broken = await asyncio.to_thread(spool.append, [job for job, _ in kept])
            for one in kept:
                if reason := broken.get(one[0]):
                    fail([one], StorageError(f"{_id_of(one[0])} cannot be kept in the spool: {reason}"))
    except SpoolFullError as full:
        fail(kept, StorageUnavailableError(f"{error}, and {full}"), error.__cause__)
    for job, future in waiting:
        if not future.done() and isinstance(job, Repeatable):
            future.set_result(None)
    for job, future in kept:
        if not future.done():
            future.set_result(Saved("spooled", _id_of(job), 0))
    fail(waiting, error)


def _id_of(job: Spoolable) -> str:
    return str(job.document["_id"])
