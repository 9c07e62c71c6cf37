"""A document's values as cells of a table that a spreadsheet may open: a cell is text, never a formula."""

import json
import re
from collections.abc import Mapping
from typing import Any

# What spreadsheets take for a formula: these first characters, full-width ones in some, and what stands behind blanks.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
_MARKED = re.compile(r"'+\s*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


def cell(value: Any) -> Any:  # noqa: ANN401 - any value of a JSON-ready document
    """A value as a table's cell: lists and objects as JSON, text that a spreadsheet would run behind an apostrophe.

    Numbers stay numbers, so -5 has no apostrophe, and the text "-5" has one. ``text_of`` takes it away again.
    """
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def text_of(text: str) -> str:
    """The text that ``cell`` was given."""
    return text[1:] if _MARKED.match(text) else text


def value_at(document: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any value of a document
    """The value of a field, also of one inside another as ``http.status``; None where it is not there."""
    value: Any = document
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
