"""Worker processes and the pages that wait for them: quick ones in one lane, those of slow outlets in another."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from newscrawler.model.article import Article
from newscrawler.workers.reading_task import Task, Unread, gave_up
from newscrawler.workers.worker import Job, Worker

logger = logging.getLogger(__name__)

# So many pages of an outlet that had a slow one are read with the slow ones: else each costs the others half a second.
PAGES_ON_PROBATION = 20
SLOW_NICENESS = 10
SLOW_AT_ONCE = 4  # each may take all the memory that one worker may
# Limits count a worker's processor time: by the clock a busy machine would lose honest pages. This many times the limit
# by the clock end a page that waits for something, which none has a reason to.
WAITING_FACTOR = 20
LOOK_SECONDS = 0.1  # how often the workers are looked at: what a page may take beyond its limit
PAGES_PER_WORKER = 5000  # then it is replaced: what a C library leaks is given back; its start costs 100 pages
STARTS = 2  # in a row that may fail before the pages that wait are told


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a page may take.

    Attributes:
        seconds: of processor time, then it is given up.
        memory_mb: address space of one worker.
        quick_seconds: of processor time among the others.
    """

    seconds: float
    memory_mb: int
    quick_seconds: float = inf


@dataclass(slots=True)
class Lane:
    """Pages in the order in which they came, and the workers that read them; ``size``: how many are started."""

    size: int
    waiting: deque[Job] = field(default_factory=deque)
    workers: list[Worker] = field(default_factory=list)

    def next_job(self) -> Job | None:
        """The next page that somebody still waits for."""
        while self.waiting:
            job = self.waiting.popleft()
            if not job.answer.done():
                return job
        return None


class WorkerPool:
    """Reads pages, each lane by its workers.

    With one worker a page of 30 seconds would stop all crawls for 30. So a worker whose page takes more than
    ``quick_seconds`` leaves the quick lane for the slow one, where it reads on at a low priority; another is started in
    its place, and the next pages of that outlet go to the slow lane too, until so many were quick.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self.limits = limits
        self.quick, self.slow = Lane(workers), Lane(1)
        self._probation: dict[str, int] = {}  # outlet id: pages left to be quick
        self._failed_starts = 0
        self._next_look: asyncio.TimerHandle | None = None

    async def read(self, task: Task, outlet_id: str) -> Article | Unread:
        """What became of a page."""
        job = Job(task, outlet_id, asyncio.get_running_loop().create_future())
        lane = self.slow if outlet_id in self._probation else self.quick
        lane.waiting.append(job)
        self._hand_out(lane)
        return await job.answer

    def is_on_probation(self, outlet_id: str) -> bool:
        """Are an outlet's next pages read in the slow lane?"""
        return outlet_id in self._probation

    def close(self) -> None:
        """End the workers at once, and whatever waits for them."""
        if self._next_look is not None:
            self._next_look.cancel()
        workers = list(self._workers())
        for worker in workers:
            worker.end()
        for job in [*self.quick.waiting, *self.slow.waiting, *(worker.job for worker in workers if worker.job)]:
            if not job.answer.get_loop().is_closed():
                job.answer.cancel()
        for worker in workers:
            worker.join()
        for lane in (self.quick, self.slow):
            lane.workers.clear()
            lane.waiting.clear()

    def _workers(self) -> Iterator[Worker]:
        yield from self.quick.workers
        yield from self.slow.workers

    def _lane_of(self, worker: Worker) -> Lane:
        return self.slow if worker in self.slow.workers else self.quick

    def _hand_out(self, lane: Lane) -> None:
        """Give the lane's free workers what waits, and start one more where that is not enough."""
        for worker in lane.workers:
            if worker.is_free:
                job = lane.next_job()
                if job is None:
                    return
                worker.begin(job)
                self._look_later()
        if lane.waiting and len(lane.workers) < lane.size:
            worker = Worker(self.limits.memory_mb, self._take_free, self._take_ended)
            if lane is self.slow:
                worker.give_way(SLOW_NICENESS)
            lane.workers.append(worker)

    def _take_free(self, worker: Worker, job: Job | None) -> None:
        """A worker has begun, or read a page."""
        self._failed_starts = 0
        lane = self._lane_of(worker)
        if lane is self.slow and job is not None:
            self._probate(job.outlet, is_quick=worker.used_seconds() <= self.limits.quick_seconds)
        if worker.pages >= PAGES_PER_WORKER or len(lane.workers) > lane.size:
            lane.workers.remove(worker)
            worker.end()
        self._hand_out(lane)

    def _take_ended(self, worker: Worker) -> None:
        """A worker died by itself: with its page, or killed by somebody when it had none."""
        lane = self._lane_of(worker)
        lane.workers.remove(worker)
        if worker.job is not None:
            self._probate(worker.job.outlet, is_quick=False)
            worker.job.end(gave_up(f"at {self.limits.memory_mb} MB of memory, or the reader crashed"))
        elif worker.is_ready:
            logger.warning("a worker process that had nothing to do was ended; another takes its place")
        else:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                while job := lane.next_job():
                    job.end(gave_up("because its worker processes ended twice"))
        self._hand_out(lane)

    def _look_later(self) -> None:
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Give up pages that took too long, and take out of the quick lane what is slow."""
        self._next_look = None
        limits = self.limits
        for worker in list(self._workers()):
            if worker.job is None:
                continue
            used = max(worker.used_seconds(), worker.waited_seconds() / WAITING_FACTOR)
            if used > limits.seconds:
                self._give_up(worker, worker.job)
            elif used > limits.quick_seconds and worker in self.quick.workers:
                self._take_aside(worker, worker.job)
            self._look_later()

    def _give_up(self, worker: Worker, job: Job) -> None:
        """End a worker whose page took too long."""
        lane = self._lane_of(worker)
        lane.workers.remove(worker)
        worker.end()
        self._probate(job.outlet, is_quick=False)
        job.end(gave_up(f"after {self.limits.seconds:g} s"))
        self._hand_out(lane)

    def _take_aside(self, worker: Worker, job: Job) -> None:
        """Leave the quick lane to the others: a worker that reads a slow page, and what waits of its outlet."""
        self.quick.workers.remove(worker)
        self._probate(job.outlet, is_quick=False)
        if len(self.slow.workers) < SLOW_AT_ONCE:
            worker.give_way(SLOW_NICENESS)
            self.slow.workers.append(worker)
        else:  # it is read again when its turn comes
            worker.end()
            self.slow.waiting.append(job)
        waiting = self.quick.waiting
        self.slow.waiting.extend(other for other in waiting if other.outlet == job.outlet)
        self.quick.waiting = deque(other for other in waiting if other.outlet != job.outlet)
        self._hand_out(self.quick)
        self._hand_out(self.slow)

    def _probate(self, outlet_id: str, *, is_quick: bool) -> None:
        """Take down how a page of an outlet was that cost a worker or was read beside the others."""
        if self.limits.quick_seconds >= self.limits.seconds:
            return
        left = self._probation.get(outlet_id, 0) - 1 if is_quick else PAGES_ON_PROBATION
        if left > 0:
            self._probation[outlet_id] = left
        else:
            self._probation.pop(outlet_id, None)
