"""What runs in a worker process: it reads one page after another, until nobody sends any."""

import contextlib
import ctypes
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from dataclasses import replace
from datetime import UTC, datetime

from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.workers.garbage import collect_garbage_seldom
from newscrawler.workers.reading_task import Task, read_task

HEAD = struct.Struct("!QQ")  # before every message: its bytes, pickled, and those of the page, as they are
READY = HEAD.pack(0, 0)  # the worker has begun
NOT_HEARD = (signal.SIGINT, signal.SIGTERM)  # Ctrl-C, and what ends a service: the parent's business

_PR_SET_PDEATHSIG = 1
# It is read before all others: the first page loads tables, 0.2 s, which no outlet's page is to pay for.
_FIRST_PAGE = b"<title>The bridge</title>" + b"<p>The bridge over the river opened again on Monday morning.</p>" * 40


def serve(channel: socket.socket, parent: int, memory_mb: int) -> None:
    """Read the pages that come through a channel, and send back what became of each.

    It ends when the other end is closed, and without a word where the memory does not suffice even for a message.
    """
    _begin(parent, memory_mb)
    with contextlib.suppress(OSError, MemoryError, EOFError):  # EOFError: closed in the middle of a message
        channel.sendall(READY)
        while head := _receive(channel, HEAD.size):
            message, html = (_receive(channel, size) for size in HEAD.unpack(head))
            task: Task = pickle.loads(message)  # noqa: S301 - from our own process
            answer = pickle.dumps(read_task(replace(task, page=replace(task.page, html=html))))
            channel.sendall(HEAD.pack(len(answer), 0) + answer)


def _receive(channel: socket.socket, size: int) -> bytes:
    """So many bytes, at once unless the process is stopped in between; none where the other end is closed."""
    received = channel.recv(size, socket.MSG_WAITALL) if size else b""
    while 0 < len(received) < size:
        rest = channel.recv(size - len(received), socket.MSG_WAITALL)
        received = received + rest if rest else b""
    return received


def _begin(parent: int, memory_mb: int) -> None:
    """Bind the worker's life to its parent's, and its memory to the limit; let it die by no signal but SIGKILL."""
    for number in NOT_HEARD:
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(1)
    limit, hard = memory_mb * 1024 * 1024, resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)  # a limit of the system's cannot be raised
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    page = Page("https://a.example/", _FIRST_PAGE, datetime.now(UTC))
    read_task(Task(page, pickle.dumps(Outlet(id="xx_first", name="First")), ahead=True))
    collect_garbage_seldom()
