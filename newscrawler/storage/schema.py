"""What a database holds: collections with their kinds of document, and indexes with the question that needs each."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase

from newscrawler.storage.documents.validator import validator_of

Documents = AsyncDatabase[dict[str, Any]]
Keys = list[tuple[str, int]]

ARTICLES, REVISIONS, PAGES, RUNS, OUTCOMES = "articles", "revisions", "pages", "runs", "outcomes"
SIGHTINGS, BLOCK_COUNTS = "sightings", "block_counts"
VISITS, LISTINGS = "visits", "listings"
SCHEDULE, HOSTS = "schedule", "hosts"
LEASES, META, QUARANTINE = "leases", "meta", "quarantine"
CURSOR_ID = "cursor"  # of the document in meta that numbers the writes
IDENTITY_ID = "database"  # of the document in meta that tells this database from every other
SAMENESS_ID = "sameness"  # of the document in meta that says how far anchors have aged
COPY_ID = "copy"  # of the document in meta that tells of a copy into this database
SCHEMA_ID = "schema"  # of the document in meta that says in which shapes the rest is

# Collection -> the kind of its documents (document_kinds.py).
KINDS = {
    ARTICLES: "article",
    BLOCK_COUNTS: "block_counts",
    HOSTS: "host",
    LEASES: "lease",
    LISTINGS: "listing",
    META: "meta",
    OUTCOMES: "outcome",
    PAGES: "page",
    QUARANTINE: "quarantine",
    REVISIONS: "revision",
    RUNS: "run",
    SCHEDULE: "schedule",
    SIGHTINGS: "sighting",
    VISITS: "visit",
}


@dataclass(frozen=True, slots=True)
class Index:
    """One index.

    Attributes:
        fields: in their order, with ``-`` before one that is sorted downwards: ``outlet, -at``.
        question: what would read the whole collection without it.
        sparse: it holds no entry for documents without the field, which are nearly all. A question must then be one
            that such a document does not fit: an equality, ``$in``, or ``$gt`` of the lowest value.
    """

    collection: str
    fields: str
    question: str
    unique: bool = False
    sparse: bool = False

    @property
    def keys(self) -> Keys:
        """The fields as PyMongo names them: ``[("outlet", 1), ("at", -1)]``."""
        return [
            (field.lstrip("-"), DESCENDING if field.startswith("-") else ASCENDING) for field in self.fields.split(", ")
        ]

    @property
    def name(self) -> str:
        """Its name, which is the one that PyMongo and the shell give: ``outlet_1_at_-1``."""
        return "_".join(f"{field}_{direction}" for field, direction in self.keys)

    @property
    def model(self) -> IndexModel:
        """What makes it."""
        return IndexModel(self.keys, **dict.fromkeys(self.options, True))

    @property
    def options(self) -> list[str]:
        """Those of ``unique`` and ``sparse`` that it has."""
        return [name for name, has in (("unique", self.unique), ("sparse", self.sparse)) if has]


# Of the collections that are not here every question names an ``_id``.
INDEXES = (
    Index(ARTICLES, "url_key", "is there one with this address: never two of one article", unique=True),
    Index(ARTICLES, "cursor", "what changed since", unique=True),
    Index(ARTICLES, "outlet, cursor", "what of an outlet changed since"),
    Index(ARTICLES, "alternate_keys", "is this link known; the article at this address"),
    Index(ARTICLES, "content_hash, first_seen_at", "the first article with this text"),
    Index(ARTICLES, "fingerprint", "who owns these anchors", sparse=True),
    Index(ARTICLES, "to_compare", "which articles nobody has compared yet", sparse=True),
    Index(ARTICLES, "copy_of.article", "the copies of an article", sparse=True),
    Index(ARTICLES, "also_copy_of", "the other copies of an article", sparse=True),
    Index(ARTICLES, "copy_of.first_seen_at", "the newest copies", sparse=True),
    Index(ARTICLES, "cluster", "the members of a cluster", sparse=True),
    Index(ARTICLES, "-published_at, -first_seen_at", "the newest"),
    Index(ARTICLES, "outlet, -published_at, -first_seen_at", "the newest of an outlet"),
    Index(ARTICLES, "_id, outlet", "an id by its first digits; the embedded server knows no ranges of _id alone"),
    Index(LISTINGS, "outlet", "all of an outlet"),
    Index(OUTCOMES, "outlet, -at", "the latest errors of an outlet"),
    Index(OUTCOMES, "-at", "the latest errors"),
    Index(OUTCOMES, "run", "errors of one run"),
    Index(PAGES, "_id, size", "all pages in slices: copy, verify"),
    Index(QUARANTINE, "-at", "the latest that was refused"),
    Index(QUARANTINE, "outlet, -at", "the latest of an outlet that was refused"),
    Index(REVISIONS, "article, cursor", "the history of an article"),
    Index(RUNS, "_id, outlet", "a run by its first digits"),
    Index(RUNS, "counts.scheduled, -started_at", "the last run that a schedule began"),
    Index(RUNS, "outlet, -started_at", "the last runs of an outlet"),
    Index(RUNS, "outlet, kind, -started_at", "the last crawls of an outlet: many back-fills do not hide them"),
    Index(RUNS, "-started_at", "the last runs"),
    Index(SCHEDULE, "due_at", "which outlets are due, the longest due first"),
    Index(SIGHTINGS, "outlet, cursor", "those of an outlet; is there one to learn from"),
    Index(VISITS, "outlet, due_at", "which articles of an outlet are to be looked at again"),
    Index(VISITS, "_id, outlet", "all of them in slices: copy, verify"),
)


def indexes_of(collection: str) -> list[Index]:
    """The indexes of one collection, without the one on ``_id`` that every collection has."""
    return [index for index in INDEXES if index.collection == collection]


@cache
def definition() -> str:
    """Ten digits that stand for all validators and indexes: others where one of them is another.

    Two versions of this program with one SCHEMA_VERSION may differ in it, and each puts its own in place: so no
    validator may refuse what another version of the same SCHEMA_VERSION writes.
    """
    validators = {name: validator_of(kind) for name, kind in KINDS.items()}
    indexes = [(index.collection, index.fields, index.unique, index.sparse) for index in INDEXES]
    text = json.dumps([validators, indexes], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=5).hexdigest()
