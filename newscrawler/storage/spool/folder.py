"""The spool: what was fetched while the database is away, kept on disk until it is stored.

A folder for each database, with files of some 16 MB. A process writes to files of its own and holds them; those of a
process that is gone are adopted by the next one that opens the same database. A file is removed once all in it is
stored. Whoever is killed before that stores some of it twice, which changes nothing.
"""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

from newscrawler.storage.spool.segment import (
    DAMAGED_SUFFIX,
    SUFFIX,
    Segment,
    SegmentGoneError,
    segment_name,
    sync_folder,
)
from newscrawler.storage.spool.spooled_jobs import Spoolable, write_header, write_job

FOLDER = "spool"
SEGMENT_BYTES = 16_000_000
MAX_BYTES = 2_000_000_000  # of the spools of all databases
RESERVE_BYTES = 64_000_000  # beyond the limit, and of free disk: for what is under way when the crawl is told to end
_LOOK_SECONDS = 0.05  # who only lists the files holds each for a moment
_SPOOLS: "WeakSet[Spool]" = WeakSet()


class SpoolFullError(Exception):
    """Nothing more is taken; says why."""


class Spool:
    """The spool of one database. Its methods touch the disk: call them in a thread.

    Args:
        folder: of this database; see ``spool_folder``. Made when it is needed.
        about: what the files say about their database: ``address`` without password, and ``name``.
        max_bytes: of the whole spool, beyond which a crawl should end.
        segment_bytes: of one file, beyond which the next is begun.
        reserve_bytes: what is taken beyond ``max_bytes``, and what should be free on the disk.
        now: the clock.

    Attributes:
        fault: why nothing more should be fetched, in words; None: there is room.
        left: files that could not be adopted, with the reason.
    """

    def __init__(
        self,
        folder: Path,
        about: Mapping[str, Any],
        *,
        max_bytes: int = MAX_BYTES,
        segment_bytes: int = SEGMENT_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.fault: str | None = None
        self.left: list[str] = []
        self._about = dict(about)
        self._max_bytes = max_bytes
        self._segment_bytes = segment_bytes
        self._reserve_bytes = reserve_bytes
        self._now = now
        self._segments: list[Segment] = []  # oldest first
        self._growing: Segment | None = None  # the last of them, while it is written to
        self._others_bytes = 0  # of what is not in our segments, when we looked last
        self._last_name = 0
        self._left_count = 0  # jobs in files that were set aside
        self._lock = threading.Lock()
        _SPOOLS.add(self)

    @property
    def count(self) -> int:
        """Jobs in the files that we hold or have set aside."""
        return self._left_count + sum(segment.count for segment in self._segments)

    @property
    def is_empty(self) -> bool:
        """Do we hold no file?"""
        return not self._segments

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            OSError: it cannot be made, or not written to.
        """
        new = [folder for folder in (self.folder, *self.folder.parents) if not folder.exists()]
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in reversed(new):
            sync_folder(folder.parent)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.folder} cannot be written")

    def adopt(self) -> int:
        """How many jobs were taken over from processes that are gone; they stand before our own.

        A file that cannot be opened is left, and stands in ``left``.
        """
        with self._lock:
            ours = {segment.path for segment in self._segments}
            adopted: list[Segment] = []
            held = [
                path for path in self.folder.glob(f"*{SUFFIX}") if path not in ours and not self._try(path, adopted)
            ]
            if held:
                time.sleep(_LOOK_SECONDS)
                for path in held:
                    self._try(path, adopted)
            adopted.sort(key=lambda segment: segment.path.name)
            self._segments[:0] = adopted
            return sum(segment.count for segment in adopted)

    def _try(self, path: Path, adopted: list[Segment]) -> bool:
        """Adopt a file; False: somebody holds it, maybe only to list it."""
        segment: Segment | None = None
        try:
            segment = Segment.adopt(path)
            segment.count_again()
        except SegmentGoneError:
            return False
        except OSError as error:
            self.left.append(f"{path}: {error.strerror or error}")
            if segment:
                segment.release()
        else:
            adopted.append(segment)
        return True

    def append(self, jobs: Sequence[Spoolable]) -> dict[Spoolable, Exception]:
        """Keep jobs: they are on the disk when this returns. Sets ``fault`` where little more can be kept.

        Returns:
            Those that are not kept, because they cannot be written down, with the reason.

        Raises:
            SpoolFullError: none of them is kept.
        """
        at = self._now()
        payloads: list[bytes] = []
        broken: dict[Spoolable, Exception] = {}
        for job in jobs:
            try:
                payloads.append(write_job(job, at))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one costs no other
                broken[job] = error
        if not payloads:
            return broken
        with self._lock:
            try:
                self._check_room(sum(map(len, payloads)))
                self._segment_to_write().append(payloads, len(payloads))
            except OSError as error:
                self._growing = None  # the next attempt begins a file of its own
                self.fault = f"the spool in {self.folder} cannot be written: {error.strerror or error}"
                raise SpoolFullError(self.fault) from error
        return broken

    def oldest(self) -> Segment | None:
        """The file that is to be stored next. Nothing is written to it any more."""
        with self._lock:
            segment = next(iter(self._segments), None)
            if segment is self._growing:
                self._growing = None
            return segment

    def remove(self, segment: Segment) -> None:
        """Remove a file whose jobs are stored."""
        with self._lock:
            segment.remove()
            self._segments.remove(segment)
            if not self._segments:
                self.fault = None

    def set_aside(self, segment: Segment) -> None:
        """Let go of a file that cannot be stored now; it stays, for whoever opens this database next."""
        with self._lock:
            self._left_count += max(segment.count, 1)  # what cannot be read may hold anything
            segment.release()
            self._segments.remove(segment)

    def release(self) -> None:
        """Let go of all files: whoever opens this database next stores them. Their count is still told."""
        with self._lock:
            self._growing = None
            for segment in self._segments:
                segment.release()

    def _segment_to_write(self) -> Segment:
        if self._growing is None or self._growing.size >= self._segment_bytes:
            self.prepare()
            self._growing = self._new_segment()
            header = self._about | {"process": os.getpid(), "at": self._now()}
            try:
                self._growing.append([write_header(header)], 0)
                sync_folder(self.folder)
            except OSError:
                self._growing.remove()
                raise
            self._segments.append(self._growing)
        return self._growing

    def _new_segment(self) -> Segment:
        """A file whose name sorts after all that were made before."""
        while True:
            self._last_name = max(self._last_name + 1, time.time_ns() // 1000)
            try:
                return Segment.create(self.folder / segment_name(self._last_name))
            except (FileExistsError, SegmentGoneError):
                continue

    def _check_room(self, wanted: int) -> None:
        """Sets ``fault`` where the end is near.

        Raises:
            SpoolFullError: it is reached.
        """
        if self._growing is None or self._growing.size >= self._segment_bytes:
            ours = {segment.path for segment in self._segments}
            self._others_bytes = sum(_size(path) for path in _files(self.folder.parent) if path not in ours)
        held = self._others_bytes + sum(segment.size for segment in self._segments) + wanted
        if held > self._max_bytes:
            self.fault = f"the spool in {self.folder.parent} holds {held // 1_000_000} MB, as much as it may"
        elif _free_bytes(self.folder) - wanted < self._reserve_bytes:
            self.fault = f"the disk of the spool in {self.folder} is nearly full"
        if held > self._max_bytes + self._reserve_bytes:
            raise SpoolFullError(self.fault)


def spool_folder(data_dir: Path, hosts: Sequence[str] | None, name: str) -> Path:
    """The folder of a database's spool.

    Args:
        data_dir: of this installation.
        hosts: of the server, with their ports, without user and password; None: the embedded one of ``data_dir``.
        name: of the database.
    """
    place = ",".join(sorted(host.lower() for host in hosts)) if hosts is not None else "embedded"
    return data_dir / FOLDER / hashlib.blake2b(f"{place}/{name}".encode(), digest_size=8).hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for suffix in (SUFFIX, DAMAGED_SUFFIX) for path in folder.glob(f"*/*{suffix}")]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # stored a moment ago
        return 0


def _free_bytes(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _forget_all() -> None:
    """In a forked process: the files are the parent's, and must be let go of when it ends."""
    for spool in _SPOOLS:
        for segment in spool._segments:  # noqa: SLF001 - the lock may be held by a thread that was not forked
            segment.release()


os.register_at_fork(after_in_child=_forget_all)
