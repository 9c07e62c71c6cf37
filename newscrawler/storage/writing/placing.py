"""The writer's part in sameness: which articles a new text is to be compared with, and which anchors lead to it.

Looked up in the transaction that stores the text. All transactions that write articles come one after the other, so of
two with one story the later one sees the earlier one, and nobody is in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR, Arrival, FirstOwners, Place
from newscrawler.storage import schema
from newscrawler.storage.writing.jobs import Document, SaveArticle, Written
from newscrawler.storage.writing.story_reading import originals_of

# Articles with the texts of one batch. Where there are more, one text alone has many, and each is asked for by itself:
# the server would read all of them, whatever the limit.
MOST_WITH_TEXTS = 1000
# In one question. The embedded server looks through all of them for each anchor of each article that it finds: 1,300 at
# once take twice as long as these where an article meets eight owners, and hardly less where it meets one.
ANCHORS_TOGETHER = 300
_OWNER_FIELDS = {"fingerprint": True, "first_seen_at": True}

Texts = Mapping[str, Any]  # the fields of a document, or those of them that change


async def place_texts(
    database: schema.Documents, session: AsyncClientSession, writing: Sequence[tuple[Written, Document | None]]
) -> dict[Written, Place]:
    """The places of those of the articles that come in with a text which they did not have before.

    Args:
        database: where the articles are.
        session: of the transaction, which has taken its numbers already.
        writing: what is to be written, in its order, with what is stored of it.
    """
    arrivals = {job: arrival for job, old in writing if (arrival := _arrival(job, old))}
    if not arrivals:
        return {}
    owners = await owners_of(database, session, {one for arrival in arrivals.values() for one in arrival.anchors})
    texts = sorted({arrival.content_hash for arrival in arrivals.values()})
    first_owners = _known(owners, await _with_texts(database, session, texts))
    return {job: first_owners.place(arrival) for job, arrival in arrivals.items()}


async def owners_of(
    database: schema.Documents, session: AsyncClientSession, anchors: Iterable[int], *, most: int = OWNERS_PER_ANCHOR
) -> list[Document]:
    """The articles that the anchors lead to, with all of theirs; one may come twice.

    At most ``most`` of each anchor, on an average; 0: all.
    """
    wanted = sorted(map(Int64, set(anchors)))
    owners: list[Document] = []
    for start in range(0, len(wanted), ANCHORS_TOGETHER):
        asked = wanted[start : start + ANCHORS_TOGETHER]
        found = database[schema.ARTICLES].find({"fingerprint": {"$in": asked}}, _OWNER_FIELDS, session=session)
        owners += await found.limit(most * len(asked)).to_list()
    return owners


def sameness_fields(place: Place, old: Document | None = None) -> Document:
    """The fields that a place gives to an article; None: it goes.

    Links stay as they are until the new text was compared; what is compared with nothing any more has none.
    """
    anchors, to_compare = [Int64(anchor) for anchor in place.owned], list(place.to_compare)
    values: Document = {"fingerprint": anchors or None, "to_compare": to_compare or None}
    return values if to_compare or old is None else values | {"related": None}


def _arrival(job: Written, old: Document | None) -> Arrival | None:
    """The text that an article comes in with; None: it had it before."""
    values: Texts = job.document if isinstance(job, SaveArticle) else job.changes
    content_hash = values.get("content_hash")
    if content_hash is None or (old is not None and old["content_hash"] == content_hash):
        return None
    former = old or {}
    anchors, owned = tuple(values.get("fingerprint") or ()), tuple(former.get("fingerprint", ()))
    return Arrival(job.key, content_hash, anchors, owned, tuple(originals_of(former)))


async def _with_texts(
    database: schema.Documents, session: AsyncClientSession, texts: Sequence[str]
) -> Sequence[Document]:
    """The articles with these texts; of each at least the first one."""
    articles, fields = database[schema.ARTICLES], {"content_hash": True, "first_seen_at": True}
    asked = articles.find({"content_hash": {"$in": texts}}, fields, session=session)
    found: list[Document] = await asked.limit(MOST_WITH_TEXTS).to_list()
    if len(found) < MOST_WITH_TEXTS:
        return found
    one_by_one = []
    for text in texts:
        asked = articles.find({"content_hash": text}, fields, session=session)
        one_by_one += await asked.sort({"first_seen_at": 1, "_id": 1}).limit(1).to_list()
    return one_by_one


def _known(owners: Iterable[Document], same: Iterable[Document]) -> FirstOwners:
    """What is stored, the first one first."""
    by_id = {document["_id"]: dict(document) for document in owners}
    for document in same:
        by_id.setdefault(document["_id"], document)["content_hash"] = document["content_hash"]
    known = FirstOwners()
    for document in sorted(by_id.values(), key=_age):
        known.order[document["_id"]] = len(known.order)
        if "content_hash" in document:
            known.texts.setdefault(document["content_hash"], document["_id"])
        for anchor in document.get("fingerprint", ()):
            known.anchors.setdefault(anchor, []).append(document["_id"])
    return known


def _age(document: Document) -> tuple[datetime, str]:
    return document["first_seen_at"], document["_id"]
