"""Headings of the story, gaps in it, key points above it: told by which blocks around them were kept."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import Measures

HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LIST_TAGS: Final = frozenset({"ol", "ul"})
_LEVELS: Final = 4

# Key points are a few sentences. Names in a team, or what a recipe wants, are shorter; an article may be a longer list.
_KEY_POINTS: Final = range(2, 9)
_WORDS_OF_KEY_POINT: Final = 7
# Less text below the list would be its explanation, not a story that it sums up.
_PARAGRAPHS_BELOW: Final = 3

# A heading between two blocks of the story is its sub-heading, unless next to nothing speaks for it.
_LEAST_CHANCE: Final = 0.05
_MAX_HEADING_LINKS: Final = 0.5
# With more between two kept blocks, the story was interrupted there.
_LONGEST_GAP: Final = 4

# What looks like the story around it is more of it, unless more than a little speaks against that.
_LEAST_CHANCE_OF_LIKE: Final = 0.2
_MAX_LINKS_OF_LIKE: Final = 0.3


def key_points(cut: CutPage, measures: Measures, kept: Sequence[int]) -> list[int]:
    """The kept blocks (in page order) that are a list of sentences above all text, with the headings right above it."""
    points: list[int] = []
    headings: list[int] = []
    below = 0
    of_list = -1
    for index in kept:
        node, is_heading = _list_around(cut, index), _is_heading(cut, index)
        if node < 0 and not is_heading and measures.prose[index] > 0:
            below += 1
            if not points or below == _PARAGRAPHS_BELOW:
                break
        elif not below and node >= 0 and of_list in (-1, node):
            of_list = node
            points.append(index)
        elif not points:
            headings = [*headings, index] if is_heading else []
    words = sum(measures.words[index] for index in points)
    is_summary = len(points) in _KEY_POINTS and words >= _WORDS_OF_KEY_POINT * len(points)
    return [*headings, *points] if is_summary and below == _PARAGRAPHS_BELOW else []


def headings_in_text(
    cut: CutPage, measures: Measures, captions: CaptionFinder, chances: Sequence[float], kept: Sequence[int]
) -> list[int]:
    """The headings that were not kept though the blocks right before and right after (a paragraph) were.

    Captions on the way are passed over: a picture often stands below a heading.
    """
    found = []
    for before, after in pairwise(kept):
        if not 1 < after - before <= _LONGEST_GAP or not measures.prose[after]:
            continue
        gap = [index for index in range(before + 1, after) if not captions.is_caption(index)]
        if len(gap) == 1 and _is_heading(cut, gap[0]) and chances[gap[0]] >= _LEAST_CHANCE:
            found += gap if measures.link_shares[gap[0]] < _MAX_HEADING_LINKS else []
    return found


def blocks_like_neighbours(
    cut: CutPage, measures: Measures, chances: Sequence[float], kept: Sequence[int]
) -> list[int]:
    """The blocks that were not kept though those right before and right after were, of which one looks the same.

    That is: it stands in the same element and has the same tag and class.
    """
    nodes = cut.block_node
    return [
        before + 1
        for before, after in pairwise(kept)
        if after == before + 2
        and chances[before + 1] >= _LEAST_CHANCE_OF_LIKE
        and measures.link_shares[before + 1] <= _MAX_LINKS_OF_LIKE
        and _look(cut, nodes[before + 1]) in (_look(cut, nodes[before]), _look(cut, nodes[after]))
    ]


def headings_without_text(cut: CutPage, captions: CaptionFinder, kept: Sequence[int]) -> list[int]:
    """The kept headings of which nothing was kept: the next kept block is a heading, with dropped text between.

    None where only headings were kept.
    """
    if all(_is_heading(cut, index) for index in kept):
        return []
    empty = []
    for heading, following in zip(kept, [*kept[1:], -1], strict=True):
        if not _is_heading(cut, heading):
            continue
        is_last = following < 0
        if is_last or (
            _is_heading(cut, following) and not all(map(captions.is_caption, range(heading + 1, following)))
        ):
            empty.append(heading)
    return empty


def _is_heading(cut: CutPage, index: int) -> bool:
    return cut.node_tag[cut.block_node[index]] in HEADING_TAGS


def _look(cut: CutPage, node: int) -> tuple[int, str, str]:
    return cut.node_parent[node], cut.node_tag[node], cut.node_class[node]


def _list_around(cut: CutPage, index: int) -> int:
    """The node of the list that the block is an entry of; -1 where it is in none."""
    node = cut.block_node[index]
    for _ in range(_LEVELS):
        if cut.node_tag[node] in _LIST_TAGS:
            return node
        node = cut.node_parent[node]
    return -1
