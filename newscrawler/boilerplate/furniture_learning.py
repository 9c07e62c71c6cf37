"""What an outlet's furniture is, learned from sightings of its articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.model.furniture import Furniture, RepeatedBlock, StoredSighting

WINDOW = 400  # of an outlet's newest articles, furniture is learned from


@dataclass(frozen=True, slots=True)
class Sample:
    """One article whose text shows what a number stands for.

    Attributes:
        texts: of its blocks, kept and taken.
        authors: names of its authors.
    """

    texts: tuple[str, ...]
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How often the blocks of an outlet are repeated; judged by ``judge_blocks``.

    Attributes:
        articles: how many different articles there are.
        samples: number of a block -> ids of articles that have it, one to three, newest first.
    """

    articles: int
    samples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def count_blocks(sightings: Sequence[StoredSighting]) -> Counted:
    """The repeated blocks among an outlet's sightings, oldest first or in any other order."""
    raise NotImplementedError


def judge_blocks(
    counted: Counted, samples: Mapping[str, Sample], known: Sequence[RepeatedBlock] = (), *, now: datetime
) -> list[RepeatedBlock]:
    """Every repeated block with its verdict: furniture (``reason``) or not (``doubt``); the most frequent first.

    Args:
        counted: what ``count_blocks`` gave.
        samples: the articles of ``counted.samples``, by id, as far as they can be read.
        known: what was judged the last time.
        now: the present instant.
    """
    raise NotImplementedError


def furniture_of(outlet: str, articles: int, blocks: Sequence[RepeatedBlock]) -> Furniture:
    """The furniture among the repeated blocks of an outlet, ready to be looked up."""
    chosen = [block for block in blocks if block.reason]
    return Furniture(
        outlet,
        articles,
        exact={block.number: block for block in chosen if not block.is_template},
        templates={block.number: block for block in chosen if block.is_template},
    )


def articles_to_clean(sightings: Sequence[StoredSighting], furniture: Furniture) -> list[str]:
    """Ids of articles that were stored before a part of their furniture was known, newest first."""
    raise NotImplementedError
