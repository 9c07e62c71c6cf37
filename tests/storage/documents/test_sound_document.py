from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import pytest
from any_values import KEYS, VALUES
from bson import CodecOptions, decode, encode
from bson.int64 import Int64
from hypothesis import given
from hypothesis import strategies as st
from rule_values import right, spoilt_documents

from newscrawler.model.article import Article
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import check_document, described_article
from newscrawler.storage.documents.encoded_cursor import numbered
from newscrawler.storage.documents.sound_document import MAX_ENTRIES, is_sound
from newscrawler.storage.documents.validator import validator_of

AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
RULE = validator_of("article")["$jsonSchema"]
ANYTHING = "enrichment"  # a field that may hold anything


def whole() -> dict[str, Any]:
    """A document with a value in every field."""
    document: dict[str, Any] = right(RULE)
    del document[ANYTHING]
    return document | {"_id": "0" * 24, "cursor": Int64(5), "fingerprint": [Int64(5)]}


def places(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any value of a document
    """The way to everything inside."""
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield (*path, step)
        yield from places(value[step], *path, step)


PLACES = list(places(whole()))


def is_kept(document: dict[str, Any]) -> bool:
    """Is it checked without a complaint, and cleaned without a change, to the last byte?"""
    check_document("article", document)
    cleaned = clean_for_bson(document)
    return cleaned == document and encode(cleaned) == encode(document)


def test_a_document_with_every_field_is_sound() -> None:
    assert is_sound("article", whole())
    assert is_kept(whole())
    assert not is_sound("article", whole() | {ANYTHING: {}})


@pytest.mark.parametrize("name", ["article", "outcome", "run", "visit"])
def test_a_wrong_value_in_any_field_is_not_sound_however_deep(name: str) -> None:
    spoilt = list(spoilt_documents(validator_of(name)["$jsonSchema"]))
    assert [path for path, document in spoilt if is_sound(name, document)] == []


def test_each_of_the_places_decides() -> None:
    for path in PLACES:
        document = whole()
        inner = reduce(lambda value, step: value[step], path[:-1], document)
        inner[path[-1]] = object()
        assert not is_sound("article", document), path


@given(st.sampled_from(PLACES), VALUES)
def test_what_is_called_sound_is_checked_and_cleaned_without_a_change(path: tuple[Any, ...], value: Any) -> None:  # noqa: ANN401 - any value comes in
    document = whole()
    inner = reduce(lambda outer, step: outer[step], path[:-1], document)
    inner[path[-1]] = value
    assert not is_sound("article", document) or is_kept(document)


@given(st.sampled_from(["titles", "provenance"]), KEYS, VALUES)
def test_names_that_others_gave_are_looked_at(field: str, name: Any, value: Any) -> None:  # noqa: ANN401 - any value comes in
    for document in (whole() | {field: {name: "text"}}, whole() | {field: {"name": value}}, whole() | {name: value}):
        assert not is_sound("article", document) or is_kept(document)


@pytest.mark.parametrize("text", ["nul\0", "half \ud83d", "other half \ude00"])
def test_a_text_that_is_not_clean_is_found_wherever_it_stands(text: str) -> None:
    places_of_text = [path for path in PLACES if path[-1] in ("text", "title", "body", "name", "place", "byline")]
    assert len(places_of_text) > 7
    for path in places_of_text:
        document = whole()
        inner = reduce(lambda value, step: value[step], path[:-1], document)
        inner[path[-1]] = text
        assert not is_sound("article", document), path


def test_halves_of_a_pair_in_two_texts_make_no_whole_one() -> None:
    assert not is_sound("article", whole() | {"keywords": ["\ud83d", "\ude00"]})


def test_very_long_lists_go_the_long_way() -> None:
    assert is_sound("article", whole() | {"keywords": ["k"] * MAX_ENTRIES})
    assert not is_sound("article", whole() | {"keywords": ["k"] * (MAX_ENTRIES + 1)})


@pytest.mark.parametrize("text", ["\x12cursor", "\x12cursor\x12cursor", "cursor"])
def test_an_encoded_document_gets_its_own_cursor_whatever_its_texts_say(
    make_article: Callable[..., Article], text: str
) -> None:
    article = make_article(title=text, byline=text, license=text, run=text, warnings=(text,), provenance={text: text})
    document = described_article(article, seen_at=NOON) | {"raw": "0" * 32}
    inserted = numbered(encode(document), 2**40 + 7)
    assert decode(inserted.raw, AWARE) == document | {"cursor": 2**40 + 7}
    assert inserted.raw == encode(document | {"cursor": Int64(2**40 + 7)})
