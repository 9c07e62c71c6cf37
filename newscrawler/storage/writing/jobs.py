"""What the writer is asked to do, one job for each call of a store."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument

from newscrawler.model.visit import Visit, VisitEnd, VisitNote
from newscrawler.storage.documents.conversion import key_id
from newscrawler.storage.documents.encoded_cursor import numbered
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, Linked, SetSameness
from newscrawler.urls import url_key

Document = dict[str, Any]


@dataclass(eq=False, slots=True)
class SaveArticle:
    """Store an article, and the page that it was read from.

    Attributes:
        size: bytes of both.
        sighting: what the outlet's memory keeps of it, without ``seen_at``; None: nothing is noted.
        reason: why it is written, where that is not that its page changed; goes into the revision.
        spooled_at: when it was given to the spool: what was written since then is newer, and stays. None: it was not.
        visit: what its fetch tells of the next visit; None: none is planned, and one that is stays as it is.
        is_repeat: it is a second page of an article that is stored: its address is kept, and nothing else of it. In the
            spool that is not known any more.
        own_url: address of its page, where that declares another one: there it goes where another story is stored
            under that one (``declared_address``). "": it does not, or that was decided already.
        encoded: a document of ``described_article`` as BSON, for its size and for the server; None: it is made only
            when it is sent.
        tried: cursor -> answer of attempts whose own acknowledgement was lost: found again, the answer is the same.
    """

    document: Document
    page: Document | None
    size: int
    sighting: Document | None = None
    reason: str | None = None
    spooled_at: datetime | None = None
    visit: VisitNote | None = None
    is_repeat: bool = False
    own_url: str = ""
    encoded: bytes | None = None
    tried: dict[int, Saved] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The article."""
        return str(self.document["_id"])

    def placed(self, cursor: int, sameness: Document) -> RawBSONDocument | Document:
        """The document with its cursor, as it is inserted.

        Args:
            cursor: its number.
            sameness: fields that only a look at the others gives; None: it has not got it. Most documents are placed
                among none, and need not be encoded again.
        """
        if self.encoded and all(self.document.get(name) == value for name, value in sameness.items()):
            return numbered(self.encoded, cursor)
        values = self.document | sameness | {"cursor": Int64(cursor)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(eq=False, slots=True)
class CleanArticle:
    """Give a stored article values that were made from the stored one, if that is still there.

    Attributes:
        changes: the fields that change; None where a field goes.
        sighting: in the place of the stored one, without ``seen_at``.
        read_hash: ``content_hash`` of the text that it was made from.
        read_fetched_at: when the page of that text was fetched: a later page has other people, dates and titles.
        reason: why, for the revision.
        at: when it was made.
        replaced: old values of the fields that are not made from the text, for the revision.
        tried: as for ``SaveArticle``.
    """

    article_id: str
    changes: Document
    sighting: Document
    read_hash: str
    read_fetched_at: datetime
    reason: str
    at: datetime
    size: int
    replaced: Document = field(default_factory=dict)
    tried: dict[int, Saved] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """That of the article's ``SaveArticle``."""
        return self.article_id


@dataclass(eq=False, slots=True)
class MarkGone:
    """Note that an article is no longer at its address; what it said stays.

    Attributes:
        at: when that was found; an article that was fetched since then stays as it is.
        reason: how that was found, for the revision.
    """

    article_id: str
    at: datetime
    reason: str | None = None
    size: int = 100

    @property
    def key(self) -> str:
        """That of the article's ``SaveArticle``."""
        return self.article_id


@dataclass(eq=False, slots=True)
class EndVisit:
    """Note how a visit ended that gave no page.

    Attributes:
        visit: as it was read; what is stored by now goes first.
        listed_at: the ``modified_at`` that brought it forward, or None.
        run: that made it, where the article was missing.
    """

    visit: Visit
    end: VisitEnd
    at: datetime
    steps: tuple[float, ...]
    etag: str | None = None
    last_modified: str | None = None
    listed_at: datetime | None = None
    run: str | None = None
    size: int = 300

    @property
    def key(self) -> str:
        """That of the article's ``SaveArticle``, which writes the same visit."""
        return self.visit.article


@dataclass(eq=False, slots=True)
class RecordListing:
    """Record the state of a listing."""

    document: Document
    size: int

    @property
    def key(self) -> str:
        """The listing."""
        return f"listing {self.document['_id']}"


@dataclass(eq=False, slots=True)
class RecordOutcome:
    """Record a URL that did not become an article; ``spooled_at`` as for ``SaveArticle``."""

    document: Document
    size: int
    spooled_at: datetime | None = None

    @property
    def key(self) -> str:
        """The URL."""
        return f"outcome {self.document['_id']}"


@dataclass(eq=False, slots=True)
class RecordRun:
    """Record that a run began, or what it did."""

    document: Document
    size: int

    @property
    def key(self) -> str:
        """The run."""
        return f"run {self.document['_id']}"


@dataclass(eq=False, slots=True)
class KeepRefused:
    """Put into quarantine what was refused while the database was away."""

    document: Document
    page: Document | None
    size: int

    @property
    def key(self) -> str:
        """What was refused."""
        return f"refused {self.document['_id']}"


Written = SaveArticle | CleanArticle  # what changes an article itself
Job = (
    SaveArticle
    | CleanArticle
    | LinkCopies
    | ArrangeClusters
    | SetSameness
    | MarkGone
    | EndVisit
    | RecordListing
    | RecordOutcome
    | RecordRun
    | KeepRefused
)
# The next crawl does them again: while the database is away they are dropped.
Repeatable = LinkCopies | ArrangeClusters | SetSameness | MarkGone | EndVisit | RecordListing
Answer = Saved | Linked | None


def subjects(job: Job) -> frozenset[str]:
    """What a job is about: two about one thing are never in one batch, where they would be written kind by kind.

    An article, what became of its address, and the refusal of either are about one thing, also at its other addresses.
    """
    if isinstance(job, KeepRefused | RecordOutcome):
        return frozenset([str(job.document["_id"]).rpartition(" ")[2]])
    if not isinstance(job, SaveArticle):
        return frozenset([job.key])
    own = [url_key(job.own_url)] if job.own_url else []
    return frozenset([job.key, *map(key_id, [*job.document.get("alternate_keys", ()), *own])])
