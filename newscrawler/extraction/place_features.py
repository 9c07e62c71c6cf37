"""Features of a block's place: where on the page it stands, and the elements around it. Compiled."""

from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.feature_table import FeatureTable, Ints, ints, zeros
from newscrawler.extraction.page_counts import PageCounts, at_places, sum_of, sums_before, sums_in_nodes

# A nav, form or footer that holds this many percent of the page's text wraps the page and says nothing.
_WRAPPER_PERCENT: Final = 45
# A child that holds this many percent of the prose that its parent holds is the better container.
_DOMINANT_PERCENT: Final = 70
# A heading is a link where more than this many percent of it are.
_LINKED_PERCENT: Final = 80
_LEVELS: Final = 5
# Where no heading stands above, it counts as so many blocks away.
_FAR: Final = 200

_BLOCK_TAGS: Final = (
    "article",
    "blockquote",
    "button",
    "dd",
    "div",
    "dt",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "p",
    "pre",
    "section",
    "td",
    "tr",
)
_TAG_NUMBERS: Final = {tag: number for number, tag in enumerate(_BLOCK_TAGS)}
_TITLE: Final = _TAG_NUMBERS["h1"]
_AROUND_TAGS: Final = (
    "article",
    "aside",
    "blockquote",
    "figure",
    "footer",
    "form",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "table",
    "ul",
)
_AROUND_NUMBERS: Final = {tag: number for number, tag in enumerate(_AROUND_TAGS)}
# Said of the page as a whole often enough that it is believed there too.
_TRUSTED_TAGS: Final = frozenset({"article", "main"})


def add_position_features(table: FeatureTable, cut: CutPage, counts: PageCounts) -> None:
    """Where on the page a block stands: by number, by text, by prose, by title."""
    blocks = counts.blocks
    lengths = counts.characters.lengths
    total, total_prose = sum_of(lengths), sum_of(counts.prose)
    tags = _tag_numbers(cut)
    prose_before = sums_before(counts.prose)
    orders, left, prose_after = zeros(blocks), zeros(blocks), zeros(blocks)
    for block in range(blocks):
        orders[block] = block
        left[block] = blocks - block
        prose_after[block] = total_prose - prose_before[block + 1]
    table.add_share_of("order", orders, blocks)
    table.add("left", left)
    table.add_share_of("text_before", sums_before(lengths), total)
    table.add_share_of("prose_before", prose_before, total_prose)
    table.add_share_of("prose_after", prose_after, total_prose)
    table.add("prose_chars_before", prose_before)
    table.add("after_title", _blocks_after_title(tags))
    table.add("since_heading", _blocks_since_heading(counts.headings))
    table.add_constant("page_blocks", blocks)
    table.add_constant("page_prose", sum_of(counts.is_prose))
    table.add_constant("page_prose_share", total_prose, total)
    table.add_share_of("own_prose_share", counts.prose, total_prose)
    for number in range(len(_BLOCK_TAGS)):
        table.add_equal(f"is_{_BLOCK_TAGS[number]}", tags, number)


def _tag_numbers(cut: CutPage) -> Ints:
    found = zeros(len(cut.block_node))
    nodes, tags = cut.block_node, cut.node_tag
    for block in range(len(nodes)):
        found[block] = _TAG_NUMBERS.get(tags[nodes[block]], -1)
    return found


def _blocks_after_title(tags: Ints) -> Ints:
    """How many blocks the first title is above, 0 for it and what is before it; -1 on a page without a title."""
    found = zeros(len(tags))
    title = -1
    for block in range(len(tags)):
        if title < 0 and tags[block] == _TITLE:
            title = block
        found[block] = block - title if title >= 0 else 0
    if title < 0:
        for block in range(len(tags)):
            found[block] = -1
    return found


def _blocks_since_heading(headings: Ints) -> Ints:
    found = zeros(len(headings))
    last = -1
    for block in range(len(headings)):
        if headings[block]:
            last = block
        found[block] = _FAR if last < 0 else block - last
    return found


