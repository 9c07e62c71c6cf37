"""Reads pages in worker processes, with limits on time and memory, so that no page can stall or end a crawl."""

import asyncio
import contextlib
import ctypes
import gc
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from concurrent.futures import TimeoutError as ReadTimeoutError
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from math import inf
from multiprocessing import resource_tracker

from pebble import ProcessExpired, ProcessPool

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.reading import read_ahead

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
OUTLETS_KEPT = 500  # whose pages are read by turns: an archive may hold pages of very many
SLOW_NICENESS = 10
# So many pages of an outlet that had a slow one are read with the slow ones: else each costs the others half a second.
PAGES_ON_PROBATION = 20
# Limits count a worker's processor time: by the clock a busy machine would lose honest pages. This many times the limit
# by the clock end a page that waits for something, which none has a reason to.
WAITING_FACTOR = 20
# A worker reads it before all others: the first page loads tables, 0.2 s, which no outlet's page is to pay for.
FIRST_PAGE = b"<title>The bridge</title>" + b"<p>The bridge over the river opened again on Monday morning.</p>" * 40
PAGES_PER_WORKER = 5000  # then it is replaced: what a C library leaks is given back; its start costs 100 pages

# Python's own numbers (700, 10, 10) look for circular garbage once a page or more often; larger ones hold more pages in
# memory that are circular garbage already.
GARBAGE_THRESHOLDS = (50_000, 5, 10)


def collect_garbage_seldom() -> None:
    """Look for circular garbage less often, and never again among what is there now: it stays to the end.

    Without it a fifth of a crawl's time goes into walking over the same modules, tables and settings.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def _begin_worker(parent: int, memory_mb: int, niceness: int) -> None:
    """Bind the worker's life to its parent's, and its memory to the limit; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(1)
    limit, hard = memory_mb * 1024 * 1024, resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)  # a limit of the system's cannot be raised
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.nice(niceness)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # a page's time is over: even in a C library this ends the process
    page = Page("https://a.example/", FIRST_PAGE, datetime.now(UTC))
    _read_page(_Task(page, pickle.dumps(Outlet(id="xx_first", name="First")), None, ahead=True))
    collect_garbage_seldom()


@dataclass(frozen=True, slots=True)
class _Unread:
    """Why a page gave no article; ``trace`` is that of a bug of ours, else empty."""

    kind: OutcomeKind
    message: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class _Timed:
    """What a worker made of a page, and how much processor time it took; without end where the worker ended."""

    result: Article | _Unread
    seconds: float


@dataclass(frozen=True, slots=True)
class _Task:
    """One page to read; arguments as for ``PageReader.read``."""

    page: Page
    outlet: bytes  # pickled: most pages come with the same outlet as the page before
    learned: LearnedContainer | None
    ahead: bool
    has_furniture: bool = False


@lru_cache(maxsize=OUTLETS_KEPT)
def _unpacked(outlet: bytes) -> Outlet:
    found: Outlet = pickle.loads(outlet)  # noqa: S301 - from our own process
    return found


def _read_page(task: _Task) -> Article | _Unread:
    """The article of a page, or the reason as a value: an exception that cannot be pickled would break the pool.

    What nobody stores does not travel from process to process: page chrome, and the page, which is there already.
    """
    try:
        outlet = _unpacked(task.outlet)
        article = extract_article(task.page, outlet, with_chrome=False, learned=task.learned)
        if task.ahead:
            article = read_ahead(article, outlet, has_furniture=task.has_furniture)
        return replace(article, page=None)
    except UnreadablePageError as error:
        return _Unread(OutcomeKind(error.reason), str(error))
    except MemoryError:
        return _Unread(OutcomeKind.EXTRACTION_GAVE_UP, "extraction gave up: the page needs too much memory")
    except Exception as error:  # noqa: BLE001 - whatever breaks: one page must not cost its URL, nor the other pages
        message = f"the reader failed: {type(error).__name__}: {error}"
        return _Unread(OutcomeKind.EXTRACTION_FAILED, message, traceback.format_exc())


