"""The whole database read, and checked against what the contract promises. Nothing is changed.

A few hundred documents are in memory at once. What is written meanwhile may look like a fault where two collections
are compared: what is found is looked at a second time before it is told.
"""

from array import array
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
from backports import zstd
from bson.int64 import Int64
from pydantic import ValidationError

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, key_id, page_id
from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.migrations.stored_schema import read_stored_schema
from newscrawler.storage.sameness import AHEAD, LEFT_AFTER
from newscrawler.storage.schema import ARTICLES, KINDS, OUTCOMES, PAGES, REVISIONS, SIGHTINGS, VISITS, Documents
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.inspection import inspect_database
from newscrawler.storage.upkeep.walking import last_number, walk

SAMPLES = 5  # of each kind of fault
_EACH_ANCHOR = 8  # of so many one is looked at: they take 8 bytes each, and an article that leads to too many has 13

Document = Mapping[str, Any]
Progress = Callable[[str, int], None]  # collection, documents read
Rehash = Callable[[Document], set[str]]

# Kind of fault -> what it means, and what to do.
ADVICE = {
    "version": "an older newscrawler wrote it; what copies say is looked at afterwards: newscrawler db migrate",
    "schema": "a validator, an index or a collection is missing or another: newscrawler db init",
    "shape": "it is not as its kind of document should be; another program wrote it? newscrawler schema KIND tells",
    "id": "its _id is not the hash of its url_key: links do not find it; delete it and crawl the address again",
    "cursor": "its number was never given: consumers may miss it; raise meta/cursor to the largest there is",
    "content_hash": "it is not that of the text: copies are not found; newscrawler reprocess ID --apply",
    "raw": "its page is not stored: explain reads the stored text; newscrawler crawl --refetch gets the page again",
    "page": "it does not unpack to its _id: delete it; newscrawler crawl --refetch gets it again",
    "revision": "it belongs to no article: delete it",
    "versions": "the history of an article has a gap: what it said then is lost",
    "to_compare": "it is not compared with others yet: the next crawl does it, or newscrawler db verify --clusters",
    "cluster": "its cluster, or duplicate_of, contradicts its links: newscrawler db verify --clusters mends all of it",
    "fingerprint": "too many articles are found by one word group, which slows writes: newscrawler db rededupe --apply",
    "outcome": "it is older than the article that is stored at its address: delete it",
    "sighting": "it belongs to no article, or to one of another outlet: delete it; the next crawl learns anew",
    "visit": "it belongs to no article, or to one of another outlet: delete it, or its address is fetched once more",
}


