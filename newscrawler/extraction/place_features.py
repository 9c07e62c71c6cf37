"""Features of a block's place: the elements around it, and the blocks that share its class or parent."""

from collections.abc import Hashable, Iterable
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.container import dominant_node
from newscrawler.extraction.features import Column, Flags, Indices, Measures, Table, share, sum_nodes

# A nav, form or footer that holds this share of the page's text wraps the page and says nothing.
_WRAPPER_SHARE: Final = 0.45
_LEVELS: Final = 5
_LINKED_HEADING: Final = 0.8
_HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

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


def position_features(cut: CutPage, measures: Measures) -> Table:
    """Where on the page a block stands: by number, by text, by prose, by title."""
    count = len(cut.texts)
    order = np.arange(count, dtype=np.float32)
    prose = measures.prose
    total_prose, total = float(prose.sum()), float(measures.lengths.sum())
    before = np.cumsum(prose) - prose
    page = np.ones(count, dtype=np.float32)
    tags = np.array([_TAG_NUMBERS.get(cut.node_tag[node], -1) for node in cut.block_node])
    titles = np.flatnonzero(tags == _TAG_NUMBERS["h1"])
    title = titles[0] if len(titles) else -1
    headings = _is_heading(cut)
    last_heading = np.maximum.accumulate(np.where(headings, np.arange(count), -1))
    return {
        "order": order / count,
        "left": np.log1p(count - order),
        "text_before": share(np.cumsum(measures.lengths) - measures.lengths, total),
        "prose_before": share(before, total_prose),
        "prose_after": share(total_prose - before - prose, total_prose),
        "prose_chars_before": np.log1p(before),
        "after_title": np.log1p(np.maximum(order - title, 0)) if title >= 0 else -page,
        "since_heading": np.log1p(np.where(last_heading < 0, 200, order - last_heading)).astype(np.float32),
        "page_blocks": page * np.log1p(count),
        "page_prose": page * np.log1p(float((prose > 0).sum())),
        "page_prose_share": page * share(total_prose, total),
        "own_prose_share": share(prose, total_prose),
        **{f"is_{tag}": (tags == number).astype(np.float32) for tag, number in _TAG_NUMBERS.items()},
    }


def ancestor_features(cut: CutPage, measures: Measures) -> Table:
    """What the elements around a block hold, five levels up, and which kinds of element are around it."""
    held, held_prose = sum_nodes(cut, measures.lengths), sum_nodes(cut, measures.prose)
    held_links = sum_nodes(cut, measures.link_shares * measures.lengths)
    headlines = _linked_headings(cut, measures)
    held_headlines = sum_nodes(cut, headlines)
    count = np.array(cut.node_last_block) - np.array(cut.node_first_block)
    total, total_prose = float(measures.lengths.sum()), float(measures.prose.sum())
    table: Table = {}
    nodes = measures.nodes
    for level in range(_LEVELS):
        table[f"up{level}_text"] = share(held[nodes], total)
        table[f"up{level}_prose"] = share(held_prose[nodes], total_prose)
        table[f"up{level}_links"] = share(held_links[nodes], held[nodes])
        table[f"up{level}_density"] = share(held_prose[nodes], held[nodes])
        table[f"up{level}_count"] = np.log(count[nodes]).astype(np.float32)
        table[f"up{level}_headlines"] = share(held_headlines[nodes], count[nodes])
        nodes = measures.parents[nodes]
    table.update(_container_features(cut, measures))
    table.update(_around_features(cut, measures, held, total))
    return table


def _linked_headings(cut: CutPage, measures: Measures) -> Column:
    """1 for the headings that are links as a whole: the mark of a card that leads to another article."""
    return (_is_heading(cut) & (measures.link_shares > _LINKED_HEADING)).astype(np.float32)


def _is_heading(cut: CutPage) -> Flags:
    return np.array([cut.node_tag[node] in _HEADING_TAGS for node in cut.block_node], dtype=bool)


