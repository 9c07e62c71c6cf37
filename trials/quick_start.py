"""Starts commands of ours at once: each is forked from a process that has imported what they import.

A command that crawls imports for most of a second before it does anything, and tests start hundreds of them. What is
forked is what ``python -m MODULE`` would be: a process of its own with its own variables, folder and output. It reads
the environment itself: ``newscrawler.settings`` and what stands above it are not imported before. How long a command
takes, and what is imported when, are asked of ``python -m MODULE`` alone.
"""

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# Whose value is the address of a process that is there already: trials that a test starts share its own.
VARIABLE = "QUICK_START"
# What a crawl has loaded at its end, by the modules that import the rest.
IMPORTED = (
    "brotli",
    "newscrawler.extensions.database_watch",
    "newscrawler.extensions.date_watch",
    "newscrawler.extensions.log_lines",
    "newscrawler.extensions.outcome_record",
    "newscrawler.extensions.run_record",
    "newscrawler.extensions.url_account",
    "newscrawler.middlewares.address_guard",
    "newscrawler.middlewares.archived_pages",
    "newscrawler.middlewares.article_budget",
    "newscrawler.middlewares.broken_code",
    "newscrawler.middlewares.contact",
    "newscrawler.middlewares.database_first",
    "newscrawler.middlewares.outlet_lease",
    "newscrawler.middlewares.outlet_proxy",
    "newscrawler.middlewares.retry_after",
    "newscrawler.middlewares.robots",
    "newscrawler.middlewares.safe_resolver",
    "newscrawler.middlewares.whole_bodies",
    "newscrawler.pipelines.boilerplate",
    "newscrawler.pipelines.cleaning",
    "newscrawler.pipelines.completeness",
    "newscrawler.pipelines.copies",
    "newscrawler.pipelines.duplicates",
    "newscrawler.pipelines.furniture",
    "newscrawler.pipelines.intake",
    "newscrawler.pipelines.storage",
    "newscrawler.spiders.archive",
    "newscrawler.spiders.backfill",
    "newscrawler.spiders.loader",
    "newscrawler.spiders.outlet",
    "newscrawler.workers.page_reader",
    "numpy.ma",
    "pydantic.v1",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.crawler",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.downloadermiddlewares.defaultheaders",
    "scrapy.downloadermiddlewares.httpcache",
    "scrapy.downloadermiddlewares.httpproxy",
    "scrapy.downloadermiddlewares.offsite",
    "scrapy.downloadermiddlewares.redirect",
    "scrapy.downloadermiddlewares.retry",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.telnet",
    "scrapy.pqueues",
    "scrapy.spidermiddlewares.referer",
    "scrapy.squeues",
    "scrapy.statscollectors",
)
_READ_ENVIRONMENT = ("newscrawler.settings", "newscrawler.cli", "twisted.internet.reactor")


def run(
    command: Sequence[str], variables: Mapping[str, str], *, timeout: float = 120, folder: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a module and its arguments, such as ``["newscrawler", "crawl"]``, to its end, as ``python -m`` does.

    Raises:
        subprocess.TimeoutExpired: it took longer than so many seconds, and was killed.
    """
    return run_measured(command, variables, timeout=timeout, folder=folder)[0]


def run_measured(
    command: Sequence[str], variables: Mapping[str, str], *, timeout: float, folder: Path | None = None
) -> tuple["subprocess.CompletedProcess[str]", float]:
    """The same with the CPU seconds of it and of those that it waited for."""
    order = {"command": list(command), "variables": dict(variables), "folder": str(folder or Path.cwd())}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        try:
            code, seconds = _order(order, (out.fileno(), errors.fileno()), timeout)
        except TimeoutError:
            raise subprocess.TimeoutExpired(list(command), timeout, _text(out), _text(errors)) from None
        return subprocess.CompletedProcess(list(command), code, _text(out), _text(errors)), seconds


def _order(order: Mapping[str, object], outputs: Sequence[int], timeout: float | None) -> tuple[int, float]:
    """Have a command run with these descriptors as its outputs; its exit code and CPU seconds."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ.get(VARIABLE) or started())
        socket.send_fds(connection, [b"\n"], list(outputs))
        connection.sendall(json.dumps(order).encode() + b"\n")
        with connection.makefile("rb") as answers:
            number = int(answers.readline() or _gone())
            connection.settimeout(timeout)
            try:
                code, seconds = json.loads(answers.readline())
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                raise
    return code, seconds


def command_file(place: Path) -> Path:
    """Write a file that a shell runs as ``newscrawler``: a command of the process that is there for this one."""
    place.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" newscrawler "$@"\n')
    place.chmod(0o755)
    return place


def _gone() -> int:
    raise ProcessLookupError("the process that starts commands has ended: it says why on standard error")


def _text(file: object) -> str:
    file.seek(0)
    return file.read().decode()


@functools.cache
def started() -> str:
    """The address of a process that forks for this one, and ends with it."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a process of several threads cannot be forked
    )
    atexit.register(process.communicate)
    return process.stdout.readline().strip()


def main() -> None:
    """Print the address, import, and fork for all who ask, until standard input is closed."""
    folder, owner = tempfile.mkdtemp(prefix="newscrawler-quick-start-"), os.getpid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started this: it ends, and so does this
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for the commands
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(f"{folder}/address")
        listener.listen(100)
        print(listener.getsockname(), flush=True)
        for name in IMPORTED:
            importlib.import_module(name)
        make_tables()
        early = [name for name in _READ_ENVIRONMENT if name in sys.modules]
        assert not early, f"imported too early: {early}"
        assert threading.active_count() == 1
        gc.collect()
        gc.freeze()
        while listener in select.select([listener, 0], [], [])[0]:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                attend(connection)
                return
            connection.close()
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)


def make_tables() -> None:
    """Make what every crawl makes once: the table of folded letters, and the rules of the collections."""
    importlib.import_module("newscrawler.duplicates.folding").fold_words("a")
    importlib.import_module("newscrawler.storage.schema").definition()


def attend(connection: socket.socket) -> None:
    """In a process of its own: fork the command, wait for it, and tell how it ended. Returns in the command alone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, outputs, _, _ = socket.recv_fds(connection, 1, 2)
    with connection.makefile("rb") as orders:
        order = json.loads(orders.readline())
    command = os.fork()
    if command == 0:
        connection.close()
        become(order, outputs)
        return
    connection.sendall(f"{command}\n".encode())
    _, status, used = os.wait4(command, 0)
    ended = (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime)
    with contextlib.suppress(BrokenPipeError):  # who asked has given it up
        connection.sendall(json.dumps(ended).encode() + b"\n")
    os._exit(0)


def become(order: Mapping[str, object], outputs: Sequence[int]) -> None:
    """Make this process the command, and run it to its end."""
    for place, descriptor in enumerate((os.open(os.devnull, os.O_RDONLY), *outputs)):
        os.dup2(descriptor, place)
        os.close(descriptor)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - as Python opens it, and for good
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(order["variables"])
    os.chdir(order["folder"])
    time.tzset()
    module, *arguments = order["command"]
    sys.path[0], sys.argv = order["folder"], [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__" and sys.argv[1:]:
    ordered = {"command": sys.argv[1:], "variables": dict(os.environ), "folder": str(Path.cwd())}
    sys.exit(_order(ordered, (1, 2), None)[0])
elif __name__ == "__main__":
    main()
