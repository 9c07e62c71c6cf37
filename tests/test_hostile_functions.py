"""The thin functions of benchmarks/hostile.py: whatever comes in, none of them raises."""

import importlib.util
from datetime import UTC
from pathlib import Path
from typing import Any

from bson import encode
from hypothesis import given, settings
from hypothesis import strategies as st

SPEC = importlib.util.spec_from_file_location("hostile", Path(__file__).parents[1] / "benchmarks" / "hostile.py")
assert SPEC
assert SPEC.loader
hostile = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(hostile)

LABELS = ["base64", "hex", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13"]
LABELS += [
    "zlib",
    "bz2",
    "uu",
    "quopri",
    "mbcs",
    "oem",
    "utf-16",
    "utf-32",
    "x-user-defined",
    "\x00",
    "..",
    "a" * 500,
    "",
]
FEED = (
    "<rss version='2.0'><channel><title>Hafen</title><item><title>Fähre</title><link>/a</link></item></channel></rss>"
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=20) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.none() | st.sampled_from(LABELS) | st.text())
def test_no_bytes_and_no_label_raise(body: bytes, label: str | None) -> None:
    content_type = None if label is None else f"text/html; charset={label}"
    hostile.decode(body, content_type).encode()
    hostile.decode(f'<meta charset="{label}">'.encode("utf-8", "replace") + body, None).encode()
    assert set(hostile.read_feed(body, content_type, None)) == {"feed", "entries"}
    declared = f'<?xml version="1.0" encoding="{label}"?>{FEED}'.encode("utf-8", "replace") + body
    assert set(hostile.read_feed(declared, content_type, "https://elbkurier.example/feed")) == {"feed", "entries"}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    address, date = hostile.canonical(text), hostile.read_date(text)
    assert address is None or hostile.canonical(address) == address
    assert date is None or date.astimezone(UTC).year >= 1990
    hostile.clean(text).encode()
    name = hostile.safe_name(text)
    assert name is None or (name.isidentifier() and name.isascii())


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_no_document_raises(document: dict[str, Any]) -> None:
    safe = hostile.safe_document(document)
    assert safe is not None
    encode(safe)


def test_a_label_that_is_no_encoding_costs_no_letter() -> None:
    for label in LABELS:
        if label != "utf-7":
            declared = f'<?xml version="1.0" encoding="{label}"?>{FEED}'.encode()
            (entry,) = hostile.read_feed(declared, f"application/xml; charset={label}", "https://a.example/f")[
                "entries"
            ]
            assert (entry["title"], entry["link"]) == ("Fähre", "https://a.example/a"), label
            assert "Fähre" in hostile.decode(FEED.encode(), f"text/html; charset={label}"), label
