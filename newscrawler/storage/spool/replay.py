"""Stores what is in the spool, oldest first, through the same transactions as everything else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import islice

from newscrawler.errors import StorageUnavailableError
from newscrawler.storage.faults import LastingFaultError
from newscrawler.storage.spool.folder import Spool
from newscrawler.storage.spool.segment import Segment, SegmentContents
from newscrawler.storage.spool.spooled_jobs import Spoolable
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.job_queue import MAX_BYTES, MAX_JOBS, Waiting
from newscrawler.storage.writing.jobs import Job, subjects

logger = logging.getLogger(__name__)

REPLAY_SECONDS = 10.0  # one batch is tried; then the next one waits a while
TRIES_ALONE = 3  # of one job that is not stored though the server answers; then it goes to quarantine
Ask = Callable[[], Awaitable[object]]


class Replay:
    """Stores what is in a spool.

    Args:
        spool: what is to be stored.
        committer: stores it.
        ask: a question to the database, which fails where it does not answer.
        tell: is told in words what could not be read.
        limit_seconds: how long a batch is tried while the database does not answer.

    Attributes:
        stored: jobs that were stored so far.
        done: jobs that were stored or put into quarantine so far; each counts once.
    """

    def __init__(
        self,
        spool: Spool,
        committer: Committer,
        ask: Ask,
        tell: Callable[[str], None],
        *,
        limit_seconds: float = REPLAY_SECONDS,
    ) -> None:
        self._limit_seconds = limit_seconds
        self._spool = spool
        self._committer = committer
        self._ask = ask
        self._tell = tell
        self._told_of: set[str] = set()
        self.stored = 0
        self.done = 0
        self._batch_size = MAX_JOBS
        self._tries_alone = 0
        self._refused: list[str] = []

    async def store_all(self) -> None:
        """Store everything that is in the spool, and what comes into it meanwhile. Safe to break off and to repeat.

        A file that cannot be read is set aside, and told; the others go on.

        Raises:
            StorageUnavailableError: the database does not answer, or takes nothing; what is not stored yet stays in
                the spool.
        """
        while (segment := await asyncio.to_thread(self._spool.oldest)) is not None:
            try:
                await self._store_segment(segment)
            except StorageUnavailableError:
                raise
            except Exception as error:
                logger.exception("a file of the spool is not stored")
                await asyncio.to_thread(self._spool.set_aside, segment)
                self._tell(
                    f"{segment.path} cannot be stored ({error}). It is left as it is, and the next command that opens "
                    "the database tries it again."
                )
        self._tell_what_was_refused()

    async def _store_segment(self, segment: Segment) -> None:
        contents = await asyncio.to_thread(segment.read)
        self._tell_what_is_lost(segment, contents)
        segment.count = contents.count - segment.done
        left = islice(contents.jobs(), segment.done, None)
        for batch in batches(left, lambda: self._batch_size):
            await self._store(batch)
            segment.done += len(batch)
            segment.count -= len(batch)
            self.done += len(batch)
        await asyncio.to_thread(self._spool.remove, segment)

    async def _store(self, jobs: Sequence[Spoolable]) -> None:
        """Store a batch. One that the server does not manage goes in halves the next time, and at last job by job.

        Raises:
            StorageUnavailableError: some of it is not known to be stored.
        """
        try:
            refused = await self._commit(jobs)
        except LastingFaultError:
            raise
        except StorageUnavailableError as error:
            self._batch_size = max(1, len(jobs) // 2)
            if len(jobs) > 1 or not await self._is_to_blame():
                raise
            refused = await self._give_up(jobs[0], error)
        self._batch_size = min(MAX_JOBS, self._batch_size * 2)
        self._tries_alone = 0
        self._refused += refused
        self.stored += len(jobs) - len(refused)

    async def _is_to_blame(self) -> bool:
        """Was one job tried often enough alone, and does the server answer all the same?"""
        try:
            async with asyncio.timeout(self._limit_seconds):
                await self._ask()
        except Exception:  # noqa: BLE001 - whatever it is, it is not the job's fault alone
            self._tries_alone = 0
            return False
        self._tries_alone += 1
        return self._tries_alone >= TRIES_ALONE

    async def _give_up(self, job: Spoolable, error: StorageUnavailableError) -> list[str]:
        waiting: Waiting = (job, asyncio.get_running_loop().create_future())
        await self._committer.refuse(waiting, error, self._limit_seconds)
        return [str(waiting[1].exception())]

    async def _commit(self, jobs: Sequence[Job]) -> list[str]:
        """Why those that were refused were."""
        if not jobs:
            return []
        loop = asyncio.get_running_loop()
        batch: list[Waiting] = [(job, loop.create_future()) for job in jobs]
        try:
            await self._committer.store(batch, limit_seconds=self._limit_seconds)
        finally:
            errors = [future.exception() for _, future in batch if future.done()]
        return [str(error) for error in errors if error]

    def _tell_what_was_refused(self) -> None:
        if self._refused:
            self._tell(
                f"{_records(len(self._refused))} of the spool refused and put into quarantine (newscrawler errors): "
                f"{self._refused[0]}"
            )
            self._refused.clear()

    def _tell_what_is_lost(self, segment: Segment, contents: SegmentContents) -> None:
        if segment.path.name in self._told_of:
            return
        self._told_of.add(segment.path.name)
        if contents.torn_bytes:
            self._tell(
                f"The end of {segment.path} was cut off ({contents.torn_bytes} bytes): it was being written when the "
                "program or the machine stopped. All that was reported as kept is there."
            )
        if contents.damages:
            self._tell(
                f"{_records(contents.damages)} of {segment.path} cannot be read, and so not be stored; "
                f"their bytes are in {segment.damaged_path}."
            )


def _records(number: int) -> str:
    return "1 record" if number == 1 else f"{number} records"


def batches(jobs: Iterable[Spoolable], most: Callable[[], int] = lambda: MAX_JOBS) -> Iterator[list[Spoolable]]:
    """The jobs in the batches of the writer: bounded, and no two about one thing in one batch.

    Args:
        jobs: in the order in which they came.
        most: how many go into one batch; asked again for each.
    """
    batch: list[Spoolable] = []
    keys: set[str] = set()
    size = 0
    for job in jobs:
        about = subjects(job)
        if batch and (len(batch) >= most() or size + job.size > MAX_BYTES or keys & about):
            yield batch
            batch, keys, size = [], set(), 0
        batch.append(job)
        keys |= about
        size += job.size
    if batch:
        yield batch
