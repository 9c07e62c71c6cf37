"""Every stored article as the grouping wants it: its anchors made anew, for those that are stored are only its own."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.duplicates.fingerprint import fingerprint_text
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.rededupe.rows import Noted
from newscrawler.storage.schema import ARTICLES, Documents
from newscrawler.storage.upkeep.walking import last_number
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS, originals_of

LIMIT_SECONDS = 60.0  # one slice is tried while the server does not answer
_NUMBERS = 500  # of the cursor in one slice: as many articles at most
_NOTED_FIELDS = dict.fromkeys(
    ("body", "content_hash", "fetched_at", "first_seen_at", "fingerprint", "to_compare", *SAMENESS_FIELDS), True
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Document = Mapping[str, Any]


async def read_articles(
    documents: Documents, fields: Mapping[str, bool] = _NOTED_FIELDS
) -> AsyncIterator[list[Document]]:
    """All articles in slices, in the order of their cursors; one that is written meanwhile comes once more.

    Raises:
        StorageError: the database does not answer.
    """
    after = 0
    yield await read_documents(documents, {"cursor": {"$lte": after}}, fields)
    while (top := await last_number(documents)) > after:
        for start in range(after, top, _NUMBERS):
            numbers = {"$gt": start, "$lte": min(start + _NUMBERS, top)}
            yield await read_documents(documents, {"cursor": numbers}, fields)
        after = top
    yield await read_documents(documents, {"cursor": {"$gt": after}}, fields)


async def read_documents(documents: Documents, one: Mapping[str, Any], fields: Mapping[str, bool]) -> list[Document]:
    """The articles that a filter fits, which must be few.

    Raises:
        StorageError: the database does not answer.
    """

    async def read() -> list[Document]:
        return [document async for document in documents[ARTICLES].find(one, fields)]

    doing = "reading articles"
    with told_as_storage_errors(doing):
        return await keep_trying(read, limit_seconds=LIMIT_SECONDS, doing=doing)


def note(document: Document, window_from: datetime | None) -> Noted:
    """What is kept of one stored article.

    Args:
        document: with ``_NOTED_FIELDS``.
        window_from: what was fetched before is not in the index any more; None: everything is.
    """
    return Noted(
        article=document["_id"],
        first_seen_at=milliseconds(document["first_seen_at"]),
        content_hash=document["content_hash"],
        anchors=fingerprint_text("", document["body"]).anchors,
        stored=document.get("fingerprint", ()),
        has_marks=any(name in document for name in ("to_compare", *SAMENESS_FIELDS)),
        in_window=window_from is None or document["fetched_at"] >= window_from,
        copied=originals_of(document),
    )


def milliseconds(instant: datetime) -> int:
    """Since 1970; ``instant`` is aware, and in whole milliseconds as the database gives it."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)
