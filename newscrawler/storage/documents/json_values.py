"""Any value that a document may hold as JSON can spell it. Total: fields of downstream tools hold what they like."""

import base64
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def json_object(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document without its empty fields, each value as ``json_value`` gives it."""
    return {str(key): json_value(value) for key, value in document.items() if value is not None}


def json_value(value: Any) -> Any:  # noqa: ANN401 - any value of BSON comes in, any value of JSON goes out
    """A value as JSON has it, and nothing that only some readers of JSON take.

    Instants become ``2026-03-05T09:00:00Z``, bytes Base64, NaN and the infinities null, and what only BSON knows
    (ObjectId, Decimal128, a regular expression) its text.
    """
    if isinstance(value, Mapping):
        return json_object(value)
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value if value is None or isinstance(value, bool | int) else _told(value)


def _told(value: object) -> str | float | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        spec = "milliseconds" if value.microsecond else "seconds"
        return value.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)  # also of a text: BSON's Code is one, and more
