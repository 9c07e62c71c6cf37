"""Where the words of a short text stand, and the pieces of an element's names. Compiled, see docs/architecture.md.

Tokens are cut here once for all: as strings for the training, as places for the reader, which makes no string of them.
"""

from typing import Final

from newscrawler.extraction.feature_table import Ints, zeros

# Longer blocks are known by their shape; their words say little and cost time.
MAX_WORDS: Final = 40
# A line of at most so many words is also looked up as a whole.
LINE_WORDS: Final = 6
_MOST_WORDS: Final = MAX_WORDS + 10
# A name is also looked up as a whole, unless it is longer.
_LONGEST_NAME: Final = 40
# Some publishing systems write two hundred names on the body of a page; more is a burden and no name.
_MOST_SPANS: Final = 1024
_NOT_ASCII: Final = "\x80"

PLAIN: Final = 0
WHOLE_NAME: Final = 1
FIGURE: Final = 2
_PLAIN: Final = PLAIN
_WHOLE_NAME: Final = WHOLE_NAME
_FIGURE: Final = FIGURE


class Spans:
    """Stretches of a text, the first 1,024: where each begins and ends, and what it is.

    Attributes:
        count: number of stretches; what the columns hold beyond is of an earlier text.
        starts: index of the first character.
        stops: index behind the last character.
        kinds: ``PLAIN``, ``WHOLE_NAME``, or ``FIGURE``: a number, or letters and figures mixed.
    """

    __slots__ = ("count", "kinds", "starts", "stops")

    def __init__(self) -> None:
        self.count = 0
        self.starts: Ints = zeros(_MOST_SPANS)
        self.stops: Ints = zeros(_MOST_SPANS)
        self.kinds: Ints = zeros(_MOST_SPANS)

    def add(self, start: int, stop: int, kind: int) -> None:
        """Note one stretch."""
        if self.count < _MOST_SPANS:
            self.starts[self.count], self.stops[self.count], self.kinds[self.count] = start, stop, kind
            self.count += 1


def find_names(names: str, spans: Spans) -> None:
    """Pieces of names and whole names: of ``-site-navBar_2`` "site", "nav", "Bar", and all of it."""
    length, start = len(names), 0
    spans.count = 0
    while start < length:
        while start < length and names[start].isspace():
            start += 1
        stop = start
        while stop < length and not names[stop].isspace():
            stop += 1
        _find_pieces(names, start, stop, spans)
        if 0 < stop - start <= _LONGEST_NAME:
            spans.add(start, stop, _WHOLE_NAME)
        start = stop


def _find_pieces(names: str, start: int, end: int, spans: Spans) -> None:
    """Runs of small letters with the capital before them, and runs of capitals; single letters are none."""
    while start < end:
        stop = start + 1
        if _is_small(names[start]) or (_is_capital(names[start]) and stop < end and _is_small(names[stop])):
            while stop < end and _is_small(names[stop]):
                stop += 1
        elif _is_capital(names[start]):
            while stop < end and _is_capital(names[stop]):
                stop += 1
        if stop - start > 1:
            spans.add(start, stop, _PLAIN)
        start = stop


def _is_capital(character: str) -> bool:
    return "A" <= character <= "Z"


def _is_small(character: str) -> bool:
    return "a" <= character <= "z" or "à" <= character <= "ÿ"


def find_words(text: str, spans: Spans) -> None:
    """The first 50 words of a lower-case text: runs of letters, numbers, a few letters of scripts without spaces."""
    length, start = len(text), 0
    spans.count = 0
    while start < length and spans.count < _MOST_WORDS:
        stop, first = start + 1, text[start]
        most, kind = _most_letters(first), _PLAIN
        if most > 0:
            while stop < length and stop - start < most and _most_letters(text[stop]) == most:
                stop += 1
        elif _is_letter(first):
            while stop < length and _is_letter(text[stop]):
                stop += 1
        elif first.isdecimal():
            kind = _FIGURE
            while stop < length and text[stop].isdecimal():
                stop += 1
        else:
            start = stop
            continue
        spans.add(start, stop, kind if kind or _is_all_letters(text, start, stop) else _FIGURE)
        start = stop


def _is_letter(character: str) -> bool:
    """Letters, and figures that are no decimal digits."""
    if character < _NOT_ASCII:
        return "a" <= character <= "z"
    return character.isalnum() and not character.isdecimal()


def _is_all_letters(text: str, start: int, stop: int) -> bool:
    for index in range(start, stop):  # noqa: SIM110 - a generator would be an object a word
        if text[index] >= _NOT_ASCII and not text[index].isalpha():
            return False
    return True


def _most_letters(character: str) -> int:
    """So many letters make a token in a script that sets no spaces between words; 0 for other characters."""
    if character < "\u0e00":
        return 0
    if "\u0e00" <= character <= "\u0eff" or "\u1000" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff":
        return 4  # Thai, Lao, Burmese, Khmer
    if "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u4dbf" or "\u4e00" <= character <= "\u9fff":
        return 2  # kana, Han
    return 0


def name_tokens(names: str) -> tuple[str, ...]:
    """What the names of an element are known by: each name as a whole, and its pieces split at case and signs."""
    spans = Spans()
    find_names(names, spans)
    tokens: set[str] = set()
    for index in range(spans.count):
        token = names[spans.starts[index] : spans.stops[index]].lower()
        tokens.add("." + token if spans.kinds[index] == _WHOLE_NAME else token)
    return tuple(sorted(tokens))


def text_tokens(text: str) -> tuple[str, ...]:
    """What a short text is known by: its words, its first two words, its last word, and a short line as a whole."""
    lowered, spans = text.lower(), Spans()
    find_words(lowered, spans)
    words: list[str] = []
    for index in range(spans.count):
        word = lowered[spans.starts[index] : spans.stops[index]]
        words.append("0" if spans.kinds[index] == _FIGURE else word)
    if not words:
        return ()
    tokens = [*dict.fromkeys(words), "^" + " ".join(words[:2]), words[len(words) - 1] + "$"]
    if len(words) <= LINE_WORDS:
        tokens.append("=" + " ".join(words))
    return tuple(tokens)
