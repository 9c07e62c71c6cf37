"""Articles handed out one by one, with the cursor up to which all were: once, or for ever."""

import logging
import time
from collections import deque
from collections.abc import Mapping
from threading import Event
from typing import Any, cast

import pymongo
from pymongo.errors import OperationFailure, PyMongoError

from newscrawler.storage import schema
from newscrawler.storage.reading.both_clients import CLOSE_SECONDS, AnyDatabase, Document
from newscrawler.storage.reading.cursor_order import CursorOrder
from newscrawler.storage.reading.newest_first import NewestFirst
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.reading.settling import Pause, StoppedError, settled

logger = logging.getLogger("newscrawler.client")

_LISTEN_SECONDS = 0.5  # the server keeps a question so long: meanwhile nobody sees that we were told to stop
_REOPEN_SECONDS = 30.0  # after a change stream failed: looking every now and then does as well meanwhile


class OneByOne:
    """The articles of a reading.

    Attributes:
        cursor: up to here every article that fits was handed out.
    """

    def __init__(self, reading: CursorOrder | NewestFirst) -> None:
        self._reading = reading
        self._page: deque[Document] = deque()
        self.cursor = reading.cursor

    async def next(self) -> Document | None:
        """The next article, or None at the end."""
        if not self._page:
            self._page.extend(await self._reading.page())
        if not self._page:
            self.cursor = self._reading.cursor
            return None
        document = self._page.popleft()
        is_ordered = isinstance(self._reading, CursorOrder)
        self.cursor = int(document["cursor"]) if is_ordered else self._reading.cursor
        return document

    async def close(self) -> None:
        """Let go of the reading; there are no more articles."""
        self._page.clear()
        await self._reading.close()


class Follower:
    """The articles that changed after a number, and then whatever changes, until it is stopped.

    Args:
        documents: the database, with read concern majority.
        query: its ``cursor`` is where to begin.
        pause: waits so many seconds; raises StoppedError once ``stop`` was called.
        poll_seconds: between two looks where nothing wakes it.
        stop: ends it when it is set.
        address: for messages.
    """

    def __init__(
        self,
        documents: AnyDatabase,
        query: ArticleQuery,
        *,
        pause: Pause,
        poll_seconds: float,
        stop: Event,
        address: str,
    ) -> None:
        self._reading = CursorOrder(documents, query, pause=pause, wait_seconds=None, on_trouble=self._tell)
        self._one_by_one = OneByOne(self._reading)
        self._alarm = _Alarm(documents, pause, poll_seconds)
        self._stop = stop
        self._address = address

    @property
    def cursor(self) -> int:
        """Up to here every article that fits was handed out."""
        return self._one_by_one.cursor

    async def next(self) -> Document | None:
        """The next article, as soon as there is one; None: it was stopped."""
        try:
            while not self._stop.is_set():
                document = await self._one_by_one.next()
                if document is not None:
                    return document
                await self._alarm.wait(self._reading.top)
                await self._reading.look()
        except StoppedError:
            pass
        await self._alarm.close()
        return None

    async def close(self) -> None:
        """Let go of the change stream."""
        self._stop.set()
        await self._alarm.close()

    def _tell(self, fault: str) -> None:
        logger.warning("The database at %s is away (%s). Waiting for it.", self._address, fault)


class _Alarm:
    """Tells that something was written: a change stream on the document that numbers the writes, or the clock.

    What it says is never trusted: after every alarm, and at least every ``poll_seconds``, the number itself is read.
    """

    def __init__(self, documents: AnyDatabase, pause: Pause, poll_seconds: float) -> None:
        self._documents = documents
        self._pause = pause
        self._poll_seconds = poll_seconds
        self._listen_seconds = min(poll_seconds, _LISTEN_SECONDS)
        self._stream: Any = None
        self._may_open_at = 0.0

    async def wait(self, top: int) -> None:
        """Return when a write after number ``top`` may be there."""
        try:
            if self._stream is None and time.monotonic() >= self._may_open_at:
                self._stream = await self._open()
                return  # what was written between the last look and now, the stream does not tell
            if self._stream is not None:
                await self._listen(top)
                return
        except OperationFailure as error:
            logger.debug("no change stream: %s", error.code)
            await self._give_up()
        except PyMongoError:
            await self._give_up()
        await settled(self._pause(self._poll_seconds))

    async def close(self) -> None:
        """Close the stream."""
        stream, self._stream = self._stream, None
        if stream is not None:
            try:
                with pymongo.timeout(CLOSE_SECONDS):
                    await settled(stream.close())
            except PyMongoError:
                logger.debug("the change stream was gone already")

    async def _listen(self, top: int) -> None:
        """Until the stream tells of a number above ``top``, or ``poll_seconds`` have passed."""
        end = time.monotonic() + self._poll_seconds
        while (asked := time.monotonic()) < end:
            event = await settled(self._stream.try_next())
            if event is not None and _number_in(event) > top:
                return
            if event is None:  # looks at stop; waits only where the server did not
                await settled(self._pause(max(0.0, asked + self._listen_seconds - time.monotonic())))

    async def _open(self) -> Any:  # noqa: ANN401 - a change stream of either client
        numbers = [{"$match": {"documentKey._id": schema.CURSOR_ID}}]
        meta = cast("Any", self._documents[schema.META])
        return await settled(meta.watch(numbers, max_await_time_ms=max(1, int(self._listen_seconds * 1000))))

    async def _give_up(self) -> None:
        self._may_open_at = time.monotonic() + _REOPEN_SECONDS
        await self.close()


def _number_in(event: Mapping[str, Any]) -> float:
    """The number that a change of ``meta/cursor`` set; one beyond all where it does not say."""
    updated = event.get("updateDescription", {}).get("updatedFields", {})
    return cast("float", updated.get("value", float("inf")))
