"""Sitemaps that are packed files: gzip of one member or many, once or twice."""

import zlib

from newscrawler.errors import UnreadableListingError

MAX_BYTES = 50 * 1024 * 1024  # sitemaps.org, protocol: the largest sitemap allowed, unpacked
MAX_PACKINGS = 2  # a .gz that is sent with Content-Encoding: gzip once more
MAX_MEMBERS = 200  # of one gzip file: each copies the rest, and millions of empty ones fit into 50 MiB

_GZIP = b"\x1f\x8b"


def unpack(body: bytes) -> tuple[bytes, str | None]:
    """``body`` unpacked if it is gzip, and what was wrong with the packing (None: nothing).

    Raises:
        UnreadableListingError: it is larger than 50 MiB when unpacked, or its first bytes are broken already.
    """
    damage = None
    for _ in range(MAX_PACKINGS):
        if body.startswith(_GZIP):
            body, damage = _gunzip(body)
    if body.startswith(_GZIP):
        raise UnreadableListingError(f"That is gzip inside of gzip, more than {MAX_PACKINGS} times.")
    return body, damage


def _gunzip(body: bytes) -> tuple[bytes, str | None]:
    """All members of a gzip file, as far as they can be read."""
    pieces: list[bytes] = []
    size = 0
    for _ in range(MAX_MEMBERS):
        if not body.startswith(_GZIP):
            return b"".join(pieces), None
        reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            piece = reader.decompress(body, MAX_BYTES + 1 - size)
        except zlib.error as error:
            if not pieces:
                raise UnreadableListingError(f"The gzip file is broken: {error}.") from error
            return b"".join(pieces), f"the gzip file is broken: {error}"
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise UnreadableListingError(f"Too large after decompression: over {MAX_BYTES // 1024**2} MiB.")
        if not reader.eof:
            return b"".join(pieces), "the gzip file is cut off"
        body = reader.unused_data
    more = f"the gzip file has more than {MAX_MEMBERS} members: the rest was left out"
    return b"".join(pieces), more if body.startswith(_GZIP) else None