def _container_features(cut: CutPage, measures: Measures) -> Table:
    node = dominant_node(cut, measures.prose)
    first, last = cut.node_first_block[node], cut.node_last_block[node]
    order = np.arange(len(cut.texts))
    depths = _depths(cut)
    inside = (order >= first) & (order < last)
    return {
        "in_container": inside.astype(np.float32),
        "below_container": np.where(inside, depths[measures.nodes] - depths[node], -1).astype(np.float32),
        "past_container": (order >= last).astype(np.float32),
        "depth": depths[measures.nodes].astype(np.float32),
    }


def _depths(cut: CutPage) -> Indices:
    """For each node the number of nodes around it."""
    depths = [0] * len(cut.node_parent)
    for node, parent in enumerate(cut.node_parent[1:], start=1):
        depths[node] = depths[parent] + 1
    return np.array(depths, dtype=np.intp)


def _around_features(cut: CutPage, measures: Measures, held: Column, total: float) -> Table:
    position = {tag: index for index, tag in enumerate(_AROUND_TAGS)}
    flags = np.zeros((len(cut.node_tag), len(_AROUND_TAGS)), dtype=np.float32)
    narrow = (held < _WRAPPER_SHARE * total).tolist()
    for index, tag in enumerate(cut.node_tag):
        column = position.get(tag)
        if column is not None and (narrow[index] or tag in ("article", "main")):
            flags[index : cut.node_end[index], column] = 1
    found = flags[measures.nodes]
    return {f"in_{tag}": found[:, index] for index, tag in enumerate(_AROUND_TAGS)}


def group_features(cut: CutPage, measures: Measures) -> Table:
    """What the blocks with the same parent, class or path of classes hold together."""
    classes = _numbered(zip(cut.node_tag, cut.node_class, strict=True))
    parents = measures.parents
    pairs = _combined(classes, classes[parents])
    paths = _combined(pairs, classes[parents[parents]])
    nodes = measures.nodes
    keys = {
        "parent": parents[nodes],
        "class": classes[nodes],
        "pair": pairs[nodes],
        "path": paths[nodes],
        "parent_class": pairs[parents[nodes]],
        "grandparent_class": pairs[parents[parents[nodes]]],
    }
    table: Table = {}
    for name, key in keys.items():
        table.update(_group_columns(f"{name}_group", key, measures))
    table["parents_alike"] = _holders(keys["parent_class"], parents[nodes])
    table["grandparents_alike"] = _holders(keys["grandparent_class"], parents[parents[nodes]])
    return table


def _holders(key: Indices, holder: Indices) -> Column:
    """How many different elements hold the blocks of the same key: many are cards of a list, one is a story."""
    most = int(holder.max()) + 1
    pairs = np.unique(key * most + holder)
    return np.log(np.bincount(pairs // most)[key]).astype(np.float32)


def _group_columns(name: str, key: Indices, measures: Measures) -> Table:
    total, total_prose = float(measures.lengths.sum()), float(measures.prose.sum())
    count = np.bincount(key)[key].astype(np.float32)
    text = np.bincount(key, measures.lengths)[key].astype(np.float32)
    prose = np.bincount(key, measures.prose)[key].astype(np.float32)
    links = np.bincount(key, measures.link_shares * measures.lengths)[key].astype(np.float32)
    return {
        f"{name}_count": np.log(count),
        f"{name}_text": share(text, total),
        f"{name}_prose": share(prose, total_prose),
        f"{name}_links": share(links, text),
        f"{name}_density": share(prose, text),
        f"{name}_length": np.log(text / count),
    }


def _numbered(names: Iterable[Hashable]) -> Indices:
    """Equal names get equal numbers, from 0."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def _combined(left: Indices, right: Indices) -> Indices:
    """Equal pairs get equal numbers, from 0."""
    return _numbered(zip(left.tolist(), right.tolist(), strict=True))
