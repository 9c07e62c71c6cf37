"""What the writer is asked to do, one job for each call of a store."""

from dataclasses import dataclass, field
from typing import Any

from newscrawler.storage.changes import Saved

Document = dict[str, Any]


@dataclass(eq=False, slots=True)
class SaveArticle:
    """Store an article, and the page that it was read from.

    Attributes:
        size: bytes of both.
        tried: cursor -> answer of attempts whose own acknowledgement was lost: found again, the answer is the same.
    """

    document: Document
    page: Document | None
    size: int
    tried: dict[int, Saved] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Jobs with one key are never in one batch, so that their order is kept."""
        return str(self.document["_id"])


@dataclass(eq=False, slots=True)
class MarkCopies:
    """Make one article of all with one text the first, and the others its copies."""

    article_id: str
    content_hash: str
    size: int = 100

    @property
    def key(self) -> str:
        """The text: two look-ups of one group in one batch would be one too many."""
        return f"text {self.content_hash}"


@dataclass(eq=False, slots=True)
class RecordOutcome:
    """Record a URL that did not become an article."""

    document: Document
    size: int

    @property
    def key(self) -> str:
        """The URL."""
        return f"outcome {self.document['_id']}"


Job = SaveArticle | MarkCopies | RecordOutcome
Answer = Saved | str | None
