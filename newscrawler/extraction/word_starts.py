"""Whether a word of a name begins in a certain way: asked of every class name of a page.

Compiled, see docs/architecture.md.
"""


class WordStarts:
    """Beginnings of words, in small letters of ASCII."""

    __slots__ = ("_letters", "_starts")

    def __init__(self, starts: tuple[str, ...]) -> None:
        self._starts = starts
        self._letters = 0
        for start in starts:
            self._letters |= 1 << (ord(start[0]) - 97)

    def begin_a_word(self, text: str) -> bool:
        """Does a run of ASCII letters in the text begin with one of these, whatever the case?"""
        before = 0
        for index in range(len(text)):
            code = ord(text[index]) | 32
            letter = 0 if code < 97 or code > 122 else 1
            if letter and not before and self._letters >> (code - 97) & 1 and self._stand_at(text, index):
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


def _small(code: int) -> int:
    return code + 32 if 65 <= code <= 90 else code
