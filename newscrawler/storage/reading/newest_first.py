"""Articles with the newest first: by when they were published or, where nobody knows, first seen."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from newscrawler.storage import schema
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.reading.both_clients import CLOSE_SECONDS, AnyCursor, AnyDatabase, Document, next_of
from newscrawler.storage.reading.field_names import ALWAYS
from newscrawler.storage.reading.queries import ArticleQuery, Slice, shown_time, slices_of
from newscrawler.storage.reading.settling import settled

PAGE = 200  # documents in memory at once: some 4 MB


class NewestFirst:
    """A reading of the articles that fit, the newest first, page by page.

    Not resumable: where the database goes away in the middle, the reading ends with an error.

    Args:
        documents: the database, with read concern majority.
        query: without a cursor.
        now: from where to look back.

    Attributes:
        cursor: what changes after the reading began comes after this number; 0 before the first page.
    """

    def __init__(self, documents: AnyDatabase, query: ArticleQuery, *, now: datetime) -> None:
        self._documents = documents
        self._fields = [*ALWAYS, "published_at", "first_seen_at", *query.fields] if query.fields else None
        self._left = query.limit
        self._slices = slices_of(query, now=now)
        self._cursors: list[AnyCursor] = []
        self._heads: list[Document | None] = []
        self._is_begun = False
        self.cursor = 0

    async def page(self) -> list[Document]:
        """The next articles, at most ``PAGE``; none at the end.

        Raises:
            StorageError: the database did not answer.
        """
        found: list[Document] = []
        with told_as_storage_errors("searching articles"):
            if not self._is_begun:
                await self._begin()
            most = PAGE if self._left is None else min(PAGE, self._left)
            while len(found) < most and (document := await self._next()):
                found.append(document)
        if self._left is not None:
            self._left -= len(found)
        if len(found) < most or self._left == 0:
            await self.close()
        return found

    async def close(self) -> None:
        """Let go of what the server keeps for this reading; there are no more pages."""
        cursors, self._cursors, self._heads, self._slices, self._left = self._cursors, [], [], iter(()), 0
        for cursor in cursors:
            with suppress(PyMongoError), pymongo.timeout(CLOSE_SECONDS):
                await settled(cursor.close())

    async def _begin(self) -> None:
        meta = await settled(self._documents[schema.META].find_one({"_id": schema.CURSOR_ID}))
        if meta is None:  # nothing was ever stored: there is no index to name either
            self._slices = iter(())
        else:
            self.cursor = int(meta["value"])
        self._is_begun = True

    async def _next(self) -> Document | None:
        """The newest document of the slices that are open; at their end those of the next are opened."""
        while not any(self._heads):
            slices = next(self._slices, None)
            if slices is None:
                return None
            self._cursors = [await self._open(one) for one in slices]
            self._heads = [await next_of(cursor) for cursor in self._cursors]
        newest = max((head for head in self._heads if head), key=shown_time)
        place = next(place for place, head in enumerate(self._heads) if head is newest)
        self._heads[place] = await next_of(self._cursors[place])
        return newest

    async def _open(self, one: Slice) -> AnyCursor:
        articles: Any = self._documents[schema.ARTICLES]
        cursor: AnyCursor = await settled(articles.aggregate(one.stages(self._left, self._fields)))
        return cursor
