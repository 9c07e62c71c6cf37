"""Scores of tokens, found by a hash of their characters: no strings are made of them.

Compiled, see docs/architecture.md. A score is an integer, tenths of log odds; sums of scores are exact. The hash is
FNV-1a over code points, 64 bits wide: two of some thousand tokens share one about once in a trillion tables, and then
the table refuses.
"""

from array import array
from collections.abc import Mapping
from typing import Final

from newscrawler.extraction.feature_table import Ints, zeros
from newscrawler.extraction.token_spans import FIGURE, LINE_WORDS, WHOLE_NAME, Spans, find_names, find_words

# So many summaries are remembered: the menus and boxes of an outlet are the same on every page.
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
_MARKS: Final = 65_536
# The lowest bits of a hash say its place in a table. Those of the mark are others, and here the last letter tells too.
_MARK_SHIFT: Final = 40


class Summaries:
    """Rows with the sum, the least and the greatest score of tokens, and the number of tokens; zeros for none."""

    __slots__ = ("counts", "highest", "lowest", "sums")

    def __init__(self, size: int) -> None:
        self.sums: Ints = zeros(size)
        self.lowest: Ints = zeros(size)
        self.highest: Ints = zeros(size)
        self.counts: Ints = zeros(size)

    def copy(self, row: int, others: "Summaries", other: int) -> None:
        """Set a row to one of others."""
        self.sums[row] = others.sums[other]
        self.lowest[row] = others.lowest[other]
        self.highest[row] = others.highest[other]
        self.counts[row] = others.counts[other]


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

    __slots__ = ("_hashes", "_marks", "_mask", "_scores", "size")

    def __init__(self, scores: Mapping[str, int]) -> None:
        room = 16
        while room < 2 * len(scores):
            room *= 2
        self.size = len(scores)
        self._mask = room - 1
        self._hashes = array("Q", bytes(8 * room))
        self._scores = array("i", bytes(4 * room))
        # 65,536 bits, one set for each token: most words are in no table, and a small one tells so at once.
        self._marks = bytearray(_MARKS >> 3)
        for token, score in scores.items():
            value = _hash_stretch(_BASIS, token, 0, len(token)) or 1
            if self.place(value) >= 0:
                message = f"two tokens share a hash; one is {token!r}"
                raise ValueError(message)
            place = value & self._mask
            while self._hashes[place]:
                place = (place + 1) & self._mask
            self._hashes[place], self._scores[place] = value, score
            mark = (value >> _MARK_SHIFT) & (_MARKS - 1)
            self._marks[mark >> 3] |= 1 << (mark & 7)

    def place(self, value: int) -> int:
        """The row of a hash, -1 where no token has it."""
        mark = (value >> _MARK_SHIFT) & (_MARKS - 1)
        if not self._marks[mark >> 3] & (1 << (mark & 7)):
            return -1
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

    def write(self, summaries: Summaries, row: int) -> None:
        """Set a row of summaries."""
        summaries.sums[row], summaries.counts[row] = self.total, self.count
        summaries.lowest[row], summaries.highest[row] = self.lowest, self.highest


class TokenScores:
    """Log odds of being story in tenths: ``names`` for tokens of elements, ``words`` for tokens of short texts."""

    __slots__ = (
        "_names",
        "_rows_of_names",
        "_rows_of_texts",
        "_spans",
        "_summaries",
        "_tally",
        "_words",
        "names",
        "words",
    )

    def __init__(self, names: Mapping[str, int], words: Mapping[str, int]) -> None:
        self.names = dict(names)
        self.words = dict(words)
        self._names, self._words = TokenTable(names), TokenTable(words)
        self._spans, self._tally = Spans(), _Tally()
        self._summaries = Summaries(_MOST_REMEMBERED)
        self._rows_of_names: dict[str, int] = {}
        self._rows_of_texts: dict[str, int] = {}

    def sum_names(self, names: str, found: Summaries, row: int) -> None:
        """Put what is known of an element's names into a row of ``found``."""
        known = self._rows_of_names.get(names)
        if known is None:
            self._count_names(names)
            known = self._rows_of_names[names] = self._remember()
        found.copy(row, self._summaries, known)

    def sum_text(self, text: str, found: Summaries, row: int) -> None:
        """The same of a short text."""
        known = self._rows_of_texts.get(text)
        if known is None:
            self._count_words(text.lower())
            known = self._rows_of_texts[text] = self._remember()
        found.copy(row, self._summaries, known)

    def _remember(self) -> int:
        """The row that now holds what was counted last."""
        row = len(self._rows_of_names) + len(self._rows_of_texts)
        if row >= _MOST_REMEMBERED:
            self._rows_of_names.clear()
            self._rows_of_texts.clear()
            row = 0
        self._tally.write(self._summaries, row)
        return row

    def _count_names(self, names: str) -> None:
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

    def _count_words(self, text: str) -> None:
        spans, tally = self._spans, self._tally
        find_words(text, spans)
        tally.clear()
        if not spans.count:
            return
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

    def _go_on(self, state: int, text: str, index: int) -> int:
        """The hash after one more word: a figure is "0"."""
        if self._spans.kinds[index] == _FIGURE:
            return _hash_character(state, "0")
        return _hash_stretch(state, text, self._spans.starts[index], self._spans.stops[index])
