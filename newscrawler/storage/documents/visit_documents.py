"""Visits and states of listings as documents, and back. Field names are spelled here and in visit_shapes.py alone."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from newscrawler.model.link import FurtherListing
from newscrawler.model.listing_state import MAX_CHILDREN, ListingState
from newscrawler.model.visit import Visit, VisitNote
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, check_document, key_id, plain

Document = dict[str, Any]

MAX_HEADER = 1000  # characters: a validator that is longer is none that a server wants back
_VALIDATORS = ("etag", "last_modified")
_VISIT_FIELDS = tuple(field.name for field in fields(Visit) if field.name != "article")
_LISTING_FIELDS = tuple(field.name for field in fields(ListingState))


def visit_document(visit: Visit) -> Document:
    """The document of a visit."""
    document = {name: plain(value) for name in _VISIT_FIELDS if (value := getattr(visit, name)) is not None}
    return _cleaned({"_id": visit.article} | document)


def read_visit(document: Mapping[str, Any]) -> Visit:
    """The visit of a stored document."""
    values: dict[str, Any] = {name: document.get(name) for name in _VISIT_FIELDS}
    return Visit(document["_id"], **values)


def note_values(note: VisitNote | None) -> Document | None:
    """A note as BSON knows it."""
    return None if note is None else {name: plain(getattr(note, name)) for name in VisitNote.__slots__}


def read_note(values: Mapping[str, Any] | None) -> VisitNote | None:
    """The note of such values."""
    return None if values is None else VisitNote(**{**values, "steps": tuple(values["steps"])})


def listing_id(outlet: str, url: str) -> str:
    """The ``_id`` of a listing's state."""
    return key_id(f"{outlet} {url}")


def listing_document(state: ListingState) -> Document:
    """The document of a listing's state.

    Raises:
        InvalidItemError: a value has the wrong type.
    """
    values = {name: plain(value) for name in _LISTING_FIELDS if (value := getattr(state, name)) not in (None, ())}
    if state.further:
        values["further"] = values["further"][:MAX_CHILDREN]
    document = _cleaned({"_id": listing_id(state.outlet, state.url)} | values)
    check_document("listing", document)
    return document


def read_listing(document: Mapping[str, Any]) -> ListingState:
    """The state of a stored document."""
    values = {name: document[name] for name in _LISTING_FIELDS if name in document}
    children = (FurtherListing(child["url"], child.get("modified_at")) for child in document.get("further", ()))
    return ListingState(**values | {"further": tuple(children)})


def _cleaned(values: Document) -> Document:
    """As BSON takes it, and without validators that no server means."""
    document = clean_for_bson(values | {"schema_version": SCHEMA_VERSION})
    for name in _VALIDATORS:
        if len(document.get(name, "")) > MAX_HEADER:
            del document[name]
    return document
