"""The bytes of an archive without its compression, from any place on: gzip and zstd, of each record or of the whole."""

import contextlib
import os
import re
from typing import BinaryIO

from newscrawler.discovery.archive_packing import (
    BROKEN,
    Broken,
    DamagedBytesError,
    LongHeadError,
    Place,
    ReadAgain,
    Unpacking,
    format_of,
    unpack_what_goes,
)

READ_BYTES = 1 << 16
HEAD_BYTES = 1 << 20  # within which a damaged archive tells how it is compressed
MAX_HEAD_BYTES = 1024 * 1024  # of a record and the answer in it: warcio itself would wait for a line's end for ever
OVERLAP = 2500  # bytes, longer than what is looked for


class ArchiveBytes:
    """A file that can be read by lines and pieces, as warcio does, unpacked.

    Its methods raise DamagedBytesError; ``go_to`` and ``next_member`` go on behind the damage.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._format = format_of(stream.read(HEAD_BYTES))  # None: not compressed
        self._size = stream.seek(0, os.SEEK_END)
        self._read_again = ReadAgain()
        self._head_left = MAX_HEAD_BYTES
        self._packed, self._packed_end = b"", 0
        self._unpacking: Unpacking | None = None
        self._member, self._inner = 0, 0
        self._piece, self._at, self._piece_at = b"", 0, Place(0, 0)
        self._ahead: tuple[Place, bytes] | None = None
        self._begin(Place(0, 0))

    @property
    def is_compressed(self) -> bool:
        """Whether it has members."""
        return self._format is not None

    @property
    def member(self) -> int:
        """The offset in the file of the member that the byte before was of."""
        return self._piece_at.member

    @property
    def place(self) -> Place:
        """Of the byte that is read next."""
        if self._at == len(self._piece):
            self._fill()
        return self.reached

    @property
    def reached(self) -> Place:
        """Behind the byte that was read last."""
        return Place(self._piece_at.member, self._piece_at.inner + self._at)

    @property
    def at_hand(self) -> int:
        """How many bytes follow that are of the same member for sure; 0: nobody knows."""
        return len(self._piece) - self._at

    @property
    def left(self) -> int | None:
        """How many bytes follow; None: it is compressed, nobody knows."""
        return None if self.is_compressed else self._size - self.reached.inner

    @property
    def is_at_end(self) -> bool:
        """Whether there is nothing more."""
        return not self.peek(1)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay; fewer at the end, before damage, and where members meet within a few bytes."""
        if self._at == len(self._piece):
            self._fill()
        found = self._piece[self._at : self._at + length]
        if len(found) < length:
            if self._ahead is None:
                with contextlib.suppress(DamagedBytesError):  # it is met again by whom it concerns
                    self._ahead = self._next_piece()
            found += self._ahead[1][: length - len(found)] if self._ahead else b""
        return found

    def peek_line(self, length: int) -> bytes:
        """The next line with its end, which stays; at most so many bytes."""
        if self._at == len(self._piece):
            self._fill()
        end = self._piece.find(b"\n", self._at, self._at + length) + 1
        return self._piece[self._at : end] if end else self.peek(length)

    def starts_with(self, beginnings: tuple[bytes, ...]) -> bool:
        """Whether one of these comes next."""
        return self.peek(max(map(len, beginnings))).startswith(beginnings)

    def read(self, length: int = -1) -> bytes:
        """So many bytes, all for -1; fewer at the end."""
        parts = []
        while length and (self._at < len(self._piece) or self._fill()):
            part = self._piece[self._at :] if length < 0 else self._piece[self._at : self._at + length]
            self._at += len(part)
            length -= len(part) if length > 0 else 0
            parts.append(part)
        return b"".join(parts)

    def begin_head(self) -> None:
        """Another record begins: its lines may have ``MAX_HEAD_BYTES``."""
        self._head_left = MAX_HEAD_BYTES

    def readline(self, length: int | None = None) -> bytes:
        """The next line with its end, or so many bytes of it.

        Raises:
            LongHeadError: the lines before are as long as a head may be; nothing was read.
        """
        if not self._head_left:
            raise LongHeadError(f"its head is longer than {MAX_HEAD_BYTES:,} bytes")
        parts, left = [], self._head_left if length is None else min(length, self._head_left)
        while left > 0 and (self._at < len(self._piece) or self._fill()):
            end = self._piece.find(b"\n", self._at, self._at + left) + 1
            part = self._piece[self._at : end or self._at + left]
            self._at += len(part)
            left -= len(part)
            parts.append(part)
            if end:
                break
        line = b"".join(parts)
        self._head_left -= len(line)
        return line

    def skip_line_ends(self) -> bool:
        """Go on behind empty lines; whether there was one."""
        has_some = False
        while self._at < len(self._piece) or self._fill():
            rest = self._piece[self._at :].lstrip(b"\r\n") if self._piece[self._at] in b"\r\n" else b"."
            if rest == b".":
                break
            self._at, has_some = len(self._piece) - len(rest), True
            if rest:
                break
        return has_some

    def find(self, pattern: re.Pattern[bytes], within: int | None = None) -> bool:
        """Go to the next match of a pattern, at most ``OVERLAP`` bytes long; False: there is none, all is read."""
        tail, tail_at, seen = b"", self._piece_at, 0
        while self._at < len(self._piece) or self._fill():
            start, data = self.reached, self._piece[self._at :]
            match = pattern.search(tail + data)
            if match:
                if match.start() >= len(tail):
                    self._at += match.start() - len(tail)
                elif tail_at.member == start.member:
                    self._piece, self._piece_at, self._at = tail + data, tail_at, match.start()
                else:
                    self.go_to(Place(tail_at.member, tail_at.inner + match.start()))
                return True
            seen += len(data)
            if within is not None and seen > within:
                break
            tail = data[-OVERLAP:]
            tail_at = Place(start.member, start.inner + len(data) - len(tail))
            self._at = len(self._piece)
        return False

    def go_to(self, place: Place) -> None:
        """Read on from a place.

        Raises:
            GaveUpError: too much was read again already.
        """
        within = place.inner - self._piece_at.inner
        if place.member == self._piece_at.member and 0 <= within <= len(self._piece):
            self._at = within
            return
        self._begin(place if self._format is None else Place(place.member, 0))
        if self._format is not None:
            left = place.inner
            while left > 0 and self._fill():
                self._at = min(left, len(self._piece))
                left -= self._at

    def go_behind_member(self, member: int) -> Place | None:
        """Go to the member that follows one that can be unpacked; None: there is no more."""
        self.go_to(Place(member, 0))
        while self._fill():
            if self._piece_at.member != member:
                return self._piece_at
        return None

    def go_to_end(self) -> None:
        """Read nothing more."""
        self._stream.seek(self._size)
        self._packed, self._unpacking, self._ahead = b"", None, None
        self._at = len(self._piece)

    def distance(self, start: Place, end: Place | None) -> str:
        """How many bytes lie between two places, in words; None: the end of the file."""
        if not self.is_compressed:
            return f"{(end.inner if end else self._size) - start.inner:,} bytes"
        if end is not None and end.member == start.member:
            return f"{end.inner - start.inner:,} unpacked bytes"
        return f"{(end.member if end else self._size) - start.member:,} bytes"

    def next_member(self, after: int) -> Place | None:
        """Go to what may be a gzip member or zstd frame behind another one; None: there is no more."""
        if self._format is None:
            return None
        self._stream.seek(after + 1)
        offset, tail = after + 1, b""
        while block := self._stream.read(READ_BYTES):
            self._read_again.count_searched(len(block))
            match = self._format[0].search(tail + block)
            if match:
                self._begin(Place(offset - len(tail) + match.start(), 0))
                return self._piece_at
            offset += len(block)
            tail = (tail + block)[-3:]
        return None

    def _begin(self, place: Place) -> None:
        self._stream.seek(place.member + (place.inner if self._format is None else 0))
        self._packed, self._packed_end = b"", place.member
        self._unpacking = self._ahead = None
        self._member, self._inner = place.member, place.inner
        self._piece, self._at, self._piece_at = b"", 0, place

    def _fill(self) -> bool:
        """Have the next piece, where this one is read; False at the end."""
        ahead, self._ahead = self._ahead or self._next_piece(), None
        self._piece_at, self._piece = ahead
        self._at = 0
        return bool(self._piece)

    def _next_piece(self) -> tuple[Place, bytes]:
        """Bytes that follow those of the last one, and where they begin; empty at the end."""
        piece = self._stream.read(READ_BYTES) if self._format is None else b""
        while not piece and (self._unpacking or self._begin_member()):
            piece = self._unpack()
        at = Place(self._member, self._inner)
        self._inner += len(piece)
        self._read_again.count(at, len(piece))
        return at, piece

    def _unpack(self) -> bytes:
        """More of a member, perhaps nothing yet."""
        unpacking = self._unpacking
        if unpacking is None:
            return b""
        packed, self._packed = self._packed, b""
        try:
            piece = unpacking.unpack(packed)
            if not piece and not unpacking.eof and not self._read_packed():
                raise DamagedBytesError("the compressed data ends too early", self._member, is_cut=True)
        except BROKEN as error:
            piece = unpack_what_goes(packed, self._format) if self._format and not self._inner else b""
            self._unpacking = Broken(error)
            if not piece:
                why = str(error).rpartition(": ")[2]  # of "Error -3 while decompressing data: ..."
                raise DamagedBytesError(f"it cannot be unpacked ({why})", self._member) from error
            return piece
        if unpacking.eof:
            self._packed, self._unpacking = unpacking.unused_data + self._packed, None
        return piece

    def _begin_member(self) -> bool:
        """Begin with the next member, behind zeros that fill a block; False at the end."""
        if self._format is None:
            return False
        while True:
            self._packed = self._packed.lstrip(b"\0")
            if len(self._packed) >= 4 or not self._read_packed():
                break
        if not self._packed:
            return False
        self._member, self._inner = self._packed_end - len(self._packed), 0
        magic, new_unpacking = self._format
        if not magic.match(self._packed):
            raise DamagedBytesError("no compressed data begins here", self._member)
        self._unpacking = new_unpacking()
        return True

    def _read_packed(self) -> bool:
        block = self._stream.read(READ_BYTES)
        self._packed += block
        self._packed_end += len(block)
        return bool(block)
