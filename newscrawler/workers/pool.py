"""Worker processes and the pages that wait for them: quick ones in one lane, those of slow outlets in another."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator

from newscrawler.model.article import Article
from newscrawler.workers.lane import Lane, Limits
from newscrawler.workers.reading_task import Task, Unread, gave_up
from newscrawler.workers.worker import Job, Worker

logger = logging.getLogger(__name__)

# So many pages of an outlet that had a slow one are read with the slow ones: else each costs the others half a second.
PAGES_ON_PROBATION = 20
SLOW_NICENESS = 10
SLOW_AT_ONCE = 2  # each may take all the memory that one worker may
# Limits count a worker's processor time: by the clock a busy machine would lose honest pages. A page that waits for
# something, which none has a reason to, ends after this many times the limit. That time is counted in looks: while the
# whole program is stopped (Ctrl-Z, a paused container) there are none.
WAITING_FACTOR = 20
LOOK_SECONDS = 0.1  # how often the workers are looked at: what a page may take beyond its limit
PAGES_PER_WORKER = 5000  # then it is replaced: what a C library leaks is given back; its start costs 100 pages
START_SECONDS = 60  # most of one is usual; what takes longer hangs. Counted in looks
STARTS = 2  # in a row that may fail before the pages that wait are told
START_AGAIN_SECONDS = 1  # after the system refused to start one: it may have a process or a descriptor to spare then
DEATHS = 2  # of workers that read it, then a page is blamed: one may have been killed for something else


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
        self._next_start: asyncio.TimerHandle | None = None

    async def read(self, task: Task, outlet_id: str) -> Article | Unread:
        """What became of a page."""
        job = Job(task, outlet_id, asyncio.get_running_loop().create_future())
        lane = self.slow if self.is_on_probation(outlet_id) else self.quick
        lane.waiting.append(job)
        self._hand_out(lane)
        return await job.answer

    def is_on_probation(self, outlet_id: str) -> bool:
        """Are an outlet's next pages read in the slow lane?"""
        return outlet_id in self._probation

    def close(self) -> None:
        """End the workers at once, and whatever waits for them."""
        for timer in (self._next_look, self._next_start):
            if timer is not None:
                timer.cancel()
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
            while worker.is_free and (job := lane.next_job()):
                worker.begin(job)
        if lane.waiting and self._may_start(lane):
            self._start_worker(lane)
        self._look_later()

    def _may_start(self, lane: Lane) -> bool:
        """Is there room for one more worker? Where starts fail, those that are there go on alone."""
        if self._next_start is not None or len(lane.workers) >= lane.size:
            return False
        return self._failed_starts < STARTS or not lane.workers

    def _start_worker(self, lane: Lane) -> None:
        try:
            worker = Worker(self.limits.memory_mb, self._take_free, self._take_ended)
        except OSError as error:  # no more processes, descriptors or memory
            logger.warning("a worker process cannot be started: %s", error)
            self._take_failed_start(lane, f"because no worker process can be started: {error}")
            self._next_start = asyncio.get_running_loop().call_later(START_AGAIN_SECONDS, self._start_again)
            return
        if lane is self.slow:
            worker.give_way(SLOW_NICENESS)
        lane.workers.append(worker)

    def _start_again(self) -> None:
        self._next_start = None
        self._hand_out(self.quick)
        self._hand_out(self.slow)

    def _take_failed_start(self, lane: Lane, why: str) -> None:
        """A worker never began. Pages are told where that is so again and again, and no other worker is left."""
        self._failed_starts += 1
        if self._failed_starts >= STARTS and not lane.workers:
            while job := lane.next_job():
                job.end(gave_up(why))

    def _take_free(self, worker: Worker, job: Job | None) -> None:
        """A worker has begun, or read a page."""
        self._failed_starts = 0
        lane = self._lane_of(worker)
        if lane is self.slow and job is not None:
            self._probate(job.outlet, is_quick=worker.used_seconds() <= self.limits.quick_seconds)
        if worker.pages >= PAGES_PER_WORKER:
            lane.end(worker)
        self._hand_out(lane)
        if len(lane.workers) > lane.size and worker in lane.workers and worker.is_free:  # nothing waits
            lane.end(worker)

    def _take_ended(self, worker: Worker) -> None:
        """A worker died by itself: with its page, or killed by somebody when it had none."""
        lane = self._lane_of(worker)
        lane.workers.remove(worker)
        if worker.job is not None:
            self._put_back(worker.job)
        elif worker.is_ready:
            logger.warning("a worker process that had nothing to do was ended; another takes its place")
        else:
            self._take_failed_start(lane, "because its worker processes ended twice")
        self._hand_out(lane)

    def _put_back(self, job: Job) -> None:
        """Have a page whose worker died read once more, among the slow ones; the second time the page is blamed."""
        job.deaths += 1
        if job.answer.done():  # nobody waits for it any more
            return
        if job.deaths < DEATHS:
            self.slow.waiting.append(job)
            self._hand_out(self.slow)
        else:
            self._probate(job.outlet, is_quick=False)
            job.end(gave_up(f"at {self.limits.memory_mb} MB of memory, or the reader crashed"))

    def _look_later(self) -> None:
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Look at every worker that reads or begins, and go on as long as there is one."""
        self._next_look = None
        for worker in list(self._workers()):
            if worker.is_free:
                continue
            worker.looks += 1
            waited = worker.looks * LOOK_SECONDS
            if worker.job is not None:
                self._judge(worker, worker.job, max(worker.used_seconds(), waited / WAITING_FACTOR))
            elif waited > START_SECONDS:
                self._give_up_start(worker)
            self._look_later()

    def _judge(self, worker: Worker, job: Job, used: float) -> None:
        """Give up a page that took too long, and take out of the quick lane what is slow."""
        if used > self.limits.seconds:
            self._give_up(worker, job)
        elif used > self.limits.quick_seconds and worker in self.quick.workers:
            self._take_aside(worker, job)

    def _give_up_start(self, worker: Worker) -> None:
        """End a worker that hangs before it has begun."""
        lane = self._lane_of(worker)
        lane.end(worker)
        self._take_failed_start(lane, f"because its worker processes did not begin within {START_SECONDS:g} s")
        self._hand_out(lane)

    def _give_up(self, worker: Worker, job: Job) -> None:
        """End a worker whose page took too long."""
        lane = self._lane_of(worker)
        lane.end(worker)
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
