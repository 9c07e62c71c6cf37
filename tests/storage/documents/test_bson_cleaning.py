import enum
import time
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import pytest
from any_values import KEYS, VALUES
from bson import CodecOptions, decode, encode
from bson.binary import Binary
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.storage.connection import Database
from newscrawler.storage.documents.bson_cleaning import MAX_DEPTH, clean_for_bson

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=5)


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_whatever_comes_can_be_encoded_is_read_back_equal_and_cleaning_twice_changes_nothing(
    document: dict[Any, Any],
) -> None:
    cleaned = clean_for_bson(document)
    assert decode(encode(cleaned), AWARE) == cleaned
    assert encode(clean_for_bson(cleaned)) == encode(cleaned)


async def test_whatever_comes_is_stored_and_read_back_equal(database: Database) -> None:
    documents: list[dict[str, Any]] = []

    @given(DOCUMENTS)
    @settings(max_examples=150, deadline=None)
    def gather(document: dict[Any, Any]) -> None:
        documents.append(clean_for_bson({"_id": len(documents), "held": document}))

    gather()
    place = database.documents["cleaned"]
    await place.insert_many(documents)
    for document in documents:
        await place.update_one({"_id": document["_id"]}, {"$set": {"again": document.get("held", {})}})
    async for stored in place.find():
        expected = documents[stored["_id"]].get("held", {})
        assert stored["again"] == expected
        assert stored.get("held", {}) == expected


def test_text_loses_only_what_cannot_be_stored() -> None:
    text = "a\0b \ud83d\ude00 \ud83d Hafen 港 \u202e\n"
    assert clean_for_bson({"text": text}) == {"text": "ab \N{GRINNING FACE} \ufffd Hafen 港 \u202e\n"}


def test_keys_lose_their_power() -> None:
    assert clean_for_bson({"$set": 1, "a.b": {"$x.y": 2}}) == {"\uff04set": 1, "a\uff0eb": {"\uff04x\uff0ey": 2}}
    assert clean_for_bson({"": 1, "a\0": 2, 5: 3, None: 4}) == {"_": 1, "a": 2, "5": 3, "None": 4}


def test_keys_that_become_the_same_are_both_kept() -> None:
    assert clean_for_bson({"a.b": 1, "a\uff0eb": 2, "a\0.b": 3}) == {"a\uff0eb": 1, "a\uff0eb_1": 2, "a\uff0eb_2": 3}


def test_numbers_too_large_for_the_server_become_text() -> None:
    assert clean_for_bson({"a": 2**63, "b": -(2**63), "c": [1, 2**64], "d": 10**5000}) == {
        "a": "9223372036854775808",
        "b": -(2**63),
        "c": [1, "18446744073709551616"],
    }


def test_what_is_no_number_is_left_out() -> None:
    assert clean_for_bson({"a": float("nan"), "b": [float("inf"), 1.5], "c": -float("inf"), "d": None}) == {"b": [1.5]}


def test_numbers_that_are_indexed_are_all_of_64_bits() -> None:
    cleaned = clean_for_bson({"cursor": 1, "fingerprint": [1, -5], "version": 1})
    assert isinstance(cleaned["cursor"], Int64)
    assert all(isinstance(anchor, Int64) for anchor in cleaned["fingerprint"])
    assert not isinstance(cleaned["version"], Int64)
    assert clean_for_bson(cleaned) == cleaned


class Colour(enum.StrEnum):
    RED = "red"


class Reading(float):
    pass


class Silent:
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        (datetime(2026, 3, 5, 13, 0, 0, 1999, timezone(timedelta(hours=1))), NOON.replace(microsecond=1000)),
        (datetime(2026, 3, 5, 12, 0), "2026-03-05T12:00:00"),  # noqa: DTZ001 - nobody knows which instant that is
        (
            datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=2))),
            "9999-12-31T23:00:00-02:00",
        ),  # the year 10000
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "0001-01-01T00:00:00+02:00"),
        (date(2026, 3, 5), "2026-03-05"),
        (time.gmtime(0), "1970-01-01T00:00:00"),
        (time.struct_time((10000, 1, 2, 3, 4, 5, 0, 1, 0)), "10000-01-02T03:04:05"),
        ({"b", "a"}, ["a", "b"]),
        (("a", None, "b"), ["a", "b"]),
        (OrderedDict(a=1), {"a": 1}),
        (bytearray(b"x"), b"x"),
        (Binary(b"x", 0), b"x"),
        (Decimal("1.10"), "1.10"),
        (Decimal128("1.10"), Decimal128("1.10")),
        (Fraction(1, 2), 0.5),
        (PurePosixPath("/a/b"), "/a/b"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        (Colour.RED, "red"),
        (Reading(2.5), 2.5),
        (object(), "<object object>"),
        (Silent(), None),
        ({Silent(): 1}, {"Silent": 1}),
    ],
)
def test_values_that_bson_does_not_know(value: object, cleaned: object) -> None:
    expected = {} if cleaned is None else {"value": cleaned}
    assert clean_for_bson({"value": value}) == expected
    assert decode(encode(expected), AWARE) == expected


def test_what_holds_itself_is_left_out_where_it_is_met_again() -> None:
    document: dict[str, Any] = {"name": "a"}
    listed: list[Any] = [document, 1]
    document |= {"self": document, "twice": document, "list": listed}
    listed.append(listed)
    assert clean_for_bson(document) == {"name": "a", "list": [1]}


def test_a_few_lists_that_hold_each_other_many_times_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.storage.documents.bson_cleaning.MAX_CONTAINERS", 1000)
    bomb: list[Any] = ["boom"]
    for _ in range(30):
        bomb = [bomb] * 10
    assert len(encode(clean_for_bson({"bomb": bomb, "after": 1}))) < 100_000
    assert clean_for_bson({"bomb": bomb, "after": 1})["after"] == 1


def test_what_lies_too_deep_is_left_out() -> None:
    document: dict[str, Any] = {}
    for _ in range(500):
        document = {"a": document, "b": [1]}
    cleaned = clean_for_bson(document)
    encode(cleaned)
    depth = 1
    while "a" in cleaned:
        cleaned, depth = cleaned["a"], depth + 1
    assert depth == MAX_DEPTH