def _read_in_time(task: _Task, seconds: float) -> _Timed:
    """As ``_read_page``, in a worker, which ends where that takes more than ``seconds`` of processor time."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        began = time.process_time()
        return _Timed(_read_page(task), time.process_time() - began)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@dataclass(slots=True)
class PageReader:
    """Turns pages into articles, in ``workers`` processes, or in this one where that is 0.

    Attributes:
        seconds: a page that takes more processor time is given up. Without workers there is no such limit.
        memory_mb: address space of one worker.
        quick_seconds: so long a page may keep a worker from the others; then it goes to a worker for slow pages, which
            is started for the first of them. With one worker a page of 30 seconds would else stop all crawls for 30.
            The next pages of its outlet go there too, until so many were quick.
        niceness: by how much the workers give way to other processes.
    """

    workers: int
    seconds: float
    memory_mb: int
    quick_seconds: float = inf
    niceness: int = 0
    _slow: "PageReader | None" = field(default=None, repr=False)
    _probation: dict[str, int] = field(default_factory=dict, repr=False)  # outlet id: pages left to be quick
    _pool: ProcessPool | None = field(default=None, repr=False)
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
        task = _Task(page, self._packed(outlet), learned, ahead, has_furniture)
        read = _read_page(task) if self.workers == 0 else await self._read_in_turn(task, outlet.id)
        if isinstance(read, Article):
            return replace(read, page=page)
        if read.trace:
            logger.error("reading %s failed\n%s", page.url, read.trace)
        raise UnreadablePageError(read.message, read.kind)

    def _packed(self, outlet: Outlet) -> bytes:
        """The outlet, pickled once for all its pages; known by its identity, and kept so that no other takes that."""
        known = self._outlets.get(id(outlet))
        if known is None:
            if len(self._outlets) >= OUTLETS_KEPT:
                self._outlets.clear()
            known = self._outlets[id(outlet)] = (outlet, pickle.dumps(outlet))
        return known[1]

    async def _read_in_turn(self, task: _Task, outlet_id: str) -> Article | _Unread:
        """Read a page among the others, or, where it or its outlet is slow, beside them."""
        timed = None
        if outlet_id not in self._probation:
            timed = await self._read_in_worker(task, min(self.seconds, self.quick_seconds))
            if (timed is None or timed.seconds == inf) and self.quick_seconds < self.seconds:  # it cost a worker
                self._probation[outlet_id] = PAGES_ON_PROBATION
        if timed is None and outlet_id in self._probation:  # it was not given up, nor was its worker ended by it
            timed = await self._slow_reader()._read_in_worker(task, self.seconds)  # noqa: SLF001 - a reader as this one
            self._probate(outlet_id, is_quick=timed is not None and timed.seconds <= self.quick_seconds)
        return _gave_up(f"after {self.seconds:g} s") if timed is None else timed.result

    def _probate(self, outlet_id: str, *, is_quick: bool) -> None:
        """Take down how long a page of an outlet took that is read beside the others."""
        left = self._probation.get(outlet_id, 0) - 1 if is_quick else PAGES_ON_PROBATION
        if left > 0:
            self._probation[outlet_id] = left
        else:
            self._probation.pop(outlet_id, None)

    async def _read_in_worker(self, task: _Task, seconds: float) -> _Timed | None:
        """What became of a page; None where it took more than ``seconds``."""
        for _ in range(2):
            pool = self._started()
            try:
                future = pool.schedule(_read_in_time, args=(task, seconds), timeout=WAITING_FACTOR * seconds)
                timed: _Timed = await asyncio.wrap_future(future)
            except ReadTimeoutError:
                return None
            except ProcessExpired as error:
                if error.exitcode == -signal.SIGPROF:
                    return None
                return _Timed(_gave_up(f"at {self.memory_mb} MB of memory, or the reader crashed"), inf)
            except RuntimeError as error:  # the pool broke: a worker that had nothing to do was killed
                logger.warning("the worker processes are started again: %s", error)
                if self._pool is pool:
                    self.close()
            else:
                return timed
        return _Timed(_gave_up("because its worker processes ended twice"), inf)

    def _slow_reader(self) -> "PageReader":
        """One worker for the pages that took too long for the others."""
        if self._slow is None:
            self._slow = PageReader(1, self.seconds, self.memory_mb, self.seconds, SLOW_NICENESS)
        return self._slow

    def close(self) -> None:
        """End the workers at once; what they were reading is lost to nobody: it counts as not fetched."""
        if self._slow is not None:
            self._slow.close()
            self._slow = None
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            pool = ProcessPool(
                max_workers=self.workers,
                max_tasks=PAGES_PER_WORKER,
                initializer=_begin_worker,
                initargs=(os.getpid(), self.memory_mb, self.niceness),
                context=multiprocessing.get_context("spawn"),
            )
            # Workers inherit what is blocked here, and so do the pool's threads, which start later ones: a Ctrl-C while
            # a worker still imports its modules would print its traceback. Python's own helper process comes before:
            # who starts it has SIGINT unblocked afterwards.
            resource_tracker.ensure_running()
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                pool.active  # noqa: B018 - asking starts it
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            self._pool = pool
        return self._pool


def _gave_up(where: str) -> _Unread:
    return _Unread(OutcomeKind.EXTRACTION_GAVE_UP, f"extraction gave up {where}")


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
