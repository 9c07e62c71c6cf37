"""A file that is there complete, or not at all: written beside its place, and put there when all of it is on disk."""

import errno
import fcntl
import glob
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newscrawler.errors import NewscrawlerError, UsageError

_SUFFIX = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def whole_file(path: Path, *, may_replace: bool) -> Iterator[BinaryIO]:
    """The file to write to; where the block ends with an error, or the process, there is none under this name.

    What a killed process left beside it is taken away.

    A file that is replaced keeps its permissions.

    Raises:
        UsageError: there is no such folder, or something else has this name.
        NewscrawlerError: the disk is full, or the folder is not ours.
    """
    check_place(path, may_replace=may_replace)
    named, path = path, path.resolve()
    _clear_stale(path)
    try:
        with _draft_of(path) as (draft, file):
            yield file
            file.flush()
            os.fsync(file.fileno())
            _put(draft, path, may_replace=may_replace)
    except OSError as error:
        hint = " Free some of it, or name a file on another one." if error.errno in _FULL else ""
        raise NewscrawlerError(f"{named} was not written: {error.strerror or error}.{hint}") from error


def check_place(path: Path, *, may_replace: bool) -> None:
    """Nothing, if a file may be written there.

    Raises:
        UsageError: it may not; says why.
    """
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} to write {path.name} in.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it.")
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError(f"{path} is no file that could be replaced: write to - instead, and redirect that.")
    if not may_replace:
        raise UsageError(f"{path} is there already. --force replaces it.")


@contextmanager
def _draft_of(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside the place, with the permissions of what stands there; gone at the end of the block."""
    draft, file = _open_draft(path)
    try:
        with file:
            with suppress(FileNotFoundError, PermissionError):  # nothing stands there, or no permissions do
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            yield draft, file
    finally:
        with suppress(OSError):
            draft.unlink()


def _open_draft(path: Path) -> tuple[Path, BinaryIO]:
    """A file beside the place that is ours, as its lock tells others."""
    draft = path.with_name(f".{path.name}.{os.getpid()}{_SUFFIX}")
    while True:
        file = os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if draft.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return draft, file
        file.close()  # somebody cleared it away before it was locked


def _put(draft: Path, path: Path, *, may_replace: bool) -> None:
    """Give the draft its name."""
    if may_replace:
        draft.replace(path)
    else:
        try:
            path.hardlink_to(draft)  # unlike a renaming, it never replaces what came there meanwhile
        except FileExistsError as error:
            raise UsageError(f"{path} is there already. --force replaces it.") from error
        except OSError:  # a file system without hard links
            check_place(path, may_replace=False)
            draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clear_stale(path: Path) -> None:
    """Take away drafts of this file whose process is gone."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{_SUFFIX}"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
