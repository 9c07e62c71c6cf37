"""Features of the blocks that share a parent, a class or a path of classes: cards of a list, paragraphs. Compiled."""

from newscrawler.extraction.feature_table import FeatureTable, Ints, zeros
from newscrawler.extraction.page_counts import PageCounts, at_places, sum_of

# Odd numbers that spread neighbours over a hash table.
_SPREAD = 40503
_OTHER_SPREAD = 30011


def add_group_features(table: FeatureTable, counts: PageCounts) -> None:
    """What the blocks with the same parent, class or path of classes hold together."""
    classes = counts.classes
    parents = counts.parents
    grandparents = at_places(parents, parents)
    pairs = _combined(classes, at_places(classes, parents))
    paths = _combined(pairs, at_places(classes, grandparents))
    nodes = counts.node
    holders = at_places(parents, nodes)
    upper_holders = at_places(grandparents, nodes)
    parent_classes, grandparent_classes = at_places(pairs, holders), at_places(pairs, upper_holders)
    _add_group(table, "parent_group", holders, counts)
    _add_group(table, "class_group", at_places(classes, nodes), counts)
    _add_group(table, "pair_group", at_places(pairs, nodes), counts)
    _add_group(table, "path_group", at_places(paths, nodes), counts)
    _add_group(table, "parent_class_group", parent_classes, counts)
    _add_group(table, "grandparent_class_group", grandparent_classes, counts)
    table.add("parents_alike", _holders(parent_classes, holders, counts.nodes))
    table.add("grandparents_alike", _holders(grandparent_classes, upper_holders, counts.nodes))


def _add_group(table: FeatureTable, name: str, groups: Ints, counts: PageCounts) -> None:
    """``groups``: for each block the number of its group."""
    lengths = counts.characters.lengths
    size, text, prose, links = zeros(counts.nodes), zeros(counts.nodes), zeros(counts.nodes), zeros(counts.nodes)
    for block in range(counts.blocks):
        group = groups[block]
        size[group] += 1
        text[group] += lengths[block]
        prose[group] += counts.prose[block]
        links[group] += counts.link_lengths[block]
    table.add(f"{name}_count", size, groups)
    table.add_share_of(f"{name}_text", text, sum_of(lengths), groups)
    table.add_share_of(f"{name}_prose", prose, sum_of(counts.prose), groups)
    table.add_share(f"{name}_links", links, text, groups)
    table.add_share(f"{name}_density", prose, text, groups)
    table.add_share(f"{name}_length", text, size, groups)


def _holders(groups: Ints, holders: Ints, nodes: int) -> Ints:
    """How many different elements hold the blocks of the same group: many are cards of a list, one is a story."""
    pairs = _combined(groups, holders)
    different = zeros(nodes)
    met = 0
    for block in range(len(groups)):
        if pairs[block] == met:  # the numbers of pairs are given in the order of their first blocks
            different[groups[block]] += 1
            met += 1
    return at_places(different, groups)


def _combined(left: Ints, right: Ints) -> Ints:
    """A number for each pair: equal pairs get equal numbers, from 0, in the order in which they are met."""
    count = len(left)
    slots = 4
    while slots < 4 * count:
        slots *= 2
    # A hash table with open addressing: in each slot the index, plus one, of the first pair of its kind.
    first_ones, found = zeros(slots), zeros(count)
    met = 0
    for index in range(count):
        slot = (left[index] * _SPREAD + right[index] * _OTHER_SPREAD) & (slots - 1)
        other = first_ones[slot] - 1
        while other >= 0 and (left[other] != left[index] or right[other] != right[index]):
            slot = (slot + 1) & (slots - 1)
            other = first_ones[slot] - 1
        if other < 0:
            first_ones[slot] = index + 1
            found[index] = met
            met += 1
        else:
            found[index] = found[other]
    return found