def add_ancestor_features(table: FeatureTable, cut: CutPage, counts: PageCounts) -> None:
    """What the elements around a block hold, five levels up, and which kinds of element are around it."""
    lengths = counts.characters.lengths
    held, held_prose = sums_in_nodes(counts, lengths), sums_in_nodes(counts, counts.prose)
    held_links = sums_in_nodes(counts, counts.link_lengths)
    held_headlines = sums_in_nodes(counts, _linked_headings(counts))
    sizes = zeros(counts.nodes)
    for node in range(counts.nodes):
        sizes[node] = counts.last_blocks[node] - counts.first_blocks[node]
    total, total_prose = sum_of(lengths), sum_of(counts.prose)
    places = counts.node
    for level in range(_LEVELS):
        table.add_share_of(f"up{level}_text", held, total, places)
        table.add_share_of(f"up{level}_prose", held_prose, total_prose, places)
        table.add_share(f"up{level}_links", held_links, held, places)
        table.add_share(f"up{level}_density", held_prose, held, places)
        table.add(f"up{level}_count", sizes, places)
        table.add_share(f"up{level}_headlines", held_headlines, sizes, places)
        places = at_places(counts.parents, places)
    _add_container_features(table, counts, dominant_node(cut, held_prose))
    _add_around_features(table, cut, counts, held)


def _linked_headings(counts: PageCounts) -> Ints:
    """1 for the headings that are links as a whole: the mark of a card that leads to another article."""
    found = zeros(counts.blocks)
    for block in range(counts.blocks):
        linked = 100 * counts.link_lengths[block] > _LINKED_PERCENT * counts.characters.lengths[block]
        found[block] = 1 if counts.headings[block] and linked else 0
    return found


def dominant_node(cut: CutPage, held: Ints) -> int:
    """The deepest node such that each step down from the root keeps most of what the nodes hold; else 0."""
    ends = ints(cut.node_end)
    node = 0
    while True:
        child, best = node + 1, -1
        while child < ends[node]:
            if best < 0 or held[child] > held[best]:
                best = child
            child = ends[child]
        if best < 0 or 100 * held[best] < _DOMINANT_PERCENT * max(held[node], 1):
            return node
        node = best


def _add_container_features(table: FeatureTable, counts: PageCounts, container: int) -> None:
    depths = zeros(counts.nodes)
    for node in range(1, counts.nodes):
        depths[node] = depths[counts.parents[node]] + 1
    first, last = counts.first_blocks[container], counts.last_blocks[container]
    inside, below, past = zeros(counts.blocks), zeros(counts.blocks), zeros(counts.blocks)
    for block in range(counts.blocks):
        inside[block] = 1 if first <= block < last else 0
        below[block] = depths[counts.node[block]] - depths[container] if first <= block < last else -1
        past[block] = 1 if block >= last else 0
    table.add("in_container", inside)
    table.add("below_container", below)
    table.add("past_container", past)
    table.add("depth", depths, counts.node)


def _add_around_features(table: FeatureTable, cut: CutPage, counts: PageCounts, held: Ints) -> None:
    """Which blocks stand in an element of each kind; the elements of a kind may stand in one another."""
    kinds = len(_AROUND_TAGS)
    found = zeros(kinds * counts.blocks)
    total = sum_of(counts.characters.lengths)
    tags = cut.node_tag
    for node in range(counts.nodes):
        kind = _AROUND_NUMBERS.get(tags[node], -1)
        if kind < 0 or (100 * held[node] >= _WRAPPER_PERCENT * total and tags[node] not in _TRUSTED_TAGS):
            continue
        for block in range(counts.first_blocks[node], counts.last_blocks[node]):
            found[kind * counts.blocks + block] = 1
    for kind in range(kinds):
        table.add(f"in_{_AROUND_TAGS[kind]}", found[kind * counts.blocks : (kind + 1) * counts.blocks])
