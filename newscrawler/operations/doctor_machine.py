"""The doctor on the machine: directory, disk, files, clock, encoding, loopback."""

import errno
import locale
import resource
import shutil
import socket
import tempfile
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newscrawler.operations.doctor_check import Check, Verdict
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment

GIGABYTE = 1_000_000_000
# A stored article with its page takes about 40 KB: 10,000 a day fill 0.4 GB. Under 1 GB the next days do not fit; 5 GB
# are a week and more, time enough to see the note. (The embedded database itself refuses to start under 0.2 GB.)
FULL_BYTES = 1 * GIGABYTE
FILLING_BYTES = 5 * GIGABYTE
# 50 crawls at once with four connections each, 100 of the database's pool, pipes of workers: about 350.
FEW_FILES = 256
ENOUGH_FILES = 1024
# Measured: a worker with the language model and its tables took 230 MB, a crawl 200 MB and its pages.
PROCESS_BYTES = 300_000_000
FIRST_YEAR = 2026  # this version is no older: a machine without a battery begins in 1970


def examine_data_directory(environment: Environment) -> Iterator[Verdict]:
    """Whether the data directory is there, or can be made, and can be written."""
    directory = environment.data_dir
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(b"newscrawler doctor")
            file.flush()
    except OSError as error:
        fix = "set NEWSCRAWLER_DATA_DIR to a directory that can be written"
        if error.errno == errno.ENOSPC:
            fix = "free some space, or set NEWSCRAWLER_DATA_DIR to another disk"
        why = "is no directory" if directory.exists() and not directory.is_dir() else error.strerror
        yield Verdict("data directory", "FAIL", f"{directory}: {why}", fix)
    else:
        yield Verdict("data directory", "ok", str(directory))


def examine_disk(environment: Environment) -> Iterator[Verdict]:
    """Free space where the data directory is, or would be."""
    there = environment.data_dir
    while not there.exists() and there != there.parent:
        there = there.parent
    yield _disk_verdict(shutil.disk_usage(there).free, there, embedded=environment.mongo_uri is None)


def _disk_verdict(free: int, place: Path, *, embedded: bool) -> Verdict:
    found = f"{free / GIGABYTE:.1f} GB free for {place}"
    fix = "free some space, or set NEWSCRAWLER_DATA_DIR to another disk"
    if free < FULL_BYTES and embedded:
        return Verdict("disk", "FAIL", found, fix)
    if free < (FILLING_BYTES if embedded else FULL_BYTES):  # with a MongoDB elsewhere only logs are here
        return Verdict("disk", "note", found, fix)
    return Verdict("disk", "ok", found)


def examine_open_files(environment: Environment) -> Iterator[Verdict]:
    """How many files and connections this process may have open."""
    del environment
    yield _files_verdict(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _files_verdict(limit: int) -> Verdict:
    if limit == resource.RLIM_INFINITY:
        return Verdict("open files", "ok", "no limit")
    found = f"at most {limit:,}"
    if limit >= ENOUGH_FILES:
        return Verdict("open files", "ok", found)
    return Verdict(
        "open files", "FAIL" if limit < FEW_FILES else "note", found, "ulimit -n 4096 (systemd: LimitNOFILE=4096)"
    )


def examine_clock(environment: Environment) -> Iterator[Verdict]:
    """Whether the clock can be right, and time zones are known."""
    del environment
    now = datetime.now(UTC)
    if not FIRST_YEAR <= now.year < FIRST_YEAR + 50:
        yield Verdict("clock", "FAIL", f"it says {now:%Y-%m-%d %H:%M} UTC", "set the clock: timedatectl set-ntp true")
    else:
        yield Verdict("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC, local zone {datetime.now().astimezone():%Z (%z)}")
    try:
        zoneinfo.ZoneInfo("Europe/Berlin")
    except (zoneinfo.ZoneInfoNotFoundError, OSError) as error:
        yield Verdict("time zones", "FAIL", str(error), "pip install tzdata")
    else:
        yield Verdict("time zones", "ok", f"{len(zoneinfo.available_timezones())} known")


def examine_encoding(environment: Environment) -> Iterator[Verdict]:
    """Whether this terminal shows every letter; nothing that is stored depends on it."""
    del environment
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if encoding.lower().replace("-", "") == "utf8":
        yield Verdict("encoding", "ok", encoding)
    else:
        found = f"{encoding}: letters that it lacks are shown as \\u codes"
        yield Verdict("encoding", "note", found, "export LC_ALL=C.UTF-8 PYTHONUTF8=1")


def examine_loopback(environment: Environment) -> Iterator[Verdict]:
    """Whether this machine reaches itself: the embedded database and the demo need it."""
    del environment
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(3)
        with socket.create_connection(server.getsockname(), timeout=3) as asking:
            answering, _ = server.accept()
            with answering:
                asking.sendall(b"?")
                answering.settimeout(3)
                heard = answering.recv(1)
    yield Verdict("loopback", "ok" if heard == b"?" else "FAIL", "127.0.0.1 answers" if heard else "no answer")


def examine_memory(environment: Environment) -> Iterator[Verdict]:
    """Whether the memory that is free is enough for the crawling process and its workers."""
    free = free_memory()
    if free is None:
        yield Verdict("memory", "note", "cannot tell how much is free here")
        return
    yield _memory_verdict(free, environment.workers)


def _memory_verdict(free: int, workers: int) -> Verdict:
    needed = PROCESS_BYTES * (1 + workers)
    found = f"{free / GIGABYTE:.1f} GB free; a crawl with {many(workers, 'worker')} "
    found += f"takes up to {needed / GIGABYTE:.1f} GB"
    return (
        Verdict("memory", "ok", found)
        if free >= needed
        else Verdict("memory", "note", found, "export NEWSCRAWLER_WORKERS=1")
    )


def free_memory(proc: Path = Path("/proc/meminfo"), group: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that a program can still have, also by the limit of a container; None where the system does not say."""
    try:
        lines = dict(line.split(":", 1) for line in proc.read_text().splitlines())
        free = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None
    try:
        limit = (group / "memory.max").read_text().strip()
        used = int((group / "memory.current").read_text())
    except (OSError, ValueError):
        return free
    return min(free, int(limit) - used) if limit.isdecimal() else free


MACHINE_CHECKS = (
    Check("data directory", examine_data_directory, fix="set NEWSCRAWLER_DATA_DIR to a directory that can be written"),
    Check("disk", examine_disk),
    Check("open files", examine_open_files),
    Check("memory", examine_memory),
    Check("clock", examine_clock),
    Check("encoding", examine_encoding),
    Check("loopback", examine_loopback, fix="ip link set lo up"),
)