@dataclass(slots=True)
class Fault:
    """All faults of one kind: how many, and the first of them as ``collection _id: what``."""

    kind: str
    count: int = 0
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: documents read by collection, and the faults: an old version, then the most frequent first."""

    documents: Mapping[str, int]
    faults: Sequence[Fault]
    cursor: int


class Verification:
    """One reading of a whole database.

    Args:
        documents: the database.
        rehash: the hashes that a stored article's text may have; none where they cannot be known.
        progress: is told how far it is.
    """

    def __init__(self, documents: Documents, rehash: Rehash, progress: Progress) -> None:
        self._documents = documents
        self._rehash = rehash
        self._progress = progress
        self._faults: dict[str, Fault] = {}
        self._top = 0
        self._began = datetime.now(UTC)
        self._closed: set[str] = set()  # clusters that are too large to be arranged
        self._is_older = False  # than this newscrawler: then validators, indexes and copies are others by right
        self._anchors = array("q")

    async def run(self) -> Verified:
        """Read everything.

        Raises:
            StorageError: the database does not answer.
        """
        counts: dict[str, int] = {}
        checks: dict[str, Callable[[Sequence[Document]], Awaitable[None]]] = {
            ARTICLES: self._check_articles,
            OUTCOMES: self._check_outcomes,
            PAGES: self._check_pages,
            REVISIONS: self._check_revisions,
            SIGHTINGS: partial(self._check_owners, "sighting"),
            VISITS: partial(self._check_owners, "visit"),
        }
        with told_as_storage_errors("reading the whole database"):
            await self._check_schema()
            self._top = await last_number(self._documents)
            for name in sorted(set(await self._documents.list_collection_names()) & KINDS.keys()):
                counts[name] = 0
                async for chunk in walk(self._documents, name, self._top):
                    self._check_shapes(name, chunk)
                    if name in checks:
                        await checks[name](chunk)
                    counts[name] += len(chunk)
                    self._progress(name, counts[name])
            await self._check_anchors()
        faults = sorted(self._faults.values(), key=lambda fault: (fault.kind != "version", -fault.count))
        return Verified(counts, faults, self._top)

    def _add(self, kind: str, what: str) -> None:
        fault = self._faults.setdefault(kind, Fault(kind))
        fault.count += 1
        if len(fault.samples) < SAMPLES:
            fault.samples.append(what)

    async def _check_schema(self) -> None:
        stored = await read_stored_schema(self._documents)
        self._is_older = 0 < stored.version < SCHEMA_VERSION
        if self._is_older:
            self._add("version", f"meta schema: version {stored.version}, and today's is {SCHEMA_VERSION}")
            return
        for difference in (await inspect_database(self._documents)).differences:
            self._add("schema", str(difference))

    def _check_shapes(self, name: str, chunk: Sequence[Document]) -> None:
        shape = SHAPES[KINDS[name]]
        known = {field.alias or key for key, field in shape.model_fields.items()}
        for document in chunk:
            try:
                shape.model_validate({key: value for key, value in document.items() if key in known})
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(step) for step in first["loc"])
                self._add("shape", f"{name} {document['_id']}: {where}: {first['msg']}")

    async def _check_articles(self, chunk: Sequence[Document]) -> None:
        top = await last_number(self._documents)  # it grows while we read
        for article in chunk:
            if article["_id"] != key_id(str(article.get("url_key"))):
                self._add("id", f"articles {article['_id']}: {article.get('url')}")
            if not 0 < article.get("cursor", 0) <= top:
                self._add("cursor", f"articles {article['_id']}: {article.get('cursor')}, the last given is {top}")
            hashes = self._rehash(article)
            if hashes and article.get("content_hash") not in hashes:
                self._add("content_hash", f"articles {article['_id']}: {article.get('url')}")
        await self._check_references(chunk, "raw", PAGES)
        await self._check_versions(chunk)
        if not self._is_older:
            await self._check_clusters(chunk)
            self._anchors.extend(
                anchor for one in chunk for anchor in one.get("fingerprint", ()) if not anchor % _EACH_ANCHOR
            )

    async def _check_clusters(self, chunk: Sequence[Document]) -> None:
        doubtful = await doubtful_articles(self._documents, [article["_id"] for article in chunk], self._closed)
        if doubtful:
            doubtful = await doubtful_articles(self._documents, list(doubtful), self._closed)
        for key, what in doubtful.items():
            self._add("cluster", f"articles {key}: {what}")
        young, ahead = self._began - LEFT_AFTER, self._began + AHEAD  # of a wrong clock
        left = [one["_id"] for one in chunk if "to_compare" in one and not young <= one["fetched_at"] <= ahead]
        if left:  # by a killed crawl, or it was compared just now
            query = {"_id": {"$in": left}, "to_compare": {"$gt": ""}}
            async for article in self._documents[ARTICLES].find(query, {"to_compare": True}):
                self._add("to_compare", f"articles {article['_id']}: with {', '.join(article['to_compare'])}")

    async def _check_anchors(self) -> None:
        """Does none of those that were looked at lead to more articles than may own it?"""
        anchors, owners = np.unique(np.array(self._anchors, dtype=np.int64), return_counts=True)
        for anchor in map(Int64, anchors[owners > OWNERS_PER_ANCHOR].tolist()):
            count = await self._documents[ARTICLES].count_documents({"fingerprint": anchor})
            if count > OWNERS_PER_ANCHOR:
                self._add("fingerprint", f"articles: {count} are looked up by {anchor}")

    async def _check_references(self, chunk: Sequence[Document], name: str, collection: str) -> None:
        there = await self._there(collection, {article[name] for article in chunk if article.get(name)})
        for article in chunk:
            if article.get(name) and article[name] not in there:
                self._add(name, f"articles {article['_id']}: {article[name]}")

    async def _check_versions(self, chunk: Sequence[Document]) -> None:
        """Of an article of version 3 there are revisions of 1 and 2, and none of a later one than 3."""
        ids = [article["_id"] for article in chunk]
        versions: dict[str, set[int]] = defaultdict(set)
        fields = {"article": True, "version": True, "between.version": True}
        found = self._documents[REVISIONS].find({"article": {"$in": ids}}, fields)
        async for revision in found:
            versions[revision["article"]] |= {state["version"] for state in (revision, *revision.get("between", ()))}
        current = await self._versions_of(ids)  # read after the revisions, which are never there without their article
        for article in chunk:
            own, before = current.get(article["_id"], 0), article.get("version", 0)
            missing = sorted(set(range(1, before)) - versions[article["_id"]])
            if missing or max(versions[article["_id"]], default=0) > own:
                self._add("versions", f"articles {article['_id']}: version {before}, revisions lack {missing}")

    async def _versions_of(self, ids: Sequence[str]) -> dict[str, int]:
        found = self._documents[ARTICLES].find({"_id": {"$in": list(ids)}}, {"version": True})
        return {article["_id"]: article.get("version", 0) async for article in found}

    async def _check_revisions(self, chunk: Sequence[Document]) -> None:
        there = await self._there(ARTICLES, {revision["article"] for revision in chunk})
        for revision in chunk:
            if revision["article"] not in there:
                self._add("revision", f"revisions {revision['_id']}")

    async def _check_pages(self, chunk: Sequence[Document]) -> None:
        for page in chunk:
            try:
                content = zstd.decompress(page["content"])
            except (KeyError, TypeError, zstd.ZstdError) as error:
                self._add("page", f"pages {page['_id']}: {error}")
                continue
            if page_id(content) != page["_id"]:
                self._add("page", f"pages {page['_id']}: another content")

    async def _check_outcomes(self, chunk: Sequence[Document]) -> None:
        ids = [outcome["_id"] for outcome in chunk]
        found = self._documents[ARTICLES].find({"_id": {"$in": ids}}, {"fetched_at": True})
        fetched = {article["_id"]: article["fetched_at"] async for article in found}
        suspects = [one for one in chunk if one["_id"] in fetched and one["at"] < fetched[one["_id"]]]
        still = await self._there(OUTCOMES, {one["_id"] for one in suspects})
        for outcome in suspects:
            if outcome["_id"] in still:
                self._add("outcome", f"outcomes {outcome['_id']}: {outcome.get('url')}")

    async def _check_owners(self, kind: str, chunk: Sequence[Document]) -> None:
        """Does each belong to the article that has its ``_id``?"""
        ids = [document["_id"] for document in chunk]
        found = self._documents[ARTICLES].find({"_id": {"$in": ids}}, {"outlet": True})
        outlets = {article["_id"]: article["outlet"] async for article in found}
        for document in chunk:
            if outlets.get(document["_id"]) != document["outlet"]:
                self._add(kind, f"{kind}s {document['_id']}: {document['outlet']}")

    async def _there(self, collection: str, ids: Iterable[Any]) -> set[Any]:
        """Those of the ids that are there."""
        wanted = list(ids)
        if not wanted:
            return set()
        found = self._documents[collection].find({"_id": {"$in": wanted}}, {"_id": True})
        return {document["_id"] async for document in found}
