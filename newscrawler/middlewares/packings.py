"""Bodies that are packed for the way (Content-Encoding) unpacked: whole, or as far as they go, with the reason."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import brotli
from backports import zstd

ACCEPTED = ("gzip", "deflate", "br", "zstd")
MAX_PACKINGS = 3  # one inside of another; honest servers pack once
MAX_MEMBERS = 200  # of one gzip or zstd body: each copies the rest
WINDOW_LOG = 23  # of zstd: 8 MiB, more must not be asked of a client (RFC 9659)

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_PIECE_BYTES = 256  # in which a broken body is read once more: what stands before the break is kept


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
    reader = _READERS[packing]
    output = _Output(limit)
    try:
        whole = reader(body, output, len(body) or 1)
    except _BROKEN:
        output = _Output(limit)
        try:
            reader(body, output, _PIECE_BYTES)
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


def _read_gzip(body: bytes, output: _Output, step: int) -> bool:
    """Every member; zlib checks the sum and the length at the end of each."""
    return _read_members(body, _GZIP, lambda member: _read_zlib(member, 16 + zlib.MAX_WBITS, output, step))


def _read_deflate(body: bytes, output: _Output, step: int) -> bool:
    """As the standard has it, with a head and a sum, or bare, as some servers send it."""
    has_head = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0  # RFC 1950, 2.2
    return _read_zlib(body, zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS, output, step) is not None


def _read_brotli(body: bytes, output: _Output, step: int) -> bool:
    reader = brotli.Decompressor()
    for start in range(0, len(body), step):
        output.add(reader.process(body[start : start + step], output_buffer_limit=output.left + 1))
        if reader.is_finished():
            return True
    return False


def _read_zstd(body: bytes, output: _Output, step: int) -> bool:
    """Every frame."""
    return _read_members(body, _ZSTD, lambda frame: _read_zstd_frame(frame, output, step))


def _read_members(body: bytes, sign: bytes, read: Callable[[bytes], bytes | None]) -> bool:
    """Do all parts that begin with ``sign`` end? ``read`` gives what stands behind one; None: it has no end."""
    for _ in range(MAX_MEMBERS):
        rest = read(body)
        if rest is None:
            return False
        if not rest.startswith(sign):
            return True
        body = rest
    return False


def _read_zlib(body: bytes, window: int, output: _Output, step: int) -> bytes | None:
    reader = zlib.decompressobj(window)
    for start in range(0, len(body), step):
        output.add(reader.decompress(body[start : start + step], output.left + 1))
        if reader.eof:
            return reader.unused_data + body[start + step :]
    return None


def _read_zstd_frame(body: bytes, output: _Output, step: int) -> bytes | None:
    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
    for start in range(0, len(body), step):
        output.add(reader.decompress(body[start : start + step], output.left + 1))
        if reader.eof:
            return reader.unused_data + body[start + step :]
    return None


_BROKEN = (zlib.error, brotli.error, zstd.ZstdError)
_READERS: dict[str, Callable[[bytes, _Output, int], bool]] = {
    "gzip": _read_gzip,
    "x-gzip": _read_gzip,
    "deflate": _read_deflate,
    "br": _read_brotli,
    "zstd": _read_zstd,
}
