from datetime import UTC, datetime
from typing import Any

from bson import decode, encode
from bson.int64 import Int64
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.storage.bson_cleaning import CUT_WARNING, MAX_BYTES, clean_for_bson, fit_to_size

TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\0$.\ud800\udc00"), max_size=12)
VALUES = st.recursive(
    TEXTS
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats()
    | st.datetimes(timezones=st.just(UTC))
    | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
@settings(max_examples=100, deadline=None)
def test_whatever_comes_can_be_encoded_and_cleaning_twice_changes_nothing(document: dict[str, Any]) -> None:
    cleaned = clean_for_bson(document)
    again = decode(encode(cleaned))
    assert again.keys() == cleaned.keys()
    assert str(clean_for_bson(cleaned)) == str(cleaned)


def test_text_loses_only_what_cannot_be_stored() -> None:
    text = "a\0b \ud83d\ude00 \ud83d Hafen 港 \u202e\n"
    assert clean_for_bson({"text": text}) == {"text": "ab \N{GRINNING FACE} \ufffd Hafen 港 \u202e\n"}


def test_keys_lose_their_power() -> None:
    assert clean_for_bson({"$set": 1, "a.b": {"$x.y": 2}}) == {"\uff04set": 1, "a\uff0eb": {"\uff04x\uff0ey": 2}}


def test_numbers_too_large_for_the_server_are_left_out() -> None:
    assert clean_for_bson({"a": 2**63, "b": -(2**63), "c": [1, 2**70]}) == {"b": -(2**63), "c": [1]}


def test_numbers_that_are_indexed_are_all_of_64_bits() -> None:
    cleaned = clean_for_bson({"cursor": 1, "fingerprint": [1, -5], "version": 1})
    assert isinstance(cleaned["cursor"], Int64)
    assert all(isinstance(anchor, Int64) for anchor in cleaned["fingerprint"])
    assert not isinstance(cleaned["version"], Int64)
    assert clean_for_bson(cleaned) == cleaned


def test_what_lies_too_deep_is_left_out() -> None:
    document: dict[str, Any] = {}
    for _ in range(500):
        document = {"a": document, "b": 1}
    cleaned = clean_for_bson(document)
    encode(cleaned)
    depth = 0
    while "a" in cleaned:
        cleaned, depth = cleaned["a"], depth + 1
    assert 90 < depth < 100


def test_a_document_that_is_too_large_loses_its_extras_before_its_text() -> None:
    links = ["https://elbkurier.example/" + "x" * 1000] * 20_000
    document = {"body": "story", "blocks": [], "removed": [], "links": links, "at": datetime(2026, 1, 1, tzinfo=UTC)}
    smaller, size = fit_to_size(document)
    assert size < MAX_BYTES
    assert (smaller["body"], smaller["removed"], smaller["warnings"]) == ("story", [], [CUT_WARNING])
    assert "links" not in smaller


def test_a_text_that_is_too_large_is_cut_and_flagged() -> None:
    document = {"body": "word " * 4_000_000, "blocks": [{"kind": "paragraph", "text": "word " * 4_000_000}]}
    smaller, size = fit_to_size(document)
    assert size < MAX_BYTES
    assert smaller["body"].startswith("word word")
    assert smaller["warnings"] == [CUT_WARNING]
    small = {"body": "word", "blocks": []}
    assert fit_to_size(small)[0] is small
