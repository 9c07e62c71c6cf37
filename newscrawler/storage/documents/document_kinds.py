"""Every kind of document by its name, with its shape."""

from pydantic import BaseModel

from newscrawler.storage.documents.memory_shapes import BlockCountsDocument, SightingDocument
from newscrawler.storage.documents.service_shapes import LeaseDocument, MetaDocument
from newscrawler.storage.documents.shapes import (
    ArticleDocument,
    OutcomeDocument,
    PageDocument,
    QuarantineDocument,
    RevisionDocument,
    RunDocument,
)

SHAPES: dict[str, type[BaseModel]] = {
    "article": ArticleDocument,
    "block_counts": BlockCountsDocument,
    "lease": LeaseDocument,
    "meta": MetaDocument,
    "outcome": OutcomeDocument,
    "page": PageDocument,
    "quarantine": QuarantineDocument,
    "revision": RevisionDocument,
    "run": RunDocument,
    "sighting": SightingDocument,
}
