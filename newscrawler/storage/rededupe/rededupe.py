"""Sameness of a whole archive: read, grouped, compared, and put beside what the documents say.

A few hundred articles are in memory at once, and whatever DuckDB may take; the rest is in its file. Crawlers may write
all the while: what they changed is left as it is, and what they added is found by the index as always.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from newscrawler.storage.rededupe.differing import STANDING_FIELDS, Difference, differences
from newscrawler.storage.rededupe.grouping import Grouping
from newscrawler.storage.rededupe.judging import TEXT_FIELDS, ids_of, judge_all
from newscrawler.storage.rededupe.noting import Document, note, read_articles, read_documents
from newscrawler.storage.rededupe.rows import Candidates, Noted
from newscrawler.storage.schema import Documents

TOGETHER = 100  # articles that are compared at once, each with five others and those that it is stored as a copy of
READ_TOGETHER = 1000  # documents that are asked for by their ids at once

Step = Literal["read", "grouped", "compared", "looked at"]
Progress = Callable[[Step, int], None]  # articles
Item = TypeVar("Item")


@dataclass(slots=True)
class Archive:
    """What was found in all articles.

    Attributes:
        articles: so many there are.
        compared: those that had somebody to be compared with.
        copies: those that are copies of another one.
        clusters: of two articles or more.
    """

    articles: int = 0
    compared: int = 0
    copies: int = 0
    clusters: int = 0


class Rededupe:
    """One look at a whole archive.

    Args:
        documents: the database.
        grouping: open, and empty.
        window_from: what was fetched before is not in the index any more; None: everything is.
        progress: is told how far it is.
    """

    def __init__(
        self, documents: Documents, grouping: Grouping, window_from: datetime | None, progress: Progress
    ) -> None:
        self._documents = documents
        self._grouping = grouping
        self._window_from = window_from
        self._progress = progress
        self.found = Archive()

    async def find(self) -> None:
        """Read everything, and find what belongs together.

        Raises:
            StorageError: the database does not answer.
        """
        found, grouping = self.found, self._grouping
        async for documents in read_articles(self._documents):
            for noted in await asyncio.to_thread(self._note, documents):
                grouping.add(noted)
            found.articles += len(documents)
            self._progress("read", found.articles)
        self._progress("grouped", found.articles)
        await asyncio.to_thread(grouping.group)
        found.articles = grouping.articles
        for slice_ in grouping.candidates():
            for asked in _parts(slice_, TOGETHER):
                await self._compare(asked)
                self._progress("compared", found.compared)
        found.clusters = await asyncio.to_thread(grouping.cluster)

    def _note(self, documents: Sequence[Document]) -> list[Noted]:
        return [note(document, self._window_from) for document in documents]

    async def _compare(self, asked: Sequence[Candidates]) -> None:
        texts = await self._read_by_id(ids_of(asked), TEXT_FIELDS)
        judged = await asyncio.to_thread(judge_all, asked, texts)
        self._grouping.keep(judged)
        self.found.compared += len(asked)
        self.found.copies += sum(one.judgement.copy is not None for one in judged)

    async def differences(self) -> AsyncIterator[list[Difference]]:
        """What is to change, cluster by cluster. Call it after ``find``.

        Raises:
            StorageError: the database does not answer.
        """
        looked_at = 0
        for standings in self._grouping.standings():
            documents = await self._read_by_id([one.article for one in standings], STANDING_FIELDS)
            yield differences(standings, documents)
            looked_at += len(standings)
            self._progress("looked at", looked_at)

    async def _read_by_id(self, ids: Sequence[str], fields: dict[str, bool]) -> dict[str, Document]:
        read: dict[str, Document] = {}
        for part in _parts(ids, READ_TOGETHER):
            for document in await read_documents(self._documents, {"_id": {"$in": list(part)}}, fields):
                read[document["_id"]] = document
        return read


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
