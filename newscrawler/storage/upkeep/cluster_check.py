"""Which articles are not marked as what they are copies of says: looked at in slices, nothing is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler.storage.documents.syndication_documents import MOST_MEMBERS
from newscrawler.storage.schema import Documents
from newscrawler.storage.writing.copy_linking import links_of, wanted_links
from newscrawler.storage.writing.sameness_jobs import SetSameness
from newscrawler.storage.writing.story_reading import Stories, originals_of

_TOLD_APART = "which says another of who had the story first"

Document = Mapping[str, Any]


async def doubtful_articles(documents: Documents, ids: Sequence[str], closed: set[str] | None = None) -> dict[str, str]:
    """Those of the articles that may stand in the wrong place, by ``_id``, with what is wrong.

    What is written meanwhile may look wrong: ask again for what is found.

    Args:
        documents: the database.
        ids: the articles.
        closed: clusters that are too large to be arranged; those that are found to be are added. Of these only that is
            wrong which joining and leaving puts right.
    """
    stories = Stories(documents, set() if closed is None else closed)
    own = await stories.read(ids)
    names = {name for document in own.values() for name in _named_by(document)} - own.keys()
    known = own | (await stories.read(names) if names else {})
    doubts = {key: what for key, document in own.items() if (what := what_is_wrong(document, known))}
    ends = [key for key, document in own.items() if "cluster" in document and not originals_of(document)]
    copied = await stories.copied(ends)
    doubts |= {key: "nothing is a copy of it" for key in ends if key not in copied and key not in doubts}
    firsts = [key for key, document in own.items() if document.get("cluster") == key]
    doubts = await _wrongly_marked(stories, firsts) | doubts
    lost = await _lost_relatives(stories, own)
    for key in list(doubts):
        if not await stories.complete_one(await stories.read([key]), {key}):
            what = wrong_though_closed(own[key], known, is_copied=bool(await stories.copied([key])))
            doubts |= {key: what}
    lost_ones = {key: f"related to {', '.join(sorted(gone))}, which is not there" for key, gone in lost.items()}
    return lost_ones | {key: what for key, what in doubts.items() if what}


async def without_lost_relatives(documents: Documents, ids: Sequence[str]) -> list[SetSameness]:
    """What takes from ``related`` of these articles those that are not there any more."""
    stories = Stories(documents, set())
    own = await stories.read(ids)
    jobs = []
    for key, gone in (await _lost_relatives(stories, own)).items():
        before = links_of(own[key])
        related = [one for one in before["related"] if one not in gone]
        after = {name: value for name, value in before.items() if name != "related"}
        links = after | ({"related": related} if related else {})
        jobs.append(SetSameness(key, own[key]["content_hash"], before, links))
    return jobs


async def _lost_relatives(stories: Stories, own: Mapping[str, Document]) -> dict[str, set[str]]:
    """By article, those of ``related`` that are not there; what is still to be compared gets others by itself."""
    named = {key: set(one["related"]) for key, one in own.items() if "related" in one and "to_compare" not in one}
    wanted = {relative for relatives in named.values() for relative in relatives} - own.keys()
    there = own.keys() | (await stories.read(wanted) if wanted else {}).keys()
    return {key: lost for key, relatives in named.items() if (lost := relatives - there)}


async def _wrongly_marked(stories: Stories, firsts: Sequence[str]) -> dict[str, str]:
    """Those of the first articles of clusters whose members' marks do not follow from their links."""
    members: dict[str, dict[str, Any]] = {key: {} for key in firsts}
    for key, document in (await stories.marked(firsts)).items():
        members[document["cluster"]][key] = document
    wrong = {}
    for first, stored in members.items():
        if len(stored) > MOST_MEMBERS:
            stories.closed.add(first)
            continue
        wanted = wanted_links(stored, {})
        if any(wanted[key].get("cluster") != first for key in stored):
            wrong[first] = "the first of a cluster that does not hang together"
        elif any(wanted[key].get("syndication") != stored[key].get("syndication") for key in stored):
            wrong[first] = f"the first of its cluster, {_TOLD_APART} than its copies do"
    return wrong


def _named_by(document: Document) -> set[str]:
    return {*originals_of(document), *([document["cluster"]] if "cluster" in document else [])}


def what_is_wrong(document: Document, known: Mapping[str, Document]) -> str:
    """What contradicts another on one article, in words; "": nothing.

    Args:
        document: its ``_id``, links and marks.
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


def wrong_though_closed(document: Document, known: Mapping[str, Document], *, is_copied: bool) -> str:
    """As ``what_is_wrong``, of an article of a story that is too large to be arranged: it is only joined and left."""
    key, cluster, originals = document["_id"], document.get("cluster"), originals_of(document)
    for original in originals:
        if original not in known:
            return f"a copy of {original}, which is not there"
    if cluster is None:
        return f"a copy of {originals[0]}, but in no cluster" if originals else what_is_wrong(document, known)
    if document.get("duplicate_of") != (None if key == cluster else cluster):
        return f"in the cluster of {cluster}, but a duplicate of {document.get('duplicate_of', 'none')}"
    return "" if originals or is_copied or key == cluster else "nothing is a copy of it"
