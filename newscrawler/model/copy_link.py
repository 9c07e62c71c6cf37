"""What comparing an article with earlier ones gave: what it is a copy of, and what it only shares text with."""

from dataclasses import dataclass
from typing import Literal, get_args

# same: the same text; excerpt: less of it; expansion: more of it; edited: parts in other words.
CopyKind = Literal["same", "excerpt", "expansion", "edited"]
COPY_KINDS: tuple[CopyKind, ...] = get_args(CopyKind)


@dataclass(frozen=True, slots=True)
class CopyLink:
    """One article's link to another one whose text it has.

    Attributes:
        article: ``_id`` of the other one.
        kind: what this article is beside the other one.
        likeness: how probable it is that both are one story in one text, 0 to 1.
    """

    article: str
    kind: CopyKind
    likeness: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What comparing one article with those that share anchors with it gave.

    Attributes:
        copy: the best link; None: it is no copy of any of them.
        related: ``_id`` of those whose text it shares in good part without being a copy, most text first: a roundup
            that holds it, a follow-up that quotes it.
        also: ``_id`` of the others that it is surely a copy of, in the order of the candidates: a story that comes
            after two excerpts of it brings both into one cluster.
    """

    copy: CopyLink | None = None
    related: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
