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
        collection: whose ``_id`` are texts.
        title: what becomes of its documents.
        concerns: filter of those that are not changed yet; no changed one fits it.
        writes: of one document, in the order in which they are done; done once each, in one transaction with others.
        numbered: the fields that ``writes`` needs, where the documents have a cursor, which stays. They are gone
            through by that, as by a range of ``_id`` the embedded server would walk through all of them for each batch;
            ``concerns`` is then ``{}``.
        then: what is to be done by hand after it, as a sentence; None: nothing.
    """

    collection: str
    title: str
    concerns: Document
    writes: Callable[[Document], Sequence[Write]]
    numbered: tuple[str, ...] = ()
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Migration:
    """What leads from the version before to ``version``."""

    version: int
    steps: tuple[Step, ...]
