"""Rules look only at the lines of their shape: that must not change what they find, nor may what is remembered."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate import line_keys
from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape, keys_of_line, shapes_of
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.strip import RULES
from newscrawler.boilerplate.survey import survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block

PIECES = (
    *("21 °C", "64.3 F", "DAX", "+0.45 %", "18,432.10", "(dpa/jk)", "Source: AFP", "AFP", "REUTERS/Anna Lind", "[AP]"),
    *("Foto: Anna Lind", "Home > Politics > Harwick", "Home | Sport | Weather", "> Ferry Stops for the winter", "/"),
    *(
        "#bridge",
        "#",
        "＃ハーウィック",
        "© 2026 Elbkurier",
        "Copyright 2026",
        "All rights reserved",
        "5 min read",
        "12 comments",
        "(c)",
    ),
    *("anna@elbkurier.example", "Anna Lind contributed to this report.", "홍길동 기자", "3 / 12", "1:23 / 4:56"),
    *("Page 2 of 3", "{{title}}", "A+ A-", "€4.99 a month", "2 articles left", "뉴스레터를 받아보세요", "newsletter"),
    *("The bridge reopened on Monday.", "The bridge", "\n", "İstanbul", "無断転載を禁じます", "3", "→", "»"),
)
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join)


@given(lines=st.lists(LINES | st.text(min_size=1, max_size=40), min_size=1, max_size=8))
def test_no_line_of_a_shape_is_passed_over_for_a_missing_figure_or_word(lines: list[str]) -> None:
    for line in lines:
        passed = [shape for shape in line_keys._shapes if len(line) <= shape.max_length and shape.is_in(line)]
        assert list(shapes_of(line)) == passed


@given(lines=st.lists(LINES, min_size=1, max_size=8))
def test_what_is_remembered_changes_no_finding(lines: list[str]) -> None:
    def find_all() -> list[list[tuple[int, str]]]:
        article = Article(url="", outlet="", blocks=tuple(Block("paragraph", line) for line in lines))
        return [sorted(rule.find(article)) for rule in RULES]

    keys_of_line.cache_clear()
    first = find_all()
    assert find_all() == first


@pytest.fixture
def _shapes_as_before() -> Iterator[None]:
    shapes, without_figures = list(line_keys._shapes), list(line_keys._without_figures)
    yield
    line_keys._shapes[:], line_keys._without_figures[:] = shapes, without_figures
    keys_of_line.cache_clear()


@pytest.mark.usefixtures("_shapes_as_before")
def test_a_new_shape_is_found_in_lines_that_were_met_before() -> None:
    article = Article(url="", outlet="", blocks=(Block("paragraph", "Harwick, 5 March"), Block("paragraph", "Harwick")))
    survey_of(article)
    shape = ask_for_shape(LineShape(lambda text: text.startswith("Harwick"), figures=True))
    again = Article(url="", outlet="", blocks=article.blocks)
    assert list(survey_of(again).at((shape,))) == [0]


def test_a_new_table_is_found_in_lines_that_were_met_before() -> None:
    assert keys_of_line("Quillanbrief of today") == ()
    table = PhraseBook("quillanbrief")
    assert keys_of_line("Quillanbrief of today") == (table,)
