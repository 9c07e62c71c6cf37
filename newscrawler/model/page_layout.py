"""How an outlet's pages are built, as far as most of them agree; learned from sightings of its articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from newscrawler.model.container_name import alike, telling_steps

# The rule that takes what is outside the learned container, and the source of a body that is without it.
LEARNED_CONTAINER = "learned_container"


@dataclass(frozen=True, slots=True)
class LearnedContainer:
    """The element that holds the story on most pages of an outlet.

    Attributes:
        name: as ``container_name`` spells it.
        articles: how many articles had their story in it, among ``of_articles``.
    """

    name: str
    articles: int
    of_articles: int

    def __str__(self) -> str:
        """``div.text, which holds the story on 312 of 330 pages of this outlet``."""
        return f"{self.name}, which holds the story on {self.articles:,} of {self.of_articles:,} pages of this outlet"


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """A redesign: the newest articles have their story in another element than those before.

    Attributes:
        name: the new element; "" for a script of the page.
        articles: how many had their story in it, among the ``of_articles`` since the change when it was noticed.
        since: when the first of these articles was stored.
        name_before: the element before, with its counts.
        example: id of the newest article of the new layout.
    """

    name: str
    articles: int
    of_articles: int
    since: datetime
    name_before: str
    articles_before: int
    of_articles_before: int
    example: str = ""

    def is_same(self, other: "LayoutChange") -> bool:
        """Are both from one element to one other? Their names may have lost a class meanwhile."""
        pairs = ((self.name, other.name), (self.name_before, other.name_before))
        return all(alike(telling_steps(one), telling_steps(two)) is not None for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Layout:
    """How an outlet's pages are built.

    Attributes:
        articles: how many it was learned from.
        container: the element that most pages agree on; after a redesign most of those since. None: they do not agree.
        containers: name of an element -> articles that had their story in it, the most frequent first.
        title_sources: where titles came from, as in ``Article.provenance`` -> articles, the most frequent first.
        change: the last redesign that was noticed.
    """

    articles: int = 0
    container: LearnedContainer | None = None
    containers: Mapping[str, int] = field(default_factory=dict)
    title_sources: Mapping[str, int] = field(default_factory=dict)
    change: LayoutChange | None = None

    def remembering(self, known: "Layout") -> "Layout":
        """This layout with the redesign that was noticed before, unless this one has another.

        A redesign is seen as long as both layouts are among the sightings, but told once: when it is first noticed.
        """
        if known.change is None or (self.change is not None and not self.change.is_same(known.change)):
            return self
        return replace(self, change=known.change)
