"""The shapes of the documents of an outlet's memory; see shapes.py."""

from pydantic import AwareDatetime, Field

from newscrawler.model.furniture import Place
from newscrawler.storage.shapes import Int, Part


class SightingDocument(Part):
    """Which blocks one article had, as numbers: what an outlet's furniture is learned from."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$")
    outlet: str
    seen_at: AwareDatetime
    blocks: bytes
    kind: list[Int]
    container: str | None = None
    title_source: str | None = None
    cursor: Int
    schema_version: Int


class RepeatedBlockPart(Part):
    """A block that several articles of an outlet have."""

    number: Int
    is_template: bool
    articles: Int
    of_articles: Int
    place: Place
    first_seen: AwareDatetime
    last_seen: AwareDatetime
    text: str | None = None
    reason: str | None = None
    doubt: str | None = None


class CountedNamePart(Part):
    """A name, and how many articles have what it stands for."""

    name: str
    articles: Int


class LearnedContainerPart(Part):
    """The element that holds the story on most pages."""

    name: str
    articles: Int
    of_articles: Int


class LayoutChangePart(Part):
    """A redesign; without a name a script of the page has the story."""

    name: str
    articles: Int
    of_articles: Int
    since: AwareDatetime
    name_before: str
    articles_before: Int
    of_articles_before: Int
    example: str


class LayoutPart(Part):
    """How an outlet's pages are built, as far as most of them agree."""

    articles: Int
    container: LearnedContainerPart | None = None
    containers: list[CountedNamePart]
    title_sources: list[CountedNamePart]
    change: LayoutChangePart | None = None


class BlockCountsDocument(Part):
    """What is known of the blocks that an outlet repeats."""

    id: str = Field(alias="_id")
    round: Int
    articles: Int
    learned_at: AwareDatetime
    window_from: AwareDatetime | None = None
    sightings: Int
    cursor: Int
    left: Int
    blocks: list[RepeatedBlockPart]
    layout: LayoutPart | None = None
    schema_version: Int
