"""The blocks of a page in lines."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.block import Block, BlockKind
from newscrawler.operations.block_lines import print_decisions, print_fates
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


def page_lines(*fates: Fate, whole: bool = False) -> list[str]:
    output = Output(stdout=io.StringIO(), stderr=io.StringIO())
    print_fates(fates, output, whole=whole)
    return output.stdout.getvalue().splitlines()


def test_three_blocks_around_the_story_are_one_line_unless_all_are_asked_for() -> None:
    around = Fate(Block("paragraph", "Menu"), kept=False, rule="outside_story", evidence="")
    story = Fate(STORY, kept=True, rule="", evidence="")
    folded = page_lines(around, around, around, story, around, around)
    assert folded[0] == "… 3 blocks outside the story's container (--all shows them)"
    assert [line.split()[0] for line in folded[1:]] == ["keep", "REMOVE", "REMOVE"]
    assert len(page_lines(around, around, around, story, whole=True)) == 4


@pytest.mark.parametrize(
    ("kind", "tag", "label"),
    [("table", "p", "table"), ("heading", "p", "heading"), ("paragraph", "p", "p"), ("heading", "h3", "h3")],
)
def test_a_tag_that_does_not_tell_the_kind_gives_way_to_it(kind: BlockKind, tag: str, label: str) -> None:
    (line,) = page_lines(Fate(Block(kind, "Tolls", ("html", tag)), kept=True, rule="", evidence=""))
    assert line.split()[1] == label
