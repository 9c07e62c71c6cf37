"""The blocks of a page in lines."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.block import Block
from newscrawler.operations.block_lines import print_decisions
from newscrawler.operations.explanation import Fate
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import cell_width, quote_line

STORY = Block("paragraph", "The first ferry left the harbour\nat a quarter past six. " * 5)


def decided(*fates: Fate, **options: object) -> list[str]:
    output = Output(stdout=io.StringIO(), stderr=io.StringIO(), **options)
    print_decisions(fates, output)
    return output.stdout.getvalue().splitlines()


def test_a_decision_is_one_line_with_the_rule_and_without_the_evidence() -> None:
    gone = Fate(Block("paragraph", "21 degrees\nlight wind"), kept=False, rule="weather_widget", evidence="a row")
    assert decided(gone) == ["REMOVE  21 degrees / light wind  weather_widget"]


def test_a_decision_that_was_close_is_marked() -> None:
    (line,) = decided(Fate(STORY, kept=True, rule="", evidence="0.52 over 0.50; 6 words"))
    assert line.startswith("keep?   The first ferry left the harbour / at a quarter")


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_decisions_fit_the_terminal_with_their_rule(width: int) -> None:
    (line,) = decided(Fate(STORY, kept=False, rule="related", evidence=""), is_terminal=True, width=width)
    assert len(line) <= width
    assert line.endswith("…  related")


@given(st.text(), st.integers(3, 90))
def test_a_quoted_text_is_one_line_between_its_marks(text: str, width: int) -> None:
    quoted = quote_line(text, width)
    assert len(quoted.splitlines()) == 1
    assert cell_width(quoted) <= width
    assert quoted[0] == quoted[-1] == '"'
