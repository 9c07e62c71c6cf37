"""What the features of a page are made of: integers for each block and for each node. Compiled."""

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.characters import CharacterCounts, count_characters
from newscrawler.extraction.feature_table import Ints, ints, zeros

# A block of so many words with few links that ends like a sentence, or is twice as long, is prose.
PROSE_WORDS = 10
_PROSE_WORDS = PROSE_WORDS
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class PageCounts:
    """Integers of one page.

    Attributes:
        blocks: number of blocks.
        nodes: number of nodes.
        characters: what the blocks are made of.
        link_lengths: for each block, characters inside links.
        link_counts: number of links.
        strong_lengths: characters in bold or italic type.
        prose: characters of the blocks that are prose, 0 for the others.
        is_prose: 1 for the blocks that are prose.
        headings: 1 for the blocks that are headings.
        node: index of the node that holds the block.
        parents: for each node (not block) the index of its parent.
        classes: a number for tag and class, equal for equals on one page, from 0.
        first_blocks: first block in the node.
        last_blocks: the one after the last.
    """

    __slots__ = (
        "blocks",
        "characters",
        "classes",
        "first_blocks",
        "headings",
        "is_prose",
        "last_blocks",
        "link_counts",
        "link_lengths",
        "node",
        "nodes",
        "parents",
        "prose",
        "strong_lengths",
    )

    def __init__(self, cut: CutPage) -> None:
        self.blocks = len(cut.texts)
        self.nodes = len(cut.node_parent)
        self.characters = count_characters(cut.texts)
        self.link_lengths = ints(cut.link_lengths)
        self.link_counts = ints(cut.link_counts)
        self.strong_lengths = ints(cut.strong_lengths)
        self.node = ints(cut.block_node)
        self.parents = ints(cut.node_parent)
        self.first_blocks = ints(cut.node_first_block)
        self.last_blocks = ints(cut.node_last_block)
        self.prose = zeros(self.blocks)
        self.is_prose = zeros(self.blocks)
        self.classes = _number_classes(cut)
        self.headings = _find_headings(cut)
        _find_prose(self, self.characters)


def _number_classes(cut: CutPage) -> Ints:
    """A number for tag and class of each node, equal for equals on one page, from 0."""
    numbers: dict[str, dict[str, int]] = {}
    found = zeros(len(cut.node_tag))
    tags, classes = cut.node_tag, cut.node_class
    count = 0
    for node in range(len(tags)):
        of_tag = numbers.get(tags[node])
        if of_tag is None:
            of_tag = numbers[tags[node]] = {}
        number = of_tag.get(classes[node])
        if number is None:
            number = of_tag[classes[node]] = count
            count += 1
        found[node] = number
    return found


def _find_headings(cut: CutPage) -> Ints:
    """1 for the blocks that are headings."""
    found = zeros(len(cut.block_node))
    nodes, tags = cut.block_node, cut.node_tag
    for block in range(len(nodes)):
        found[block] = 1 if tags[nodes[block]] in _HEADING_TAGS else 0
    return found


def _find_prose(counts: PageCounts, characters: CharacterCounts) -> None:
    for block in range(counts.blocks):
        words, length = characters.words[block], characters.lengths[block]
        if words < _PROSE_WORDS or 2 * counts.link_lengths[block] >= max(length, 1):
            continue
        if characters.ends[block] or words >= 2 * _PROSE_WORDS:
            counts.prose[block] = length
            counts.is_prose[block] = 1


def sum_of(values: Ints) -> int:
    """The sum over all of them."""
    total = 0
    for index in range(len(values)):
        total += values[index]
    return total


def sums_before(values: Ints) -> Ints:
    """For each index the sum of all values before it, and at the end the sum of all."""
    count = len(values)
    sums = zeros(count + 1)
    for index in range(count):
        sums[index + 1] = sums[index] + values[index]
    return sums


def sums_in_nodes(counts: PageCounts, values: Ints) -> Ints:
    """For each node the sum of ``values`` (one a block) over all blocks inside it."""
    before = sums_before(values)
    sums = zeros(counts.nodes)
    for node in range(counts.nodes):
        sums[node] = before[counts.last_blocks[node]] - before[counts.first_blocks[node]]
    return sums


def at_places(values: Ints, places: Ints) -> Ints:
    """For each place the value there."""
    count = len(places)
    found = zeros(count)
    for index in range(count):
        found[index] = values[places[index]]
    return found
