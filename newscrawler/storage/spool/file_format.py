"""The format of one spool file: records one after the other, each with checksums of its own.

A record is a header of 16 bytes (mark, length of the payload, checksum of the payload, checksum of the header so far;
numbers little-endian) and its payload. The header has its own checksum so that a length is believed only where it is
true: a record with a damaged payload is stepped over, and a damaged header costs a search for the next one, but never
the records behind it. What an append that was interrupted leaves at the end is told apart from damage.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = b"\xffNC\xfe"  # 0xff and 0xfe stand in no UTF-8: no text of an article holds it
_FIELDS = struct.Struct("<4sII")
_CHECKSUM = struct.Struct("<I")
HEADER_SIZE = _FIELDS.size + _CHECKSUM.size


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file: from ``start`` to before ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FileContents:
    """What a spool file holds.

    Attributes:
        payloads: where the payload of every whole record is, in order.
        damaged: what was written, but can no longer be read.
        torn: the beginning of a record at the end of the file that was never written whole; None: there is none.
    """

    payloads: tuple[Span, ...]
    damaged: tuple[Span, ...]
    torn: Span | None


def records(payloads: Iterable[bytes]) -> bytes:
    """The payloads as they stand in a file."""
    return b"".join(part for payload in payloads for part in (_header(payload), payload))


def find_records(data: bytes) -> FileContents:
    """Where everything in a file is. Takes any bytes, and never fails."""
    payloads: list[Span] = []
    damaged: list[Span] = []
    torn: Span | None = None
    place = 0
    while place < len(data):
        length = _length_at(data, place)
        end = place + HEADER_SIZE + length if length is not None else _next_header(data, place + 1)
        if length is None and (end < len(data) or not _is_torn(data, place)):
            damaged.append(Span(place, end))
        elif end > len(data) or length is None:
            torn, end = Span(place, len(data)), len(data)
        elif _is_whole(data, place, end):
            payloads.append(Span(place + HEADER_SIZE, end))
        else:
            damaged.append(Span(place, end))
        place = end
    return FileContents(tuple(payloads), tuple(_joined(damaged)), torn)


def _header(payload: bytes) -> bytes:
    fields = _FIELDS.pack(MARK, len(payload), zlib.crc32(payload))
    return fields + _CHECKSUM.pack(zlib.crc32(fields))


def _length_at(data: bytes, place: int) -> int | None:
    """The length of the payload, where a true header stands at ``place``; else None."""
    fields = data[place : place + _FIELDS.size]
    if len(data) - place < HEADER_SIZE or not fields.startswith(MARK):
        return None
    (checksum,) = _CHECKSUM.unpack_from(data, place + _FIELDS.size)
    return int(_FIELDS.unpack(fields)[1]) if zlib.crc32(fields) == checksum else None


def _is_whole(data: bytes, place: int, end: int) -> bool:
    checksum = _FIELDS.unpack_from(data, place)[2]
    return bool(zlib.crc32(memoryview(data)[place + HEADER_SIZE : end]) == checksum)


def _next_header(data: bytes, place: int) -> int:
    """Where the next true header stands, or the end of the file."""
    while (place := data.find(MARK, place)) >= 0:
        if _length_at(data, place) is not None:
            return place
        place += 1
    return len(data)


def _is_torn(data: bytes, place: int) -> bool:
    """Is the rest what an interrupted append leaves: less than a header, or zeros that the disk never filled?"""
    rest = data[place:]
    return len(rest) < HEADER_SIZE or not rest.strip(b"\0")


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbours as one."""
    last: Span | None = None
    for span in spans:
        if last is not None and last.end == span.start:
            last = Span(last.start, span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
