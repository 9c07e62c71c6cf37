"""Every kind of document by its name, with its shape."""

from pydantic import BaseModel

from newscrawler.storage.memory_shapes import BlockCountsDocument, SightingDocument
from newscrawler.storage.shapes import (
    ArticleDocument,
    OutcomeDocument,
    PageDocument,
    RevisionDocument,
    RunDocument,
)

SHAPES: dict[str, type[BaseModel]] = {
    "article": ArticleDocument,
    "block_counts": BlockCountsDocument,
    "outcome": OutcomeDocument,
    "page": PageDocument,
    "revision": RevisionDocument,
    "run": RunDocument,
    "sighting": SightingDocument,
}
