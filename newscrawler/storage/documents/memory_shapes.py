"""The shapes of the documents of an outlet's memory; see shapes.py."""

from pydantic import AwareDatetime, Field

from newscrawler.model.furniture import Place
from newscrawler.storage.documents.shapes import Int, Part


class SightingDocument(Part):
    """Which blocks one article had, as numbers: what an outlet's furniture is learned from."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$", description="article id")
    outlet: str = Field(description="outlet id")
    seen_at: AwareDatetime = Field(description="the article's `first_seen_at`")
    blocks: bytes = Field(description="18 bytes a block: hashes of its text and of its template, words, flags")
    kind: list[Int] = Field(description="hashes of the title's beginning, section, author and folder; 0: none")
    container: str | None = Field(
        None, description="element that holds the story; `?`: only the stored text was looked at"
    )
    title_source: str | None = Field(None, description="where the title stood")
    cursor: Int = Field(description="the article's when it was noted")
    schema_version: Int = Field(description="of the program that wrote it")


class RepeatedBlockPart(Part):
    """A block that several articles of an outlet have."""

    number: Int = Field(description="hash of its text or template")
    is_template: bool = Field(description="of its template: texts that differ in numbers and names")
    articles: Int = Field(description="articles that have it")
    of_articles: Int = Field(description="of so many that could")
    place: Place = Field(description="where in the story it stands")
    first_seen: AwareDatetime = Field(description="`first_seen_at` of the oldest of them")
    last_seen: AwareDatetime = Field(description="that of the newest")
    text: str | None = Field(None, description="its text, up to 300 characters")
    reason: str | None = Field(None, description="why it is furniture, in numbers")
    doubt: str | None = Field(None, description="why it is repeated and yet none")


class CountedNamePart(Part):
    """A name, and how many articles have what it stands for."""

    name: str = Field(description="the name")
    articles: Int = Field(description="how many articles")


class LearnedContainerPart(Part):
    """The element that holds the story on most pages."""

    name: str = Field(description="of the element")
    articles: Int = Field(description="articles that have it")
    of_articles: Int = Field(description="of so many")


class LayoutChangePart(Part):
    """A redesign; without a name a script of the page has the story."""

    name: str = Field(description="element that holds the story since; empty: a script has it")
    articles: Int = Field(description="articles that have it")
    of_articles: Int = Field(description="of so many")
    since: AwareDatetime = Field(description="`first_seen_at` of the first of them")
    name_before: str = Field(description="element that held it before")
    articles_before: Int = Field(description="articles that had it")
    of_articles_before: Int = Field(description="of so many")
    example: str = Field(description="`_id` of a new article")


class LayoutPart(Part):
    """How an outlet's pages are built, as far as most of them agree."""

    articles: Int = Field(description="articles that were looked at")
    container: LearnedContainerPart | None = Field(None, description="element that holds the story on most pages")
    containers: list[CountedNamePart] = Field(description="all such elements")
    title_sources: list[CountedNamePart] = Field(description="where titles stood")
    change: LayoutChangePart | None = Field(None, description="the last redesign")


class BlockCountsDocument(Part):
    """What is known of the blocks that an outlet repeats."""

    id: str = Field(alias="_id", description="outlet id")
    round: Int = Field(description="grows each time that it is learned anew")
    articles: Int = Field(description="different articles that were looked at")
    learned_at: AwareDatetime = Field(description="when")
    window_from: AwareDatetime | None = Field(None, description="sightings older than this were deleted")
    sightings: Int = Field(description="how many it was learned from")
    cursor: Int = Field(description="the largest of them")
    left: Int = Field(description="stored articles that are still to be cleaned")
    blocks: list[RepeatedBlockPart] = Field(description="what the outlet repeats, at most 300")
    layout: LayoutPart | None = Field(None, description="how its pages are built")
    schema_version: Int = Field(description="of the program that wrote it")
