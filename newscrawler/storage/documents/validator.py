"""From the JSON Schema of a document to MongoDB's ``$jsonSchema``, which is another language.

A real server refuses ``$ref``, ``$defs``, ``format``, ``default``, ``const`` and ``type: integer``; the embedded one
takes them and then enforces nothing. So only what stands in ``KEYWORDS`` is ever written.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from newscrawler.storage.documents.conversion import json_schema

KEYWORDS = frozenset({"additionalProperties", "bsonType", "enum", "items", "pattern", "properties", "required"})
# JSON Schema's type and format -> BSON's types.
_BSON_TYPES: dict[tuple[str, str | None], list[str]] = {
    ("array", None): ["array"],
    ("boolean", None): ["bool"],
    ("integer", None): ["int", "long"],
    ("null", None): ["null"],
    ("number", None): ["double", "int", "long"],
    ("object", None): ["object"],
    ("string", "binary"): ["binData"],
    ("string", "date-time"): ["date"],
    ("string", None): ["string"],
}

Schema = Mapping[str, Any]


@cache
def validator_of(name: str) -> dict[str, Any]:
    """The validator of a collection: ``{"$jsonSchema": ...}`` of ``article``, ``run``, ``outcome`` ...

    Fields that the shape does not name are let through: downstream tools add theirs. Made once, as it takes
    milliseconds and whoever opens a database asks for all of them: not to be changed.
    """
    schema = json_schema(name)
    return {"$jsonSchema": _translate(schema, schema.get("$defs", {}))}


def _translate(schema: Schema, definitions: Schema) -> dict[str, Any]:
    if "$ref" in schema:
        return _translate(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        return _join([_translate(choice, definitions) for choice in schema["anyOf"]])
    if "const" in schema:
        return {"bsonType": ["string"], "enum": [schema["const"]]}
    if "type" not in schema:
        return {}  # Any
    result: dict[str, Any] = {"bsonType": _BSON_TYPES[schema["type"], schema.get("format")]}
    result |= {keyword: schema[keyword] for keyword in ("enum", "pattern", "required") if keyword in schema}
    if "properties" in schema:
        result["properties"] = {key: _translate(value, definitions) for key, value in schema["properties"].items()}
    if isinstance(schema.get("additionalProperties"), Mapping):
        result["additionalProperties"] = _translate(schema["additionalProperties"], definitions)
    if "items" in schema:
        result["items"] = _translate(schema["items"], definitions)
    return result


def _join(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Choices as one: pydantic writes them only for "or null", so that at most one of them has more than a type."""
    joined: dict[str, Any] = {}
    for choice in choices:
        joined |= {keyword: value for keyword, value in choice.items() if keyword != "bsonType"}
    joined["bsonType"] = [kind for choice in choices for kind in choice["bsonType"]]
    if "enum" in joined and "null" in joined["bsonType"]:
        joined["enum"] = [*joined["enum"], None]
    return joined
