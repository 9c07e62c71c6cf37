"""A worker process as the crawl sees it: it takes one page at a time, through a socket that the event loop watches."""

import asyncio
import atexit
import contextlib
import multiprocessing
import os
import pickle
import signal
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from weakref import WeakSet

from newscrawler.model.article import Article
from newscrawler.model.outcome import OutcomeKind
from newscrawler.workers.reading_task import Task, Unread
from newscrawler.workers.worker_process import HEAD, NOT_HEARD, serve

_PIECE_BYTES = 65_536  # read at once: an article has 25 kB
_SPAWN = multiprocessing.get_context("spawn")
_LOWEST_PRIORITY = 19
_started: WeakSet[SpawnProcess] = WeakSet()


@dataclass(slots=True, eq=False)
class Job:
    """A page that waits for its worker or is being read.

    Attributes:
        task: what is to be read.
        outlet: its id.
        answer: what the page's reader awaits.
        deaths: how many workers died while they read it.
    """

    task: Task
    outlet: str
    answer: asyncio.Future[Article | Unread]
    deaths: int = 0

    def end(self, result: Article | Unread) -> None:
        """Tell the result, where somebody still waits for it."""
        if not self.answer.done():
            self.answer.set_result(result)

    def fail(self, error: Exception) -> None:
        """Raise an error where the result is awaited."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Worker:
    """One process; must be made where an event loop runs.

    Attributes:
        is_ready: has it begun? That takes most of a second.
        job: what it is reading.
        pages: how many it was given.
        looks: how many times it was looked at since it was given its page, or since its start. Who looks counts.
    """

    def __init__(self, memory_mb: int, on_free: "OnFree", on_end: "OnEnd") -> None:
        """Start the process.

        Args:
            memory_mb: address space that it may take.
            on_free: called when it has begun, and when it has read a page, with that.
            on_end: called when it died by itself.

        Raises:
            OSError: the system has no process, descriptor or memory left for it.
        """
        self.is_ready = False
        self.job: Job | None = None
        self.pages = self.looks = 0
        self._on_free, self._on_end = on_free, on_end
        self._received = bytearray()
        self._unsent = memoryview(b"")
        self._used_before = 0.0
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(0)
        with theirs:
            self._process = _SPAWN.Process(target=serve, args=(theirs, os.getpid(), memory_mb), daemon=True)
            try:
                _start_deaf(self._process)
            except OSError:
                self._channel.close()
                raise
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._channel, self._receive)

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid or 0

    @property
    def is_free(self) -> bool:
        """May it be given a page?"""
        return self.is_ready and self.job is None

    def begin(self, job: Job) -> None:
        """Hand a page to a free worker, which stays free where the page cannot be sent."""
        html = job.task.page.html
        try:
            message = pickle.dumps(replace(job.task, page=replace(job.task.page, html=b"")))
        except Exception as error:  # noqa: BLE001 - whatever it is: this page's reader is told, and no other's
            job.fail(error)
            return
        self.job = job
        self.pages += 1
        self.looks, self._used_before = 0, _processor_seconds(self.pid)
        self._send([HEAD.pack(len(message), len(html)), message, html])

    def used_seconds(self) -> float:
        """Processor time that its page has taken so far."""
        return _processor_seconds(self.pid) - self._used_before

    def give_way(self, niceness: int) -> None:
        """From now on it takes what other processes leave; there is no way back."""
        with contextlib.suppress(OSError):  # it has just died: that is told elsewhere
            nice = os.getpriority(os.PRIO_PROCESS, self.pid) + niceness
            os.setpriority(os.PRIO_PROCESS, self.pid, min(nice, _LOWEST_PRIORITY))

    def end(self) -> None:
        """Kill it, whatever it does; nobody is told. What is left of it goes with the next start, or with `join`."""
        self._loop.remove_reader(self._channel)
        self._loop.remove_writer(self._channel)
        self._channel.close()
        self._process.kill()

    def join(self) -> None:
        """Wait until the process is gone."""
        self._process.join()

    def _send(self, pieces: list[bytes]) -> None:
        """Send what fits, which is nearly always all; the loop calls again for the rest."""
        try:
            sent = self._channel.sendmsg(pieces)
        except BlockingIOError:
            sent = 0
        except OSError:  # it died: reading from it tells
            return
        if sent < sum(map(len, pieces)):
            self._unsent = memoryview(b"".join(pieces))[sent:]
            self._loop.add_writer(self._channel, self._send_rest)

    def _send_rest(self) -> None:
        with contextlib.suppress(OSError):
            self._unsent = self._unsent[self._channel.send(self._unsent) :]
        if not self._unsent:
            self._loop.remove_writer(self._channel)

    def _receive(self) -> None:
        """Take what came, which is all of one answer or a part: the next comes after the next page."""
        try:
            piece = self._channel.recv(_PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self.end()
            self._on_end(self)
            return
        self._received += piece
        received = self._received
        if len(received) < HEAD.size or len(received) < HEAD.size + HEAD.unpack_from(received)[0]:
            return
        self._received = bytearray()
        job, self.job, self.is_ready = self.job, None, True
        try:
            self._on_free(self, job)  # before the answer is looked at: it is given its next page
        finally:
            if job is not None:
                job.end(_unpacked(memoryview(received)[HEAD.size :]))


OnFree = Callable[[Worker, Job | None], None]
OnEnd = Callable[[Worker], None]


def _unpacked(answer: memoryview) -> Article | Unread:
    """What a worker sent; a bug of ours where it cannot be read."""
    try:
        found: Article | Unread = pickle.loads(answer)  # noqa: S301 - from our own process
    except Exception as error:  # noqa: BLE001 - whatever breaks: the page must be told
        message = f"the reader's answer cannot be read: {type(error).__name__}: {error}"
        return Unread(OutcomeKind.EXTRACTION_FAILED, message, traceback.format_exc())
    return found


def _start_deaf(process: SpawnProcess) -> None:
    """Start a process that neither Ctrl-C nor SIGTERM reaches, not even while it still imports its modules.

    Both are sent to whole groups of processes. Its parent then stores what was fetched, and needs it for that.
    """
    # It inherits what is blocked here. Python's own process comes before: who starts that has these unblocked then.
    resource_tracker.ensure_running()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, NOT_HEARD)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    _started.add(process)


@atexit.register  # later than multiprocessing, whose turn comes after this one's therefore
def _kill_what_is_left() -> None:
    """Kill workers that nobody ended: multiprocessing would send them SIGTERM, which they do not hear, and wait."""
    for process in _started:
        process.kill()


def _processor_seconds(pid: int) -> float:
    """Processor time that a process has taken; 0 where it is gone, and where the system is not Linux."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # as Linux numbers a process's clock: clock_getcpuclockid(3)
    except OSError:
        return 0.0
