"""A tree cut into text blocks: one walk that notes block elements and the text between their borders."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.chosen_walk import walk
from newscrawler.model.outcome import OutcomeKind

# A page with more is a list of everything, or an attack; reading it would take longer than the second that a page may.
# Of 1,577 real pages the longest has 1,477 blocks.
MAX_BLOCKS = 20_000
MAX_ELEMENTS = 600_000


@dataclass(slots=True)
class CutPage:
    """The blocks of one page, and the block elements that hold them, as parallel lists.

    Elements ("nodes") stand in document order, parents before children; so do blocks. All nodes below node ``i`` are
    ``i + 1 .. node_end[i] - 1``, all blocks in it ``node_first_block[i] .. node_last_block[i] - 1``.

    Attributes:
        tree: the page.
        node_parent: index of the parent node; the root has itself.
        node_tag: tag names.
        node_class: ``class`` attributes as written, "" where there is none.
        node_id: ``id`` attributes as written, "" where there is none.
        node_names: ``class``, ``id``, ``role``, ``itemprop`` and the like, joined by spaces.
        node_ordinal: the how-manyth child node of its parent with this tag, from 1.
        texts: text of each block, white space collapsed.
        block_node: index of the node that holds the block directly.
        link_lengths: characters of the block inside links.
        link_counts: number of links in the block.
        links: addresses, as written, of the links in the block that have a text.
        strong_lengths: characters in bold or italic type.
        leads: ``tag class`` of the inline element that the block begins with, or "".
    """

    tree: HtmlElement
    node_parent: list[int] = field(default_factory=list)
    node_end: list[int] = field(default_factory=list)
    node_first_block: list[int] = field(default_factory=list)
    node_last_block: list[int] = field(default_factory=list)
    node_tag: list[str] = field(default_factory=list)
    node_class: list[str] = field(default_factory=list)
    node_id: list[str] = field(default_factory=list)
    node_names: list[str] = field(default_factory=list)
    node_ordinal: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    block_node: list[int] = field(default_factory=list)
    link_lengths: list[int] = field(default_factory=list)
    link_counts: list[int] = field(default_factory=list)
    links: list[tuple[str, ...]] = field(default_factory=list)
    strong_lengths: list[int] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    _elements: list[HtmlElement] = field(default_factory=list, repr=False)

    @property
    def nodes(self) -> list[HtmlElement]:
        """The elements themselves, made when they are first asked for: few pages need them."""
        if not self._elements:
            self._elements = walk.block_elements(self.tree, CutPage(self.tree), MAX_BLOCKS, MAX_ELEMENTS)
        return self._elements


def cut_page(tree: HtmlElement) -> CutPage:
    """All text of the page's body as blocks: a block is the text between two block-element borders.

    Inline elements join without a gap, two ``br`` in a row are a border, the cells of a table row are joined by spaces
    into one block, save where block elements inside them part them. Scripts, styles, media and form controls are left
    out, and blocks without a letter or figure.

    Raises:
        UnreadablePageError: more than 20,000 blocks or 600,000 elements (reason ``too_large``).
    """
    cut = CutPage(tree)
    if exceeded := walk.walk_blocks(tree, cut, MAX_BLOCKS, MAX_ELEMENTS):
        limit = MAX_ELEMENTS if exceeded == "elements" else MAX_BLOCKS
        message = f"the page has over {limit:,} {exceeded}; such a page is not read"
        raise UnreadablePageError(message, reason=OutcomeKind.TOO_LARGE.value)
    return cut
