"""The table of past runs."""

import io
from datetime import UTC, datetime

import pytest

from newscrawler.model.run import Run
from newscrawler.operations.output import Output
from newscrawler.operations.runs import _print_table

RUN = Run("0123456789ab", "us_koreadaily", datetime(2026, 3, 5, tzinfo=UTC), counts={"found": 120, "known": 80})


@pytest.mark.parametrize(("width", "has_all"), [(80, False), (120, True)])
def test_counts_that_there_is_no_room_for_are_left_out(width: int, *, has_all: bool) -> None:
    output = Output(io.StringIO(), io.StringIO(), is_terminal=True, width=width)
    _print_table([RUN], ["finished"], output)
    head, row = output.stdout.getvalue().splitlines()
    assert ("found" in head.split(), "120" in row.split()) == (has_all, has_all)
    assert head.split()[-2:] == ["no", "article"]
    assert "pages" in head


def test_a_narrow_terminal_gets_a_line_for_each_run_all_the_same() -> None:
    output = Output(io.StringIO(), io.StringIO(), is_terminal=True, width=60)
    _print_table([RUN] * 3, ["finished", "killed", "running"], output)
    head, *rows = output.stdout.getvalue().splitlines()
    assert head.split() == ["run", "outlet", "began", "(UTC)", "new", "end"]
    assert [row.split()[-1] for row in rows] == ["finished", "killed", "running"]
