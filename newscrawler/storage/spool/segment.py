"""One file of the spool, held by one process: written by it, or adopted from one that is gone."""

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newscrawler.storage.spool.file_format import FileContents, find_records, records
from newscrawler.storage.spool.spooled_jobs import Spoolable, UnreadableJobError, read_job

SUFFIX, DAMAGED_SUFFIX = ".spool", ".damaged"


class SegmentGoneError(Exception):
    """Another process holds the file, or has stored and removed it."""


def segment_name(number: int) -> str:
    """The name of a new file of this process: they sort by number, and name who made them."""
    return f"{number:017}-{os.getpid()}{SUFFIX}"


def adopted_name(path: Path) -> str:
    """The name of a file that this process takes over: as it was made, and ours; two files never get one name."""
    return f"{_origin(path)}.{os.getpid()}{SUFFIX}"


def holder_of(path: Path) -> int:
    """The process that holds a file, or held it last, by its name; 0 where it is not one of our names."""
    process = path.stem.replace(".", "-").rpartition("-")[2]
    return int(process) if process.isdecimal() else 0


def _origin(path: Path) -> str:
    """The name as it was made, without ending: the same whoever adopts it."""
    return path.stem.partition(".")[0]


@dataclass(slots=True)
class Segment:
    """A file that this process holds; the kernel lets go of it however the process ends.

    Attributes:
        count: jobs in it that are not stored yet.
        done: jobs from its beginning that are stored.
        size: bytes that are whole; what is written after a failure begins here.
    """

    path: Path
    descriptor: int
    count: int = 0
    size: int = 0
    done: int = 0

    @classmethod
    def create(cls, path: Path) -> "Segment":
        """A new, empty file that only this user can read.

        Raises:
            OSError: it cannot be made.
            SegmentGoneError: another process was faster.
        """
        return cls._held(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)

    @classmethod
    def adopt(cls, path: Path) -> "Segment":
        """A file that nobody holds.

        Raises:
            SegmentGoneError: somebody does, or it is no longer there.
            OSError: it cannot be opened, or another file has the name that it would get.
        """
        try:
            segment = cls._held(path, os.O_RDWR)
        except FileNotFoundError as error:
            raise SegmentGoneError(str(path)) from error
        try:
            segment.path = _rename(path, path.with_name(adopted_name(path)))
        except BaseException:
            segment.release()
            raise
        return segment

    @classmethod
    def _held(cls, path: Path, flags: int) -> "Segment":
        descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between opening and holding it, its holder may have removed it: then this is a file without a name.
            is_ours = os.fstat(descriptor).st_ino == path.stat().st_ino
        except (BlockingIOError, FileNotFoundError):
            is_ours = False
        except BaseException:
            os.close(descriptor)
            raise
        if not is_ours:
            os.close(descriptor)
            raise SegmentGoneError(str(path))
        return cls(path, descriptor)

    @property
    def damaged_path(self) -> Path:
        """Where its damaged parts are kept; the same whoever adopts it."""
        return self.path.with_name(f"{_origin(self.path)}{DAMAGED_SUFFIX}")

    def append(self, payloads: Iterable[bytes], count: int) -> None:
        """Write payloads, and return once they are on the disk. All of them, or none.

        Raises:
            OSError: nothing of them is kept.
        """
        data = memoryview(records(payloads))
        size = self.size
        try:
            while data:
                written = os.pwrite(self.descriptor, data, size)
                data, size = data[written:], size + written
            os.fsync(self.descriptor)
        except OSError:
            os.ftruncate(self.descriptor, self.size)
            raise
        self.size = size
        self.count += count

    def read(self) -> "SegmentContents":
        """All that is in it. What is damaged is kept beside it, in a file of its own, before this returns.

        Raises:
            OSError: it cannot be read, or what is damaged cannot be kept.
        """
        contents = SegmentContents.of(self._bytes())
        if contents.damaged:
            _write_whole(self.damaged_path, contents.damaged)
        return contents

    def count_again(self) -> None:
        """Set ``count`` and ``size`` by what is in the file; its jobs are not looked into, for there may be many."""
        data = self._bytes()
        self.size = len(data)
        self.count = max(0, len(find_records(data).payloads) - 1)  # the first one says which database it is for

    def remove(self) -> None:
        """Remove the file: all in it is stored."""
        self.path.unlink(missing_ok=True)
        self.release()

    def _bytes(self) -> bytes:
        with os.fdopen(os.dup(self.descriptor), "rb") as file:
            file.seek(0)
            return file.read()

    def release(self) -> None:
        """Let go of the file, for whoever opens this database next. Safe to repeat."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class SegmentContents:
    """What can be read of a file.

    Attributes:
        damaged: the bytes that cannot be read, with what is whole but no job that this version knows.
        damages: how many places that is.
        count: jobs that can be read.
        torn_bytes: that an interrupted append left at the end: nobody was told that they are kept.
    """

    data: bytes
    places: FileContents
    damaged: bytes
    damages: int
    count: int

    @property
    def torn_bytes(self) -> int:
        """Bytes at the end that were never written whole."""
        torn = self.places.torn
        return torn.end - torn.start if torn else 0

    @classmethod
    def of(cls, data: bytes) -> "SegmentContents":
        """What can be read of these bytes."""
        places = find_records(data)
        spans = list(places.damaged)
        view = memoryview(data)
        count = 0
        for span in places.payloads:
            try:
                count += read_job(bytes(view[span.start : span.end])) is not None
            except UnreadableJobError:
                spans.append(span)
        return cls(data, places, b"".join(data[span.start : span.end] for span in spans), len(spans), count)

    def jobs(self) -> Iterator[Spoolable]:
        """Every job that can be read, in the order in which they came."""
        for span in self.places.payloads:
            try:
                job = read_job(self.data[span.start : span.end])
            except UnreadableJobError:
                continue
            if job is not None:
                yield job


def _rename(path: Path, new: Path) -> Path:
    if new != path and new.exists():  # nobody else makes this name
        raise FileExistsError(errno.EEXIST, f"{new.name} is there already")
    return path.rename(new)


def _write_whole(path: Path, data: bytes) -> None:
    """The file with these bytes; never half of them under its name."""
    draft = path.with_name(path.name + ".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A new file survives a power cut only once its folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
