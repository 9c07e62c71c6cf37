"""Whatever BSON holds has a spelling in JSON that every reader of JSON takes."""

import csv
import io
import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import DBRef, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp, decode, encode
from bson.binary import Binary, BinaryVectorDtype
from bson.code import Code
from bson.codec_options import CodecOptions
from bson.decimal128 import Decimal128
from bson.raw_bson import RawBSONDocument
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.operations.export_format import ExportFormat, encoded
from newscrawler.storage.documents.conversion import stored_json

READ: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
IDENTITY = uuid.UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff")
# What a downstream tool may write into ``enrichment`` -> how it is told.
EVERY_TYPE: list[tuple[object, object]] = [
    (1.5, 1.5),
    (float("nan"), None),
    (float("inf"), None),
    (float("-inf"), None),
    ("Fähre", "Fähre"),
    ({"a": {"b": float("nan")}}, {"a": {"b": None}}),
    ([1, None, float("inf")], [1, None, None]),
    (b"\x00\xff", "AP8="),
    (Binary(b"\x00\xff", 128), "AP8="),
    (Binary.from_uuid(IDENTITY), "b5YZ/4uG0BG0LQDAT8lk/w=="),
    (Binary.from_vector([1, 2], BinaryVectorDtype.INT8), "AwABAg=="),
    (ObjectId("65e0c0ffee65e0c0ffee65e0"), "65e0c0ffee65e0c0ffee65e0"),
    (True, True),
    (NOON, "2026-03-05T12:00:00Z"),
    (Regex("a.b", "i"), "Regex('a.b', 2)"),
    (re.compile("a.b"), "Regex('a.b', 32)"),
    (DBRef("articles", "x"), "DBRef('articles', 'x')"),
    (Code("f()"), "f()"),
    (Code("f()", {"a": 1}), "f()"),
    (7, 7),
    (Timestamp(1, 2), "Timestamp(1, 2)"),
    (Int64(2**62), 2**62),
    (Decimal128("1.50"), "1.50"),
    (Decimal128("NaN"), "NaN"),
    (MinKey(), "MinKey()"),
    (MaxKey(), "MaxKey()"),
]


def refuse(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def exported(document: Mapping[str, Any], form: str) -> str:
    return b"".join(encoded([document], ExportFormat(form, is_compressed=False, fields=("enrichment",)))).decode()


@pytest.mark.parametrize(("value", "told"), EVERY_TYPE, ids=lambda value: type(value).__name__)
def test_every_type_of_bson_is_told_as_json(value: object, told: object) -> None:
    document = decode(encode({"enrichment": {"tool": value}}), READ)
    assert stored_json(document)["enrichment"] == {"tool": told}
    line = exported(document, "jsonl")
    assert json.loads(line, parse_constant=refuse)["enrichment"] == {"tool": told}
    [_, [cell]] = csv.reader(io.StringIO(exported(document, "csv"), newline=""))
    assert json.loads(cell, parse_constant=refuse) == {"tool": told}


def test_a_raw_document_is_told_as_any_other() -> None:
    assert stored_json(RawBSONDocument(encode({"a": {"b": b"x"}}))) == {"a": {"b": "eA=="}}


@given(st.recursive(st.none() | st.floats() | st.binary() | st.text(), st.lists, max_leaves=8))
def test_all_of_it_is_json(value: object) -> None:
    json.dumps(stored_json({"enrichment": value}), allow_nan=False)
