"""Text as a terminal shows it: how wide it is, where it is cut, what must not reach it."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal

Style = Literal["bold", "dim", "red", "green", "yellow", "cyan"]

# SGR codes of ECMA-48, table "Select Graphic Rendition".
STYLE_CODES: dict[Style, int] = {
    "bold": 1,
    "cyan": 36,
    "dim": 2,
    "green": 32,
    "red": 31,
    "yellow": 33,
}
OUR_CODES = re.compile("\x1b\\[(?:0|" + "|".join(str(code) for code in STYLE_CODES.values()) + ")m")
# C0 and C1 controls but tab and line feed: a page's title must not move the cursor or rename the window. And the two
# overrides of the writing direction: they would show the rest of the line, an address too, from right to left.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
# Not printed, or printed over the letter before: no cell of their own.
WIDTHLESS_CATEGORIES = {"Cf", "Me", "Mn"}
NARROWEST_COLUMN = 8


def printable(text: str) -> str:
    """``text`` without control characters but tab, line feed and our own colours."""
    if not CONTROLS.search(text):
        return text
    parts = OUR_CODES.split(text)
    colours = [*OUR_CODES.findall(text), ""]
    return "".join(CONTROLS.sub("", part) + colour for part, colour in zip(parts, colours, strict=True))


def cell_width(text: str) -> int:
    """Terminal columns that ``text`` takes: two for wide letters (Hangul, Han, kana), none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns, with an ellipsis where something was left out."""
    if cell_width(text) <= width:
        return text
    taken = 0
    for position, letter in enumerate(text):
        taken += _letter_width(letter)
        if taken > width - 1:
            return text[:position].rstrip() + "…"
    return text


def in_one_line(text: str) -> str:
    """``text`` with a slash where its lines end."""
    return " / ".join(text.splitlines())


def quote_line(text: str, width: int) -> str:
    """``"text"`` in one line of at most ``width`` columns, the quotation marks among them."""
    return f'"{cut(in_one_line(text), width - 2)}"'


def many(count: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{count} {noun}{'s' if count != 1 else ''}"


def fit_widths(widths: Sequence[int], room: int, whole: Collection[int] = ()) -> list[int] | None:
    """Column widths that fit into ``room`` columns, taken from the widest first; None where they cannot.

    The columns numbered ``whole`` keep their width.
    """
    fitted = list(widths)
    excess = sum(fitted) - room
    yielding = [number for number in range(len(fitted)) if number not in whole]
    while excess > 0:
        widest = max(yielding, key=fitted.__getitem__, default=None)
        if widest is None or fitted[widest] <= NARROWEST_COLUMN:
            return None
        fitted[widest] -= 1
        excess -= 1
    return fitted


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in WIDTHLESS_CATEGORIES:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
