"""Headings of the story and the list of key points above it: told by which blocks around them were kept."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import Column, Measures

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


def headings_in_text(cut: CutPage, measures: Measures, chances: Column, kept: Sequence[int]) -> list[int]:
    """The headings that were not kept though the blocks right before and right after (a paragraph) were."""
    gaps = (before + 1 for before, after in pairwise(kept) if after == before + 2)
    return [
        index
        for index in gaps
        if _is_heading(cut, index)
        and chances[index] >= _LEAST_CHANCE
        and measures.link_shares[index] < _MAX_HEADING_LINKS
        and measures.prose[index + 1] > 0
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


def _list_around(cut: CutPage, index: int) -> int:
    """The node of the list that the block is an entry of; -1 where it is in none."""
    node = cut.block_node[index]
    for _ in range(_LEVELS):
        if cut.node_tag[node] in _LIST_TAGS:
            return node
        node = cut.node_parent[node]
    return -1
