"""How an outlet's pages are built, in words."""

from datetime import UTC, datetime

from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer
from newscrawler.operations.layout_lines import layout_lines

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_what_pages_agree_on_is_told_with_its_counts() -> None:
    layout = Layout(
        articles=330,
        container=LearnedContainer("div.text", 312, 330),
        containers={"div.text": 312, "ol.entries": 18},
        title_sources={"page": 325, "og": 5},
    )
    assert list(layout_lines(layout, NOW)) == [
        "The story is in div.text on 312 of 330 pages.",
        "Titles come from: page (325), og (5).",
    ]


def test_pages_that_do_not_agree_and_a_redesign_are_told() -> None:
    change = LayoutChange("div.new", 14, 15, datetime(2026, 11, 22, tzinfo=UTC), "div.old", 290, 300, "a" * 24)
    lines = list(
        layout_lines(Layout(30, containers={"div.a": 12, "div.b": 10, "div.c": 5, "div.d": 3}, change=change), NOW)
    )
    assert lines[0] == "The pages do not agree on where the story is: div.a (12), div.b (10), div.c (5)."
    assert lines[1].startswith("The layout changed on 22 Nov: the story is in div.new in 14 of 15 articles since then;")


def test_of_an_outlet_without_articles_nothing_is_told() -> None:
    assert list(layout_lines(Layout(), NOW)) == []
