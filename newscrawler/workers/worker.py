"""A worker process as the crawl sees it: it takes one page at a time, through a socket that the event loop watches."""

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess

from newscrawler.model.article import Article
from newscrawler.workers.reading_task import Task, Unread
from newscrawler.workers.worker_process import HEAD, serve

_PIECE_BYTES = 65_536  # read at once: an article has 25 kB
_SPAWN = multiprocessing.get_context("spawn")
_LOWEST_PRIORITY = 19


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A page that waits for its worker or is being read; ``answer`` is what its reader awaits."""

    task: Task
    outlet: str
    answer: asyncio.Future[Article | Unread]

    def end(self, result: Article | Unread) -> None:
        """Tell the result, where somebody still waits for it."""
        if not self.answer.done():
            self.answer.set_result(result)


class Worker:
    """One process; must be made where an event loop runs.

    Attributes:
        is_ready: has it begun? That takes most of a second.
        job: what it is reading.
        pages: how many it was given.
    """

    def __init__(self, memory_mb: int, on_free: "OnFree", on_end: "OnEnd") -> None:
        """Start the process.

        Args:
            memory_mb: address space that it may take.
            on_free: called when it has begun, and when it has read a page, with that.
            on_end: called when it died by itself.
        """
        self.is_ready = False
        self.job: Job | None = None
        self.pages = 0
        self._on_free, self._on_end = on_free, on_end
        self._received = bytearray()
        self._unsent = memoryview(b"")
        self._began = self._used_before = 0.0
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(0)
        with theirs:
            self._process = _SPAWN.Process(target=serve, args=(theirs, os.getpid(), memory_mb), daemon=True)
            _start_without_ctrl_c(self._process)
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
        """Hand a page to a free worker."""
        self.job = job
        self.pages += 1
        self._began, self._used_before = time.monotonic(), _processor_seconds(self.pid)
        html = job.task.page.html
        message = pickle.dumps(replace(job.task, page=replace(job.task.page, html=b"")))
        self._send([HEAD.pack(len(message), len(html)), message, html])

    def used_seconds(self) -> float:
        """Processor time that its page has taken so far."""
        return _processor_seconds(self.pid) - self._used_before

    def waited_seconds(self) -> float:
        """The same by the clock."""
        return time.monotonic() - self._began

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
        self._on_free(self, job)  # before the answer is looked at: it is given its next page
        if job is not None:
            job.end(pickle.loads(memoryview(received)[HEAD.size :]))  # noqa: S301 - from our own process


OnFree = Callable[[Worker, Job | None], None]
OnEnd = Callable[[Worker], None]


def _start_without_ctrl_c(process: SpawnProcess) -> None:
    """Start a process that Ctrl-C does not reach while it still imports its modules: it would print a traceback."""
    # It inherits what is blocked here. Python's own process comes before: who starts that has SIGINT unblocked then.
    resource_tracker.ensure_running()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _processor_seconds(pid: int) -> float:
    """Processor time that a process has taken; 0 where it is gone, and where the system is not Linux."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # as Linux numbers a process's clock: clock_getcpuclockid(3)
    except OSError:
        return 0.0
