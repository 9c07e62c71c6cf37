"""A text as the 64-bit hashes of its words, folded: equal for typographic variants of one text."""

from typing import NamedTuple

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.hashing_in_numpy import Hashes
from newscrawler.kept_results import remember_short

# An article is folded for its fingerprint and again when it is compared; the first of a story, with each of its copies.
_MOST_REMEMBERED = 256
_LONGEST_REMEMBERED = 10_000  # characters: usual texts take 2 MB in all, and the worst 30


class FoldedWords(NamedTuple):
    """The words of a text. Others may hold the same arrays: nobody writes to them.

    Attributes:
        hashes: of every word, in order.
        numbers: hashes of the words that begin with a figure, in order.
        unspaced_share: share of the words that are single letters of unspaced scripts.
    """

    hashes: Hashes
    numbers: Hashes
    unspaced_share: float


@remember_short(_MOST_REMEMBERED, _LONGEST_REMEMBERED)
def fold_words(text: str) -> FoldedWords:
    """The 64-bit hash of every word, in the text's order.

    Case, accents, width, ligatures, punctuation, apostrophes and invisible characters make no difference; each Han,
    kana, Thai, Lao, Khmer and Burmese letter is a word. The same on every machine and Python version, but for letters
    that an older Unicode table does not know.
    """
    words, numbers, single_letters = hashing.hash_words(text)
    return FoldedWords(words, numbers, single_letters / max(1, len(words)))
