"""Which articles are not marked as what they are copies of says: looked at in slices, nothing is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, syndication_document
from newscrawler.storage.schema import ARTICLES, Documents
from newscrawler.storage.writing.copy_linking import MOST_READ, originals_of

CLUSTER_FIELDS = ("first_seen_at", "copy_of", "also_copy_of", "cluster", "duplicate_of", "syndication")
_FIELDS = dict.fromkeys(CLUSTER_FIELDS, True)
_TOLD_APART = "which says another of who had the story first"

Document = Mapping[str, Any]


async def doubtful_articles(documents: Documents, ids: Sequence[str]) -> dict[str, str]:
    """Those of the articles that may stand in the wrong place, by ``_id``, with what is wrong.

    What is written meanwhile may look wrong: ask again for what is found.
    """
    articles = documents[ARTICLES]
    own = {one["_id"]: one async for one in articles.find({"_id": {"$in": list(ids)}}, _FIELDS)}
    names = {name for document in own.values() for name in _named_by(document)} - own.keys()
    others = {one["_id"]: one async for one in articles.find({"_id": {"$in": sorted(names)}}, _FIELDS)} if names else {}
    ends = [key for key, document in own.items() if "cluster" in document and not originals_of(document)]
    copied = await _copied_of(documents, ends)
    doubts = {key: what_is_wrong(document, own | others) for key, document in own.items()}
    doubts |= {key: doubts[key] or "nothing is a copy of it" for key in ends if key not in copied}
    for key in await _told_otherwise(documents, {key: one for key, one in own.items() if one.get("cluster") == key}):
        doubts[key] = doubts[key] or f"the first of its cluster, {_TOLD_APART} than its copies do"
    return {key: what for key, what in doubts.items() if what}


async def _told_otherwise(documents: Documents, firsts: Mapping[str, Document]) -> list[str]:
    """Those of the first articles of clusters whose ``syndication`` is not what all the copies together say."""
    if not firsts:
        return []
    members: dict[str, list[Document]] = {key: [] for key in firsts}
    fields = dict.fromkeys((*STORY_FIELDS, "cluster"), True)
    async for one in documents[ARTICLES].find({"cluster": {"$in": list(firsts)}}, fields):
        members[one["cluster"]].append(one)
    return [
        key
        for key, first in firsts.items()
        if len(members[key]) < MOST_READ and syndication_document(members[key]) != first.get("syndication")
    ]


async def _copied_of(documents: Documents, ids: Sequence[str]) -> set[str]:
    """Those of the articles that others are copies of."""
    if not ids:
        return set()
    copied: set[str] = set()
    for name in ("copy_of.article", "also_copy_of"):
        async for one in documents[ARTICLES].find({name: {"$in": list(ids)}}, {name: True}):
            copied.update(originals_of(one))
    return copied


def _named_by(document: Document) -> set[str]:
    return {*originals_of(document), *([document["cluster"]] if "cluster" in document else [])}


def what_is_wrong(document: Document, known: Mapping[str, Document]) -> str:
    """What contradicts another on one article, in words; "": nothing.

    Args:
        document: its ``_id`` and ``CLUSTER_FIELDS``.
        known: those that it names, as far as they are there.
    """
    cluster = document.get("cluster")
    for original in originals_of(document):
        if original not in known:
            return f"a copy of {original}, which is not there"
        if cluster is None or known[original].get("cluster") != cluster:
            return f"a copy of {original}, but not in its cluster"
    if cluster is None:
        return "a duplicate, but in no cluster" if "duplicate_of" in document else ""
    wrong = _wrong_in_cluster(document, known.get(cluster))
    return f"in the cluster of {cluster}, {wrong}" if wrong else ""


def _wrong_in_cluster(document: Document, first: Document | None) -> str:
    if first is None:
        return "which is not there"
    if first.get("cluster") != first["_id"]:
        return "which is not in it"
    if document.get("duplicate_of") != (None if document["_id"] == first["_id"] else first["_id"]):
        return f"but a duplicate of {document.get('duplicate_of', 'none')}"
    if (first["first_seen_at"], first["_id"]) > (document["first_seen_at"], document["_id"]):
        return "which is later"
    return _TOLD_APART if first.get("syndication") != document.get("syndication") else ""
