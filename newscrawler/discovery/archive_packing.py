"""How archives are compressed: gzip and zstd, each record by itself or the whole."""

import contextlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backports import zstd

MAX_PIECE_BYTES = 1 << 16  # unpacked at once: what an error in it costs, and what a bomb takes
READ_AGAIN_BYTES = 4 << 30  # behind damage
READ_AGAIN_TIMES = 8  # what was read, on top of it
SMALL_STEP = 16  # packed bytes
ARC = (b"filedesc:",)  # the forerunner of WARC
BEGINNINGS = (b"WARC/", *ARC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something begins in an archive.

    Attributes:
        member: offset in the file of the gzip member or zstd frame; 0 in a file without compression.
        inner: bytes of it before the place, unpacked.
    """

    member: int
    inner: int

    def __str__(self) -> str:
        """In words; a record begins its member as a rule."""
        if not (self.member and self.inner):
            return f"byte {self.member or self.inner:,}"
        return f"byte {self.inner:,} of what is packed from byte {self.member:,} on"


class DamagedBytesError(Exception):
    """The compression is damaged, or ends too early. No EOFError: warcio takes that for the archive's end.

    Attributes:
        member: offset in the file of the member that is damaged.
        is_cut: its end is not there; what was handed out of it is sound.
    """

    def __init__(self, message: str, member: int, *, is_cut: bool = False) -> None:
        super().__init__(message)
        self.member = member
        self.is_cut = is_cut


class LongHeadError(Exception):
    """The head of a record, or of the answer in it, is longer than any."""


class GaveUpError(Exception):
    """So much had to be read again behind damaged places that the rest is not worth it."""


class ReadAgain:
    """Counts what is read more than once, so that records that each claim the length of all have an end."""

    def __init__(self) -> None:
        self._once, self._again = 0, 0
        self._furthest = Place(0, 0)

    def count(self, start: Place, length: int) -> None:
        """So many unpacked bytes from a place on.

        Raises:
            GaveUpError: it is too much by now.
        """
        if start < self._furthest:
            self.count_searched(length)
        elif length:
            self._once += length
            self._furthest = Place(start.member, start.inner + length)

    def count_searched(self, length: int) -> None:
        """So many bytes in which the beginning of a member was looked for.

        Raises:
            GaveUpError: it is too much by now.
        """
        self._again += length
        if length and self._again > READ_AGAIN_BYTES + READ_AGAIN_TIMES * self._once:
            raise GaveUpError("too many records are damaged: the rest is not read")


class Unpacking(Protocol):
    """Unpacks one member."""

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""

    @property
    def unused_data(self) -> bytes:
        """What was handed in and lies behind its end."""

    def unpack(self, data: bytes) -> bytes:
        """More of it, at most ``MAX_PIECE_BYTES``; what is left of the data waits for the next time."""


class _Gzip:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def unpack(self, data: bytes) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, MAX_PIECE_BYTES)


class Broken:
    """What comes behind bytes that could still be unpacked."""

    eof = False
    unused_data = b""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def unpack(self, _: bytes) -> bytes:
        """Raise the error that was met."""
        raise self._error


class _Zstd:
    def __init__(self) -> None:
        self._frame = zstd.ZstdDecompressor()

    @property
    def eof(self) -> bool:
        return self._frame.eof

    @property
    def unused_data(self) -> bytes:
        return self._frame.unused_data

    def unpack(self, data: bytes) -> bytes:
        return self._frame.decompress(data, MAX_PIECE_BYTES)


_PLAIN = re.compile(rb"WARC/[01]\.\d")
Format = tuple[re.Pattern[bytes], Callable[[], Unpacking]]  # how a member begins, what unpacks it

BROKEN = (EOFError, OSError, zlib.error, zstd.ZstdError)
_FORMATS: tuple[Format, ...] = (
    (re.compile(rb"\x1f\x8b\x08"), _Gzip),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), _Zstd),  # a frame, or one that is passed over
)


def format_of(head: bytes) -> Format | None:
    """The compression of a file by its beginning, which may be damaged; None: it has none."""
    for found in _FORMATS:
        if found[0].match(head):
            return found
    if head.lstrip().startswith(BEGINNINGS) or _PLAIN.search(head):  # what is packed in it are its pages
        return None
    return next((each for each in _FORMATS if each[0].search(head)), None)


def unpack_what_goes(packed: bytes, packing: Format) -> bytes:
    """What comes of the beginning of a damaged member: perhaps the address of its page."""
    pieces: list[bytes] = []
    unpacking = packing[1]()
    with contextlib.suppress(*BROKEN):
        for start in range(0, len(packed), SMALL_STEP):
            pieces.append(unpacking.unpack(packed[start : start + SMALL_STEP]))
            if unpacking.eof or len(pieces[-1]) >= MAX_PIECE_BYTES:  # a bomb
                break
    return b"".join(pieces)
