"""A text as the 64-bit hashes of its words, folded: equal for typographic variants of one text."""

from typing import NamedTuple

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.hashing_in_numpy import Hashes


class FoldedWords(NamedTuple):
    """The words of a text.

    Attributes:
        hashes: of every word, in order.
        numbers: hashes of the words that begin with a figure, in order.
        unspaced_share: share of the words that are single letters of unspaced scripts.
    """

    hashes: Hashes
    numbers: Hashes
    unspaced_share: float


def fold_words(text: str) -> FoldedWords:
    """The 64-bit hash of every word, in the text's order.

    Case, accents, width, ligatures, punctuation, apostrophes and invisible characters make no difference; each Han,
    kana, Thai, Lao, Khmer and Burmese letter is a word. The same on every machine and Python version, but for letters
    that an older Unicode table does not know.
    """
    words, numbers, single_letters = hashing.hash_words(text)
    return FoldedWords(words, numbers, single_letters / max(1, len(words)))
