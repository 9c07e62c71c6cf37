"""Whether a word of a name begins in a certain way: asked of every class name of a page.

Compiled, see docs/architecture.md.
"""

from newscrawler.extraction.feature_table import Ints, ints

# Told by so many letters whether it is worth the while to compare all of them.
_FIRST = 4


class WordStarts:
    """Beginnings of words, in small letters of ASCII, at least four of them.

    Raises:
        ValueError: a beginning is shorter.
    """

    __slots__ = ("_firsts", "_letters", "_starts")

    def __init__(self, starts: tuple[str, ...]) -> None:
        if min(map(len, starts)) < _FIRST:
            raise ValueError(f"at least {_FIRST} letters: {starts}")
        self._starts = starts
        self._letters = 0
        for start in starts:
            self._letters |= 1 << (ord(start[0]) - 97)
        self._firsts: Ints = ints(sorted({_first_letters(start, 0) for start in starts}))

    def begin_a_word(self, text: str) -> bool:
        """Does a run of ASCII letters in the text begin with one of these, whatever the case?"""
        before = 0
        last = len(text) - _FIRST
        for index in range(len(text)):
            code = ord(text[index]) | 32
            letter = 0 if code < 97 or code > 122 else 1
            if letter and not before and index <= last and self._letters >> (code - 97) & 1:
                first = _first_letters(text, index)
                for place in range(len(self._firsts)):
                    if self._firsts[place] == first and self._stand_at(text, index):
                        return True
            before = letter
        return False

    def _stand_at(self, text: str, index: int) -> bool:
        for start in self._starts:
            size = len(start)
            if len(text) - index >= size:
                place = 0
                while place < size and _small(ord(text[index + place])) == ord(start[place]):
                    place += 1
                if place == size:
                    return True
        return False


def _first_letters(text: str, index: int) -> int:
    """The first letters of a word as one number; words that differ may share it."""
    number = _small(ord(text[index]))
    for place in range(index + 1, index + _FIRST):
        number = number << 8 ^ _small(ord(text[place]))
    return number


def _small(code: int) -> int:
    return code + 32 if 65 <= code <= 90 else code
