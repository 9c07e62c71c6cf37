"""What a migration is: steps over collections, each of which turns a document into writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne

Document = Mapping[str, Any]
Write = UpdateOne | DeleteOne | InsertOne[dict[str, Any]] | ReplaceOne[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """A change to the documents of one collection, in the order of ``_id``.

    Attributes:
        collection: whose ``_id`` are texts. Each batch is found by a range of ``_id``, for which the embedded server
            walks through all of it: a step over all articles wants slices of the cursor instead.
        title: what becomes of its documents.
        concerns: filter of those that are not changed yet; no changed one fits it.
        writes: of one document, in the order in which they are done; done once each, in one transaction with others.
    """

    collection: str
    title: str
    concerns: Document
    writes: Callable[[Document], Sequence[Write]]


@dataclass(frozen=True, slots=True)
class Migration:
    """What leads from the version before to ``version``."""

    version: int
    steps: tuple[Step, ...]
