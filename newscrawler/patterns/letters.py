"""Sets of letters as numbers: which of a few sample letters a class of a regular expression matches."""

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]  # Python's own, which has no other name
from typing import Any, TypeAlias

Node: TypeAlias = Any  # a piece of the tree of Python's own parser: its lists, tuples, codes and numbers

# Letters that the classes of the language tell apart: figures, letters, spaces, signs, inside and outside ASCII.
_SAMPLES = "0٣aZ_é東 \n\t\u00a0!-./€😀"
_CLASSES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}
_LAST_LETTER = 0x10FFFF


class Alphabet:
    """Sample letters for one expression: those beside every border of its classes. A set of them is a number.

    Attributes:
        letters: the samples; bit ``n`` of a set stands for the letter ``n``.
        every: the set of all.
    """

    def __init__(self, tree: Iterable[Node]) -> None:
        borders = set(map(ord, _SAMPLES)).union(*(_borders_in(node) for node in tree))
        near = {code + step for code in borders for step in (-1, 0, 1) if 0 <= code + step <= _LAST_LETTER}
        cased = {ord(other) for code in near for other in _cases_of(chr(code))}
        self.letters = [chr(code) for code in sorted(near | cased)]
        self.every = (1 << len(self.letters)) - 1

    def matching(self, code: Node, argument: Node, flags: int) -> int:
        """The letters that a node for one letter matches."""
        bits = 0
        for number, letter in enumerate(self.letters):
            variants = _cases_of(letter) if flags & re.IGNORECASE else (letter,)
            if _matches(code, argument, variants, flags):
                bits |= 1 << number
        return bits


def _borders_in(node: Node) -> set[int]:
    """Letters named anywhere in a node of the parser's tree: every number in it, which may be a few too many."""
    found: set[int] = set()
    rest = [node]
    while rest:
        one = rest.pop()
        if isinstance(one, int):
            if type(one) is int and 0 <= one <= _LAST_LETTER:
                found.add(one)
        elif one is not None and not isinstance(one, str):
            rest += one
    return found


@lru_cache(maxsize=4096)
def _cases_of(letter: str) -> tuple[str, ...]:
    return tuple({variant for variant in (letter, letter.lower(), letter.upper()) if len(variant) == 1})


def _matches(code: Node, argument: Node, variants: tuple[str, ...], flags: int) -> bool:
    if code is codes.LITERAL:
        return chr(argument) in variants
    if code is codes.NOT_LITERAL:
        return chr(argument) not in variants
    if code is codes.ANY:
        return bool(flags & re.DOTALL) or "\n" not in variants
    negated = bool(argument) and argument[0][0] is codes.NEGATE
    is_in = any(_is_in(kind, value, variants, flags) for kind, value in argument[negated:])
    return is_in is not negated


def _is_in(kind: Node, value: Node, variants: tuple[str, ...], flags: int) -> bool:
    if kind is codes.LITERAL:
        return chr(value) in variants
    if kind is codes.RANGE:
        return any(value[0] <= ord(variant) <= value[1] for variant in variants)
    return any(_in_class(value, variant, flags & re.ASCII) for variant in variants)


@lru_cache(maxsize=8192)
def _in_class(category: Node, letter: str, flags: int) -> bool:
    return re.match(_CLASSES[category], letter, flags) is not None
