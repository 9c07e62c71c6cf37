"""What goes into the tables of a grouping, and what comes out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.rededupe.questions import FORMER


@dataclass(frozen=True, slots=True)
class Noted:
    """What is kept of one article that was read.

    Attributes:
        article: its ``_id``.
        first_seen_at: milliseconds since 1970.
        anchors: of its present text, all of them.
        stored: those that its document has.
        has_marks: does its document say anything of copies?
        in_window: is it new enough to be in the index?
        copied: ``_id`` of the articles that it is stored as a copy of.
    """

    article: str
    first_seen_at: int
    content_hash: str
    anchors: Sequence[int] = ()
    stored: Sequence[int] = ()
    has_marks: bool = False
    in_window: bool = True
    copied: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """An article, and those that it is compared with: all of them were seen before it.

    Attributes:
        place: of the article.
        places: ``_id`` -> place of all of them, the earliest first.
        to_compare: those that it is compared with; the others are what it is stored as a copy of.
    """

    place: int
    article: str
    content_hash: str
    places: Mapping[str, int]
    to_compare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What comparing an article with its candidates gave.

    Attributes:
        place: of the article.
        places: of those that it is a copy of, by ``_id``; all of them were seen before it.
    """

    place: int
    judgement: Judgement
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArchiveStanding:
    """How one article is to stand in the database.

    Attributes:
        cluster: ``_id`` of the first article of its cluster; None: it has no copies.
        anchors: those that lead to it; None: those that its document has.
    """

    article: str
    content_hash: str
    cluster: str | None
    judgement: Judgement
    anchors: tuple[int, ...] | None


def candidates_of(row: tuple[Any, ...]) -> Candidates:
    """What ``questions.READ_CANDIDATES`` answers."""
    place, article, content_hash, articles, places, ranks = row
    found = sorted(zip(places, articles, ranks, strict=True))
    to_compare = tuple(one for _, one, rank in found if rank != FORMER)
    return Candidates(place, article, content_hash, {one: at for at, one, _ in found}, to_compare)


def standing_of(row: tuple[Any, ...]) -> ArchiveStanding:
    """What ``questions.READ_STANDINGS`` answers."""
    article, content_hash, cluster, copied, kind, likeness, also, related, anchors, has_other_anchors = row
    copy = CopyLink(copied, kind, likeness) if copied else None
    return ArchiveStanding(
        article,
        content_hash,
        cluster,
        Judgement(copy, tuple(related or ()), tuple(also or ())),
        tuple(sorted(anchors or ())) if has_other_anchors else None,
    )
