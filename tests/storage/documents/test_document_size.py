from datetime import UTC, datetime
from typing import Any

import pytest
from bson import encode
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.storage.documents import document_size
from newscrawler.storage.documents.document_size import CUT_WARNING, MAX_BYTES, body_of, fit_to_size


def test_a_document_that_is_too_large_loses_its_extras_before_its_text() -> None:
    links = ["https://elbkurier.example/" + "x" * 1000] * 20_000
    document = {"body": "story", "blocks": [], "removed": [], "links": links, "at": datetime(2026, 1, 1, tzinfo=UTC)}
    smaller, encoded = fit_to_size(document)
    assert len(encoded) < MAX_BYTES
    assert (smaller["body"], smaller["removed"], smaller["warnings"]) == ("story", [], [CUT_WARNING])
    assert "links" not in smaller


def test_a_text_that_is_too_large_is_cut_and_flagged() -> None:
    blocks = [{"kind": kind, "text": text} for kind, text in (("caption", "Ferry"), ("paragraph", "word " * 3_500_000))]
    smaller, encoded = fit_to_size({"body": body_of(blocks), "blocks": blocks, "word_count": 3_500_000})
    assert 0.99 * MAX_BYTES < len(encoded) <= MAX_BYTES
    assert smaller["body"].startswith("word word")
    assert smaller["body"] == body_of(smaller["blocks"])
    assert smaller["word_count"] == len(smaller["body"].split())
    assert smaller["warnings"] == [CUT_WARNING]


def test_long_texts_beside_the_story_are_cut_before_the_story() -> None:
    blocks = [{"kind": "paragraph", "text": "The ferry is back."}]
    extras = {"title": "t" * 9_000_000, "titles": {"og": "t" * 9_000_000}, "keywords": ["k"] * 2_000_000}
    document = {"body": body_of(blocks), "blocks": blocks, "word_count": 4, **extras}
    smaller, encoded = fit_to_size(document)
    assert len(encoded) < 100_000
    assert (smaller["body"], smaller["blocks"]) == (body_of(blocks), blocks)
    assert smaller["title"] == "t" * 10_000


def test_a_document_of_usual_size_stays_as_it_is() -> None:
    small = {"body": "word", "blocks": []}
    assert fit_to_size(small) == (small, encode(small))


@given(st.lists(st.tuples(st.sampled_from(["caption", "paragraph"]), st.text(max_size=400)), max_size=30))
def test_whatever_the_story_is_it_fits_and_is_its_beginning(parts: list[tuple[str, str]]) -> None:
    blocks: list[dict[str, Any]] = [
        {"kind": kind, "text": text.encode(errors="ignore").decode()} for kind, text in parts
    ]
    document = {"_id": "a", "body": body_of(blocks), "blocks": blocks, "word_count": 0, "removed": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_size, "MAX_BYTES", 2_000)
        smaller, encoded = fit_to_size(document)
    assert encoded == encode(smaller)
    assert len(encoded) <= 2_000
    assert document["body"].startswith(smaller["body"])
    assert smaller["body"] == body_of(smaller["blocks"])
    if smaller is not document:
        assert len(encoded) + 900 > 2_000 or len(smaller["blocks"]) == len(blocks)  # one more would not have fitted
