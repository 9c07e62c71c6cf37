"""What the writer is asked to do about copies: links of articles, and the clusters that follow from them."""

from dataclasses import dataclass, field
from typing import Any

from bson.int64 import Int64

from newscrawler.model.copy_link import Judgement

Document = dict[str, Any]


@dataclass(eq=False, slots=True)
class LinkCopies:
    """Write what comparing an article with others gave, and put it and its copies into one cluster.

    Nothing is written where its text, or what it is to be compared with, is another by now.

    Attributes:
        content_hash: of the text that was compared.
        compared: ``to_compare`` as it was read.
        judgement: what that gave.
    """

    article_id: str
    content_hash: str
    compared: tuple[str, ...]
    judgement: Judgement
    size: int = 200

    @property
    def key(self) -> str:
        """That of the article's ``SaveArticle``."""
        return self.article_id


@dataclass(eq=False, slots=True)
class ArrangeClusters:
    """Put right the clusters that these articles are in, by what their members are copies of."""

    article_ids: tuple[str, ...]
    size: int = 200

    @property
    def key(self) -> str:
        """The articles."""
        return f"clusters {' '.join(self.article_ids)}"


@dataclass(eq=False, slots=True)
class SetSameness:
    """Give a stored article the links that were found for the whole archive, if nobody changed what it says of them.

    Attributes:
        content_hash: of the text that was compared.
        read: its links as they were.
        links: as they are to be, all of them.
        fingerprint: the anchors that are to lead to it; None: they stay.
        to_compare: as it was read; what came since then is still to be compared.
    """

    article_id: str
    content_hash: str
    read: Document
    links: Document
    fingerprint: list[Int64] | None = None
    to_compare: tuple[str, ...] = ()
    size: int = 500

    @property
    def key(self) -> str:
        """That of the article's ``SaveArticle``."""
        return self.article_id


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of a link.

    Attributes:
        judgement: what the article is stored as.
        written: articles that stand elsewhere than before, or have another link.
        is_done: nothing is left to write. Else the same is to be asked for again.
        left: of several articles those whose clusters are still to be arranged.
    """

    judgement: Judgement = field(default_factory=Judgement)
    written: int = 0
    is_done: bool = True
    left: tuple[str, ...] = ()
