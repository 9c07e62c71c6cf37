"""Pages that wait for workers, and what reading one may take."""

from collections import deque
from dataclasses import dataclass, field
from math import inf

from newscrawler.workers.worker import Job, Worker


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

    def end(self, worker: Worker) -> None:
        """One worker less: it is killed, whatever it does."""
        self.workers.remove(worker)
        worker.end()
