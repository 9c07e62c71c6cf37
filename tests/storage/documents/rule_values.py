"""Values that a rule of ``$jsonSchema`` takes, and values that it refuses: made from the rule itself."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64

Rule = Mapping[str, Any]
Spoilt = tuple[tuple[str, ...], Any]  # the way to what is wrong, and the value that holds it

# One of each type of BSON that a rule may name.
VALUES: dict[str, Any] = {
    "string": "text",
    "date": datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
    "int": 5,
    "long": Int64(2**40),
    "double": 0.5,
    "bool": True,
    "array": [],
    "object": {},
    "binData": b"x",
    "null": None,
}


def right(rule: Rule, *, with_null: bool = False) -> Any:  # noqa: ANN401 - any value of BSON
    """A value that the rule takes, with every field that it names; None where it may be, ``with_null``."""
    kind = rule["bsonType"][0] if rule else "string"
    if with_null and rule and "null" in rule["bsonType"]:
        return None
    if "enum" in rule:
        return rule["enum"][0]
    if "pattern" in rule:  # "^[0-9a-f]{24}$"
        return "0" * int(rule["pattern"].rpartition("{")[2].rstrip("}$"))
    if kind == "array":
        return [right(rule["items"], with_null=with_null)]
    if kind == "object":
        named = {name: right(inner, with_null=with_null) for name, inner in rule.get("properties", {}).items()}
        return named or {"key": right(_values(rule), with_null=with_null)}
    return VALUES[kind]


def wrong(rule: Rule) -> Iterator[Spoilt]:
    """Values that hold one thing which the rule refuses: each type that it does not name, in each place."""
    kinds = rule.get("bsonType", VALUES)
    yield from (((), value) for kind, value in VALUES.items() if kind not in kinds)
    if "enum" in rule or "pattern" in rule:
        yield (), "a word of nobody's"
    for path, value in wrong(rule["items"]) if rule.get("items") else ():
        yield ("[]", *path), [right(rule["items"]), value]
    for path, value in wrong(_values(rule)) if _values(rule) else ():
        yield ("{}", *path), {"key": value}
    if "properties" in rule:
        yield from spoilt_documents(rule)


def spoilt_documents(rule: Rule) -> Iterator[Spoilt]:
    """Whole documents with one field in them that is wrong or missing."""
    whole = right(rule)
    for name, inner in rule["properties"].items():
        for path, value in wrong(inner):
            yield (name, *path), whole | {name: value}
        if name in rule.get("required", ()) and name != "_id":  # the driver gives one where there is none
            yield (name, "missing"), {key: value for key, value in whole.items() if key != name}


def _values(rule: Rule) -> Rule:
    """The rule for each value of a mapping; empty where there is none."""
    values = rule.get("additionalProperties")
    return values if isinstance(values, Mapping) else {}
