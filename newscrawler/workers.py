"""Reads pages in worker processes, with limits on time and memory, so that no page can stall or end a crawl."""

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
from concurrent.futures import TimeoutError as ReadTimeoutError
from dataclasses import dataclass, field
from typing import Self

from pebble import ProcessExpired, ProcessPool

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

PR_SET_PDEATHSIG = 1
PAGES_PER_WORKER = 2000  # then it is replaced: what a C library leaks is given back


def _begin_worker(parent: int, memory_mb: int) -> None:
    """Bind the worker's life to its parent's, and its memory to the limit; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(1)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1024 * 1024,) * 2)


@dataclass(slots=True)
class PageReader:
    """Turns pages into articles, in ``workers`` processes, or in this one where that is 0.

    Attributes:
        seconds: a page that takes longer is given up. Without workers there is no such limit.
        memory_mb: address space of one worker.
    """

    workers: int
    seconds: float
    memory_mb: int
    _pool: ProcessPool | None = field(default=None, repr=False)

    async def read(self, page: Page, outlet: Outlet) -> Article:
        """The article of a page.

        Raises:
            UnreadablePageError: it is no page, or reading it took too much time or memory.
        """
        if self.workers == 0:
            return extract_article(page, outlet)
        future = self._started().schedule(extract_article, args=(page, outlet), timeout=self.seconds)
        try:
            return await asyncio.wrap_future(future)
        except ReadTimeoutError as error:
            raise _gave_up(f"after {self.seconds:g} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise _gave_up(f"at {self.memory_mb} MB of memory, or the reader crashed") from error

    def close(self) -> None:
        """End the workers at once; what they were reading is lost to nobody: it counts as not fetched."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self.workers,
                max_tasks=PAGES_PER_WORKER,
                initializer=_begin_worker,
                initargs=(os.getpid(), self.memory_mb),
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool


def _gave_up(where: str) -> UnreadablePageError:
    return UnreadablePageError(f"extraction gave up {where}", OutcomeKind.EXTRACTION_GAVE_UP)


@dataclass(slots=True)
class SharedPageReader:
    """One reader for all crawls of this process: made for the first that asks, ended by the last that leaves."""

    reader: PageReader
    users: int = 0

    @classmethod
    def joined(cls, workers: int, seconds: float, memory_mb: int) -> Self:
        """The process's shared reader with these limits; every ``joined`` wants one ``leave``."""
        key = (workers, seconds, memory_mb)
        shared = _SHARED.get(key)
        if not isinstance(shared, cls):
            shared = _SHARED[key] = cls(PageReader(workers, seconds, memory_mb))
        shared.users += 1
        return shared

    def leave(self) -> None:
        """One user less; the last one ends the workers."""
        self.users -= 1
        if self.users == 0:
            self.reader.close()


_SHARED: dict[tuple[int, float, int], SharedPageReader] = {}
