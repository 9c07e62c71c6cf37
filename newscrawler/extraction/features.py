"""Numbers about each block of a page: what it is, where it stands, and who its neighbours and likes are.

A table of features is a dictionary from a feature's name to a column with one number a block.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.characters import CharacterCounts, count_characters
from newscrawler.words import ends_sentence

Column = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Table = dict[str, Column]

# A block of so many words with few links that ends like a sentence, or is twice as long, is prose.
PROSE_WORDS: Final = 10


@dataclass(slots=True)
class Measures:
    """What the reader counts in each block; all arrays have one entry a block.

    Attributes:
        words: number of words, as `newscrawler.words` counts them.
        lengths: number of characters.
        link_shares: share of the characters inside links.
        ends: does it end like a sentence?
        prose: characters of the blocks that are prose, 0 for the others.
        nodes: index of the node that holds the block.
        parents: for each node (not block) the index of its parent.
        characters: what the blocks are made of.
    """

    words: Column
    lengths: Column
    link_shares: Column
    ends: Flags
    prose: Column
    nodes: Indices
    parents: Indices
    characters: CharacterCounts


def measure_blocks(cut: CutPage) -> Measures:
    """The counts that every decision starts from."""
    characters = count_characters(cut.texts)
    words, lengths = characters.words.astype(np.float32), characters.lengths.astype(np.float32)
    link_shares = np.array(cut.link_lengths, dtype=np.float32) / np.maximum(lengths, 1)
    ends = np.array([ends_sentence(text) for text in cut.texts], dtype=bool)
    is_prose = (words >= PROSE_WORDS) & (link_shares < 0.5) & (ends | (words >= 2 * PROSE_WORDS))
    prose = np.where(is_prose, lengths, 0).astype(np.float32)
    nodes = np.array(cut.block_node, dtype=np.intp)
    parents = np.array(cut.node_parent, dtype=np.intp)
    return Measures(words, lengths, link_shares, ends, prose, nodes, parents, characters)


def sum_nodes(cut: CutPage, values: Column) -> Column:
    """For each node the sum of ``values`` (one a block) over all blocks inside it."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    sums: Column = (total[cut.node_last_block] - total[cut.node_first_block]).astype(np.float32)
    return sums


def share(part: Column | float, whole: Column | np.floating[Any] | float) -> Column:
    """Part over whole, 0 where the whole is nothing."""
    quotient: Column = np.asarray(part / np.maximum(whole, 1e-6), dtype=np.float32)
    return quotient
