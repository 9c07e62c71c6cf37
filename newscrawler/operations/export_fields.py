"""Fields that were chosen for an export and that no article has: perhaps a slip, and a column of nothing."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from newscrawler.storage.documents.conversion import json_schema


class FieldDoubts:
    """The chosen fields that are neither documented nor met so far.

    Args:
        fields: as they were typed.
    """

    def __init__(self, fields: Iterable[str]) -> None:
        self._documented = list(documented_fields()) if fields else []
        self._left = [name for name in dict.fromkeys(fields) if name not in self._documented]

    def meet(self, document: Mapping[str, Any]) -> None:
        """Note what a document has."""
        if self._left:
            self._left = [name for name in self._left if not _has(document, name.split("."))]

    def told(self) -> list[str]:
        """What to say about those that no document had."""
        near = {name: difflib.get_close_matches(name, self._documented, n=1) for name in self._left}
        meant = {name: f" Did you mean {names[0]}?" if names else "" for name, names in near.items()}
        return [f"No article has a field '{name}'.{meant[name]}" for name in self._left]


def documented_fields() -> Iterator[str]:
    """``title``, ``http``, ``http.status`` ...: every field of an article that docs/database.md tells of."""
    schema = json_schema("article")
    for name, said in schema["properties"].items():
        yield name
        for part in _parts(said):
            yield from (f"{name}.{inner}" for inner in schema["$defs"][part]["properties"])


def _parts(said: Mapping[str, Any]) -> Iterator[str]:
    """The definitions that a field's values follow, also those of a list or of a field that may be missing."""
    for one in (said, said.get("items", {}), *said.get("anyOf", ())):
        if "$ref" in one:
            yield one["$ref"].rpartition("/")[2]


def _has(value: object, steps: Sequence[str]) -> bool:
    if not steps:
        return True
    if isinstance(value, list):
        return any(_has(item, steps) for item in value)
    return isinstance(value, Mapping) and steps[0] in value and _has(value[steps[0]], steps[1:])
