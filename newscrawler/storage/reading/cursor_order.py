"""Articles in the order of the cursor: what a consumer polls, and why it misses nothing.

1. Numbers are given inside the transaction that writes, by its first write, to one document: so they become visible in
   their order, and a transaction that shows number 7 shows all below it that will ever be shown.
2. ``top``, the number of the last write, is read first. The articles are read after it, in the same causally
   consistent session with read concern majority: whatever member answers has at least what ``top`` told of, and
   nothing that a failover could take back. So up to ``top`` the reading is whole, and ``cursor`` may move there.
3. An article that changes while it is read leaves its number and gets one above ``top``: the next reading has it.
"""

from collections.abc import Callable
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.synchronous.client_session import ClientSession

from newscrawler.errors import CursorAheadError
from newscrawler.storage import schema
from newscrawler.storage.reading.both_clients import AnyDatabase, Document, persistently
from newscrawler.storage.reading.field_names import ALWAYS
from newscrawler.storage.reading.queries import ArticleQuery, Slice, article_filter
from newscrawler.storage.reading.settling import Pause, settled

PAGE = 200  # documents in memory at once: some 4 MB
MAX_RANGE = 5000  # numbers in one question: a server that does not stop at a limit looks at them all
MAX_RANGE_OF_OUTLET = 50_000  # where the question is for one outlet, whose articles have an index of their own
_FIRST_RANGE = 500
_GROWTH = 4  # of the range where few articles are in it: many numbers may have been left out
AHEAD_SECONDS = 3.0  # a member that just became primary may not know yet what it has
_AHEAD_PAUSE_SECONDS = 0.2

Session = AsyncClientSession | ClientSession


class CursorOrder:
    """A reading of the articles that changed after a number, oldest change first, page by page.

    Args:
        documents: the database, with read concern majority.
        query: its ``cursor`` is where to begin.
        pause: waits so many seconds.
        wait_seconds: how long a page is tried while the database is away; None: for ever.
        on_trouble: is told in a few words when it is away, once each time.

    Attributes:
        cursor: every article that changed after the beginning and up to here, and that fits, was in a page.
        top: the number of the last write when ``look`` looked last.
    """

    def __init__(
        self,
        documents: AnyDatabase,
        query: ArticleQuery,
        *,
        pause: Pause,
        wait_seconds: float | None,
        on_trouble: Callable[[str], None] | None = None,
    ) -> None:
        self._documents = documents
        others = article_filter(query)
        self._of_outlet = {"outlet": others.pop("outlet")} if "outlet" in others else {}
        self._others = others
        self._fields = [*ALWAYS, *query.fields] if query.fields else None
        self._left = query.limit
        self._waiting: dict[str, Any] = {"pause": pause, "wait_seconds": wait_seconds, "on_trouble": on_trouble}
        self._range = _FIRST_RANGE
        self._max_range = MAX_RANGE_OF_OUTLET if self._of_outlet else MAX_RANGE
        self._times: tuple[Any, Any] | None = None  # of the last answer: what comes later must not be older
        self.cursor = query.cursor or 0
        self.top = -1  # not looked yet

    async def page(self) -> list[Document]:
        """The next articles, at most ``PAGE``; none where all up to ``top`` were given, or as many as were wanted.

        Raises:
            CursorAheadError: no such number was given yet.
            StorageUnavailableError: the database did not answer in time.
        """
        if self.top < 0:
            await self.look()
        while self.cursor < self.top and self._left != 0:
            end = min(self.cursor + self._range, self.top)
            most = PAGE if self._left is None else min(PAGE, self._left)
            found = await self._read(self.cursor, end, most)
            if len(found) == most:
                self.cursor, self._range = int(found[-1]["cursor"]), max(PAGE, self._range // _GROWTH)
            else:
                self.cursor, self._range = end, min(self._range * _GROWTH, self._max_range)
            if found:
                self._left = None if self._left is None else self._left - len(found)
                return found
        return []

    async def close(self) -> None:
        """Nothing: between two pages the server keeps nothing for this reading."""

    async def look(self) -> None:
        """Read ``top`` anew: there may be more pages then."""
        self.top = await self._read_top()
        waited = 0.0
        while self.top < self.cursor:
            if waited >= AHEAD_SECONDS:
                last, self.top = self.top, -1
                raise CursorAheadError(
                    f"Cursor {self.cursor} was never given by this database: its last number is {last}. It is "
                    "another database, or one restored from a backup. Begin again with cursor 0."
                )
            await settled(self._waiting["pause"](_AHEAD_PAUSE_SECONDS))
            waited += _AHEAD_PAUSE_SECONDS
            self.top = await self._read_top()

    async def _read_top(self) -> int:
        meta = await self._ask(
            lambda session: settled(self._documents[schema.META].find_one({"_id": schema.CURSOR_ID}, session=session)),
            "reading the cursor",
        )
        return int(meta["value"]) if meta else 0

    async def _read(self, after: int, end: int, most: int) -> list[Document]:
        one = Slice(self._of_outlet | {"cursor": {"$gt": after, "$lte": end}}, self._others, {"cursor": 1})

        async def read(session: Session) -> list[Document]:
            articles: Any = self._documents[schema.ARTICLES]
            found = await settled(articles.aggregate(one.stages(most, self._fields), session=session))
            documents: list[Document] = await settled(found.to_list())
            return documents

        pages: list[Document] = await self._ask(read, "reading articles")
        return pages

    async def _ask(self, question: Any, doing: str) -> Any:  # noqa: ANN401 - whatever was asked for
        """The answer to a question, from a member that has all that earlier answers told of."""

        async def attempt() -> Any:  # noqa: ANN401 - the same
            session: Any = self._documents.client.start_session(causal_consistency=True)
            try:
                if self._times:
                    session.advance_operation_time(self._times[0])
                    session.advance_cluster_time(self._times[1])
                answer = await question(session)
                if session.operation_time and session.cluster_time:
                    self._times = session.operation_time, session.cluster_time
            finally:
                await settled(session.end_session())
            return answer

        return await persistently(attempt, doing=doing, **self._waiting)
