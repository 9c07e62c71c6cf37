"""A document's values as cells of a table that a spreadsheet may open: a cell is text, never a formula."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# What spreadsheets take for the beginning of a formula, full-width in some, also behind what is not seen. Here and
# behind ";", a tab or a line break, because a program that takes these for the end of a cell begins one there.
_FORMULA = "=+\\-@\uff0b\uff0d\uff1d\uff20"
_UNSEEN = r"""'"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"""
_RUNS = rf"(?=[{_UNSEEN}]*[{_FORMULA}])"
_UNMARKED = re.compile(rf"(\A|[;\t\r\n]){_RUNS}")
_MARKED = re.compile(rf"(\A|[;\t\r\n])'{_RUNS}")
_IN_JSON = re.compile(rf";{_RUNS}")
_WANTS_QUOTES = re.compile(r'[",;\t\r\n]')


def cell(value: Any) -> Any:  # noqa: ANN401 - any value of a JSON-ready document
    r"""A value as a table's cell: lists and objects as JSON, an apostrophe before what a spreadsheet would run.

    Numbers stay numbers, so -5 has no apostrophe, and the text "-5" has one. ``text_of`` takes them away again. JSON
    needs none: there the semicolon is spelled ``\u003b``.
    """
    if isinstance(value, list | dict):
        return _IN_JSON.sub(r"\\u003b", json.dumps(value, ensure_ascii=False, allow_nan=False))
    if isinstance(value, bool):
        return str(value).lower()
    return _UNMARKED.sub(r"\1'", value) if isinstance(value, str) else value


def text_of(text: str) -> str:
    """The text that ``cell`` was given."""
    return _MARKED.sub(r"\1", text)


def csv_line(cells: Sequence[Any]) -> str:
    """Cells as a line of a CSV file (RFC 4180); in quotes also what other programs take for the end of a cell."""
    if len(cells) == 1 and cells[0] in (None, ""):
        return '""\r\n'  # an empty line is no row for many readers
    return ",".join("" if value is None else _quoted(str(value)) for value in cells) + "\r\n"


def value_at(document: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any value of a document
    """The value of a field, also of one inside another as ``http.status``; None where it is not there."""
    value: Any = document
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _WANTS_QUOTES.search(text) else text
