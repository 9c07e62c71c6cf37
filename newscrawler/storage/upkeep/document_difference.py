"""One document of a copy's two sides: is it the same, and may the target's be written over?"""

from collections.abc import Mapping
from typing import Any

from bson import decode, encode
from bson.raw_bson import RawBSONDocument

from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.schema import ARTICLES, KINDS, REVISIONS, SIGHTINGS

# Their documents bear the number of their last write: one that is not newer than a copy did not change since.
_NUMBERED = frozenset({ARTICLES, REVISIONS, SIGHTINGS})
# These change without one: whom an article leads to, and whom it is still to be compared with.
_UNNUMBERED = frozenset({"fingerprint", "to_compare"})
_OF_OTHERS = frozenset({"enrichment"})  # fields that have a name in a shape, but are not the crawler's


def key_of(document: RawBSONDocument) -> object:
    """What tells a document from others of its collection, for a dict: an ``_id`` may be a document itself."""
    value = document["_id"]
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:  # noqa: PLR0124 - NaN is not
        return ("number", value)  # 1 and 1.0 are one _id
    return encode({"_id": value})


def is_same(document: RawBSONDocument, other: RawBSONDocument) -> bool:
    """Byte by byte, or but for the order of the fields, which a server may change."""
    return document.raw == other.raw or bool(decode(document.raw) == decode(other.raw))


def brought_up_to_date(
    name: str, document: RawBSONDocument, other: RawBSONDocument | None, since: int
) -> Mapping[str, Any] | None:
    """What a finished copy gets in the place of its own document; None: its own stays.

    Args:
        name: of the collection.
        document: the source's.
        other: the copy's own; None: it has none.
        since: the cursor at which the copy was finished. What the source wrote later is taken over, with the fields
            that others added in the copy; what others changed or removed there stays as they left it.
    """
    if name not in KINDS:
        return document if other is None else None
    if name in _NUMBERED and document.get("cursor", 0) <= since:
        return _with_unnumbered(document, other) if name == ARTICLES and other is not None else None
    if other is None:
        return document
    known = {field.alias or key for key, field in SHAPES[KINDS[name]].model_fields.items()}
    added = {
        field: other[field] for field in other if field in _OF_OTHERS or (field not in known and field not in document)
    }
    wanted = {**document, **added}
    return None if decode(encode(wanted)) == decode(other.raw) else wanted


def _with_unnumbered(document: RawBSONDocument, other: RawBSONDocument) -> Mapping[str, Any] | None:
    """The copy's own article with the source's fields that change without a number; None: it has them."""
    own = {field: value for field, value in decode(other.raw).items() if field not in _UNNUMBERED}
    wanted = own | {field: value for field, value in decode(document.raw).items() if field in _UNNUMBERED}
    return None if wanted == decode(other.raw) else wanted
