"""What BSON or MongoDB would refuse is put right before it is sent: the embedded server would store some of it."""

import math
import numbers
import re
import time
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from bson.binary import Binary
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.objectid import ObjectId
from bson.timestamp import Timestamp

MAX_DEPTH = 90  # levels: a server refuses more than 100, and a revision or quarantine wraps what it keeps
MAX_CONTAINERS = 500_000  # in one document: a few lists that hold each other many times would fill any memory
MAX_OBJECT_TEXT = 10_000  # characters of an object that is kept as its text
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1
_MOST_BITS = 10_000  # of an integer that is kept as text: Python spells no more than 4,300 digits
LONG_FIELDS = frozenset({"cursor", "fingerprint"})  # small values too: an index must not mix 32 and 64 bit
_EMPTY_KEY = "_"
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")  # in the text of an object: another one each time

Container = dict[str, Any] | list[Any]


def clean_for_bson(document: Mapping[Any, Any]) -> dict[str, Any]:
    """The same document as BSON can hold it, and as it is read back. Never raises; cleaning twice changes nothing.

    Values that BSON has no type for become text. What is None, no number, nested in itself or more than 90 levels
    deep is left out; docs/database.md has the whole table.
    """
    cleaned = _Cleaning().mapping(document, 1)
    for name in LONG_FIELDS & cleaned.keys():
        value = cleaned[name]
        cleaned[name] = [long_number(item) for item in value] if isinstance(value, list) else long_number(value)
    return cleaned


class _Cleaning:
    """One document being cleaned.

    Attributes:
        open: ids of the containers around the value in hand: one that is met again holds itself.
        left: how many more containers the document may have.
    """

    __slots__ = ("left", "open")

    def __init__(self) -> None:
        self.open: set[int] = set()
        self.left = MAX_CONTAINERS

    def value(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - any value comes in
        """The value as BSON can hold it; None: it is left out."""
        kind = type(value)
        if kind is str:
            return _clean_text(value)
        if kind is dict or kind is list or kind is tuple:
            return self._container(value, depth + 1)
        clean = _BY_TYPE.get(kind)
        if clean is not None:
            return clean(value)
        try:
            return self._other(value, depth)
        except Exception:  # noqa: BLE001 - an object of a developer's own may break at whatever is asked of it
            return None

    def mapping(self, values: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        """The entries that are not left out, under keys without power."""
        cleaned: dict[str, Any] = {}
        self.open.add(id(values))
        for key, value in values.items():
            item = self.value(value, depth)
            if item is not None:
                name = _clean_key(key if type(key) is str else _key_text(key))
                while name in cleaned:  # two keys that differed only in what was cleaned
                    name = f"{name}_{len(cleaned)}"
                cleaned[name] = item
        self.open.discard(id(values))
        return cleaned

    def _container(self, values: Any, depth: int) -> Container | None:  # noqa: ANN401 - a mapping or what can be iterated
        if depth > MAX_DEPTH or id(values) in self.open or self.left <= 0:
            return None
        self.left -= 1
        if isinstance(values, Mapping):
            return self.mapping(values, depth)
        self.open.add(id(values))
        cleaned = [item for value in values if (item := self.value(value, depth)) is not None]
        self.open.discard(id(values))
        return cleaned

    def _other(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - any value comes in
        """Values of rarer types: subclasses of what BSON knows, and what it does not know."""
        if isinstance(value, Enum):
            return self.value(value.value, depth)
        for known, clean in _BY_PARENT.items():
            if isinstance(value, known):
                return clean(value)
        if isinstance(value, Mapping | list | tuple):
            return self._container(value, depth + 1)
        if isinstance(value, AbstractSet):
            items = self._container(value, depth + 1)
            return items if items is None else sorted(items, key=repr)
        return _clean_text(_ADDRESS.sub("", str(value)[:MAX_OBJECT_TEXT]))


def _clean_text(text: str) -> str:
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _key_text(key: object) -> str:
    try:
        return _ADDRESS.sub("", str(key)[:MAX_OBJECT_TEXT])
    except Exception:  # noqa: BLE001 - an object of a developer's own may break while it describes itself
        return type(key).__name__


@lru_cache(maxsize=1024)
def _clean_key(key: str) -> str:
    key = _clean_text(key).replace(".", "\uff0e")
    return "\uff04" + key[1:] if key.startswith("$") else key or _EMPTY_KEY


def _clean_number(number: int) -> int | str | None:
    if _INT64_MIN <= number <= _INT64_MAX:
        return number
    return str(number) if number.bit_length() <= _MOST_BITS else None


def _clean_float(number: float) -> float | None:
    return number if math.isfinite(number) else None  # no JSON can say it


def _clean_instant(instant: datetime) -> datetime | str:
    """In UTC and whole milliseconds, as it is read back; as text where no zone tells which instant it is."""
    if instant.tzinfo is None:
        return instant.isoformat()
    try:
        utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    except OverflowError:  # the year 10000, or 0, in UTC
        return instant.isoformat()
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000) if utc.microsecond % 1000 else utc


def _struct_time_text(moment: time.struct_time) -> str:
    """As feed readers give it: without a zone, so it stays text."""
    year, month, day, hour, minute, second, *_ = moment
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def _clean_binary(value: Binary) -> bytes | Binary:
    return bytes(value) if value.subtype == 0 else value  # as it is read back


def long_number(value: Any) -> Any:  # noqa: ANN401 - any value comes in
    """A number as BSON's 64-bit one, however small it is; anything else as it is."""
    return Int64(value) if type(value) is int else value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - any value comes in
    return value


# How a value of exactly this type is cleaned.
_BY_TYPE: dict[type, Callable[[Any], Any]] = {
    type(None): _as_it_is,
    bool: _as_it_is,
    int: _clean_number,
    float: _clean_float,
    datetime: _clean_instant,
    bytes: _as_it_is,
    bytearray: bytes,
    memoryview: bytes,
    Binary: _clean_binary,
    Decimal128: _as_it_is,
    Int64: _as_it_is,
    ObjectId: _as_it_is,
    Timestamp: _as_it_is,
}
# How a value of a type that is derived from this one is cleaned: BSON wants the type itself. NumPy's numbers are such.
_BY_PARENT: dict[type, Callable[[Any], Any]] = {
    str: lambda value: _clean_text(str.__str__(value)),
    numbers.Integral: lambda value: _clean_number(int(value)),
    numbers.Real: lambda value: _clean_float(float(value)),
    bytes: bytes,
    datetime: lambda value: _clean_instant(datetime.fromisoformat(value.isoformat())),
    date: date.isoformat,
    time.struct_time: _struct_time_text,
}
