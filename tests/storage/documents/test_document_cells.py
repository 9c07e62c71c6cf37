"""A cell of a table is text, never a formula, and its text comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.storage.documents.document_cells import cell, text_of, value_at

FORMULAS = [
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "'=1",
    "＝1+1",
    "\n@x",
    "- Ja, sagte er.",
    "+++ Ticker +++",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", "1-2", "'tis", "– ja", "a=b", 7, -7, -1.5, None])
def test_other_values_stay(value: object) -> None:
    assert cell(value) is value


def test_lists_objects_and_truth_are_spelled_as_json() -> None:
    assert cell(["-1", "ü"]) == '["-1", "ü"]'
    assert cell({"name": "Ä"}) == '{"name": "Ä"}'
    assert (cell(True), cell(False)) == ("true", "false")  # noqa: FBT003 - that is the value


@given(st.text(alphabet=st.sampled_from("='+-@ \t\r\na＝"), max_size=6) | st.text(max_size=20))
def test_every_text_comes_back(text: str) -> None:
    shown = cell(text)
    assert text_of(shown) == text
    assert shown.lstrip()[:1] not in set("=+-@＝") or shown == ""


def test_a_field_inside_another_is_found() -> None:
    document = {"http": {"status": 200}, "title": "A"}
    assert [value_at(document, name) for name in ("http.status", "title", "title.x", "raw")] == [200, "A", None, None]
