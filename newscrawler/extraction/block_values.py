"""Blocks as the other rooms know them: kind, text, trail, place and evidence, made from the cut page."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import Measures
from newscrawler.model.block import Block, BlockKind

# Deeper pages exist only to do harm; the innermost names say what a block is.
MAX_TRAIL: Final = 40
_KIND_DEPTH: Final = 4

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


class BlockMaker:
    """Makes `Block` values of one page; what blocks of one element share is made once."""

    def __init__(self, cut: CutPage, measures: Measures, captions: CaptionFinder) -> None:
        self._cut = cut
        self._captions = captions
        self._lengths: list[float] = measures.lengths.tolist()
        self._link_shares: list[float] = measures.link_shares.tolist()
        self._trails: dict[int, tuple[str, ...]] = {}
        if cut.node_tag:
            self._trails[0] = (_trail_name(cut.node_tag[0], cut.node_id[0], cut.node_class[0]),)
        self._places: dict[int, str] = {}
        self._shared: dict[int, tuple[BlockKind, tuple[str, ...], str]] = {}

    def make(self, index: int, evidence: str = "") -> Block:
        """The block with this index."""
        kind, trail, place = self._shared_values(self._cut.block_node[index])
        if self._captions.is_caption(index):
            kind = "caption"
        text, linked = self._cut.texts[index], round(self._link_shares[index], 3)
        return Block(kind, text, trail, place, linked, evidence, index)

    def make_series(self, chosen: Sequence[tuple[int, str]]) -> tuple[Block, ...]:
        """Blocks of (index, evidence) pairs in page order; entries of one list and rows of one table become one."""
        made = [(self.make(index, evidence), self._cut.block_node[index]) for index, evidence in chosen]
        groups = groupby(made, key=lambda pair: self._series(*pair))
        return tuple(self._join([block for block, _ in group]) for _, group in groups)

    def _series(self, block: Block, node: int) -> tuple[str, int]:
        """A key that neighbouring blocks have in common where they are of one list or table."""
        tags = _SERIES_TAGS.get(block.kind)
        if tags is None:
            return block.kind, -1 - (block.position or 0)
        cut = self._cut
        while node and cut.node_tag[node] not in tags:
            node = cut.node_parent[node]
        return block.kind, node

    def _join(self, blocks: list[Block]) -> Block:
        first = blocks[0]
        if len(blocks) == 1:
            return first
        lengths = [self._lengths[block.position or 0] for block in blocks]
        linked = sum(block.link_share * length for block, length in zip(blocks, lengths, strict=True)) / sum(lengths)
        text = "\n".join(block.text for block in blocks)
        evidence = f"{len(blocks)} {'rows' if first.kind == 'table' else 'entries'}, the first: {first.evidence}"
        return Block(first.kind, text, first.trail, first.place, round(linked, 3), evidence, first.position)

    def _shared_values(self, node: int) -> tuple[BlockKind, tuple[str, ...], str]:
        shared = self._shared.get(node)
        if shared is None:
            shared = self._shared[node] = (self._kind(node), self._trail(node), self._place(node))
        return shared

    def _kind(self, node: int) -> BlockKind:
        cut = self._cut
        for _ in range(_KIND_DEPTH):
            found = _KINDS.get(cut.node_tag[node])
            if found is not None:
                return found
            node = cut.node_parent[node]
        return "paragraph"

    def _trail(self, node: int) -> tuple[str, ...]:
        cut, trails = self._cut, self._trails
        path = []
        while node not in trails:
            path.append(node)
            node = cut.node_parent[node]
        trail = trails[node]
        for node in reversed(path):
            name = _trail_name(cut.node_tag[node], cut.node_id[node], cut.node_class[node])
            trail = trails[node] = (*trail[1 - MAX_TRAIL :], name)
        return trail

    def _place(self, node: int) -> str:
        cut = self._cut
        step = f"{cut.node_tag[node]}:{cut.node_ordinal[node]}"
        return f"{self._place_of_children(cut.node_parent[node])} > {step}" if node else step

    def _place_of_children(self, node: int) -> str:
        """What the places of all child nodes of one begin with; neighbours share it."""
        known = self._places.get(node)
        if known is None:
            cut, above = self._cut, self._cut.node_parent[node]
            known = _place_name(cut.node_tag[node], cut.node_class[node])
            if node:
                known = f"{_place_name(cut.node_tag[above], cut.node_class[above])} > {known}"
            self._places[node] = known
        return known


@lru_cache(maxsize=16_384)
def _trail_name(tag: str, id_name: str, class_name: str) -> str:
    identity = f"#{'-'.join(id_name.split())}" if id_name.strip() else ""
    return (tag + identity + "".join(f".{name}" for name in class_name.split())).lower()


@lru_cache(maxsize=16_384)
def _place_name(tag: str, class_name: str) -> str:
    names = class_name.split()
    return f"{tag}.{names[0]}" if names else tag
