"""Bodies that are packed for the way (Content-Encoding) unpacked: whole, or as far as they go, with the reason."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import brotli
from backports import zstd

try:
    from isal import isal_zlib
except ImportError:  # a machine that it is not built for: bodies are unpacked all the same, in twice the time
    isal_zlib = None  # type: ignore[assignment]

ACCEPTED = ("gzip", "deflate", "br", "zstd")
MAX_PACKINGS = 3  # one inside of another; honest servers pack once
MAX_MEMBERS = 10_000  # of one gzip or zstd body; bgzip makes one of every 64 kB
WINDOW_LOG = 23  # of zstd: 8 MiB, more must not be asked of a client (RFC 9659)

_GZIP = b"\x1f\x8b"
_PLAIN_GZIP = b"\x1f\x8b\x08\x00"  # without a name or a comment, as servers send it
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPED = b"\x2a\x4d\x18"  # of a frame that holds no text: behind a first byte of 0x50 to 0x5f (RFC 8878, 3.1.2)
_STEP_BYTES = 16_384  # in which a body is read: at each member's end the rest of a step is copied
_BROKEN_STEP_BYTES = 256  # in which a broken body is read once more: what stands before the break is kept


class TooLargeUnpackedError(Exception):
    """A body that is larger than the limit when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body as it was before it was packed.

    Attributes:
        fault: why it is not whole, in words (``"the gzip body is cut off"``); None: it is.
    """

    body: bytes
    fault: str | None = None


def packings_in(header: str) -> list[str]:
    """The packings that a Content-Encoding names, in order; without ``identity``, ``utf-8``, others that are none."""
    return [name for name in map(str.strip, header.lower().split(",")) if name in _READERS]


def begins_as(body: bytes, packing: str) -> bool | None:
    """Does a body begin as the packing has it? None: that of this packing cannot be told by its beginning."""
    if packing in _GZIP_NAMES:
        return body.startswith(_GZIP)
    return bool(body) and _begins_zstd(body, 0) if packing == "zstd" else None


def unpack(body: bytes, packings: Iterable[str], limit: int) -> Unpacked:
    """``body`` with all packings undone, the last one first; bytes behind the end of a packed body are passed over.

    Args:
        body: as sent.
        packings: of `ACCEPTED` or ``x-gzip``, in the order in which the header names them.
        limit: bytes that it may have at any step.

    Raises:
        TooLargeUnpackedError: it has more.
    """
    packings = list(packings)
    if len(packings) > MAX_PACKINGS:
        return Unpacked(b"", f"it is packed {len(packings)} times")
    fault = None
    for packing in reversed(packings):
        unpacked = _unpack_once(body, packing, limit)
        body, fault = unpacked.body, fault or unpacked.fault
    return Unpacked(body, fault)


def _unpack_once(body: bytes, packing: str, limit: int) -> Unpacked:
    """As `unpack`, of one packing. Where it breaks in the middle it is read again in small pieces, up to the break."""
    if packing in _GZIP_NAMES and body.startswith(_PLAIN_GZIP):
        output = _Output(limit)
        if _is_read_quickly(body, output):
            return Unpacked(output.bytes)
    reader = _READERS[packing]
    output = _Output(limit)
    try:
        whole = reader(body, output, _STEP_BYTES)
    except _BROKEN:
        output = _Output(limit)
        try:
            reader(body, output, _BROKEN_STEP_BYTES)
        except _BROKEN as error:
            return Unpacked(output.bytes, f"the {packing} body is broken: {_reason(error)}")
        whole = False
    return Unpacked(output.bytes, None if whole else f"the {packing} body is cut off")


def _reason(error: Exception) -> str:
    """The last words of ``"Error -3 while decompressing data: incorrect data check"``."""
    return str(error).rpartition(": ")[2]


class _Output:
    """What was unpacked so far."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self._pieces: list[bytes] = []

    def add(self, piece: bytes) -> None:
        """Keep one more piece.

        Raises:
            TooLargeUnpackedError: it is more than fits.
        """
        self.left -= len(piece)
        if self.left < 0:
            raise TooLargeUnpackedError
        self._pieces.append(piece)

    @property
    def bytes(self) -> bytes:
        """All of it."""
        return b"".join(self._pieces)


def _is_read_quickly(body: bytes, output: _Output) -> bool:
    """Read a whole body of one member in half the time; False: it is read again by zlib, which says what is wrong."""
    if isal_zlib is None:
        return False
    reader = isal_zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        return _read_part(reader, body, 0, output, _STEP_BYTES) == len(body)
    except isal_zlib.IsalError:  # type: ignore[misc]  # its types say that it is an instance
        return False


def _read_gzip(body: bytes, output: _Output, step: int) -> bool:
    """Every member; zlib checks the sum and the length at the end of each."""
    return _read_members(
        body, _begins_gzip, lambda start: _read_part(zlib.decompressobj(16 + zlib.MAX_WBITS), body, start, output, step)
    )


def _read_deflate(body: bytes, output: _Output, step: int) -> bool:
    """As the standard has it, with a head and a sum, or bare, or in truth gzip, as some servers send it."""
    if body.startswith(_GZIP):
        return _read_gzip(body, output, step)
    has_head = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0  # RFC 1950, 2.2
    reader = zlib.decompressobj(zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS)
    return _read_part(reader, body, 0, output, step) is not None


def _read_brotli(body: bytes, output: _Output, step: int) -> bool:
    reader = brotli.Decompressor()
    for start in range(0, len(body), step):
        output.add(reader.process(body[start : start + step], output_buffer_limit=output.left + 1))
        if reader.is_finished():
            return True
    return False


def _read_zstd(body: bytes, output: _Output, step: int) -> bool:
    """Every frame."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: WINDOW_LOG}

    def read(start: int) -> int | None:
        if body.startswith(_ZSTD_SKIPPED, start + 1):
            end = start + 8 + int.from_bytes(body[start + 4 : start + 8], "little")
            return end if end <= len(body) else None
        return _read_part(zstd.ZstdDecompressor(options=options), body, start, output, step)

    return _read_members(body, _begins_zstd, read)


def _begins_gzip(body: bytes, start: int) -> bool:
    return body.startswith(_GZIP, start)


def _begins_zstd(body: bytes, start: int) -> bool:
    is_skipped = body.startswith(_ZSTD_SKIPPED, start + 1) and body[start] & 0xF0 == 0x50
    return is_skipped or body.startswith(_ZSTD, start)


def _read_members(body: bytes, begins: Callable[[bytes, int], bool], read: Callable[[int], int | None]) -> bool:
    """Do all parts of a body end? ``read`` gives where one ends that begins at a place; None: it has no end."""
    place = 0
    for _ in range(MAX_MEMBERS):
        end = read(place)
        if end is None:
            return False
        if not begins(body, end):
            return True
        place = end
    return False


def _read_part(reader: Any, body: bytes, start: int, output: _Output, step: int) -> int | None:  # noqa: ANN401 - zlib's is private
    """Where the part of ``body`` that begins at ``start`` ends; None: it has no end."""
    for place in range(start, len(body), step):
        piece = body[place : place + step]
        output.add(reader.decompress(piece, output.left + 1))
        if reader.eof:
            return place + len(piece) - len(reader.unused_data)
    return None


_BROKEN = (zlib.error, brotli.error, zstd.ZstdError)
_READERS: dict[str, Callable[[bytes, _Output, int], bool]] = {
    "gzip": _read_gzip,
    "x-gzip": _read_gzip,
    "deflate": _read_deflate,
    "br": _read_brotli,
    "zstd": _read_zstd,
}
