"""Stores what is in the spool, oldest first, through the same transactions as everything else."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.spool.folder import Spool
from newscrawler.storage.spool.segment import Segment, SegmentContents
from newscrawler.storage.spool.spooled_jobs import Spoolable
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.job_queue import MAX_BYTES, MAX_JOBS, Waiting
from newscrawler.storage.writing.jobs import Job, MarkCopies, SaveArticle

REPLAY_SECONDS = 10.0  # one batch is tried; then the next one waits a while
FindCopies = Callable[[Sequence[str]], Awaitable[Sequence[MarkCopies]]]


class Replay:
    """Stores what is in a spool.

    Args:
        spool: what is to be stored.
        committer: stores it.
        find_copies: the marks that articles with these texts still need: nobody looked for copies of them.
        tell: is told in words what could not be read.
        limit_seconds: how long a batch is tried while the database does not answer.

    Attributes:
        stored: jobs that were stored so far.
    """

    def __init__(
        self,
        spool: Spool,
        committer: Committer,
        find_copies: FindCopies,
        tell: Callable[[str], None],
        *,
        limit_seconds: float = REPLAY_SECONDS,
    ) -> None:
        self._limit_seconds = limit_seconds
        self._spool = spool
        self._committer = committer
        self._find_copies = find_copies
        self._tell = tell
        self._told_of: set[str] = set()
        self.stored = 0
        self._refused: list[str] = []

    async def store_all(self) -> None:
        """Store everything that is in the spool, and what comes into it meanwhile. Safe to break off and to repeat.

        Raises:
            StorageUnavailableError: the database does not answer; what is not stored yet stays in the spool.
            OSError: a file of the spool cannot be read.
        """
        while (segment := await asyncio.to_thread(self._spool.oldest)) is not None:
            contents = await asyncio.to_thread(segment.read)
            self._tell_what_is_lost(segment, contents)
            for batch in batches(contents.jobs()):
                await self._store(batch)
                segment.count -= len(batch)
            await asyncio.to_thread(self._spool.remove, segment)
        self._tell_what_was_refused()

    async def _store(self, jobs: Sequence[Spoolable]) -> None:
        await self._commit(jobs)
        texts = [job.document["content_hash"] for job in jobs if isinstance(job, SaveArticle)]
        if texts:
            await self._mark_copies(texts)
        self.stored += len(jobs)

    async def _mark_copies(self, texts: Sequence[str]) -> None:
        doing = "looking up copies of what was in the spool"
        try:
            with told_as_storage_errors(doing):
                marks = await keep_trying(
                    lambda: self._find_copies(texts),
                    limit_seconds=self._limit_seconds,
                    doing=doing,
                    gives_up=self._committer.gives_up,
                )
        except StorageUnavailableError:
            raise
        except StorageError as error:  # told, and costs the articles nothing: they are stored
            self._tell(str(error))
        else:
            await self._commit(marks)

    async def _commit(self, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        loop = asyncio.get_running_loop()
        batch: list[Waiting] = [(job, loop.create_future()) for job in jobs]
        try:
            await self._committer.store(batch, limit_seconds=self._limit_seconds)
        finally:
            errors = [future.exception() for _, future in batch if future.done()]
            self._refused += [str(error) for error in errors if isinstance(error, StorageError)]

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


def batches(jobs: Iterable[Spoolable]) -> Iterator[list[Spoolable]]:
    """The jobs in the batches of the writer: bounded, and no two with one key in one batch."""
    batch: list[Spoolable] = []
    keys: set[str] = set()
    size = 0
    for job in jobs:
        if batch and (len(batch) == MAX_JOBS or size + job.size > MAX_BYTES or job.key in keys):
            yield batch
            batch, keys, size = [], set(), 0
        batch.append(job)
        keys.add(job.key)
        size += job.size
    if batch:
        yield batch
