"""The database for programs with an event loop."""

from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Self, cast

from newscrawler.client.place import OPEN_SECONDS, POLL_SECONDS, checked_poll, name_of, needed, place_of
from newscrawler.errors import StorageError
from newscrawler.storage.documents.document_types import StoredArticle, StoredRevision
from newscrawler.storage.reading.reader_question import Period, checked_fields, reader_question
from newscrawler.storage.reading.settling import waiting_pause

if TYPE_CHECKING:
    from newscrawler.storage.reading.handing_out import Follower, OneByOne
    from newscrawler.storage.reading.reader import Reader


def connect_async(uri: str | None = None, *, data_dir: Path | str | None = None) -> "AsyncNews":
    """As ``connect``, for an event loop; opened by ``async with``, or by ``await news.open()``."""
    return AsyncNews(uri, data_dir)


class AsyncArticles(AsyncIterator[StoredArticle]):
    """As ``Articles``, for an event loop."""

    def __init__(self, source: "OneByOne | Follower", stop: Event | None = None) -> None:
        self._source = source
        self._stop = stop or Event()

    @property
    def cursor(self) -> int:
        """Up to here all was given."""
        return self._source.cursor

    async def __anext__(self) -> StoredArticle:
        """The next article."""
        document = None if self._stop.is_set() else await self._source.next()
        if document is None:
            await self.close()
            raise StopAsyncIteration
        return cast("StoredArticle", document)

    async def close(self) -> None:
        """See ``Articles.close``."""
        self._stop.set()
        await self._source.close()

    async def __aenter__(self) -> Self:
        """Itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()

    def stop(self) -> None:
        """End it, from anywhere; whoever waits for the next article is let go within a second."""
        self._stop.set()


class AsyncNews:
    """As ``News``, for an event loop: the arguments are those of its methods."""

    def __init__(self, uri: str | None, data_dir: Path | str | None) -> None:
        self._uri = uri
        self._place = place_of(uri, data_dir)
        self._reader: Reader | None = None
        self.address = ""

    async def open(self) -> Self:
        """Connect; see ``connect`` for what it raises."""
        from newscrawler.storage.reading.reader import waiting_reader  # noqa: PLC0415 - only who connects needs the driver

        if self._reader is None:
            name = name_of(self._uri)
            self._reader = await waiting_reader(*self._place, timeout_seconds=OPEN_SECONDS, named=name)
            self.address = self._reader.access.address
        return self

    def articles(
        self,
        *,
        since: int | None = None,
        outlet: str | None = None,
        language: str | None = None,
        published: Period | None = None,
        without_copies: bool = False,
        fields: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> AsyncArticles:
        """See ``News.articles``."""
        question = reader_question(
            since=since,
            outlet=outlet,
            language=language,
            published=published,
            without_copies=without_copies,
            fields=fields,
            limit=limit,
        )
        return AsyncArticles(self._open.articles(question))

    def follow(
        self,
        *,
        since: int,
        outlet: str | None = None,
        language: str | None = None,
        published: Period | None = None,
        without_copies: bool = False,
        fields: Iterable[str] | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> AsyncArticles:
        """See ``News.follow``."""
        stop = Event()
        question = reader_question(
            since=needed(since),
            outlet=outlet,
            language=language,
            published=published,
            without_copies=without_copies,
            fields=fields,
            limit=None,
        )
        return AsyncArticles(self._open.follow(question, waiting_pause(stop), checked_poll(poll_seconds), stop), stop)

    async def cursor(self) -> int:
        """See ``News.cursor``."""
        return await self._open.cursor()

    async def article(self, id_or_url: str) -> StoredArticle | None:
        """See ``News.article``."""
        return cast("StoredArticle | None", await self._open.article(id_or_url))

    async def revisions(self, article: Mapping[str, Any] | str) -> list[StoredRevision]:
        """See ``News.revisions``."""
        return cast("list[StoredRevision]", await self._open.revisions(article))

    async def cluster(
        self, article: Mapping[str, Any] | str, *, fields: Iterable[str] | None = None
    ) -> list[StoredArticle]:
        """See ``News.cluster``."""
        return cast("list[StoredArticle]", await self._open.cluster(article, checked_fields(fields)))

    async def page(self, article: Mapping[str, Any] | str) -> bytes | None:
        """See ``News.page``."""
        return await self._open.page(article)

    async def close(self) -> None:
        """See ``News.close``."""
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.access.close()

    async def __aenter__(self) -> Self:
        """Connect."""
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()

    @property
    def _open(self) -> "Reader":
        if self._reader is None:
            raise StorageError("The database is not open: async with connect_async() as news, or await news.open().")
        return self._reader
