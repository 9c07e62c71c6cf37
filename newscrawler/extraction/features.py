"""What the reader counts in each block of a page, as lists for those who decide; the integers of features are below.

Lists, not arrays: who decides asks for a block here and there, and taking a number out of an array costs more than
the sum of a few.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.feature_table import as_list
from newscrawler.extraction.page_counts import PageCounts


@dataclass(slots=True)
class Measures:
    """What the reader counts in each block; all lists have one entry a block.

    Attributes:
        words: number of words, as `newscrawler.words` counts them.
        lengths: number of characters.
        link_shares: share of the characters inside links.
        ends: does it end like a sentence? 1 or 0.
        prose: characters of the blocks that are prose, 0 for the others.
        counts: the integers that all features are made of.
    """

    words: list[int]
    lengths: list[int]
    link_shares: list[float]
    ends: list[int]
    prose: list[int]
    counts: PageCounts

    def words_in(self, blocks: Iterable[int]) -> int:
        """The number of words in these blocks."""
        words = self.words
        return sum([words[index] for index in blocks])


def measure_blocks(cut: CutPage) -> Measures:
    """The counts that every decision starts from."""
    counts = PageCounts(cut)
    characters = counts.characters
    lengths = as_list(characters.lengths)
    shares = [link / length if link else 0.0 for link, length in zip(cut.link_lengths, lengths, strict=True)]
    words, ends, prose = map(as_list, (characters.words, characters.ends, counts.prose))
    return Measures(words, lengths, shares, ends, prose, counts)
