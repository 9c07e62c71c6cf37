"""Lists of other stories: parts of a page beside the story whose headings are links, with a teaser below each.

Teasers are written as stories are. Where twenty of them have a chance of 0.4, the threshold takes them for the eight
that it expects to be story, and goes down; but they are one list, and all of them are story or none.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.extraction.outline import HEADING_TAGS

_FEWEST_HEADINGS: Final = 2
# A heading is a link where more than this share of it is.
_LINKED: Final = 0.85
# Of a list's headings so many are links; one more may be its own: "More stories".
_LEAST_LINKED: Final = 0.8
# With more blocks for each of its headings, what stands below them is longer than a teaser.
_BLOCKS_OF_TEASER: Final = 4
# A block with such a chance is story. The element around the story holds nearly all words of these, for some are not.
_SURE: Final = 0.75
_MOST_OF_STORY: Final = 0.9
_FEWEST_WORDS: Final = 30


def blocks_of_other_stories(cut: CutPage, measures: Measures, chances: Sequence[float]) -> list[int]:
    """The blocks, in page order, of lists of other stories; none where little is surely story.

    A list is an element, or elements alike in a row, outside the element around the story or in an ``aside`` inside it.
    No block of it is surely story. Headings that only lead to a place on the page do not make one.

    Measured on 1,225 pages with truth: 469 have such lists, and of the 56,535 words in them none is story.
    """
    headings = [index for index, node in enumerate(cut.block_node) if cut.node_tag[node] in HEADING_TAGS]
    linked = [index for index in headings if measures.link_shares[index] > _LINKED and _leads_away(cut, index)]
    if len(linked) < _FEWEST_HEADINGS:
        return []
    sure = [words if chance >= _SURE else 0 for words, chance in zip(measures.words, chances, strict=True)]
    sure_before = [0, *accumulate(sure)]
    if sure_before[-1] < _FEWEST_WORDS:
        return []
    places = _PlacesBeside(cut, sure_before)
    headings_before, linked_before = _counts_before(cut, headings), _counts_before(cut, linked)

    def is_list(first: int, last: int) -> bool:
        links = linked_before[last] - linked_before[first]
        titles = headings_before[last] - headings_before[first]
        are_links = links >= _FEWEST_HEADINGS and links >= _LEAST_LINKED * max(titles - 1, links)
        return are_links and last - first <= _BLOCKS_OF_TEASER * links and sure_before[first] == sure_before[last]

    found: list[int] = []
    for heading in linked:
        if not found or heading > found[-1]:
            lists = (place for place in places.around(heading) if is_list(*place))
            found += range(*next(lists, (0, 0)))
    return found


class _PlacesBeside:
    """The places of a page that are beside its story, each asked for once."""

    def __init__(self, cut: CutPage, sure_before: Sequence[int]) -> None:
        """``sure_before``: how many words that are surely story are before each block, and before the page's end."""
        self._cut = cut
        story = _elements_around_story(cut, sure_before)
        # Node -> is what it holds beside the story? The elements around the story, and those that were met.
        self._is_beside = {**dict.fromkeys(story, True), story[-1]: False}
        self._rows: dict[int, dict[int, tuple[int, int]]] = {}
        self._story = frozenset(story)

    def around(self, block: int) -> list[tuple[int, int]]:
        """First block and end of each place that holds this block, the largest first, without those told before."""
        cut = self._cut
        path: list[int] = []
        node = cut.block_node[block]
        while node not in self._is_beside:
            path.append(node)
            node = cut.node_parent[node]
        places = []
        is_beside = self._is_beside[node]
        for part in reversed(path):
            if is_beside:
                places.append(self._row(part))
            is_beside = is_beside or cut.node_tag[part] == "aside"
            if is_beside:
                places.append((cut.node_first_block[part], cut.node_last_block[part]))
            self._is_beside[part] = is_beside
        return places

    def _row(self, node: int) -> tuple[int, int]:
        """First block and end of the elements in a row that look like this one, with it."""
        parent = self._cut.node_parent[node]
        if parent not in self._rows:
            self._rows[parent] = self._rows_in(parent)
        return self._rows[parent][node]

    def _rows_in(self, parent: int) -> dict[int, tuple[int, int]]:
        cut = self._cut
        rows: list[list[int]] = []
        look = None
        child = parent + 1
        while child < cut.node_end[parent]:
            before, look = look, None if child in self._story else (cut.node_tag[child], cut.node_class[child])
            if look is not None and look == before:
                rows[-1].append(child)
            else:
                rows.append([child])
            child = cut.node_end[child]
        return {child: (cut.node_first_block[row[0]], cut.node_last_block[row[-1]]) for row in rows for child in row}


def _leads_away(cut: CutPage, index: int) -> bool:
    """Does a link in this block, or one around all of it, lead to another page?"""
    links = cut.links[index]
    return not links or not all(link.startswith("#") for link in links)


def _counts_before(cut: CutPage, blocks: Sequence[int]) -> list[int]:
    """How many of these blocks are before each block of the page, and before its end."""
    counts = [0] * (len(cut.texts) + 1)
    for index in blocks:
        counts[index + 1] = 1
    return list(accumulate(counts))


def _elements_around_story(cut: CutPage, sure_before: Sequence[int]) -> list[int]:
    """The elements that hold nearly all words that are surely story, the root first."""
    around = [0]
    least = _MOST_OF_STORY * sure_before[-1]
    while True:
        child, end = around[-1] + 1, cut.node_end[around[-1]]
        while (
            child < end and sure_before[cut.node_last_block[child]] - sure_before[cut.node_first_block[child]] < least
        ):
            child = cut.node_end[child]
        if child >= end:
            return around
        around.append(child)
