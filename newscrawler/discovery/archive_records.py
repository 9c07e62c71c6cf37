"""The records of a WARC, one at a time; behind a damaged one it goes on with the next that begins."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from newscrawler.discovery.archive_bytes import ArchiveBytes
from newscrawler.discovery.archive_packing import ARC, BEGINNINGS, DamagedBytesError, GaveUpError, Place
from newscrawler.errors import ArchiveError

Found = TypeVar("Found")

ARC_LINE_BYTES = 4096
STEP_BYTES = 1 << 16  # in which the rest of a record is read
FEW_MEMBERS = 3  # the first may be the archive's own head and the second all its records
FIRST_WITHIN = 16 << 20  # bytes: what has no record there is no archive
SHOWN_BYTES = 40  # of what is no record
MADE_BY = "One is made by wget --warc-file=NAME, or by Browsertrix; it begins with WARC/1.0, or is such a file packed."

_RECORD = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?=[A-Za-z-]{1,40}:)")
_ARC_RECORD = re.compile(
    rb"(?:https?://|dns:)[^ \r\n\"<>]{1,2000}+ [\d.:a-f]{2,39} \d{14} [^ \r\n]{1,100} \d{1,10}\r?\n"
)
_ARC_LINE = re.compile(rb"[a-z]+:[^\r\n]+ \d{14} [^\r\n]+ \d{1,12}\r?\n")
_EMPTY_LINE = (b"\r\n\r\n", b"\n\n")  # behind the end of what comes before


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
    yield from _Archive(stream, ArcWarcRecordLoader(verify_http=False, arc2warc=True)).records(read)


class _Archive:
    """An archive that is being read."""

    def __init__(self, stream: BinaryIO, loader: Any) -> None:  # noqa: ANN401 - warcio has no types
        self._bytes = ArchiveBytes(stream)
        self._loader = loader
        self._number = 0  # of the record that is being read, damaged ones too
        self._seen = 0
        self._is_arc = False
        self._members = 0  # that began with a record

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
                record = self._begin_record(start)
                found = self._read_record(record, start, read)
            except Exception as error:  # noqa: BLE001 - warcio raises whatever a damaged header leads to
                yield self._pass_over(start, record, error)
            else:
                yield found
        if not self._seen:
            raise ArchiveError(f"not a WARC file, or an empty one: it holds no record. {MADE_BY}")

    def _begin_record(self, start: Place) -> Any:  # noqa: ANN401
        """What warcio makes of the head of a record."""
        if not self._is_at_record():
            raise _DamagedRecordError(f"no record begins with {_shown(self._bytes.peek(SHOWN_BYTES))}")
        self._is_arc = self._is_arc or self._bytes.starts_with(ARC)
        self._seen += 1
        self._members += not start.inner
        self._bytes.begin_head()
        record = self._loader.parse_record_stream(self._bytes, no_record_parse=True)
        if sum(name.lower() == "warc-type" for name, _ in record.rec_headers.headers) > 1:
            raise _DamagedRecordError("its head runs into that of another record")
        return record

    def _read_record(self, record: Any, start: Place, read: Callable[[Any], Found]) -> Found | Gap:  # noqa: ANN401
        """What ``read`` makes of it. Where only its contents cannot be read, it alone is passed over.

        What looks like a record in them is what a page quotes.
        """
        raw, found, wrong = record.raw_stream, None, None
        if not hasattr(raw, "limit"):
            raise _DamagedRecordError("its length cannot be read")
        try:
            if record.rec_type == "response":
                uri = record.rec_headers.get_header("WARC-Target-URI") or ""
                record.http_headers = self._loader.load_http_headers("response", uri, raw, record.length)
            self._expect_length(raw)
            found = read(record)
        except (DamagedBytesError, GaveUpError, _DamagedRecordError):
            raise
        except Exception as error:  # noqa: BLE001 - as above
            wrong = error
        self._expect_end(raw, start)
        if wrong is None:
            return found  # type: ignore[return-value]
        passed = self._bytes.distance(start, self._bytes.reached)
        return Gap(
            f"damaged at record {self._number}, {start}: {wrong}; its {passed} were passed over", str(wrong), record
        )

    def _is_at_record(self) -> bool:
        if self._is_arc:
            return _ARC_LINE.match(self._bytes.peek_line(ARC_LINE_BYTES)) is not None
        return self._bytes.starts_with(BEGINNINGS)

    def _has_own_member(self) -> bool:
        """Is each record compressed by itself, as far as can be told?"""
        return self._bytes.is_compressed and 1 < self._members == self._seen

    def _expect_length(self, raw: Any) -> None:  # noqa: ANN401
        """Refuse a record that is longer than what there is."""
        left = self._bytes.left
        if left is not None and raw.limit > left:
            raise _DamagedRecordError(f"the record lacks {raw.limit - left:,} bytes")

    def _expect_end(self, raw: Any, start: Place) -> None:  # noqa: ANN401
        """Go behind a record; refuse one that is cut, or does not end where it says: warcio takes both for whole.

        What is wrong behind its end costs it nothing.
        """
        own = self._has_own_member()
        while raw.read((own and self._bytes.at_hand) or (1 if own else STEP_BYTES)):
            if own and self._bytes.member != start.member:
                break
        if raw.limit:
            raise _DamagedRecordError(f"the record lacks {raw.limit:,} bytes")
        member = self._bytes.member
        if own and member != start.member:
            raise _DamagedRecordError("the record does not end where it says")
        try:
            has_empty_line = self._bytes.starts_with(_EMPTY_LINE)
            is_apart = self._bytes.skip_line_ends()
            end = self._bytes.place
            if has_empty_line or end.member != member or self._bytes.is_at_end:
                return
            if self._is_arc:
                is_end = is_apart and (self._is_at_record() or not self._begins_another(start, end))
            else:
                is_end = self._is_at_record()
            if not is_end:
                raise _DamagedRecordError("the record does not end where it says")
        except DamagedBytesError as error:
            if error.member == member and not error.is_cut:
                raise

    def _begins_another(self, start: Place, end: Place) -> bool:
        """Does another record begin within this one? Go to its end, if not."""
        try:
            following = self._find_record(Place(start.member, start.inner + 1))
        except DamagedBytesError as error:
            following = Place(error.member, 0)
        if following is not None and following < end:
            return True
        self._bytes.go_to(end)
        return False

    def _pass_over(self, start: Place | None, record: Any, error: Exception) -> Gap:  # noqa: ANN401
        """Go to the next record; what lies between.

        Raises:
            ArchiveError: there is none in the whole file.
        """
        start = start or Place(error.member if isinstance(error, DamagedBytesError) else 0, 0)
        reason = str(error)
        try:
            own = self._has_own_member()  # then nothing within one is a record
            following = self._next_record(start, error, own=own)
            if following is None and own and self._members <= FEW_MEMBERS:
                following = self._next_record(start, error, own=False)
        except GaveUpError as too_much:
            following, reason = None, f"{error}; {too_much}" if error is not too_much else reason
        if following is None:
            self._bytes.go_to_end()
            if not self._seen:
                raise ArchiveError(f"not a WARC file: {error}. {MADE_BY}") from error
        passed = self._bytes.distance(start, following)
        further = "and read on from there" if following else "up to the end of the file"
        message = (
            f"damaged or cut off at record {self._number}, {start}: {reason}; {passed} were passed over, {further}"
        )
        return Gap(message, str(error), record)

    def _next_record(self, start: Place, error: Exception, *, own: bool) -> Place | None:
        """Go to the next record behind one that cannot be read to its end.

        Raises:
            GaveUpError: too much was read again already.
        """
        is_packed_wrong = isinstance(error, DamagedBytesError)
        place: Place | None = start if own or is_packed_wrong else Place(start.member, start.inner + 1)
        damaged = error.member if isinstance(error, DamagedBytesError) else None
        while place is not None:
            try:
                if damaged is not None:
                    place, damaged = self._bytes.next_member(max(damaged, place.member)), None
                elif own:
                    place = self._bytes.go_behind_member(place.member)
                if place is None:
                    break
                found = self._find_record(place)
                if found is None or not (own and found.inner):
                    return found
                place = found
            except DamagedBytesError as met:
                damaged = met.member
        return None

    def _find_record(self, start: Place) -> Place | None:
        """Go to the next record that begins at or behind a place."""
        self._bytes.go_to(start)
        pattern = _ARC_RECORD if self._is_arc else _RECORD
        return self._bytes.place if self._bytes.find(pattern, None if self._seen else FIRST_WITHIN) else None


def _shown(data: bytes) -> str:
    """The first line of ``data`` as somebody who looks into the file sees it; of what is no text its first bytes."""
    line = data.decode("utf-8", "ignore").partition("\n")[0].rstrip()
    return f"“{line}”" if line.isprintable() and line else f"the bytes {data[:8].hex(' ')}"
