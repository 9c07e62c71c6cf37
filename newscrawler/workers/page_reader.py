"""Turns pages into articles, in worker processes; one reader for all crawls of this process."""

import logging
import pickle
from dataclasses import dataclass, field, replace
from math import inf

from newscrawler.errors import UnreadablePageError
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.workers.lane import Limits
from newscrawler.workers.pool import WorkerPool
from newscrawler.workers.reading_task import OUTLETS_KEPT, Task, read_task

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class PageReader:
    """Turns pages into articles, in ``workers`` processes, or in this one where that is 0.

    Attributes:
        workers: started when they are needed.
        seconds: a page that takes more processor time is given up. Without workers there is no such limit.
        memory_mb: address space of one worker.
        quick_seconds: so long a page may keep a worker from the others; then another takes the worker's place.
    """

    workers: int
    seconds: float
    memory_mb: int
    quick_seconds: float = inf
    _pool: WorkerPool | None = field(default=None, repr=False)
    _outlets: dict[int, tuple[Outlet, bytes]] = field(default_factory=dict, repr=False)

    async def read(
        self,
        page: Page,
        outlet: Outlet,
        learned: LearnedContainer | None = None,
        *,
        ahead: bool = False,
        has_furniture: bool = False,
    ) -> Article:
        """The article of a page.

        Args:
            page: what was fetched.
            outlet: by whose file it is read.
            learned: the container that most pages of its outlet agree on.
            ahead: it also goes through the steps that follow and that need no database, ``reading.read_ahead``.
            has_furniture: see there.

        Raises:
            UnreadablePageError: it is no page, reading it took too much time or memory, or the reader has a bug.
        """
        task = Task(page, self._packed(outlet), learned, ahead, has_furniture)
        read = read_task(task) if self.workers == 0 else await self._started().read(task, outlet.id)
        if isinstance(read, Article):
            return replace(read, page=page)
        if read.trace:
            logger.error("reading %s failed\n%s", page.url, read.trace)
        raise UnreadablePageError(read.message, read.kind)

    def close(self) -> None:
        """End the workers at once; what they were reading is lost to nobody: it counts as not fetched."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _packed(self, outlet: Outlet) -> bytes:
        """The outlet, pickled once for all its pages; known by its identity, and kept so that no other takes that."""
        known = self._outlets.get(id(outlet))
        if known is None:
            if len(self._outlets) >= OUTLETS_KEPT:
                self._outlets.clear()
            known = self._outlets[id(outlet)] = (outlet, pickle.dumps(outlet))
        return known[1]

    def _started(self) -> WorkerPool:
        if self._pool is None:
            self._pool = WorkerPool(self.workers, Limits(self.seconds, self.memory_mb, self.quick_seconds))
        return self._pool


@dataclass(slots=True)
class SharedPageReader:
    """One reader for all crawls of this process: made for the first that asks, ended by the last that leaves."""

    reader: PageReader
    users: int = 0

    @staticmethod
    def joined(workers: int, seconds: float, memory_mb: int, quick_seconds: float = inf) -> "SharedPageReader":
        """The process's shared reader with these limits; every ``joined`` wants one ``leave``."""
        key = (workers, seconds, memory_mb, quick_seconds)
        if key not in _SHARED:
            _SHARED[key] = SharedPageReader(PageReader(workers, seconds, memory_mb, quick_seconds))
        _SHARED[key].users += 1
        return _SHARED[key]

    def leave(self) -> None:
        """One user less; the last one ends the workers."""
        self.users -= 1
        if self.users == 0:
            self.reader.close()


_SHARED: dict[tuple[int, float, int, float], SharedPageReader] = {}
