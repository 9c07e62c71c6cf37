"""What lies in the spools of all databases; touches nothing."""

import fcntl
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newscrawler.storage.spool.file_format import find_records
from newscrawler.storage.spool.folder import FOLDER
from newscrawler.storage.spool.segment import DAMAGED_SUFFIX, SUFFIX, holder_of
from newscrawler.storage.spool.spooled_jobs import HEADER_KIND, UnreadableJobError, read_payload


@dataclass(frozen=True, slots=True)
class SegmentReport:
    """One file of a spool.

    Attributes:
        address: of its database, without user and password; "" where the file does not say.
        name: of the database.
        kinds: number of records by kind: ``article``, ``copies``, ``outcome``, ``run``, ``refused``.
        size: in bytes.
        oldest: when the first of them was kept; None: it holds none.
        held_by: number of the process that is going to store it; None: nobody is.
        unreadable: places that are damaged, or unknown to this version.
    """

    path: Path
    address: str
    name: str
    kinds: Counter[str]
    size: int
    oldest: datetime | None
    newest: datetime | None
    held_by: int | None
    unreadable: int

    @property
    def folder(self) -> Path:
        """Of its database's spool."""
        return self.path.parent

    @property
    def count(self) -> int:
        """Records in it."""
        return self.kinds.total()


def list_segments(data_dir: Path) -> list[SegmentReport]:
    """Every file that waits to be stored, of all databases, oldest first in each.

    Raises:
        OSError: one cannot be read.
    """
    reports = []
    for path in sorted((data_dir / FOLDER).glob(f"*/*{SUFFIX}")):
        try:
            reports.append(_report(path))
        except FileNotFoundError:  # stored a moment ago
            continue
    return reports


def list_damaged(data_dir: Path) -> list[Path]:
    """The files with what could not be read."""
    return sorted((data_dir / FOLDER).glob(f"*/*{DAMAGED_SUFFIX}"))


def waiting_bytes(folder: Path) -> int:
    """How much of one database waits, and nobody stores it; 0: nothing."""
    waiting = 0
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            waiting += 0 if _is_held(path) else path.stat().st_size
        except OSError:  # stored a moment ago, or not ours to read
            continue
    return waiting


def _report(path: Path) -> SegmentReport:
    held_by = holder_of(path) if _is_held(path) else None
    data = path.read_bytes()
    places = find_records(data)
    about: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    times: list[datetime] = []
    unreadable = len(places.damaged)
    for span in places.payloads:
        try:
            values = read_payload(data[span.start : span.end])
        except UnreadableJobError:
            unreadable += 1
            continue
        if values.get("kind") == HEADER_KIND:
            about = values
        else:
            kinds[str(values.get("kind"))] += 1
            times += [values["at"]] if isinstance(values.get("at"), datetime) else []
    return SegmentReport(
        path,
        about.get("address", ""),
        about.get("name", ""),
        kinds,
        len(data),
        min(times, default=None),
        max(times, default=None),
        held_by,
        unreadable,
    )


def _is_held(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
