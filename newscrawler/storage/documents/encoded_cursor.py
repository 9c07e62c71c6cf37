"""The cursor of an article that is BSON already: its number is known only in the transaction that writes it."""

from struct import pack

from bson.raw_bson import RawBSONDocument

_CURSOR = b"\x12cursor\x00"  # type of a 64-bit number, name of the field
_NUMBER_BYTES = 8


def numbered(encoded: bytes, cursor: int) -> RawBSONDocument:
    """A document of ``described_article`` with another cursor.

    Behind the cursor stands nothing that came from a page, so that the last field of this name is the one.
    """
    start = encoded.rindex(_CURSOR) + len(_CURSOR)
    return RawBSONDocument(encoded[:start] + pack("<q", cursor) + encoded[start + _NUMBER_BYTES :])
