"""A cell of a table is text, never a formula, and its text comes back."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.storage.documents.document_cells import cell, csv_line, text_of, value_at

UNSEEN = ' \u200b\ufeff\xa0"'
FORMULAS = [
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    " =1",
    "'=1",
    "＝1+1",
    "\u200b=1",
    "\ufeff@x",
    " \u200b\u00a0\u2060\x00-1",
    '"=1',
    "- Ja, sagte er.",
    "+++ Ticker +++",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["plain", "", "1-2", "'tis", "– ja", "a=b", "a; b", "a\n\nb", "\tb", 7, -7, -1.5, None]
)
def test_other_values_stay(value: object) -> None:
    assert cell(value) is value


def test_lists_objects_and_truth_are_spelled_as_json() -> None:
    assert cell(["-1", "ü"]) == '["-1", "ü"]'
    assert cell({"name": "Ä"}) == '{"name": "Ä"}'
    assert (cell(True), cell(False)) == ("true", "false")  # noqa: FBT003 - that is the value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ferry;=1+1", "Ferry;'=1+1"),
        ("Ferry; \u200b@x;y", "Ferry;' \u200b@x;y"),
        ('Ferry;"=1+1', "Ferry;'\"=1+1"),
        ("one\n\n- two\r\n=3", "one\n\n'- two\r\n'=3"),
        ("\t=1", "\t'=1"),
        (["Ferry;=1+1", "a; b"], '["Ferry\\u003b=1+1", "a; b"]'),
    ],
)
def test_nor_does_it_run_what_other_separators_would_cut_off(text: object, shown: str) -> None:
    assert cell(text) == shown


TEXTS = st.text(alphabet=st.sampled_from("='\"+-@ ;,\t\r\na＝\u200b\ufeff"), max_size=8) | st.text(max_size=20)


@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    assert text_of(cell(text)) == text
    assert json.loads(cell([text])) == [text]


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_line_comes_back_and_holds_no_formula_whatever_separates_its_cells(texts: list[str]) -> None:
    line = csv_line([cell(text) for text in texts])
    [row] = csv.reader(io.StringIO(line, newline=""))
    assert [text_of(shown) for shown in row] == texts
    for separator in ",;\t":
        for cells in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
            assert not [shown for shown in cells if shown.strip(UNSEEN)[:1] in set("=+-@＝")]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["a", None, 7, True, ""], "a,,7,True,"),
        (["a;b", "a\tb", "a,b", 'a"b', "a\nb"], '"a;b","a\tb","a,b","a""b","a\nb"'),
        ([None], '""'),
    ],
)
def test_lines_have_quotes_where_any_program_wants_them(cells: list[object], line: str) -> None:
    assert csv_line(cells) == line + "\r\n"


def test_a_field_inside_another_is_found() -> None:
    document = {"http": {"status": 200}, "title": "A"}
    assert [value_at(document, name) for name in ("http.status", "title", "title.x", "raw")] == [200, "A", None, None]
