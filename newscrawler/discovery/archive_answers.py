"""The body of an HTTP answer as an archive stores it: in chunks and packed as it was sent, or put right already."""

import re

from newscrawler.packings import Unpacked, begins_as, packings_in, unpack

_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_CHUNK_END = re.compile(rb"\r?\n")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # in the beginning of what is packed there is some
_BEGINNING = 512


def body_of_answer(stored: bytes, transfer_encoding: str, content_encoding: str, limit: int) -> Unpacked:
    """The body without chunks and packings.

    Many an archive holds bodies that its writer unpacked under the headers that they were sent with: what does not
    begin as its header says is taken as it is.

    Args:
        stored: all that the archive has of it.
        transfer_encoding: the header, or empty.
        content_encoding: as well.
        limit: bytes that it may have unpacked.

    Raises:
        TooLargeUnpackedError: it has more.
    """
    body, fault = stored, None
    if "chunked" in transfer_encoding.lower():
        chunks = _without_chunks(stored)
        body, fault = chunks.body, chunks.fault
    unpacked = _unpacked(body, packings_in(content_encoding), limit)
    return Unpacked(unpacked.body, fault or unpacked.fault)


def _without_chunks(stored: bytes) -> Unpacked:
    pieces: list[bytes] = []
    place = 0
    while head := _CHUNK.match(stored, place):
        end = head.end() + int(head[1], 16)
        if end == head.end():
            return Unpacked(b"".join(pieces))  # behind the last chunk there are at most headers
        line_end = _CHUNK_END.match(stored, end)
        if line_end is None and end < len(stored) - 1:
            break
        pieces.append(stored[head.end() : end])
        if line_end is None:
            return Unpacked(b"".join(pieces), "the answer broke off")
        place = line_end.end()
    if not pieces:
        return Unpacked(stored)
    return Unpacked(b"".join(pieces), "the answer broke off" if place == len(stored) else "a chunk is broken")


def _unpacked(body: bytes, packings: list[str], limit: int) -> Unpacked:
    begins_so = begins_as(body, packings[-1]) if packings else False
    if begins_so is False:
        return Unpacked(body)
    unpacked = unpack(body, packings, limit)
    if unpacked.fault and begins_so is None and not _NO_TEXT.search(body[:_BEGINNING]):
        return Unpacked(body)
    return unpacked
