"""What many rules ask about an article's blocks, found out once: how they begin, and in which elements they stand."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from newscrawler.boilerplate.phrases import PhraseBook, books_at, could_begin
from newscrawler.kept_results import LONGEST_REMEMBERED
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import fold_text

_Found = TypeVar("_Found")
# What blocks are looked up by: a table of phrases, or a part of a class name or id.
Key = PhraseBook | str
# Longer blocks are no lines: a rule about a line's shape does not look at them.
LINE_LENGTH = 300
# What a page's buttons, clocks and counters are not longer than.
LABEL_LENGTH = 60
# Letters at a block's beginning that are folded for all tables; no phrase is longer.
_BEGINNING = 64
# The same where a whole label or name is compared.
FOLDED_LENGTH = 200
# Signs and arrows before a phrase. Some of them a fold would keep.
BULLETS = " \t>»›→►▶•·・◆◇■□▼▽●○★☆⇒-–—|+*📌👉🔴➡\ufe0f"

# Elements whose class and id describe the whole page; and headings, whose ids are made of their words.
_UNTOLD_TAGS = ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6")
# A name of this length also counts as the beginning of a longer one: `newsletter` in `newsletterbox`.
_PREFIX_LENGTH = 6
_FIRST_LETTERS = 3
_FIGURE = re.compile(r"\d")
# Every name that a rule asks for: other parts of class names, nearly all, are not worth keeping.
_asked: set[str] = set()
# The first letters of all of them: most parts of class names begin otherwise.
_beginnings: set[str] = set()
# Those of them that also count as the beginning of a longer name, by their first letters.
_long_names: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Survey:
    """An article's blocks, sorted by what rules ask for; all numbers are indices into ``article.blocks``.

    Attributes:
        lines: blocks of at most ``LINE_LENGTH`` characters, in the page's order.
        figures: those of them that hold a figure.
        labels: lines of at most ``LABEL_LENGTH`` characters.
        counters: those of them that hold a figure.
        text: the lines, in lower case: what is not in it is in none of them.
        mentioned: words that were asked for -> is one of them in the text?
        places: table of phrases -> blocks that begin with one of them; part of a class name or id -> blocks inside an
            element with it; in the page's order. Only what was found has an entry.
    """

    lines: Sequence[int]
    figures: Sequence[int]
    labels: Sequence[int]
    counters: Sequence[int]
    text: str
    places: dict[Key, list[int]]
    mentioned: dict[tuple[str, ...], bool]

    def at(self, keys: Iterable[Key]) -> Iterator[int]:
        """Blocks that begin with a phrase of one of the tables, or inside an element that bears one of the names."""
        for key in keys:
            yield from self.places.get(key, ())

    def mentions(self, words: tuple[str, ...]) -> bool:
        """Is one of the words or signs, in lower case, in a line?"""
        answer = self.mentioned.get(words)
        if answer is None:
            answer = self.mentioned[words] = mentions_any(self.text, words)
        return answer

    def part(self, indices: Sequence[int]) -> "Survey":
        """The survey of an article that has only these of the blocks; what is mentioned is still that in all."""
        moved = {index: place for place, index in enumerate(indices)}

        def kept(there: Iterable[int]) -> list[int]:
            return [moved[index] for index in there if index in moved]

        return Survey(
            lines=kept(self.lines),
            figures=kept(self.figures),
            labels=kept(self.labels),
            counters=kept(self.counters),
            text=self.text,
            mentioned=self.mentioned,
            places={key: here for key, there in self.places.items() if (here := kept(there))},
        )


class PerArticle(Generic[_Found]):
    """A function of an article whose result for the last one is kept: many rules ask about the same one."""

    __slots__ = ("_function", "_last")

    def __init__(self, function: Callable[[Article], _Found]) -> None:
        self._function = function
        self._last: tuple[Article, _Found] | None = None

    def __call__(self, article: Article) -> _Found:
        """The result for this very object, whatever is in it."""
        last = self._last
        if last is None or last[0] is not article:
            last = self._last = (article, self._function(article))
        return last[1]

    def keep(self, article: Article, result: _Found) -> None:
        """The result for this article is known."""
        self._last = (article, result)


@PerArticle
def survey_of(article: Article) -> Survey:
    """The article's survey; the last one is kept, for every rule asks for it."""
    places: dict[Key, list[int]] = {}
    blocks = article.blocks
    telling = _telling_elements(blocks)
    texts = [block.text for block in blocks]
    for index, block in enumerate(blocks):
        for book in _books_at_beginning(texts[index]) if could_begin(texts[index]) else ():
            places.setdefault(book, []).append(index)
        if not telling.keys().isdisjoint(block.trail):
            for name in {name for element in block.trail for name in telling.get(element, ())}:
                places.setdefault(name, []).append(index)
    lines = [index for index, text in enumerate(texts) if len(text) <= LINE_LENGTH]
    figures = [index for index in lines if _FIGURE.search(texts[index])]
    labels = [index for index in lines if len(texts[index]) <= LABEL_LENGTH]
    counters = [index for index in figures if len(texts[index]) <= LABEL_LENGTH]
    text = "\n".join([texts[index] for index in lines]).lower()
    return Survey(lines, figures, labels, counters, text, places, {})


