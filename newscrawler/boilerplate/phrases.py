"""Phrases in many languages, folded, and which of them a text begins with: cheap however many there are."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, TypeVar

from newscrawler.words import fold_text

_Named = TypeVar("_Named")

# From here on scripts set no spaces: Thai, Khmer, Han, kana, Hangul with its particles.
_UNSPACED = "\u0e00"
_LONGEST_WORD = 32
_AROUND_WORDS = '"“”„«»()[],.:;!?'


class PhraseBook:
    """Phrases in many languages, folded.

    A table is one text: phrases parted by bars, one language or group a line.
    """

    def __init__(self, table: str) -> None:
        phrases = {fold_text(phrase) for line in table.splitlines() for phrase in line.split("|")}
        self.phrases = frozenset(phrases - {""})
        self._by_key = _longest_first((phrase, phrase) for phrase in self.phrases)
        self._take_part()

    def _take_part(self) -> None:
        _books.append(self)
        for remembered in _of_all_tables:
            remembered.cache_clear()

    def prefix_of(self, folded: str) -> str | None:
        """The longest phrase that the folded text begins with, ending where a word ends."""
        # the key of two words comes first: its phrases are the longer ones
        for key in _keys_of_text(folded):
            for phrase, _ in self._by_key.get(key, ()):
                if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
                    return phrase
        return None

    def __contains__(self, folded: object) -> bool:
        return folded in self.phrases


class WordTable(PhraseBook):
    """A table of which nobody asks what blocks begin with its phrases: with "and", half of all would need a look."""

    def _take_part(self) -> None:
        """Left out of ``books_at``."""


# The tables of all rules: they are asked at once.
_books: list[PhraseBook] = []


class Remembered(Protocol):
    """A function whose results are remembered, as ``lru_cache`` makes them."""

    def cache_clear(self) -> None:
        """Forget them."""


_Remembered = TypeVar("_Remembered", bound=Remembered)
# What is remembered of all tables together.
_of_all_tables: list[Remembered] = []


def empty_with_new_tables(remembered: _Remembered) -> _Remembered:
    """The function itself, which forgets its results when a table is added."""
    _of_all_tables.append(remembered)
    return remembered


def books_at(folded: str) -> tuple[PhraseBook, ...]:
    """The tables with a phrase that the folded text begins with, each once."""
    index = _all_phrases()
    found: dict[PhraseBook, None] = {}
    for key in _keys_of_text(folded):
        for phrase, book in index.get(key, ()):
            if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
                found[book] = None
    return tuple(found)


def could_begin(text: str) -> bool:
    """Could a text begin with a phrase of any table? A look at its first two words: most paragraphs need no folding."""
    first, _, rest = text[: 2 * _LONGEST_WORD].partition(" ")
    word = first.strip(_AROUND_WORDS).lower()
    if not _is_plain(word):
        return True
    if word not in _first_words():
        return False
    second, space, _ = rest.partition(" ")
    next_word = second.strip(_AROUND_WORDS).lower()
    index = _all_phrases()
    return word in index or not space or not _is_plain(next_word) or f"{word} {next_word}" in index


def _is_plain(word: str) -> bool:
    """Would a fold change nothing in it but its case?"""
    return word.isascii() and word.isalnum() and len(word) <= _LONGEST_WORD - 8


@empty_with_new_tables
@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for book in _books for phrase in book.phrases)


@empty_with_new_tables
@lru_cache(maxsize=1)
def _all_phrases() -> dict[str, list[tuple[str, PhraseBook]]]:
    return _longest_first((phrase, book) for book in _books for phrase in book.phrases)


def _longest_first(phrases: Iterable[tuple[str, _Named]]) -> dict[str, list[tuple[str, _Named]]]:
    """The phrases by what a text that begins with them begins with, the longest first."""
    by_key: dict[str, list[tuple[str, _Named]]] = {}
    for phrase, named in sorted(phrases, key=lambda pair: len(pair[0]), reverse=True):
        by_key.setdefault(_key_of_phrase(phrase), []).append((phrase, named))
    return by_key


def _key_of_phrase(phrase: str) -> str:
    """Its first two words, or its first two letters in scripts without spaces."""
    words = phrase.split(" ", 2)
    if max(words[0]) > _UNSPACED:
        return words[0][:2]
    return f"{words[0]} {words[1]}" if len(words) > 1 and max(words[1]) < _UNSPACED else words[0]


def _keys_of_text(folded: str) -> tuple[str, ...]:
    words = folded.split(" ", 2)
    start = words[0][:2]
    if not start.isascii() and max(start) > _UNSPACED:
        return (words[0], start) if start != words[0] else (start,)
    return (f"{words[0]} {words[1]}", words[0]) if len(words) > 1 else (words[0],)


def _ends_word(folded: str, position: int) -> bool:
    return position >= len(folded) or folded[position] == " " or folded[position - 1] > _UNSPACED
