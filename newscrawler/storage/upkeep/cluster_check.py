"""Which articles are not marked as what they are copies of says: looked at in slices, nothing is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler.storage.schema import ARTICLES, Documents

CLUSTER_FIELDS = ("first_seen_at", "copy_of", "cluster", "duplicate_of", "syndication")
_FIELDS = dict.fromkeys(CLUSTER_FIELDS, True)

Document = Mapping[str, Any]


async def doubtful_articles(documents: Documents, ids: Sequence[str]) -> dict[str, str]:
    """Those of the articles that may stand in the wrong place, by ``_id``, with what is wrong.

    What is written meanwhile may look wrong: ask again for what is found.
    """
    articles = documents[ARTICLES]
    own = {one["_id"]: one async for one in articles.find({"_id": {"$in": list(ids)}}, _FIELDS)}
    names = {name for document in own.values() for name in _named_by(document)} - own.keys()
    others = {one["_id"]: one async for one in articles.find({"_id": {"$in": sorted(names)}}, _FIELDS)} if names else {}
    ends = [key for key, document in own.items() if "cluster" in document and "copy_of" not in document]
    copied = await _copied_of(documents, ends)
    doubts = {key: what_is_wrong(document, own | others) for key, document in own.items()}
    doubts |= {key: doubts[key] or "nothing is a copy of it" for key in ends if key not in copied}
    return {key: what for key, what in doubts.items() if what}


async def _copied_of(documents: Documents, ids: Sequence[str]) -> set[str]:
    """Those of the articles that others are copies of."""
    if not ids:
        return set()
    found = documents[ARTICLES].find({"copy_of.article": {"$in": list(ids)}}, {"copy_of.article": True})
    return {one["copy_of"]["article"] async for one in found}


def _named_by(document: Document) -> set[str]:
    copy = document.get("copy_of")
    return {*([copy["article"]] if copy else []), *([document["cluster"]] if "cluster" in document else [])}


def what_is_wrong(document: Document, known: Mapping[str, Document]) -> str:
    """What contradicts another on one article, in words; "": nothing.

    Args:
        document: its ``_id`` and ``CLUSTER_FIELDS``.
        known: those that it names, as far as they are there.
    """
    cluster = document.get("cluster")
    if copy := document.get("copy_of"):
        if copy["article"] not in known:
            return f"a copy of {copy['article']}, which is not there"
        if cluster is None or known[copy["article"]].get("cluster") != cluster:
            return f"a copy of {copy['article']}, but not in its cluster"
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
    is_told_apart = first.get("syndication") != document.get("syndication")
    return "which says another of who had the story first" if is_told_apart else ""
