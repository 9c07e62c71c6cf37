"""Blocks as the other rooms know them: kind, text, trail, place and evidence, made from the cut page."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.model.block import Block, BlockKind

# Deeper pages exist only to do harm; the innermost names say what a block is.
MAX_TRAIL: Final = 40
_PLACE_DEPTH: Final = 3

_KINDS: Final[dict[str, BlockKind]] = {
    "blockquote": "quote",
    "caption": "caption",
    "dd": "list",
    "dt": "list",
    "figcaption": "caption",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "li": "list",
    "q": "quote",
    "td": "table",
    "th": "table",
    "tr": "table",
}
_CAPTION_NAMES: Final = ("caption", "bildunterschrift", "bildtext", "image-credit", "photo-credit", "imagecredit")
_MAX_CAPTION_WORDS: Final = 80


class BlockMaker:
    """Makes `Block` values of one page; trails are shared between blocks of one element."""

    def __init__(self, cut: CutPage, measures: Measures) -> None:
        self._cut = cut
        self._measures = measures
        self._trails: dict[int, tuple[str, ...]] = {}

    def make(self, index: int, evidence: str = "") -> Block:
        """The block with this index."""
        node = self._cut.block_node[index]
        return Block(
            kind=self.kind(index),
            text=self._cut.texts[index],
            trail=self._trail(node),
            place=self._place(node),
            link_share=round(float(self._measures.link_shares[index]), 3),
            evidence=evidence,
        )

    def kind(self, index: int) -> BlockKind:
        """What the block is on the page; captions are also known by the names around them."""
        cut = self._cut
        node = cut.block_node[index]
        if is_caption(cut, index, self._measures):
            return "caption"
        for _ in range(4):
            found = _KINDS.get(cut.node_tag[node])
            if found is not None and found != "table":
                return found
            if found == "table":
                return "table" if cut.node_tag[node] == "tr" else "paragraph"
            node = cut.node_parent[node]
        return "paragraph"

    def merged(self, indices: Sequence[int], evidence: Iterable[str]) -> list[Block]:
        """The blocks in order, neighbouring entries of one list and rows of one table joined by line feeds."""
        pairs = list(zip(indices, evidence, strict=True))
        return [self._join(list(group)) for _, group in groupby(pairs, key=lambda pair: self._series(pair[0]))]

    def _series(self, index: int) -> tuple[str, int]:
        kind = self.kind(index)
        if kind not in ("list", "table"):
            return kind, -1 - index
        cut = self._cut
        node = cut.block_node[index]
        while node and cut.node_tag[node] not in ("ul", "ol", "dl", "menu", "table"):
            node = cut.node_parent[node]
        return kind, node

    def _join(self, pairs: list[tuple[int, str]]) -> Block:
        first, evidence = pairs[0]
        block = self.make(first, evidence)
        if len(pairs) == 1:
            return block
        indices = [index for index, _ in pairs]
        lengths = self._measures.lengths[indices]
        linked = float((self._measures.link_shares[indices] * lengths).sum() / lengths.sum())
        text = "\n".join(self._cut.texts[index] for index in indices)
        count = f"{len(pairs)} entries, first: {evidence}" if evidence else ""
        return Block(block.kind, text, block.trail, block.place, round(linked, 3), count)

    def _trail(self, node: int) -> tuple[str, ...]:
        known = self._trails.get(node)
        if known is not None:
            return known
        cut = self._cut
        names: list[str] = []
        current = node
        while len(names) < MAX_TRAIL:
            names.append(_trail_name(cut.node_tag[current], cut.nodes[current].get("id", ""), cut.node_class[current]))
            if not current:
                break
            current = cut.node_parent[current]
        trail = self._trails[node] = tuple(reversed(names))
        return trail

    def _place(self, node: int) -> str:
        cut = self._cut
        steps = [f"{cut.node_tag[node]}:{cut.node_ordinal[node]}"]
        while node and len(steps) < _PLACE_DEPTH:
            node = cut.node_parent[node]
            steps.append(_place_name(cut.node_tag[node], cut.node_class[node]))
        return " > ".join(reversed(steps))


def is_caption(cut: CutPage, index: int, measures: Measures) -> bool:
    """Does the block belong to a picture: in a ``figcaption``, or under a name that says caption?"""
    if measures.words[index] > _MAX_CAPTION_WORDS:
        return False
    node = cut.block_node[index]
    for _ in range(4):
        if cut.node_tag[node] in ("figcaption", "caption", "figure"):
            return True
        if _names_caption(cut.node_names[node]):
            return True
        if not node:
            return False
        node = cut.node_parent[node]
    return _names_caption(cut.leads[index])


@lru_cache(maxsize=8192)
def _names_caption(names: str) -> bool:
    folded = names.lower()
    return any(name in folded for name in _CAPTION_NAMES)


@lru_cache(maxsize=8192)
def _trail_name(tag: str, id_name: str, class_name: str) -> str:
    identity = f"#{'-'.join(id_name.split())}" if id_name.strip() else ""
    return (tag + identity + "".join(f".{name}" for name in class_name.split())).lower()


@lru_cache(maxsize=8192)
def _place_name(tag: str, class_name: str) -> str:
    names = class_name.split()
    return f"{tag}.{names[0]}" if names else tag
