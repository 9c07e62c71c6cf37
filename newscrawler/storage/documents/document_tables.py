"""The tables of docs/database.md, from the shapes and from the list of indexes.

``make tables`` writes them between their marks; ``make check`` fails where the page is not what the shapes say.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newscrawler.storage.documents.conversion import json_schema
from newscrawler.storage.schema import INDEXES, KINDS

FIELD_HEAD = "| field | type | meaning |\n| --- | --- | --- |\n"
INDEX_HEAD = "| collection | index | its question |\n| --- | --- | --- |\n"
_MARKED = r"(<!-- {name}: made by newscrawler/storage/documents/document_tables.py -->\n).*?(<!-- end -->)"
# The order of a reader's interest.
_ORDER = (
    "articles",
    "revisions",
    "pages",
    "runs",
    "outcomes",
    "quarantine",
    "visits",
    "listings",
    "schedule",
    "hosts",
    "sightings",
    "block_counts",
    "leases",
    "meta",
)
_TYPES = {
    ("string", "date-time"): "date",
    ("string", "binary"): "bytes",
    ("integer", None): "whole number",
    ("boolean", None): "true or false",
    ("string", None): "text",
    ("number", None): "number",
    ("null", None): "null",
}
_PLURALS = {"text": "texts", "document": "documents", "whole number": "whole numbers"}
Schema = Mapping[str, Any]


def written_page(page: str) -> str:
    """The page with its tables as they are now.

    Raises:
        ValueError: it has no place for one of them.
    """
    for name, text in (("fields", field_tables()), ("indexes", index_table())):
        marked = re.compile(_MARKED.format(name=name), re.DOTALL)
        if not marked.search(page):
            raise ValueError(f"no place for the tables: <!-- {name}: ... --> and <!-- end -->")
        page = marked.sub(lambda found, text=text: f"{found[1]}\n{text}\n{found[2]}", page)  # type: ignore[misc] # the default binds it
    return page


def field_tables() -> str:
    """A heading, a sentence and a table for each collection."""
    return "\n".join(_collection(name) for name in _ORDER)


def index_table() -> str:
    """Every index with its question."""
    rows = [
        f"| `{index.collection}` | {' '.join([f'`{index.fields}`', *index.options])} | {index.question} |"
        for index in INDEXES
    ]
    return INDEX_HEAD + "\n".join(rows) + "\n"


def _collection(name: str) -> str:
    schema = json_schema(KINDS[name])
    return f"### {name}\n\n{schema['description']}\n\n{FIELD_HEAD}" + "\n".join(_rows(schema, schema, "")) + "\n"


def _rows(schema: Schema, root: Schema, before: str) -> Iterator[str]:
    """A row for each field, and below it those of the documents in it; what is always there is bold."""
    for name, field in schema["properties"].items():
        always = name in schema.get("required", ())
        shown = f"`{before}{name}`"
        yield f"| {f'**{shown}**' if always else shown} | {_type(field, root)} | {field.get('description', '')} |"
        inner, path = _inner(field, root)
        if inner is not None:
            yield from _rows(inner, root, f"{before}{name}{path}.")


def _inner(field: Schema, root: Schema) -> tuple[Schema | None, str]:
    """The document in a field, and what stands between the names: ``[]`` for a list."""
    field = _without_null(field)
    if field.get("type") == "array":
        inner, path = _inner(field["items"], root)
        return inner, f"[]{path}"
    return (_named(field, root), "") if "$ref" in field and "properties" in _named(field, root) else (None, "")


def _type(field: Schema, root: Schema) -> str:
    field = _without_null(field)
    if "$ref" in field:
        return _type(_named(field, root), root)
    if "enum" in field or "const" in field:
        return ", ".join(f"`{word}`" for word in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return _PLURALS.get(one := _type(field["items"], root), f"{one}, a list")
    if field.get("type") == "object":
        values = field.get("additionalProperties")
        return f"name -> {_type(values, root)}" if isinstance(values, Mapping) and values else "document"
    return _TYPES[field["type"], field.get("format")] if "type" in field else "anything"


def _without_null(field: Schema) -> Schema:
    """What is left of a choice between something and null."""
    return next((one for one in field.get("anyOf", ()) if one.get("type") != "null"), field)


def _named(field: Schema, root: Schema) -> Schema:
    definition: Schema = root["$defs"][field["$ref"].rsplit("/", 1)[1]]
    return definition


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(written_page(place.read_text(encoding="utf-8")), encoding="utf-8")
