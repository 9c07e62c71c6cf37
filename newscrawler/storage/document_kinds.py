"""Every kind of document by its name, with its shape."""

from pydantic import BaseModel

from newscrawler.storage.memory_shapes import BlockCountsDocument, SightingDocument
from newscrawler.storage.service_shapes import LeaseDocument, MetaDocument
from newscrawler.storage.shapes import (
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