def mentions_any(text: str, words: Iterable[str]) -> bool:
    """Is one of them in the text, be it within a word?"""
    for word in words:  # noqa: SIM110 - asked for each line of a page, and a generator costs more than the search
        if word in text:
            return True
    return False


def could_open(text: str, initials: Container[str]) -> bool:
    """Could the folded text begin with one of these letters? A cheap look before folding it."""
    first = text[:1]
    return not (first.isascii() and first.isalnum()) or first.lower() in initials


def _books_at_beginning(text: str) -> tuple[PhraseBook, ...]:
    return books_at(_fold_short(text[:_BEGINNING].lstrip(BULLETS)))


def fold_start(text: str) -> str:
    """The folded beginning of a block's text: the whole of it where it is a line."""
    return _fold_short(text[:FOLDED_LENGTH])


# Nobody asks for more than ``FOLDED_LENGTH`` letters.
_fold_short = lru_cache(maxsize=4096)(fold_text)


def ask_for_names(names: Iterable[str]) -> None:
    """These parts of class names are looked for from now on."""
    for name in set(names) - _asked:
        _asked.add(name)
        _beginnings.add(name[:_FIRST_LETTERS])
        if len(name) >= _PREFIX_LENGTH:
            _long_names.setdefault(name[:_PREFIX_LENGTH], []).append(name)
    _remembered_element.cache_clear()


def names_around(block: Block) -> dict[str, str]:
    """Every part of a class or id name around the block that a rule asks for -> the innermost element that bears it."""
    return {part: element for element in block.trail for part in _parts_of_element(element)}


def _telling_elements(blocks: Sequence[Block]) -> dict[str, tuple[str, ...]]:
    """Those of the elements around the blocks that bear a name which a rule asks for, and these names."""
    elements = set(chain.from_iterable([block.trail for block in blocks]))
    short = [element for element in elements if len(element) <= LONGEST_REMEMBERED]
    found = {element: parts for element in short if (parts := _remembered_element(element))}
    if len(short) < len(elements):
        found |= {element: parts for element in elements.difference(short) if (parts := _find_in_element(element))}
    return found


def _parts_of_element(element: str) -> tuple[str, ...]:
    return _remembered_element(element) if len(element) <= LONGEST_REMEMBERED else _find_in_element(element)


def _find_in_element(element: str) -> tuple[str, ...]:
    if element.startswith(_UNTOLD_TAGS):
        return ()
    found: list[str] = []
    for name in element.replace("#", ".").replace("_", "-").split(".")[1:]:
        pieces = name.split("-")
        for piece in pieces:
            if piece[:_FIRST_LETTERS] in _beginnings:
                found += _find_in_pieces([piece for piece in pieces if piece])
                break
    return tuple(found)


_remembered_element = lru_cache(maxsize=4096)(_find_in_element)


def _find_in_pieces(pieces: list[str]) -> list[str]:
    found: list[str] = []
    for place, piece in enumerate(pieces):
        if piece[:_FIRST_LETTERS] not in _beginnings:
            continue
        if piece in _asked:
            found.append(piece)
        if place + 1 < len(pieces) and (pair := f"{piece}-{pieces[place + 1]}") in _asked:
            found.append(pair)
        longer = _long_names.get(piece[:_PREFIX_LENGTH], ())
        found += [name for name in longer if piece != name and piece.startswith(name)]
    return found
