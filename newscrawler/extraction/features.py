"""What the reader counts in each block of a page, as numpy arrays for those who decide; the integers are below them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.page_counts import PageCounts

Column = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Measures:
    """What the reader counts in each block; all arrays have one entry a block.

    Attributes:
        words: number of words, as `newscrawler.words` counts them.
        lengths: number of characters.
        link_shares: share of the characters inside links.
        ends: does it end like a sentence?
        prose: characters of the blocks that are prose, 0 for the others.
        counts: the integers that all features are made of.
    """

    words: Column
    lengths: Column
    link_shares: Column
    ends: Flags
    prose: Column
    counts: PageCounts


def measure_blocks(cut: CutPage) -> Measures:
    """The counts that every decision starts from."""
    counts = PageCounts(cut)
    words = np.array(counts.characters.words, np.float64)
    lengths = np.array(counts.characters.lengths, np.float64)
    link_shares = np.array(counts.link_lengths, np.float64) / np.maximum(lengths, 1)
    ends = np.array(counts.characters.ends, np.bool_)
    return Measures(words, lengths, link_shares, ends, np.array(counts.prose, np.float64), counts)


def sum_nodes(cut: CutPage, values: Column) -> Column:
    """For each node the sum of ``values`` (one a block) over all blocks inside it."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    sums: Column = total[cut.node_last_block] - total[cut.node_first_block]
    return sums
