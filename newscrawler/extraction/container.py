"""The part of the page that holds most of its prose, and the nearest element around a set of blocks."""

from collections.abc import Sequence

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Column, sum_nodes

# A child that holds this share of what its parent holds is the better answer.
DOMINANT_SHARE = 0.7


def dominant_node(cut: CutPage, prose: Column) -> int:
    """The deepest node such that each step down from the root keeps most of the prose; 0 on a page without prose."""
    held = sum_nodes(cut, prose)
    node = 0
    while True:
        child, best = node + 1, -1
        while child < cut.node_end[node]:
            if best < 0 or held[child] > held[best]:
                best = child
            child = cut.node_end[child]
        if best < 0 or held[best] < DOMINANT_SHARE * max(held[node], 1):
            return node
        node = best


def common_node(cut: CutPage, chosen: Sequence[int]) -> int:
    """The smallest node that holds all chosen blocks (in page order); the root where none is chosen."""
    if not chosen:
        return 0
    first, last = chosen[0], chosen[-1]
    node = cut.block_node[first]
    while cut.node_last_block[node] <= last and node:
        node = cut.node_parent[node]
    return node
