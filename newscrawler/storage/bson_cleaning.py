"""What BSON or MongoDB would refuse is put right before it is sent: the embedded server would store some of it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bson import encode
from bson.int64 import Int64

MAX_DEPTH = 100  # levels: a real server refuses more
MAX_BYTES = 15_000_000  # the server's limit is 16 MiB; the rest is for what the writer adds
CUT_WARNING = "cut_to_size"
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1
_LONG_FIELDS = {"cursor", "fingerprint"}  # small values too: an index must not mix 32 and 64 bit
_BULKY_FIELDS = ("links", "removed", "images", "live_updates")  # left out first, before a word of the story


def clean_for_bson(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same document as BSON can hold it.

    NUL and lone surrogates leave strings and keys; ``$`` at the start and ``.`` in keys become their full-width
    forms; integers of more than 64 bits and what lies deeper than 100 levels are left out.
    """
    cleaned: dict[str, Any] = _clean(dict(document), 1)
    for name in _LONG_FIELDS & cleaned.keys():
        value = cleaned[name]
        cleaned[name] = [Int64(item) for item in value] if isinstance(value, list) else Int64(value)
    return cleaned


def fit_to_size(document: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """An article's document that is small enough for the server, and its size in bytes.

    One that is too large loses its bulky extras first, then the end of its text, and says so in ``warnings``.
    """
    size = len(encode(document))
    if size <= MAX_BYTES:
        return document, size
    empty: dict[str, Any] = {name: [] for name in _BULKY_FIELDS if name in document}
    smaller = document | empty | {"warnings": [*document.get("warnings", ()), CUT_WARNING]}
    smaller = {name: value for name, value in smaller.items() if value != [] or name == "removed"}
    while (size := len(encode(smaller))) > MAX_BYTES:
        if not smaller.get("body") and not smaller.get("blocks"):
            break  # something else is too large: the server's answer will say so
        smaller["body"] = smaller["body"][: len(smaller["body"]) // 2]
        smaller["blocks"] = smaller["blocks"][: len(smaller["blocks"]) // 2]
    return smaller, size


def _clean(value: Any, depth: int) -> Any:  # noqa: ANN401 - any value comes in
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, int):
        return value if _INT64_MIN <= value <= _INT64_MAX else None
    if not isinstance(value, dict | list | tuple | Mapping):
        return value
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, dict | Mapping):
        pairs = [(_clean_key(str(key)), _clean(item, depth + 1)) for key, item in value.items()]
        return {key: item for key, item in pairs if item is not None}
    return [cleaned for item in value if (cleaned := _clean(item, depth + 1)) is not None]


def _clean_text(text: str) -> str:
    if text.isascii():
        return text.replace("\0", "")
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


@lru_cache(maxsize=1024)
def _clean_key(key: str) -> str:
    key = _clean_text(key).replace(".", "\uff0e")
    return "\uff04" + key[1:] if key.startswith("$") else key
