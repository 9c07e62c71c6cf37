"""Furniture: what an outlet repeats on many pages, and the sightings that it is learned from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newscrawler.model.page_layout import LearnedContainer

# The rule's name: in ``RemovedBlock.rule``, in statistics, in an outlet's ``off`` list.
FURNITURE_RULE = "furniture"

Place = Literal["opening", "middle", "tail"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Which blocks one article had after the rules, as numbers: what furniture is learned from. No text is in it.

    Blocks that were taken as furniture are in it too: otherwise an outlet's furniture would be forgotten as soon as it
    is known.

    Attributes:
        blocks: one record of ``boilerplate.sighting.RECORD`` for each block, in their order.
        kind: hashes of what kind of article it is, 0 where the page does not say: beginning of its title, section,
            first author, folder of its address.
        container: the innermost element that holds the story, as ``model.container_name`` spells it; "" without one,
            ``UNKNOWN_CONTAINER`` where only the stored text was looked at.
        title_source: where its title came from, as in ``Article.provenance``.
    """

    blocks: bytes
    kind: tuple[int, int, int, int]
    container: str = ""
    title_source: str = ""


@dataclass(frozen=True, slots=True)
class StoredSighting:
    """A sighting with the article that it is of.

    Attributes:
        article: ``_id`` of the article.
        seen_at: when the article was first stored.
    """

    article: str
    seen_at: datetime
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class RepeatedBlock:
    """A block that several articles of an outlet have.

    Attributes:
        number: hash of its text; of its template where ``is_template``.
        is_template: figures, names and dates in it differ from article to article.
        articles: how many different articles have it, among the newest ``of_articles`` of the outlet. Copies of one
            article count once.
        place: where it usually stands.
        first_seen: when the first of these articles was stored.
        last_seen: when the last one was.
        text: as one of the articles has it; "" where none could be read.
        reason: why it is furniture, in numbers; "" where it is not.
        doubt: why it is not furniture though it is repeated, in numbers; "" where it is.
    """

    number: int
    is_template: bool
    articles: int
    of_articles: int
    place: Place
    first_seen: datetime
    last_seen: datetime
    text: str = ""
    reason: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is known of an outlet's pages.

    Attributes:
        articles: how many different articles it was learned from.
        exact: hash of a block's text -> the block; furniture only.
        templates: hash of a block's template -> the block; furniture only.
        container: the element that holds the story on most pages; None: they do not agree on one.
    """

    outlet: str
    articles: int = 0
    exact: Mapping[int, RepeatedBlock] = field(default_factory=dict)
    templates: Mapping[int, RepeatedBlock] = field(default_factory=dict)
    container: LearnedContainer | None = None
