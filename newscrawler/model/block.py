"""A block: one paragraph, heading, quote, list, table or caption of a page."""

from dataclasses import dataclass, field
from typing import Literal

from newscrawler.model.light_pickle import light_pickle

# The body reader's own names for what is no story. What surrounds every article of an outlet, menus and the like: it is
# not stored, explain shows it from the stored page.
CHROME_RULE = "outside_story"
# The rest, of which the reader only knows that it is no story; a boilerplate rule may know more.
NAVIGATION_RULE, NOT_STORY_RULE = "navigation", "not_story"
READER_RULES = frozenset({NAVIGATION_RULE, NOT_STORY_RULE})

_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING_DEPTH = 4  # elements by which a heading's text may be inside it

BlockKind = Literal["paragraph", "heading", "quote", "list", "table", "caption"]


@light_pickle
@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text between two block-element borders.

    Attributes:
        kind: what it is on the page.
        text: its text, white space collapsed; the entries of a list and the rows of a table end in a line feed.
        trail: the element and its ancestors, outermost first, each as ``tag#id.class.class``; names as on the page,
            lower case. Empty where the block comes from plain text.
        place: a short address on the page, such as ``article > div.story > p:4``.
        link_share: share of the text's characters that are inside links, 0 to 1.
        evidence: why the reader kept it, in numbers: ``"38 words, no links, in the story's container"``.
        position: its number in the order of the page, kept and removed blocks counted together; for ``explain``.
        links: where the links in its text lead, absolute, in their order, each once; only of blocks of the story.
    """

    kind: BlockKind
    text: str
    trail: tuple[str, ...] = ()
    place: str = ""
    link_share: float = 0.0
    evidence: str = ""
    position: int | None = field(default=None, compare=False)
    links: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_heading_element(self) -> bool:
        """Is it a heading by its element? A line in bold type may also be a label ("RELATED")."""
        if self.kind != "heading":
            return False
        return not self.trail or any(name[:2] in _HEADING_TAGS for name in self.trail[-_HEADING_DEPTH:])


@light_pickle
@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block that is not the story: which rule took it, and on what evidence."""

    block: Block
    rule: str
    evidence: str = ""
