"""What a text alone tells the rules: the tables of phrases that it begins with, and the shapes that a line has."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.boilerplate.phrases import PhraseBook, books_at, could_begin, empty_with_new_tables
from newscrawler.words import fold_text

# Longer blocks are no lines: a rule about a line's shape does not look at them.
LINE_LENGTH = 300
# Letters at a text's beginning that are folded for all tables; no phrase is longer.
_BEGINNING = 64
# Signs and arrows before a phrase. Some of them a fold would keep.
BULLETS = " \t>»›→►▶•·・◆◇■□▼▽●○★☆⇒-–—|+*📌👉🔴➡\ufe0f"
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True, eq=False)
class LineShape:
    """A shape that lines may have: a rule looks only at those that have it.

    Attributes:
        is_in: is it the shape of this text? Asked of nothing but the text: the answer is remembered.
        figures: every line of the shape holds a figure.
        words: words or signs, in lower case, of which every line of the shape holds one; empty: none is needed.
        max_length: characters that no line of the shape is longer than.
    """

    is_in: Callable[[str], object]
    figures: bool = False
    words: tuple[str, ...] = ()
    max_length: int = LINE_LENGTH


# The shapes that rules ask for; and those of them that need no figure.
_shapes: list[LineShape] = []
_without_figures: list[LineShape] = []


def ask_for_shape(shape: LineShape) -> LineShape:
    """The shape itself, which is looked for in every line from now on."""
    _shapes.append(shape)
    if not shape.figures:
        _without_figures.append(shape)
    keys_of_line.cache_clear()
    return shape


def books_at_beginning(text: str) -> tuple[PhraseBook, ...]:
    """The tables with a phrase that the text begins with, behind bullets, each once."""
    return books_at(fold_text(text[:_BEGINNING].lstrip(BULLETS))) if could_begin(text) else ()


# An outlet repeats most of its lines on every page.
@empty_with_new_tables
@lru_cache(maxsize=4096)
def keys_of_line(line: str) -> tuple[PhraseBook | LineShape, ...]:
    """The tables that a line of at most ``LINE_LENGTH`` characters begins with a phrase of, and its shapes."""
    return (*books_at_beginning(line), *shapes_of(line))


def shapes_of(line: str) -> tuple[LineShape, ...]:
    """The shapes of a line of at most ``LINE_LENGTH`` characters."""
    length, small = len(line), line.lower()
    return tuple(
        [
            shape
            for shape in (_shapes if _FIGURE.search(line) else _without_figures)
            if length <= shape.max_length
            and (not shape.words or mentions_any(small, shape.words))
            and shape.is_in(line)
        ]
    )


def mentions_any(text: str, words: Iterable[str]) -> bool:
    """Is one of them in the text, be it within a word?"""
    for word in words:  # noqa: SIM110 - asked for each line of a page, and a generator costs more than the search
        if word in text:
            return True
    return False
