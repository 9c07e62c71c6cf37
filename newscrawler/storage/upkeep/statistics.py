"""How much a database holds. A real MongoDB knows it; the embedded server is asked slice by slice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.schema import ARTICLES, KINDS, META, SCHEMA_ID, Documents
from newscrawler.storage.upkeep.walking import last_number, slices_of_collection

EMBEDDED_SIGN = "secantusVersion"  # in the embedded server's answer to buildInfo

Progress = Callable[[str, int], None]  # collection, documents counted


@dataclass(frozen=True, slots=True)
class CollectionSize:
    """Documents of a collection, and their bytes as BSON: not compressed, without indexes."""

    documents: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class OutletCount:
    """Articles of an outlet in one language; ``oldest`` and ``newest`` are instants of publication, where known."""

    outlet: str
    language: str | None
    articles: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a database holds.

    Attributes:
        schema_version: 0: nothing was ever stored.
        cursor: number of the last write.
        outlets: most articles first.
    """

    schema_version: int
    cursor: int
    collections: Mapping[str, CollectionSize]
    outlets: tuple[OutletCount, ...]


async def read_statistics(documents: Documents, progress: Progress) -> Statistics:
    """Count everything.

    A real MongoDB is asked for what it keeps count of, and reads the articles once, for the outlets. The embedded
    server keeps no count: there all documents are read, a slice at a time (5 s for 200,000 articles).

    Raises:
        StorageError: it does not answer.
    """
    with told_as_storage_errors("counting documents"):
        schema = await documents[META].find_one({"_id": SCHEMA_ID}) or {}
        top = await last_number(documents)
        is_embedded = EMBEDDED_SIGN in await documents.client.admin.command("buildInfo")
        there = set(await documents.list_collection_names())
        sizes: dict[str, CollectionSize] = {}
        outlets: tuple[OutletCount, ...] = ()
        for name in sorted(there & KINDS.keys()):
            if name == ARTICLES:
                outlets, sizes[name] = await _count_articles(documents, top, progress)
            elif is_embedded:
                sizes[name] = await _count(documents, name, top, progress)
            else:
                sizes[name] = await _told_size(documents, name)
    return Statistics(int(schema.get("version", 0)), top, sizes, outlets)


async def _count_articles(
    documents: Documents, top: int, progress: Progress
) -> tuple[tuple[OutletCount, ...], CollectionSize]:
    group = {
        "_id": {"outlet": "$outlet", "language": "$language"},
        "articles": {"$sum": 1},
        "bytes": {"$sum": {"$bsonSize": "$$ROOT"}},
        "oldest": {"$min": "$published_at"},
        "newest": {"$max": "$published_at"},
    }
    counts: dict[tuple[str, str | None], OutletCount] = {}
    documents_read, size = 0, 0
    for one in slices_of_collection(ARTICLES, top):
        async for found in await documents[ARTICLES].aggregate([{"$match": one}, {"$group": group}]):
            key = (found["_id"]["outlet"], found["_id"].get("language"))
            before = counts.get(key)
            count = OutletCount(*key, found["articles"], found["oldest"], found["newest"])
            counts[key] = _joined(before, count) if before else count
            documents_read, size = documents_read + found["articles"], size + found["bytes"]
        progress(ARTICLES, documents_read)
    ordered = sorted(counts.values(), key=lambda count: (-count.articles, count.outlet, count.language or ""))
    return tuple(ordered), CollectionSize(documents_read, size)


def _joined(one: OutletCount, other: OutletCount) -> OutletCount:
    oldest = min(filter(None, (one.oldest, other.oldest)), default=None)
    newest = max(filter(None, (one.newest, other.newest)), default=None)
    return OutletCount(one.outlet, one.language, one.articles + other.articles, oldest, newest)


async def _count(documents: Documents, name: str, top: int, progress: Progress) -> CollectionSize:
    group = {"_id": None, "documents": {"$sum": 1}, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
    count, size = 0, 0
    for one in slices_of_collection(name, top):
        async for found in await documents[name].aggregate([{"$match": one}, {"$group": group}]):
            count, size = count + found["documents"], size + found["bytes"]
        progress(name, count)
    return CollectionSize(count, size)


async def _told_size(documents: Documents, name: str) -> CollectionSize:
    stages: list[dict[str, Any]] = [{"$collStats": {"storageStats": {}}}]
    count, size = 0, 0
    async for shard in await documents[name].aggregate(stages):
        count, size = count + shard["storageStats"]["count"], size + shard["storageStats"]["size"]
    return CollectionSize(count, size)
