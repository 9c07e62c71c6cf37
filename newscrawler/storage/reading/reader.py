"""What readers ask, over either of PyMongo's clients: everything behind ``newscrawler.client``."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, cast

from pymongo import AsyncMongoClient, MongoClient

from newscrawler.errors import UsageError
from newscrawler.storage import schema
from newscrawler.storage.pages import unpacked_page
from newscrawler.storage.reading.both_clients import Document, persistently
from newscrawler.storage.reading.cursor_order import CursorOrder
from newscrawler.storage.reading.handing_out import Follower, OneByOne
from newscrawler.storage.reading.newest_first import NewestFirst
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.reading.read_access import ReadAccess, open_for_reading
from newscrawler.storage.reading.reading_articles import WAIT_SECONDS, find_article
from newscrawler.storage.reading.reading_clusters import read_cluster
from newscrawler.storage.reading.settling import Pause, Result, finished, settled

Wanted = str | Mapping[str, Any]


def blocking_reader(uri: str | None, data_dir: Path, *, timeout_seconds: float, named: str) -> "Reader":
    """A reader whose coroutines never wait: run them with ``finished``. See ``open_for_reading``."""
    access = finished(open_for_reading(MongoClient, uri, data_dir, timeout_seconds=timeout_seconds, named=named))
    return Reader(access, time.sleep)


async def waiting_reader(uri: str | None, data_dir: Path, *, timeout_seconds: float, named: str) -> "Reader":
    """A reader for this event loop. See ``open_for_reading``."""
    access = await open_for_reading(AsyncMongoClient, uri, data_dir, timeout_seconds=timeout_seconds, named=named)
    return Reader(access, asyncio.sleep)


class Reader:
    """Answers questions about one open database.

    Args:
        access: to it; closed by who opened it.
        pause: waits so many seconds.
    """

    def __init__(self, access: ReadAccess, pause: Pause) -> None:
        self.access = access
        self._documents = access.documents
        self._pause = pause

    def articles(self, query: ArticleQuery) -> OneByOne:
        """The articles that fit: the newest first, or in the order of the cursor where the query names one."""
        if query.cursor is None:
            return OneByOne(NewestFirst(self._documents, query, now=datetime.now(UTC)))
        return OneByOne(CursorOrder(self._documents, query, pause=self._pause, wait_seconds=WAIT_SECONDS))

    def follow(self, query: ArticleQuery, pause: Pause, poll_seconds: float, stop: Event) -> Follower:
        """The articles that changed after the query's cursor, and then whatever changes, until ``stop`` is set.

        ``pause`` raises StoppedError then.
        """
        return Follower(
            self._documents, query, pause=pause, poll_seconds=poll_seconds, stop=stop, address=self.access.address
        )

    async def cursor(self) -> int:
        """The number of the last write."""
        reading = CursorOrder(self._documents, ArticleQuery(cursor=0), pause=self._pause, wait_seconds=WAIT_SECONDS)
        await reading.look()
        return reading.top

    async def article(self, wanted: Wanted) -> Document | None:
        """The article with this id, this beginning of an id, or one of these addresses; of a document, as it is now."""
        id_or_url = _id_or_url(wanted)
        return await self._ask(lambda: find_article(self._documents, id_or_url), f"reading article {id_or_url}")

    async def revisions(self, wanted: Wanted) -> list[Document]:
        """What the article said before, oldest first; none where there is no such article."""
        article_id = await self._id_of(wanted)
        if article_id is None:
            return []
        revisions = self._documents[schema.REVISIONS]

        async def read() -> list[Document]:
            return await settled(revisions.find({"article": article_id}).sort("cursor").to_list())

        return await self._ask(read, f"reading revisions of {article_id}")

    async def cluster(self, wanted: Wanted, fields: Collection[str]) -> list[Document]:
        """The articles of its cluster, see ``read_cluster``; none where there is no such article."""
        article = await self.article(wanted)  # also of a document: it may have got a copy since it was read
        if article is None:
            return []

        async def read() -> list[Document]:
            return await read_cluster(self._documents, article, fields)

        return await self._ask(read, f"reading the copies of {article['_id']}")

    async def page(self, wanted: Wanted) -> bytes | None:
        """The bytes of the page that the article was read from, or None where it was not kept.

        Raises:
            StorageError: they are damaged.
        """
        article: Mapping[str, Any] | None = wanted if isinstance(wanted, Mapping) else None
        if article is None or "raw" not in article:
            article = await self.article(wanted)
        if article is None or not article.get("raw"):
            return None
        page_id, pages = str(article["raw"]), self._documents[schema.PAGES]

        async def read() -> Document | None:
            return await settled(pages.find_one({"_id": page_id}))

        document = await self._ask(read, f"reading page {page_id}")
        return None if document is None else unpacked_page(document)

    async def _id_of(self, wanted: Wanted) -> str | None:
        if isinstance(wanted, Mapping):
            return _id_or_url(wanted)
        article = await self.article(wanted)
        return None if article is None else cast("str", article["_id"])

    async def _ask(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        return await persistently(attempt, doing=doing, pause=self._pause, wait_seconds=WAIT_SECONDS)


def _id_or_url(wanted: Wanted) -> str:
    """What stands for an article.

    Raises:
        UsageError: nothing does.
    """
    found = wanted.get("_id") if isinstance(wanted, Mapping) else wanted
    if not isinstance(found, str) or not found.strip():
        raise UsageError(f"An article is an id, one of its addresses, or a document with its _id; not {wanted!r:.100}.")
    return found
