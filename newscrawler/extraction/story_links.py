"""The links of a story: where the addresses in its blocks lead.

The walk that cuts a page into blocks counts links and keeps no element. To make all elements afterwards costs twice as
much as that walk, so the few that hold links are looked for by their places, from the root down.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.element_roles import BORDERS, CELL, INLINE, ROLES, SKIPPED
from newscrawler.model.block import Block
from newscrawler.url_address import is_plain
from newscrawler.urls import join_url

# Links that are looked at in one article. A story with more is a list of everything, or an attack.
MOST_LINKS: Final = 1_000
_LONGEST_ADDRESS: Final = 2_000
# Where the text of a link is compared with that of a block: characters that tell it well enough.
_LONGEST_TEXT: Final = 200
# Characters by which an element is known for the one that was looked for.
_COMPARED: Final = 60
# Roles of elements in which the links of the element around them do not stand.
_PASSED: Final = frozenset({SKIPPED, CELL}) | BORDERS


class _Base(NamedTuple):
    """What a page's relative addresses are relative to, its scheme and host, and the page's address, no fragment."""

    url: str
    origin: str
    page: str


def with_links(cut: CutPage, blocks: tuple[Block, ...], kept: Iterable[int], url: str) -> tuple[Block, ...]:
    """The blocks of a story, each with the links in its text: absolute addresses, in page order, each once.

    Links without a text, within the page, or to what is no web address (``mailto:`` and the like) do not count, nor
    those that hold a whole block: they are teasers. Of a story's links the first 1,000 are looked at.

    Args:
        cut: the page.
        blocks: made from the page; each ``position`` is the index of the first of the page's blocks that it is made of.
        kept: indices of all of the page's blocks that they are made of, in page order.
        url: the page's address.
    """
    linked = [index for index in kept if cut.link_counts[index]]
    starts = [block.position for block in blocks if block.position is not None]
    if not linked or len(starts) < len(blocks):
        return blocks
    base = _base_of(cut.tree, url)
    found: dict[int, dict[str, None]] = {}
    for index, link in islice(_LinkFinder(cut).links_of(linked), MOST_LINKS):
        if address := _address_of(link, base):
            found.setdefault(bisect_right(starts, index) - 1, {})[address] = None
    made = list(blocks)
    for place, addresses in found.items():
        made[place] = replace(made[place], links=tuple(addresses))
    return tuple(made)


def links_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The links of all the blocks, in their order, each once."""
    return tuple(dict.fromkeys([address for block in blocks for address in block.links]))


def _base_of(tree: HtmlElement, url: str) -> _Base:
    stated = tree.find("head/base")
    base = (stated is not None and join_url(url, stated.get("href", ""))) or url
    root = join_url(base, "/")
    return _Base(base, root[:-1] if root else "", url.partition("#")[0])


def _address_of(link: HtmlElement, base: _Base) -> str | None:
    """Where a link leads; None where that is nowhere else on the web."""
    written: str = link.get("href") or ""
    if not written or written.startswith("#") or len(written) > _LONGEST_ADDRESS or not walk.text_of(link, 1):
        return None
    plain = base.origin + written
    is_simple = written.startswith("/") and not written.startswith("//") and is_plain(plain)  # as most are
    address = plain if is_simple else join_url(base.url, written)
    if address is None or ("#" in address and address.partition("#")[0] == base.page):
        return None
    return address


class _LinkFinder:
    """Finds the link elements of a page's blocks."""

    def __init__(self, cut: CutPage) -> None:
        self._cut = cut
        self._known: dict[int, HtmlElement] = {0: cut.tree}
        self._children: dict[tuple[int, str], list[HtmlElement]] = {}
        self._of_node: dict[int, list[int]] = {}

    def links_of(self, indices: Sequence[int]) -> Iterator[tuple[int, HtmlElement]]:
        """(block, link) for each link in these blocks, in page order of the blocks."""
        shares: dict[int, list[HtmlElement]] = {}
        for index in indices:
            if index not in shares:
                shares |= self._share_out(self._cut.block_node[index])
            for link in shares.get(index, ()):
                yield index, link

    def _share_out(self, node: int) -> dict[int, list[HtmlElement]]:
        """The node's blocks with their links: by the number that each has, else by the texts of the links."""
        cut = self._cut
        blocks = self._blocks_of(node)
        total = sum([cut.link_counts[index] for index in blocks])
        element = self._element_of(node)
        links = [] if element is None else self._links_below(element, node)
        if len(links) != min(total, MOST_LINKS):  # the element is another one, or a part without a letter was left out
            links = self._links_below(cut.nodes[node], node)
        if len(links) != min(total, MOST_LINKS):
            return _share_by_text(cut, blocks, links)
        ends = iter(links)
        return {index: list(islice(ends, cut.link_counts[index])) for index in blocks}

    def _blocks_of(self, node: int) -> Sequence[int]:
        """The blocks that the node holds directly."""
        cut = self._cut
        if cut.node_end[node] == node + 1:
            return range(cut.node_first_block[node], cut.node_last_block[node])
        if not self._of_node:
            for index, holder in enumerate(cut.block_node):
                self._of_node.setdefault(holder, []).append(index)
        return self._of_node[node]

    def _element_of(self, node: int) -> HtmlElement | None:
        """The element at the node's place, None where another one is: an inline element stands between."""
        parents, tags = self._cut.node_parent, self._cut.node_tag
        path: list[int] = []
        above = node
        while above not in self._known:
            path.append(above)
            above = parents[above]
        element = self._known[above]
        for below in reversed(path):
            key = parents[below], tags[below]
            children = self._children.get(key)
            if children is None:
                children = self._children[key] = list(element.iterchildren(key[1]))
            ordinal = self._cut.node_ordinal[below]
            if ordinal > len(children):
                return None
            element = self._known[below] = children[ordinal - 1]
        first = self._cut.texts[self._cut.node_first_block[node]][:_COMPARED]
        return element if walk.text_of(element, _COMPARED).startswith(first) else None

    def _links_below(self, element: HtmlElement, node: int) -> list[HtmlElement]:
        """The links in the element that stand in no block element inside it."""
        if self._cut.node_end[node] == node + 1:
            return list(islice(element.iterdescendants("a"), MOST_LINKS))
        links: list[HtmlElement] = []
        waiting = [iter(element)]
        while waiting and len(links) < MOST_LINKS:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif isinstance(child.tag, str) and _is_looked_into(child.tag):  # else a comment, or a block of its own
                if child.tag == "a":
                    links.append(child)
                waiting.append(iter(child))
        return links


def _is_looked_into(tag: str) -> bool:
    return "-" not in tag and ROLES.get(tag, INLINE) not in _PASSED


def _share_by_text(cut: CutPage, blocks: Iterable[int], links: list[HtmlElement]) -> dict[int, list[HtmlElement]]:
    texts = [(link, walk.text_of(link, _LONGEST_TEXT)) for link in links]
    return {
        index: [link for link, text in texts if text and text in cut.texts[index]]
        for index in blocks
        if cut.link_counts[index]
    }
