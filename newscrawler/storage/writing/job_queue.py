"""The jobs that wait for the writer: a bounded queue, taken from it in batches."""

import asyncio
import contextlib

from newscrawler.storage.writing.jobs import Answer, Job, subjects

MAX_JOBS = 100  # in one batch
# In one batch, unless one job is larger: 100 articles with pages of 200 kB. With 1 MB a batch had 13, and a server that
# takes 10 ms to answer held up a crawl without pauses. The embedded server no longer answers from 12 MB on.
MAX_BYTES = 4_000_000
MAX_QUEUE = 500  # jobs that wait; who brings more waits too
LINGER_SECONDS = 0.02  # after the last job that came
MAX_LINGER_SECONDS = 0.2  # after the first

Waiting = tuple[Job, "asyncio.Future[Answer]"]


class JobQueue:
    """Jobs with the futures of those who wait for an answer, in the order in which they came."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue(MAX_QUEUE)
        self._left_over: Waiting | None = None
        self._is_ending = False

    async def put(self, waiting: Waiting) -> None:
        """Add a job, once there is room for it."""
        await self._queue.put(waiting)

    async def end(self) -> None:
        """Nothing comes after this: batches no longer wait for more, and the last one is empty."""
        self._is_ending = True
        await self._queue.put(None)

    async def next_batch(self) -> list[Waiting]:
        """What is there, and what comes within a short while; no two jobs about one thing. Empty at the end."""
        first, self._left_over = self._left_over or await self._queue.get(), None
        if first is None:
            return []
        batch, keys, size = [first], set(subjects(first[0])), first[0].size
        clock = asyncio.get_running_loop().time
        end = clock() + MAX_LINGER_SECONDS
        while len(batch) < MAX_JOBS:
            following = await self._next_within(min(LINGER_SECONDS, end - clock()))
            if following is None:
                break
            job = following[0]
            about = subjects(job)
            if keys & about or size + job.size > MAX_BYTES:
                self._left_over = following
                break
            batch.append(following)
            keys |= about
            size += job.size
        return batch

    def take_all(self) -> list[Waiting]:
        """All that is there, at once."""
        waiting = [self._left_over]
        self._left_over = None
        while not self._queue.empty():
            waiting.append(self._queue.get_nowait())
        return [one for one in waiting if one is not None]

    async def _next_within(self, seconds: float) -> Waiting | None:
        """The next job that comes; None: none came, or the end did, which then stays in the queue."""
        following: Waiting | None = None
        with contextlib.suppress(asyncio.QueueEmpty, TimeoutError):
            if self._is_ending or seconds <= 0 or not self._queue.empty():
                following = self._queue.get_nowait()
            else:
                async with asyncio.timeout(seconds):
                    following = await self._queue.get()
            if following is None:
                self._queue.put_nowait(None)
        return following
