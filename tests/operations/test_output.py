"""What a command writes, and where."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.operations.output import Output, open_output
from newscrawler.operations.terminal_text import cell_width, cut, fit_widths, printable


def captured(**options: object) -> Output:
    return Output(stdout=io.StringIO(), stderr=io.StringIO(), **options)


def out(output: Output) -> str:
    return output.stdout.getvalue()


def test_with_json_stdout_holds_json_lines_and_nothing_else() -> None:
    output = captured(json=True)
    output.line("a line")
    output.table(("a",), [("b",)])
    output.row({"at": datetime(2026, 3, 5, 9, tzinfo=UTC), "title": "Fähre 배"})
    output.row({"n": 1})
    assert [json.loads(line) for line in out(output).splitlines()] == [
        {"at": "2026-03-05T09:00:00Z", "title": "Fähre 배"},
        {"n": 1},
    ]


def test_instants_are_spelled_as_in_stored_documents() -> None:
    output = captured(json=True)
    output.row({"at": datetime(2026, 3, 5, 9, 0, 0, 834_000, tzinfo=UTC)})
    assert out(output) == '{"at": "2026-03-05T09:00:00.834Z"}\n'


def test_without_json_rows_are_not_printed() -> None:
    output = captured()
    output.row({"n": 1})
    assert out(output) == ""


def test_messages_go_to_stderr_with_and_without_json() -> None:
    for output in (captured(), captured(json=True)):
        output.message("No articles stored yet.")
        assert out(output) == ""
        assert output.stderr.getvalue() == "No articles stored yet.\n"


def test_a_page_cannot_move_the_cursor_or_rename_the_window() -> None:
    output = captured()
    output.line("a\x1b]0;owned\x07b\x1b[2Jc\x9b31md\re")
    assert out(output) == "a]0;ownedb[2Jc31mde\n"


def test_colours_are_ours_alone() -> None:
    coloured = captured(color=True)
    coloured.line(coloured.paint("red \x1b[5mblink", "red"))
    assert out(coloured) == "\x1b[31mred [5mblink\x1b[0m\n"
    plain = captured()
    plain.line(plain.paint("red", "red"))
    assert out(plain) == "red\n"


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in ("sys.stdout", "sys.stderr"):
        terminal = io.StringIO()
        terminal.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(stream, terminal)
    assert open_output({}).color
    assert not open_output({"NO_COLOR": "1"}).color
    assert not open_output({"NO_COLOR": "1"}).message_color
    assert not open_output({"TERM": "dumb"}).color
    assert not open_output({}, json=True).color


def test_a_table_in_a_pipe_is_never_cut() -> None:
    output = captured(width=20)
    output.table(("id", "title", "n"), [("a", "x" * 100, 5), ("b", None, 12)])
    assert out(output) == f"id  title{' ' * 95}   n\na   {'x' * 100}   5\nb   {' ' * 100}  12\n"


def test_a_table_fits_a_narrow_terminal() -> None:
    output = captured(width=30, is_terminal=True)
    output.table(("id", "title", "n"), [("us_koreadaily", "코리아데일리 뉴스 미주", 5)])
    assert all(cell_width(line) <= 30 for line in out(output).splitlines())
    assert "…" in out(output)


@pytest.mark.parametrize(("terminal", "width", "has_room"), [(True, 12, True), (True, 11, False), (False, 11, True)])
def test_columns_that_are_left_out_where_there_is_no_room_for_them(
    *, terminal: bool, width: int, has_room: bool
) -> None:
    output = captured(width=width, is_terminal=terminal)
    assert output.has_room_for(("id", "n"), [("de_elb", 4711)]) is has_room


def test_what_is_typed_again_is_never_cut() -> None:
    output = captured(width=44, is_terminal=True)
    output.table(("id", "title"), [("us_koreadaily_of_a_long_name", "A bridge opens")])
    assert "us_koreadaily_of_a_long_name  A bridge" in out(output)


def test_a_table_that_cannot_fit_becomes_records() -> None:
    output = captured(width=12, is_terminal=True)
    output.table(("id", "title"), [("us_koreadaily", "A title"), ("b", None)])
    assert out(output) == "id: us_koreadaily\ntitle: A title\n\nid: b\n\n"


def test_wide_letters_stand_in_straight_columns() -> None:
    output = captured()
    output.table(("title", "n"), [("東京の橋", 1), ("bridge", 2)])
    ends = {cell_width(line) for line in out(output).splitlines()}
    assert len(ends) == 1


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(2, 40))
def test_a_cut_text_is_never_wider_than_asked(text: str, width: int) -> None:
    assert cell_width(cut(text, width)) <= width


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_printable_text_holds_no_control_character(text: str) -> None:
    assert not any(ord(letter) < 32 and letter not in "\t\n" for letter in printable(text))


def test_a_text_cannot_turn_the_rest_of_its_line_around() -> None:
    assert printable("Odd \u202enews\u202d \u200fשלום") == "Odd news \u200fשלום"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 200))
def test_fitted_columns_fit_or_are_given_up(widths: list[int], room: int) -> None:
    fitted = fit_widths(widths, room)
    if fitted is not None:
        assert sum(fitted) <= max(room, sum(widths))
        assert sum(fitted) <= room
        assert all(new <= old for new, old in zip(fitted, widths, strict=True))


def test_a_terminal_without_unicode_still_gets_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output = open_output({})
    output.line("Fähre")
    output.flush()
    assert raw.getvalue() == b"F\\xe4hre\n"
    assert replace(output, json=True).json


def test_a_message_masks_passwords_in_addresses() -> None:
    output = captured()
    output.message("http://bob:secretpw@a.example/feed: refused")
    assert output.stderr.getvalue() == "http://***@a.example/feed: refused\n"
