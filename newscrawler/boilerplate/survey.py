"""What many rules ask about an article's blocks, found out once: how they begin, and in which elements they stand."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from newscrawler.boilerplate.line_keys import LINE_LENGTH, LineShape, books_at_beginning, keys_of_line
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.kept_results import LONGEST_REMEMBERED
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import fold_text

_Found = TypeVar("_Found")
# What blocks are looked up by: a table of phrases, a line's shape, or a part of a class name or id.
Key = PhraseBook | LineShape | str
# Letters that are compared where a whole label or name is.
FOLDED_LENGTH = 200

# Elements whose class and id describe the whole page; and headings, whose ids are made of their words.
_UNTOLD_TAGS = ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6")
# A name of this length also counts as the beginning of a longer one: `newsletter` in `newsletterbox`.
_PREFIX_LENGTH = 6
_FIRST_LETTERS = 3
# Every name that a rule asks for: other parts of class names, nearly all, are not worth keeping.
_asked: set[str] = set()
# The first letters of all of them: most parts of class names begin otherwise.
_beginnings: set[str] = set()
# Those of them that also count as the beginning of a longer name, by their first letters.
_long_names: dict[str, list[str]] = {}
# The elements around a block -> the names that they bear.
_remembered_trails: dict[tuple[str, ...], tuple[str, ...]] = {}
_MOST_TRAILS = 4096
_LONGEST_TRAIL = 1_000  # characters: hostile pages have longer ones


@dataclass(frozen=True, slots=True)
class Survey:
    """An article's blocks, sorted by what rules ask for; all numbers are indices into ``article.blocks``.

    Attributes:
        lines: blocks of at most ``LINE_LENGTH`` characters, in the page's order.
        places: table of phrases -> blocks that begin with one of them; shape -> lines of that shape; part of a class
            name or id -> blocks inside an element with it; in the page's order. Only what was found has an entry.
    """

    lines: Sequence[int]
    places: dict[Key, list[int]]

    def at(self, keys: Iterable[Key]) -> Iterator[int]:
        """Blocks that begin with a phrase of a table, have a shape, or stand inside an element that bears a name."""
        for key in keys:
            yield from self.places.get(key, ())

    def part(self, indices: Sequence[int]) -> "Survey":
        """The survey of an article that has only these of the blocks."""
        moved = {index: place for place, index in enumerate(indices)}
        places = {
            key: here
            for key, there in self.places.items()
            if (here := [moved[index] for index in there if index in moved])
        }
        return Survey([moved[index] for index in self.lines if index in moved], places)


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
    lines: list[int] = []
    places: dict[Key, list[int]] = {}
    for index, block in enumerate(article.blocks):
        text, trail = block.text, block.trail
        keys: tuple[Key, ...]
        if len(text) <= LINE_LENGTH:
            lines.append(index)
            keys = keys_of_line(text)
        else:
            keys = books_at_beginning(text)
        for key in keys:
            places.setdefault(key, []).append(index)
        names = _remembered_trails.get(trail)
        for name in _find_in_trail(trail) if names is None else names:
            places.setdefault(name, []).append(index)
    return Survey(lines, places)


def could_open(text: str, initials: Container[str]) -> bool:
    """Could the folded text begin with one of these letters? A cheap look before folding it."""
    first = text[:1]
    return not (first.isascii() and first.isalnum()) or first.lower() in initials


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
    _remembered_trails.clear()
    _remembered_element.cache_clear()


def names_around(block: Block) -> dict[str, str]:
    """Every part of a class or id name around the block that a rule asks for -> the innermost element that bears it."""
    return {part: element for element in block.trail for part in _parts_of_element(element)}


def _find_in_trail(trail: tuple[str, ...]) -> tuple[str, ...]:
    """The names in a trail, each once; remembered, for an outlet's pages have the same trails."""
    names = tuple({name for element in trail for name in _parts_of_element(element)})
    if sum(map(len, trail)) <= _LONGEST_TRAIL:
        if len(_remembered_trails) >= _MOST_TRAILS:
            _remembered_trails.clear()
        _remembered_trails[trail] = names
    return names


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
