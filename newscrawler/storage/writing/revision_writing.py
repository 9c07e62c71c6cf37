"""The writer's part in what articles said before: each revision is kept, of one article so many in an hour.

A live blog that is fetched every minute has another text every minute. Beyond the limit what was said in between is
kept inside the newest revision, without its text: when it was read, and its page, in which the text stands.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema

Document = dict[str, Any]

MOST_IN_AN_HOUR = 12  # revisions of one article
HOUR = timedelta(hours=1)
_TEXTS = frozenset({"body", "title"})
_ALWAYS = frozenset({"content_hash", "raw", "title"})  # in the old values of every revision


async def write_revisions(
    database: schema.Documents, session: AsyncClientSession, revisions: Sequence[Document]
) -> None:
    """Write the revisions of different articles; where an article has too many of the hour, inside its newest."""
    kept: list[Document] = []
    updates: list[UpdateOne] = []
    for revision in revisions:
        newest = await _newest_of_full_hour(database, session, revision) if _may_be_many(revision) else None
        if newest is None:
            kept.append(revision)
        else:
            updates.append(UpdateOne({"_id": newest["_id"]}, put_between(revision, newest)))
    if kept:
        await database[schema.REVISIONS].insert_many(kept, session=session)
    if updates:
        await database[schema.REVISIONS].bulk_write(updates, session=session)


def put_between(revision: Document, newest: Document) -> Document:
    """The update operators that keep a revision inside the newest one of its article.

    That then tells of all fields that changed since, with their values from before.
    """
    old = revision["old"]
    state = {name: revision[name] for name in ("version", "seen_at", "cursor")}
    state |= {name: old[name] for name in ("title", "content_hash", "raw") if name in old}
    update: Document = {"$push": {"between": state}}
    if more := [name for name in revision["changed"] if name not in newest["changed"]]:
        update["$addToSet"] = {"changed": {"$each": more}}
        values = {f"old.{name}": old[name] for name in more if name in old and name not in _ALWAYS}
        if values:
            update["$set"] = values
    return update


def _may_be_many(revision: Document) -> bool:
    """Can there be so many revisions before it? By the number of its text; what is no text is rare, and looked up."""
    return revision["version"] > MOST_IN_AN_HOUR or not _TEXTS.intersection(revision["changed"])


async def _newest_of_full_hour(
    database: schema.Documents, session: AsyncClientSession, revision: Document
) -> Document | None:
    """The newest revision of its article, where the hour before this one has as many as it may."""
    found = database[schema.REVISIONS].find(
        {"article": revision["article"]}, {"seen_at": True, "changed": True}, session=session
    )
    newest = await found.sort("cursor", -1).limit(MOST_IN_AN_HOUR).to_list()
    is_full = len(newest) == MOST_IN_AN_HOUR and newest[-1]["seen_at"] > revision["seen_at"] - HOUR
    return newest[0] if is_full else None
