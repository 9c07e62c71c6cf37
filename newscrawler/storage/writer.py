"""The one task that writes: it gathers jobs into batches, and answers each job once it is durable."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from pymongo.errors import OperationFailure, PyMongoError

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.batch import RefusedJobError
from newscrawler.storage.faults import LASTING_CODES, describe_fault, keep_trying
from newscrawler.storage.jobs import Answer, Job

MAX_JOBS = 100  # in one batch
MAX_BYTES = 1_000_000  # in one batch, unless one job is larger
MAX_QUEUE = 500  # jobs that wait; who brings more waits too
LINGER_SECONDS = 0.02  # after the last job that came
MAX_LINGER_SECONDS = 0.2  # after the first
CLOSE_SECONDS = 8.0  # a full queue is written in one; a program that is told to end has ten
_ENDED = "the database was closed before this could be written"

Commit = Callable[[Sequence[Job]], Awaitable[dict[Job, Answer]]]
Quarantine = Callable[[Job, str], Awaitable[None]]
Waiting = tuple[Job, "asyncio.Future[Answer]"]


class Writer:
    """Gathers jobs and commits them in order. Belongs to the event loop in which it was made.

    Args:
        commit: one attempt to write a batch, safe to repeat.
        quarantine: keeps what the server refused, with the reason.
        limit_seconds: how long a batch is tried while the database is away.
        on_trouble: is told in words, once for each time that the database is away.
    """

    def __init__(
        self,
        commit: Commit,
        quarantine: Quarantine,
        *,
        limit_seconds: float = 60.0,
        on_trouble: Callable[[str], None] | None = None,
    ) -> None:
        self._commit = commit
        self._quarantine = quarantine
        self.limit_seconds = limit_seconds
        self.on_trouble = on_trouble
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue(MAX_QUEUE)
        self._left_over: Waiting | None = None
        self._closing = False
        self._task = asyncio.get_running_loop().create_task(self._run(), name="newscrawler writer")

    async def submit(self, job: Job) -> Answer:
        """The answer to a job, once it is durable.

        Raises:
            StorageError: it was refused, and is in quarantine.
            StorageUnavailableError: the database did not take it in time.
        """
        if self._closing:
            raise StorageUnavailableError(_ENDED)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        await self._queue.put((job, future))
        if self._task.done():  # it ended while this job waited for room
            self._fail_waiting()
        return await future

    async def close(self) -> None:
        """Write what waits, then end; what the database does not take in time fails. Later jobs are refused."""
        if not self._closing:
            self._closing = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._queue.put(None)
                    await asyncio.wait([self._task])
            self._task.cancel()
        await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            while batch := await self._gather():
                await self._write(batch)
        finally:
            self._closing = True
            self._fail_waiting()

    async def _gather(self) -> list[Waiting]:
        """The next batch: what is there, and what comes within a short while; empty at the end."""
        first, self._left_over = self._left_over or await self._queue.get(), None
        if first is None:
            return []
        batch, keys, size = [first], {first[0].key}, first[0].size
        clock = asyncio.get_running_loop().time
        end = clock() + MAX_LINGER_SECONDS
        while len(batch) < MAX_JOBS:
            following = await self._next_within(min(LINGER_SECONDS, end - clock()))
            if following is None:
                break
            job = following[0]
            if job.key in keys or size + job.size > MAX_BYTES:
                self._left_over = following
                break
            batch.append(following)
            keys.add(job.key)
            size += job.size
        return batch

    async def _next_within(self, seconds: float) -> Waiting | None:
        """The next job that comes; None: none came, or the end did, which then stays in the queue."""
        following: Waiting | None = None
        with contextlib.suppress(asyncio.QueueEmpty, TimeoutError):
            if self._closing or seconds <= 0 or not self._queue.empty():
                following = self._queue.get_nowait()
            else:
                async with asyncio.timeout(seconds):
                    following = await self._queue.get()
            if following is None:
                self._queue.put_nowait(None)
        return following

    async def _write(self, batch: list[Waiting]) -> None:
        """Commit a batch and answer everyone in it, whatever happens."""
        jobs = [job for job, _ in batch]
        try:
            answers = await keep_trying(
                lambda: self._commit(jobs),
                limit_seconds=self.limit_seconds,
                doing=f"storing {len(jobs)} items",
                on_trouble=self.on_trouble,
            )
        except Exception as error:  # noqa: BLE001 - a bug of ours must not leave a spider waiting for ever
            await self._answer_fault(batch, error)
        except asyncio.CancelledError:
            _fail(batch, StorageUnavailableError(_ENDED))
            raise
        else:
            for job, future in batch:
                if not future.done():
                    future.set_result(answers[job])

    async def _answer_fault(self, batch: list[Waiting], error: Exception) -> None:
        if isinstance(error, RefusedJobError):
            if others := await self._refuse(batch, error.job, error.message):
                await self._write(others)
        elif not isinstance(error, PyMongoError):
            _fail(batch, error if isinstance(error, StorageError) else StorageError(f"while storing: {error!r}"), error)
        elif isinstance(error, OperationFailure) and error.code in LASTING_CODES:
            _fail(batch, StorageUnavailableError(f"the database refuses to write: {describe_fault(error)}"), error)
        elif len(batch) > 1:
            for waiting in batch:  # one of them is to blame, and nobody says which
                await self._write([waiting])
        else:
            await self._refuse(batch, batch[0][0], str(error))

    async def _refuse(self, batch: list[Waiting], refused: Job, reason: str) -> list[Waiting]:
        """Put one job into quarantine, answer who waits for it, and give back the others."""
        message = f"the database refused {_name_of(refused)}: {reason}"
        try:
            await keep_trying(
                lambda: self._quarantine(refused, reason), limit_seconds=self.limit_seconds, doing="writing quarantine"
            )
        except (PyMongoError, StorageError) as error:
            message += f" (nor could it be put into quarantine: {describe_fault(error)})"
        _fail([waiting for waiting in batch if waiting[0] is refused], StorageError(message))
        return [waiting for waiting in batch if waiting[0] is not refused]

    def _fail_waiting(self) -> None:
        waiting = [self._left_over]
        while not self._queue.empty():
            waiting.append(self._queue.get_nowait())
        _fail([one for one in waiting if one is not None], StorageUnavailableError(_ENDED))
        self._left_over = None


def _fail(batch: Sequence[Waiting], error: StorageError, cause: BaseException | None = None) -> None:
    for _, future in batch:
        if not future.done():
            own = type(error)(str(error))  # one for each: an exception that many tasks raise tangles their tracebacks
            own.__cause__ = error.__cause__ or cause
            future.set_exception(own)


def _name_of(job: Job) -> str:
    document = cast("dict[str, Any]", getattr(job, "document", {}))
    return str(document.get("url", job.key))
