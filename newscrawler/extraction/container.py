"""The nearest element around a set of blocks."""

from collections.abc import Sequence

from newscrawler.extraction.blocks import CutPage


def common_node(cut: CutPage, chosen: Sequence[int]) -> int:
    """The smallest node that holds all chosen blocks (in page order); the root where none is chosen."""
    if not chosen:
        return 0
    first, last = chosen[0], chosen[-1]
    node = cut.block_node[first]
    while cut.node_last_block[node] <= last and node:
        node = cut.node_parent[node]
    return node
