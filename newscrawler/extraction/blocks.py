"""A tree cut into text blocks: one walk that notes block elements and the text between their borders."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.element_roles import (
    BLOCK,
    BORDERS,
    BREAK,
    CELL,
    CELL_TAGS,
    INLINE,
    LINK,
    ROLES,
    SKIPPED,
    STRONG,
    TABLE,
)
from newscrawler.model.outcome import OutcomeKind

# A page with more is a list of everything, or an attack; reading it would take longer than a page may.
MAX_BLOCKS = 60_000
MAX_ELEMENTS = 600_000

# A table with one of these inside its cells lays out a page; its cells are no figures.
_LAYOUT_CONTENT = ("article", "div", "form", "h1", "h2", "h3", "ol", "p", "section", "table", "ul")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADING = 300
# Zero-width joiners stay: Persian and Indic spelling needs them.
_INVISIBLE = ("\u00ad", "\u200b", "\u200e", "\u200f", "\u2060", "\ufeff")
_NAME_ATTRIBUTES: Final = frozenset(
    {"aria-hidden", "class", "data-component", "data-testid", "data-type", "id", "itemprop", "role"}
)


@dataclass(slots=True)
class CutPage:
    """The blocks of one page, and the block elements that hold them, as parallel lists.

    Elements ("nodes") stand in document order, parents before children; so do blocks. All nodes below node ``i`` are
    ``i + 1 .. node_end[i] - 1``, all blocks in it ``node_first_block[i] .. node_last_block[i] - 1``.

    Attributes:
        nodes: the elements themselves.
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
        strong_lengths: characters in bold or italic type.
        leads: ``tag class`` of the inline element that the block begins with, or "".
    """

    nodes: list[HtmlElement] = field(default_factory=list)
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
    strong_lengths: list[int] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)


def cut_page(tree: HtmlElement) -> CutPage:
    """All text of the page's body as blocks: a block is the text between two block-element borders.

    Inline elements join without a gap, two ``br`` in a row are a border, the cells of a table of figures are joined
    by spaces into one block a row. Scripts, styles, media and form controls are left out, and blocks without a letter
    or figure.

    Raises:
        UnreadablePageError: more than 60,000 blocks or 600,000 elements (reason ``too_large``).
    """
    cutter = _Cutter()
    cutter.walk(tree)
    return cutter.cut


class _Cutter:
    """The state of one walk."""

    def __init__(self) -> None:
        self.cut = CutPage()
        self._node = 0
        self._ordinals: dict[tuple[int, str], int] = {}
        self._clear()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._after_break = 0
        self._link_length = 0
        self._link_count = 0
        self._strong_length = 0
        self._lead: HtmlElement | None = None

    def walk(self, tree: HtmlElement) -> None:  # noqa: C901, PLR0912, PLR0915 - one flat loop, the hot path
        in_links = in_strong = seen = 0
        figures: HtmlElement | None = None  # the table of figures that we are in
        heading: HtmlElement | None = None  # the heading in a box of its own that we are in
        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            role = ROLES.get(tag)
            if role is None:
                role = BLOCK if "-" in tag else INLINE
            elif role == CELL:
                role = BLOCK if figures is None else INLINE
            elif heading is not None and tag == "div":
                role = INLINE
            if event == "start":
                seen += 1
                if role == SKIPPED:
                    walker.skip_subtree()
                    continue
                if role in BORDERS:
                    self._open(element, tag)
                    if role == TABLE and figures is None and next(element.iter(*_LAYOUT_CONTENT), element) is element:
                        figures = element
                    elif tag in _HEADINGS and _is_boxed(element):
                        heading = element
                elif role == BREAK:
                    self._break()
                    continue
                elif role == LINK:
                    in_links += 1
                    self._link_count += 1
                elif role == STRONG:
                    in_strong += 1
                elif figures is not None and tag in CELL_TAGS:
                    self._parts.append(" ")
                if self._lead is None and not self._parts and role not in BORDERS:
                    self._lead = element
                text = element.text
            else:
                if role in BORDERS:
                    self._close()
                    if element is figures:
                        figures = None
                    elif element is heading:
                        heading = None
                elif role == LINK:
                    in_links -= 1
                elif role == STRONG:
                    in_strong -= 1
                text = element.tail
            if text:
                self._add(text, in_links, in_strong)
        _refuse_too_many("elements", seen, MAX_ELEMENTS)

    def _add(self, text: str, in_links: int, in_strong: int) -> None:
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
            return
        self._parts.append(text)
        if in_links:
            self._link_length += len(text.strip())
        if in_strong:
            self._strong_length += len(text.strip())

    def _break(self) -> None:
        parts = self._parts
        if parts and self._after_break and all(part == " " for part in parts[self._after_break :]):
            self._flush()
        elif parts:
            parts.append(" ")
            self._after_break = len(parts)

    def _open(self, element: HtmlElement, tag: str) -> None:
        if self._parts:
            self._flush()
        else:
            self._lead = None
            self._link_count = 0
        cut = self.cut
        parent, self._node = self._node, len(cut.nodes)
        class_name = identity = ""
        names = []
        for attribute in element.keys():  # noqa: SIM118 - one list of names; asking for each costs four times as much
            if attribute in _NAME_ATTRIBUTES:
                value = element.get(attribute, "")
                if attribute == "class":
                    class_name = value
                elif attribute == "id":
                    identity = value
                elif attribute == "aria-hidden":
                    value = f"aria-hidden={value}"
                names.append(value)
        ordinal = self._ordinals[parent, tag] = self._ordinals.get((parent, tag), 0) + 1
        cut.nodes.append(element)
        cut.node_parent.append(parent)
        cut.node_end.append(0)
        cut.node_first_block.append(len(cut.texts))
        cut.node_last_block.append(0)
        cut.node_tag.append(tag)
        cut.node_class.append(class_name)
        cut.node_id.append(identity)
        cut.node_names.append(" ".join(names))
        cut.node_ordinal.append(ordinal)

    def _close(self) -> None:
        if self._parts:
            self._flush()
        cut = self.cut
        cut.node_end[self._node] = len(cut.nodes)
        cut.node_last_block[self._node] = len(cut.texts)
        self._node = cut.node_parent[self._node]

    def _flush(self) -> None:
        text = " ".join("".join(self._parts).split())
        if not text.isascii():
            for sign in _INVISIBLE:
                if sign in text:
                    text = " ".join(text.replace(sign, "").split())
        if any(map(str.isalnum, text)):
            cut = self.cut
            cut.texts.append(text)
            cut.block_node.append(self._node)
            cut.link_lengths.append(min(self._link_length, len(text)))
            cut.link_counts.append(self._link_count)
            cut.strong_lengths.append(min(self._strong_length, len(text)))
            cut.leads.append("" if self._lead is None else f"{self._lead.tag} {self._lead.get('class', '')}")
            _refuse_too_many("blocks of text", len(cut.texts), MAX_BLOCKS)
        self._clear()


def _is_boxed(heading: HtmlElement) -> bool:
    """Is all of a short heading in one div, as editors built on Draft.js write it? Longer ones are unclosed tags."""
    only = heading[0] if len(heading) == 1 else None
    if only is None or only.tag != "div" or next(only.iterdescendants("div", "p", "ul", *_HEADINGS), None) is not None:
        return False
    return len(heading.text_content()) <= _LONGEST_HEADING


def _refuse_too_many(what: str, number: int, limit: int) -> None:
    if number > limit:
        message = f"the page has over {limit:,} {what}; such a page is not read"
        raise UnreadablePageError(message, reason=OutcomeKind.TOO_LARGE.value)
