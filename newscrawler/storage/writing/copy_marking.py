"""The writer's part in copies: of all articles with one text one is the first, and the others are its copies."""

from collections.abc import Sequence

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.writing.changes import copy_marks
from newscrawler.storage.writing.jobs import Document, MarkCopies

MAX_MARKS = 50  # documents that one look-up of copies may change; the next look-up of that text does the rest
COPY_FIELDS = dict.fromkeys(("first_seen_at", "duplicate_of", "cluster"), True)


async def mark_copies(
    database: schema.Documents, session: AsyncClientSession, job: MarkCopies, numbers: Sequence[int]
) -> str | None:
    """Mark the articles with one text; ``_id`` of the first of them, where the one that is meant is a copy of it.

    Args:
        database: where they are.
        session: of the transaction.
        job: which text, and for which article.
        numbers: ``MAX_MARKS`` cursors for what is written.
    """
    articles = database[schema.ARTICLES]
    group = await read_copies(database, job.content_hash, job.article_id, session)
    marks = copy_marks(group)
    operations = [
        UpdateOne({"_id": article_id}, {**update, "$set": {**update["$set"], "cursor": number}})
        for (article_id, update), number in zip(marks.items(), numbers, strict=False)
    ]
    if operations:
        await articles.bulk_write(operations, session=session)
    own = marks.get(job.article_id, {}).get("$set", {})
    before = next((document for document in group if document["_id"] == job.article_id), {})
    first = None if "$unset" in marks.get(job.article_id, {}) else before.get("duplicate_of")
    copied: str | None = own.get("duplicate_of", first)
    return copied


async def find_copies(database: schema.Documents, texts: Sequence[str]) -> list[MarkCopies]:
    """The marks that articles with these texts still need.

    Args:
        database: where they are.
        texts: their ``content_hash``.
    """
    fields = {**COPY_FIELDS, "content_hash": True}
    query = {"content_hash": {"$in": list(set(texts))}}
    found = database[schema.ARTICLES].find(query, fields).limit(len(texts) * MAX_MARKS)
    groups: dict[str, list[Document]] = {}
    async for document in found:
        groups.setdefault(document["content_hash"], []).append(document)
    return [MarkCopies(next(reversed(marks)), text) for text, group in groups.items() if (marks := copy_marks(group))]


async def read_copies(
    database: schema.Documents, content_hash: str, article_id: str, session: AsyncClientSession | None = None
) -> list[Document]:
    """What decides on copies, of the first articles with this text, oldest first, and of the one that is meant."""
    articles = database[schema.ARTICLES]
    found = articles.find({"content_hash": content_hash}, COPY_FIELDS, session=session)
    group: list[Document] = await found.sort({"first_seen_at": 1}).limit(MAX_MARKS).to_list()
    if len(group) == MAX_MARKS and article_id not in {document["_id"] for document in group}:
        own = await articles.find_one({"_id": article_id}, {**COPY_FIELDS, "content_hash": True}, session=session)
        if own is not None and own["content_hash"] == content_hash:  # not another text by now
            group[-1] = own
    return group
