"""The records of a WARC, one at a time; behind a damaged one it goes on with the next that begins."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from newscrawler.discovery.archive_bytes import ArchiveBytes
from newscrawler.discovery.archive_packing import DamagedBytesError, GaveUpError, Place
from newscrawler.errors import ArchiveError

Found = TypeVar("Found")

ARC = (b"filedesc:",)  # the forerunner of WARC
BEGINNINGS = (b"WARC/", *ARC)
ARC_LINE_BYTES = 4096
FIRST_WITHIN = 16 << 20  # bytes: what has no record there is no archive

_RECORD = re.compile(rb"WARC/1\.\d\r?\n(?=[A-Za-z-]{1,40}:)")
_ARC_RECORD = re.compile(
    rb"(?<![^\n])(?:https?|dns):[^ \r\n]{1,100} [\d.:a-f]{2,39} \d{14} [^ \r\n]{1,30} \d{1,10}\r?\n"
)
_ARC_LINE = re.compile(rb"[a-z]+:[^\r\n]+ \d{14} [^\r\n]+ \d{1,12}\r?\n")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of an archive that cannot be read.

    Attributes:
        message: where it begins, why, and how many bytes were passed over.
        record: what warcio has of the record that is damaged; None where none had begun.
        reason: why, alone.
    """

    message: str
    reason: str
    record: Any = None


class _DamagedRecordError(Exception):
    """A record is not as it says itself."""


def records_in(stream: BinaryIO, read: Callable[[Any], Found]) -> Iterator[Found | Gap]:
    """What ``read`` makes of every record that is whole, and the gaps between them.

    Args:
        stream: the file, from its beginning; it is read from any place on.
        read: takes a record of warcio; what it leaves unread is passed over.

    Raises:
        ArchiveError: it is no WARC at all, or the extra ``warc`` is not installed.
    """
    try:
        from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ArchiveError("Reading WARC files needs the extra: pip install 'newscrawler[warc]'") from error
    yield from _Archive(stream, ArcWarcRecordLoader(arc2warc=True)).records(read)


class _Archive:
    """An archive that is being read."""

    def __init__(self, stream: BinaryIO, loader: Any) -> None:  # noqa: ANN401 - warcio has no types
        self._bytes = ArchiveBytes(stream)
        self._loader = loader
        self._number = 0  # of the record that is being read, damaged ones too
        self._seen = 0
        self._is_arc = False

    def records(self, read: Callable[[Any], Found]) -> Iterator[Found | Gap]:
        """As ``records_in``."""
        while True:
            start, record = None, None
            self._number += 1
            try:
                self._bytes.skip_line_ends()
                start = self._bytes.place
                if self._bytes.is_at_end:
                    break
                self._expect_beginning()
                self._is_arc = self._is_arc or self._bytes.starts_with(ARC)
                self._seen += 1
                record = self._loader.parse_record_stream(self._bytes)
                found = read(record)
                self._expect_whole(record, start)
            except Exception as error:  # noqa: BLE001 - warcio raises whatever a damaged header leads to
                yield self._pass_over(start, record, error)
            else:
                yield found
        if not self._seen:
            raise ArchiveError("not a WARC file, or an empty one: it holds no record")

    def _expect_beginning(self) -> None:
        if not self._is_at_record():
            raise _DamagedRecordError(f"no record begins with {self._bytes.peek(40)!r}")

    def _is_at_record(self) -> bool:
        if self._is_arc:
            return _ARC_LINE.match(self._bytes.peek(ARC_LINE_BYTES)) is not None
        return self._bytes.starts_with(BEGINNINGS)

    def _expect_whole(self, record: Any, start: Place) -> None:  # noqa: ANN401
        """Refuse a record that is cut, or does not end where it says: warcio itself takes both for whole.

        What is wrong behind its end costs it nothing.
        """
        raw = record.raw_stream
        if not hasattr(raw, "limit"):
            raise _DamagedRecordError("its length cannot be read")
        while raw.read(1 << 16):
            pass
        if raw.limit:
            raise _DamagedRecordError(f"the record lacks {raw.limit:,} bytes")
        member = self._bytes.member
        try:
            is_apart = self._bytes.skip_line_ends()
            if self._bytes.is_at_end or self._is_at_record():
                return
            if not is_apart or self._reaches_over(start, self._bytes.place):
                raise _DamagedRecordError("the record does not end where it says")
        except DamagedBytesError as error:
            if error.member == member and not error.is_cut:
                raise

    def _reaches_over(self, start: Place, end: Place) -> bool:
        """Does another record begin within this one? Go to its end, if not."""
        try:
            following = self._find_record(Place(start.member, start.inner + 1))
        except DamagedBytesError as error:
            following = Place(error.member, 0)
        if following is None or following >= end:
            self._bytes.go_to(end)
            return False
        return True

    def _find_record(self, start: Place) -> Place | None:
        """Go to the next record that begins at or behind a place."""
        self._bytes.go_to(start)
        pattern = _ARC_RECORD if self._is_arc else _RECORD
        return self._bytes.place if self._bytes.find(pattern, None if self._seen else FIRST_WITHIN) else None

    def _pass_over(self, start: Place | None, record: Any, error: Exception) -> Gap:  # noqa: ANN401
        """Go to the next record; what lies between.

        Raises:
            ArchiveError: there is none in the whole file.
        """
        damaged = error.member if isinstance(error, DamagedBytesError) else None
        start = start or Place(damaged or 0, 0)
        behind: Place | None = Place(start.member, start.inner + 1)
        if damaged is not None and self._bytes.is_compressed:
            behind = self._bytes.next_member(damaged)
        following = self._next_record(behind)
        if following is None and not self._seen:
            raise ArchiveError(f"not a WARC file: {error}") from error
        passed = self._bytes.distance(start, following)
        further = "and read on from there" if following else "up to the end of the file"
        message = f"damaged or cut off at record {self._number}, {start}: {error}; {passed} were passed over, {further}"
        return Gap(message, str(error), record)

    def _next_record(self, start: Place | None) -> Place | None:
        """Go to the next record from a place on, behind what cannot be unpacked, or to the end."""
        following = start
        while following is not None:
            try:
                if found := self._find_record(following):
                    return found
                break
            except DamagedBytesError as error:
                following = self._bytes.next_member(max(error.member, following.member))
            except GaveUpError:
                break
        self._bytes.go_to_end()
        return None
