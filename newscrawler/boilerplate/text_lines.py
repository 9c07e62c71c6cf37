"""The paragraphs of a plain text: lines, and what was wrapped at a fixed width put together again."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from newscrawler.words import UNSPACED_LETTERS, collapse_spaces, ends_sentence

NumberedLine = tuple[int, str]  # number from 1 of the line that it begins on, and its text

# Columns of text that was wrapped for mail, a terminal or a printer.
_NARROWEST, _WIDEST = 40, 110
_SPARE = 8  # columns by which one paragraph may be wider than all others: theirs had longer words
_WRAPPED_LINES = 2  # that go on in the next one, at least
_LINE_END = re.compile(r"\r\n|\r|\n")
# "-----", "* * *", "|": drawn between paragraphs, no text.
_DRAWN = re.compile(r"[-–—_=*·•~#+|<>/\\^\s]+")
_BULLET = re.compile(r"[•▪◦‣●■○]\s*(?=\S)|\*\s+(?=\S)")
# Scripts that set no space between words: none stands where a line was broken.
_UNSPACED_END = re.compile(f"[{UNSPACED_LETTERS}\u3000-\u303f\uff00-\uff65]$")
_UNSPACED_START = re.compile(f"[{UNSPACED_LETTERS}\u3000-\u303f\uff00-\uff65]")


def read_lines(text: str, begins_block: Callable[[str], bool] | None = None) -> list[NumberedLine]:
    """Every line that has text, white space collapsed; paragraphs wrapped at a fixed width as one line.

    A line that ``begins_block`` (default: one with a bullet) says yes to does not go on what stands above it.

    Form feeds and the line separators of Unicode end a line, too, but do not count as one; lines that are drawn
    (``-----``) end a paragraph and are no text.
    """
    groups = list(_groups(text, begins_block or bullet_length))
    width = max((_wrap_width(group) for group in groups), default=0)
    return [line for group in groups for line in _unwrapped(group, width)]


def bullet_length(line: str) -> int:
    """Number of characters before the text of a list's entry: ``"• Masons"`` gives 2; 0 where there is no bullet."""
    found = _BULLET.match(line)
    return found.end() if found else 0


def _groups(text: str, begins_block: Callable[[str], object]) -> Iterator[list[NumberedLine]]:
    """Neighbouring lines without an empty one between them; each entry of a list is a group of its own."""
    group: list[NumberedLine] = []
    for number, raw in enumerate(_LINE_END.split(text), 1):
        for part in raw.splitlines() or [""]:
            line = collapse_spaces(part)
            is_drawn = not line or _DRAWN.fullmatch(line) is not None
            if group and (is_drawn or begins_block(line)):
                yield group
                group = []
            if not is_drawn:
                group.append((number, line))
    if group:
        yield group


def _wrap_width(group: Sequence[NumberedLine]) -> int:
    """Columns at which the group is wrapped; 0 where it is not.

    It is if its lines go on in the next one, as the next word had no place, but for those that end a paragraph, if most
    of them break off within a sentence, and if not nearly all begin with a capital. A list of headlines is not.
    """
    lines = [line for _, line in group]
    width = max(map(_columns, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(line, after, _goes_on(line, after, width)) for line, after in pairwise(lines)]
    going_on = sum(goes_on for _, _, goes_on in pairs)
    broken = [after for line, after, goes_on in pairs if goes_on and not ends_sentence(line)]
    small = sum(not after[0].isupper() for after in broken)
    is_wrapped = going_on >= _WRAPPED_LINES and 2 * len(broken) > going_on and 3 * small >= len(broken)
    return width if is_wrapped and all(goes_on or ends_sentence(line) for line, _, goes_on in pairs) else 0


def _unwrapped(group: Sequence[NumberedLine], document_width: int) -> Iterable[NumberedLine]:
    """The group's paragraphs; two lines are one where the document is wrapped elsewhere and the first breaks off."""
    width = _wrap_width(group)
    if not width and len(group) == 2 and document_width and not ends_sentence(group[0][1]):
        width = max(document_width, _columns(group[0][1]))
    if not document_width or not width or width > document_width + _SPARE:
        return group
    paragraphs: list[tuple[int, list[str]]] = []
    goes_on = False
    for (number, line), (_, after) in pairwise((*group, (0, ""))):
        if goes_on:
            paragraphs[-1][1].append(line)
        else:
            paragraphs.append((number, [line]))
        goes_on = _goes_on(line, after, width)
    return [(number, _join(lines)) for number, lines in paragraphs]


def _goes_on(line: str, after: str, width: int) -> bool:
    """Had the first word of the next line no place in this one?"""
    unspaced = _UNSPACED_START.match(after)
    # Where each letter may begin a line, a closing mark takes the letter before it along.
    needed = 5 if unspaced else 1 + _columns(after.split(" ", 1)[0])
    return bool(after) and _columns(line) <= width < _columns(line) + needed


def _join(lines: Sequence[str]) -> str:
    """The lines as one, with a space where both sides are of a script that sets spaces."""
    pieces = list(lines[:1])
    for line, after in pairwise(lines):
        is_unspaced = _UNSPACED_END.search(line) and _UNSPACED_START.match(after)
        pieces += (after,) if is_unspaced else (" ", after)
    return "".join(pieces)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
