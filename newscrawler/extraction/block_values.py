"""Blocks as the other rooms know them: kind, text, trail, place and evidence, made from the cut page.

Compiled, see docs/architecture.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import Measures
from newscrawler.model.block import Block, BlockKind

# Deeper pages exist only to do harm; the innermost names say what a block is.
MAX_TRAIL: Final = 40
_KIND_DEPTH: Final = 4
_SENTENCE: Final = 60  # characters of a paragraph in a layout table, at least

_KINDS: Final[dict[str, BlockKind]] = {
    "blockquote": "quote",
    "dd": "list",
    "dt": "list",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "li": "list",
    "td": "paragraph",
    "th": "paragraph",
    "tr": "table",
}
_SERIES_TAGS: Final[dict[BlockKind, frozenset[str]]] = {
    "list": frozenset({"dl", "menu", "ol", "ul"}),
    "table": frozenset({"table"}),
}


class _UnsetBlock:
    """A `Block` until its values are set: a frozen one sets its own in four times the time, and a page has many."""

    __slots__ = Block.__slots__
    kind: BlockKind
    text: str
    trail: tuple[str, ...]
    place: str
    link_share: float
    evidence: str
    position: int | None
    links: tuple[str, ...]


class BlockMaker:
    """Makes `Block` values of one page; what blocks of one element share is made once."""

    __slots__ = (
        *("_captions", "_classes", "_ids", "_lengths", "_link_lengths", "_names", "_node", "_ordinals", "_parents"),
        *("_places", "_shared", "_tags", "_texts"),
    )

    def __init__(self, cut: CutPage, measures: Measures, captions: CaptionFinder) -> None:
        self._captions = captions
        self._texts, self._node, self._parents = cut.texts, cut.block_node, cut.node_parent
        self._tags, self._classes, self._ids = cut.node_tag, cut.node_class, cut.node_id
        self._ordinals = cut.node_ordinal
        self._lengths, self._link_lengths = measures.counts.characters.lengths, measures.counts.link_lengths
        self._names: list[str | None] = [None] * len(cut.node_tag)  # each node's part of the trails through it
        self._places: dict[int, str] = {}
        self._shared: dict[int, tuple[BlockKind, tuple[str, ...], str]] = {}

    def make(self, index: int, evidence: str = "") -> Block:
        """The block with this index."""
        node = self._node[index]
        shared = self._shared.get(node)
        if shared is None:
            shared = self._shared[node] = (self._kind(node), self._trail(node), self._place(node))
        kind, trail, place = shared
        if self._captions.is_caption(index):
            kind = "caption"
        linked = self._link_lengths[index]
        share = round(linked / self._lengths[index], 3) if linked else 0.0
        block = _UnsetBlock()
        block.kind, block.text, block.trail, block.place = kind, self._texts[index], trail, place
        block.link_share, block.evidence, block.position, block.links = share, evidence, index, ()
        block.__class__ = Block  # type: ignore[assignment]  # its slots are the same
        return block  # type: ignore[return-value]

    def make_series(self, chosen: Sequence[tuple[int, str]]) -> tuple[Block, ...]:
        """Blocks of (index, evidence) pairs in page order; entries of one list and rows of one table become one.

        A table that lays out prose somewhere gives paragraphs, also of its short lines.
        """
        found: list[tuple[int, list[Block]]] = []
        series: list[Block] = []
        parent = -1
        for index, evidence in chosen:
            block = self.make(index, evidence)
            around = self._series(block.kind, self._node[index])
            if not series or around < 0 or around != parent or block.kind != series[0].kind:
                series = []
                found.append((around, series))
            series.append(block)
            parent = around
        layouts = {around for around, series in found if around >= 0 and self._is_prose(series)}
        made: list[Block] = []
        for around, series in found:
            made.extend(self._joined(series, layouts, around))
        return tuple(made)

    def _series(self, kind: BlockKind, node: int) -> int:
        """The list or table that a block of this kind is of, 0 where there is none, -1 for blocks of other kinds."""
        tags = _SERIES_TAGS.get(kind)
        if tags is None:
            return -1
        while node and self._tags[node] not in tags:
            node = self._parents[node]
        return node

    def _joined(self, series: list[Block], layouts: set[int], around: int) -> list[Block]:
        if around in layouts and series[0].kind == "table":
            return [replace(row, kind="paragraph") for row in series]
        return [self._join(series)]

    def _is_prose(self, rows: list[Block]) -> bool:
        """Are these paragraphs in the cells of a layout table: no plain row among them, and three in four long?"""
        if rows[0].kind != "table":
            return False
        long_ones = 0
        for row in rows:
            index = row.position or 0
            if self._tags[self._node[index]] == "tr":
                return False
            long_ones += self._lengths[index] >= _SENTENCE
        return long_ones * 4 >= len(rows) * 3

    def _join(self, blocks: list[Block]) -> Block:
        first = blocks[0]
        if len(blocks) == 1:
            return first
        lengths = [self._lengths[block.position or 0] for block in blocks]
        linked = sum([block.link_share * length for block, length in zip(blocks, lengths, strict=True)]) / sum(lengths)
        text = "\n".join([block.text for block in blocks])
        evidence = f"{len(blocks)} {'rows' if first.kind == 'table' else 'entries'}, the first: {first.evidence}"
        return Block(first.kind, text, first.trail, first.place, round(linked, 3), evidence, first.position)

    def _kind(self, node: int) -> BlockKind:
        for _ in range(_KIND_DEPTH):
            found = _KINDS.get(self._tags[node])
            if found is not None:
                return found
            node = self._parents[node]
        return "paragraph"

    def _trail(self, node: int) -> tuple[str, ...]:
        names: list[str] = []
        while True:
            name = self._names[node]
            if name is None:
                name = self._names[node] = self._trail_name(node)
            names.append(name)
            if not node or len(names) == MAX_TRAIL:
                break
            node = self._parents[node]
        names.reverse()
        return tuple(names)

    def _trail_name(self, node: int) -> str:
        identity, class_name = self._ids[node], self._classes[node]
        name = self._tags[node]
        if identity and (parts := identity.split()):
            name += f"#{'-'.join(parts)}"
        if class_name and (parts := class_name.split()):
            name += f".{'.'.join(parts)}"
        return name.lower()

    def _place(self, node: int) -> str:
        step = f"{self._tags[node]}:{self._ordinals[node]}"
        return f"{self._place_of_children(self._parents[node])} > {step}" if node else step

    def _place_of_children(self, node: int) -> str:
        """What the places of all child nodes of one begin with; neighbours share it."""
        known = self._places.get(node)
        if known is None:
            known = self._place_name(node)
            if node:
                known = f"{self._place_name(self._parents[node])} > {known}"
            self._places[node] = known
        return known

    def _place_name(self, node: int) -> str:
        names = self._classes[node].split(None, 1)
        return f"{self._tags[node]}.{names[0]}" if names else self._tags[node]
