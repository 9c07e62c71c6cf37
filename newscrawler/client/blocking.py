"""The database for programs without an event loop."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Self, cast

from newscrawler.client.place import OPEN_SECONDS, POLL_SECONDS, checked_poll, name_of, needed, place_of
from newscrawler.errors import StorageError
from newscrawler.storage.documents.document_types import StoredArticle, StoredRevision
from newscrawler.storage.reading.reader_question import Period, checked_fields, reader_question
from newscrawler.storage.reading.settling import blocking_pause, finished

if TYPE_CHECKING:
    from newscrawler.storage.reading.handing_out import Follower, OneByOne
    from newscrawler.storage.reading.reader import Reader


def connect(uri: str | None = None, *, data_dir: Path | str | None = None) -> "News":
    """The database, open for reading; use it in a ``with``, or call ``close``.

    Args:
        uri: of a MongoDB; its path names the database.
        data_dir: of an embedded database, which is started where nobody uses it. Without both: what
            NEWSCRAWLER_MONGO_URI, or else NEWSCRAWLER_DATA_DIR says.

    Raises:
        ConfigurationError: the address is none, or the folder cannot be used.
        StorageUnavailableError: there is no database, no answer within 10 seconds, or it refuses us.
    """
    from newscrawler.storage.reading.reader import blocking_reader  # noqa: PLC0415 - only who connects needs the driver

    return News(blocking_reader(*place_of(uri, data_dir), timeout_seconds=OPEN_SECONDS, named=name_of(uri)))


class Articles(Iterator[StoredArticle]):
    """Articles, one by one.

    Attributes:
        cursor: store it once you have stored what was given so far, and go on with ``since=cursor``. At the end of a
            reading it is the number of the last write when the reading began.
    """

    def __init__(self, source: "OneByOne | Follower", stop: Event | None = None) -> None:
        self._source = source
        self._stop = stop or Event()

    @property
    def cursor(self) -> int:
        """Up to here all was given."""
        return self._source.cursor

    def __next__(self) -> StoredArticle:
        """The next article."""
        document = None if self._stop.is_set() else finished(self._source.next())
        if document is None:
            self.close()
            raise StopIteration
        return cast("StoredArticle", document)

    def close(self) -> None:
        """Let go of what the server keeps for it; there are no more articles. Safe to repeat.

        Happens by itself at the end and after ``stop``; who leaves a loop early closes it, or uses it in a ``with``.
        """
        self._stop.set()
        finished(self._source.close())

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def stop(self) -> None:
        """End it, from any thread or signal handler; whoever waits for the next article is let go within a second."""
        self._stop.set()


class News:
    """The database, open for reading. Threads may share it; each wants ``articles`` of its own.

    Attributes:
        address: where it is: host and port, or the embedded database's folder.
    """

    def __init__(self, reader: "Reader") -> None:
        self._reader: Reader | None = reader
        self.address = reader.access.address

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
    ) -> Articles:
        """The articles that fit, as they come: the newest first, or with ``since`` in the order of the cursor.

        Args:
            since: a cursor: what changed after it, the oldest change first; 0: everything.
            outlet: outlet id.
            language: ISO 639-1.
            published: (from, until), the second outside; aware datetimes, dates, or None.
            without_copies: of a story that is stored more than once only the article that was met first. Copies are
                found a moment after they are stored: who reads on at once may be given one before that.
            fields: only these of each article; ``_id`` and ``cursor`` always come.
            limit: at most so many.

        Raises:
            UsageError: an argument cannot be meant.
            CursorAheadError: this database never gave that cursor (while reading).
            StorageUnavailableError: no answer for 30 seconds (while reading).
        """
        question = reader_question(
            since=since,
            outlet=outlet,
            language=language,
            published=published,
            without_copies=without_copies,
            fields=fields,
            limit=limit,
        )
        return Articles(self._open.articles(question))

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
    ) -> Articles:
        """As ``articles``, in the order of the cursor, and then whatever comes until you leave or ``stop`` it.

        Waits for as long as it takes where the database is away, and says so in the log ``newscrawler.client``.

        Args:
            since: a cursor; ``news.cursor()`` for what comes from now on.
            outlet: as for ``articles``, and so are the others.
            language: as for ``articles``.
            published: as for ``articles``.
            without_copies: as for ``articles``.
            fields: as for ``articles``.
            poll_seconds: between two looks where no change stream wakes it.

        Raises:
            UsageError: an argument cannot be meant.
        """
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
        return Articles(self._open.follow(question, blocking_pause(stop), checked_poll(poll_seconds), stop), stop)

    def cursor(self) -> int:
        """The number of the last write: what comes later comes after it."""
        return finished(self._open.cursor())

    def article(self, id_or_url: str) -> StoredArticle | None:
        """The article with this id, this beginning of an id (six digits or more), or one of these addresses.

        Raises:
            UsageError: several ids begin like this.
        """
        return cast("StoredArticle | None", finished(self._open.article(id_or_url)))

    def revisions(self, article: Mapping[str, Any] | str) -> list[StoredRevision]:
        """What an article (or the one with this id or address) said before, oldest first."""
        return cast("list[StoredRevision]", finished(self._open.revisions(article)))

    def cluster(self, article: Mapping[str, Any] | str, *, fields: Iterable[str] | None = None) -> list[StoredArticle]:
        """All copies of the story that an article (or the one with this id or address) tells, itself among them.

        In the order in which they were surely out; alone where it has no copies, none where there is no such article.
        ``copy_of`` says what each is beside another one, ``syndication`` who was first.

        Args:
            article: a document, an id, or an address.
            fields: only these of each, beside those that the order is made of; None: all.

        Raises:
            UsageError: an argument cannot be meant.
        """
        return cast("list[StoredArticle]", finished(self._open.cluster(article, checked_fields(fields))))

    def page(self, article: Mapping[str, Any] | str) -> bytes | None:
        """The bytes of the page that an article was read from, or None where it was not kept."""
        return finished(self._open.page(article))

    def close(self) -> None:
        """Leave. The embedded server ends when its last user left. Safe to repeat."""
        reader, self._reader = self._reader, None
        if reader is not None:
            finished(reader.access.close())

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def _open(self) -> "Reader":
        if self._reader is None:
            raise StorageError(f"The connection to {self.address} was closed.")
        return self._reader
