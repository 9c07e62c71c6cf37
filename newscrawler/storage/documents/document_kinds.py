"""Every kind of document by its name, with its shape."""

from pydantic import BaseModel

from newscrawler.storage.documents.memory_shapes import BlockCountsDocument, SightingDocument
from newscrawler.storage.documents.schedule_shapes import HostDocument, ScheduleDocument
from newscrawler.storage.documents.service_shapes import LeaseDocument, MetaDocument
from newscrawler.storage.documents.shapes import (
    ArticleDocument,
    OutcomeDocument,
    PageDocument,
    QuarantineDocument,
    RevisionDocument,
    RunDocument,
)
from newscrawler.storage.documents.visit_shapes import ListingDocument, VisitDocument

SHAPES: dict[str, type[BaseModel]] = {
    "article": ArticleDocument,
    "block_counts": BlockCountsDocument,
    "host": HostDocument,
    "lease": LeaseDocument,
    "listing": ListingDocument,
    "meta": MetaDocument,
    "outcome": OutcomeDocument,
    "page": PageDocument,
    "quarantine": QuarantineDocument,
    "revision": RevisionDocument,
    "run": RunDocument,
    "schedule": ScheduleDocument,
    "sighting": SightingDocument,
    "visit": VisitDocument,
}
