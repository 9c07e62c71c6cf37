"""Questions about stored articles, over either of PyMongo's clients."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from newscrawler.errors import UsageError
from newscrawler.storage import schema
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.reading.both_clients import AnyDatabase, Document
from newscrawler.storage.reading.cursor_order import CursorOrder
from newscrawler.storage.reading.newest_first import NewestFirst
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.reading.settling import settled
from newscrawler.urls import url_key

ID_LENGTH = 24
MIN_PREFIX = 6  # digits of an id that may stand for it
WAIT_SECONDS = 30.0  # a failover takes some 10
_HEX = frozenset("0123456789abcdef")


async def articles_of(documents: AnyDatabase, query: ArticleQuery, *, now: datetime) -> AsyncIterator[Document]:
    """The articles that fit: the newest first, or in the order of the cursor where the query names one."""
    reading: CursorOrder | NewestFirst
    if query.cursor is None:
        reading = NewestFirst(documents, query, now=now)
    else:
        reading = CursorOrder(documents, query, pause=asyncio.sleep, wait_seconds=WAIT_SECONDS)
    try:
        while page := await reading.page():
            for document in page:
                yield document
    finally:
        await reading.close()


async def find_article(documents: AnyDatabase, id_or_url: str) -> Document | None:
    """The article with this ``_id``, this beginning of an ``_id``, or one of these addresses; None: there is none.

    Raises:
        UsageError: several ids begin like this.
        PyMongoError: the database did not answer.
    """
    wanted = id_or_url.strip()
    if MIN_PREFIX <= len(wanted) <= ID_LENGTH and _HEX.issuperset(wanted.lower()):
        return await _find_by_id(documents, wanted.lower())
    articles = documents[schema.ARTICLES]
    found = await settled(articles.find_one({"_id": article_id(wanted)}))
    return found or await settled(articles.find_one({"alternate_keys": url_key(wanted)}))


async def _find_by_id(documents: AnyDatabase, prefix: str) -> Document | None:
    bounds = {"$gte": prefix, "$lt": prefix + "g"}
    articles = documents[schema.ARTICLES]
    found = await settled(articles.find({"_id": bounds}).limit(2).to_list())
    if len(found) > 1:
        raise UsageError(f"Several articles have an id that begins with {prefix}: give more of it.")
    return found[0] if found else None
