"""Which process we are, and whether another one of this machine is gone: Linux's /proc, where there is one."""

import functools
import os
import socket
import time
from pathlib import Path

from newscrawler.model.lease import Process

PROC = Path("/proc")
_STARTED_FIELD = 19  # of /proc/PID/stat behind the name in brackets: start time in clock ticks since the boot
_DEAD_STATES = frozenset({"X", "Z"})  # dead; a zombie: killed, and its parent did not look yet


def this_process() -> Process:
    """The process that asks."""
    return _identity(os.getpid())


@functools.lru_cache(maxsize=1)  # a schedule asks many times a second
def _identity(number: int) -> Process:
    stat = _stat(number)
    return Process(socket.gethostname() or "unknown", _machine(), number, stat[1] if stat else None)


def is_gone(process: Process, here: Process) -> bool:
    """Is the process certainly no more? Only told of one that shares the machine of ``here``; in doubt it lives."""
    if process.machine is None or process.machine != here.machine:
        return False
    try:
        os.kill(process.number, 0)  # asks only; /proc may hide the processes of other users
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    stat = _stat(process.number)
    if stat is None:
        return False
    return stat[0] in _DEAD_STATES or (process.started is not None and stat[1] != process.started)


def process_age() -> float | None:
    """Seconds since this process began, before it imported anything; None where the system does not tell."""
    stat = _stat(os.getpid())
    if stat is None or not hasattr(time, "CLOCK_BOOTTIME"):
        return None
    return time.clock_gettime(time.CLOCK_BOOTTIME) - stat[1] / os.sysconf("SC_CLK_TCK")


def _machine() -> str | None:
    """The boot and the namespace of process ids: two containers of one machine may share a host name and numbers."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return None


def _stat(number: int) -> tuple[str, int] | None:
    """State and start time of a process."""
    try:
        fields = (PROC / str(number) / "stat").read_text(errors="replace").rpartition(")")[2].split()
        return fields[0], int(fields[_STARTED_FIELD])
    except (OSError, IndexError, ValueError):
        return None
