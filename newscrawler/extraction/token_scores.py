"""Scores of tokens, found by a hash of their characters: no strings are made of them.

Compiled, see docs/architecture.md. A score is an integer, tenths of log odds; sums of scores are exact. The hash is
FNV-1a over code points, 64 bits wide: two of some thousand tokens share one about once in a trillion tables, and then
the table refuses.
"""

from array import array
from collections.abc import Mapping
from typing import Final, TypeAlias

from newscrawler.extraction.feature_table import Ints, zeros
from newscrawler.extraction.token_spans import FIGURE, LINE_WORDS, WHOLE_NAME, Spans, find_names, find_words

# So many summaries of names and of texts are remembered: the menus and boxes of an outlet are the same on every page.
_MOST_REMEMBERED: Final = 32_768
_LINE_WORDS: Final = LINE_WORDS
_WHOLE_NAME: Final = WHOLE_NAME
_FIGURE: Final = FIGURE
_BASIS: Final = 0xCBF29CE484222325
_PRIME: Final = 0x100000001B3
_WIDTH: Final = 0xFFFFFFFFFFFFFFFF
_SMALL: Final = 32  # a small letter's code point less its capital's
# Tokens of one element or text that count; the tokens of a text are fewer.
_MOST_COUNTED: Final = 256

# Sum, least and greatest score of the tokens, and the number of tokens known; zeros for none.
Summary: TypeAlias = tuple[int, int, int, int]
_NOTHING: Final = (0, 0, 0, 0)


def _hash_character(state: int, character: str) -> int:
    return ((state ^ ord(character)) * _PRIME) & _WIDTH


def _hash_stretch(state: int, text: str, start: int, stop: int) -> int:
    """Go on with a stretch of text, capital letters of ASCII made small."""
    for index in range(start, stop):
        code = ord(text[index])
        if 65 <= code <= 90:
            code += _SMALL
        state = ((state ^ code) * _PRIME) & _WIDTH
    return state


class TokenTable:
    """Token -> score, by hash.

    Raises:
        ValueError: two tokens have one hash.
    """

    __slots__ = ("_hashes", "_mask", "_scores", "size")

    def __init__(self, scores: Mapping[str, int]) -> None:
        room = 16
        while room < 4 * len(scores):
            room *= 2
        self.size = len(scores)
        self._mask = room - 1
        self._hashes = array("Q", bytes(8 * room))
        self._scores: Ints = zeros(room)
        for token, score in scores.items():
            value = _hash_stretch(_BASIS, token, 0, len(token)) or 1
            if self.place(value) >= 0:
                message = f"two tokens share a hash; one is {token!r}"
                raise ValueError(message)
            place = value & self._mask
            while self._hashes[place]:
                place = (place + 1) & self._mask
            self._hashes[place], self._scores[place] = value, score

    def place(self, value: int) -> int:
        """The row of a hash, -1 where no token has it."""
        place = value & self._mask
        while self._hashes[place]:
            if self._hashes[place] == value:
                return place
            place = (place + 1) & self._mask
        return -1

    def score(self, place: int) -> int:
        """The score in a row."""
        return self._scores[place]


class _Tally:
    """Sum, least and greatest score of tokens, each counted once."""

    __slots__ = ("_places", "count", "highest", "lowest", "total")

    def __init__(self) -> None:
        self._places: Ints = zeros(_MOST_COUNTED)
        self.clear()

    def clear(self) -> None:
        self.total = self.lowest = self.highest = self.count = 0

    def meet(self, table: TokenTable, value: int) -> None:
        """Count the token with this hash, if it is in the table and was not counted yet."""
        place = table.place(value or 1)
        if place < 0 or self.count == _MOST_COUNTED:
            return
        for index in range(self.count):
            if self._places[index] == place:
                return
        score = table.score(place)
        if not self.count or score < self.lowest:
            self.lowest = score
        if not self.count or score > self.highest:
            self.highest = score
        self._places[self.count] = place
        self.total += score
        self.count += 1

    def summary(self) -> Summary:
        return (self.total, self.lowest, self.highest, self.count) if self.count else _NOTHING


class TokenScores:
    """Log odds of being story in tenths: ``names`` for tokens of elements, ``words`` for tokens of short texts."""

    __slots__ = ("_names", "_of_names", "_of_texts", "_spans", "_tally", "_words", "names", "words")

    def __init__(self, names: Mapping[str, int], words: Mapping[str, int]) -> None:
        self.names = dict(names)
        self.words = dict(words)
        self._names, self._words = TokenTable(names), TokenTable(words)
        self._spans, self._tally = Spans(), _Tally()
        self._of_names: dict[str, Summary] = {}
        self._of_texts: dict[str, Summary] = {}

    def of_names(self, names: str) -> Summary:
        """Sum, least and greatest score of the tokens, and the number of tokens known; zeros for none."""
        found = self._of_names.get(names)
        if found is None:
            if len(self._of_names) >= _MOST_REMEMBERED:
                self._of_names.clear()
            found = self._of_names[names] = self._summary_of_names(names)
        return found

    def _summary_of_names(self, names: str) -> Summary:
        spans, tally, plain = self._spans, self._tally, names.isascii()
        find_names(names, spans)
        tally.clear()
        for index in range(spans.count):
            start, stop = spans.starts[index], spans.stops[index]
            if spans.kinds[index] != _WHOLE_NAME:
                value = _hash_stretch(_BASIS, names, start, stop)
            elif plain:
                value = _hash_stretch(_hash_character(_BASIS, "."), names, start, stop)
            else:
                lowered = names[start:stop].lower()
                value = _hash_stretch(_hash_character(_BASIS, "."), lowered, 0, len(lowered))
            tally.meet(self._names, value)
        return tally.summary()

    def of_text(self, text: str) -> Summary:
        """The same for a short text."""
        found = self._of_texts.get(text)
        if found is None:
            if len(self._of_texts) >= _MOST_REMEMBERED:
                self._of_texts.clear()
            found = self._of_texts[text] = self._summary_of_text(text.lower())
        return found

    def _summary_of_text(self, text: str) -> Summary:
        spans, tally = self._spans, self._tally
        find_words(text, spans)
        tally.clear()
        if not spans.count:
            return _NOTHING
        line = _hash_character(_BASIS, "=")
        begin = _hash_character(_BASIS, "^")
        value = _BASIS
        for index in range(spans.count):
            value = self._go_on(_BASIS, text, index)
            tally.meet(self._words, value)
            if index < _LINE_WORDS:
                if index:
                    line = _hash_character(line, " ")
                line = self._go_on(line, text, index)
            if index < 2:
                if index:
                    begin = _hash_character(begin, " ")
                begin = self._go_on(begin, text, index)
        tally.meet(self._words, begin)
        tally.meet(self._words, _hash_character(value, "$"))
        if spans.count <= _LINE_WORDS:
            tally.meet(self._words, line)
        return tally.summary()

    def _go_on(self, state: int, text: str, index: int) -> int:
        """The hash after one more word: a figure is "0"."""
        if self._spans.kinds[index] == _FIGURE:
            return _hash_character(state, "0")
        return _hash_stretch(state, text, self._spans.starts[index], self._spans.stops[index])
