import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from newscrawler.extraction.date_places import (
    Headline,
    find_headline,
    is_elsewhere,
    is_page_clock,
    short_text,
    texts_after,
    texts_before,
)
from newscrawler.extraction.page_elements import note_elements
from newscrawler.extraction.page_head import read_head
from newscrawler.extraction.parse import parse_page

NESTED = st.recursive(
    st.sampled_from(["x", "<br>", "<h1>H</h1>", ""]),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: f"a<div>{'b'.join(parts)}</div>c"),
    max_leaves=12,
)


def headline_of(html: str) -> tuple[HtmlElement, Headline]:
    tree = parse_page(f"<html><body>{html}</body></html>")
    elements = note_elements(tree)
    return tree, find_headline(elements, read_head(elements))


@given(NESTED, NESTED)
def test_the_walks_from_an_element_give_what_lies_behind_and_before_it(before: str, after: str) -> None:
    tree = parse_page(f"<html><body>{before}<p id='here'>own <b>text</b></p>{after}</body></html>")
    here = tree.get_element_by_id("here")
    assert [text for text, _ in texts_after(here)] == here.xpath("following::text()")
    assert [text for text, _ in texts_before(here)] == here.xpath("preceding::text()")[::-1]


def test_the_walks_leave_scripts_out() -> None:
    tree, headline = headline_of("a<script>1</script>b<h1>Die Brücke</h1>c<style>2</style><p>d</p>")
    assert headline.element is not None
    assert [text for text, _ in texts_after(headline.element)] == ["c", "d"]
    assert [text for text, _ in texts_before(headline.element)] == ["b", "a"]
    assert tree is not None


@pytest.mark.parametrize(
    ("box", "foreign"),
    [
        ("<aside>{}</aside>", True),
        ("<footer>{}</footer>", True),
        ("<div class='related'>{}</div>", True),
        ("<div class='widget'>{}</div>", True),
        ("<article>{}</article><article></article>", True),
        ("<div class='elementor-widget elementor-widget-post-info'>{}</div>", False),
        ("<footer class='entry-footer'>{}</footer>", False),
        ("<div class='event-page'><h1>Die neue Brücke</h1>{}</div>", False),  # it holds the headline
    ],
)
def test_boxes_about_other_articles_are_known(box: str, *, foreign: bool) -> None:
    html = box.format("<span id='date'>4. Mai 2026</span>")
    tree, headline = headline_of(html if "<h1>" in html else f"<h1>Die neue Brücke</h1>{html}")
    assert is_elsewhere(tree.get_element_by_id("date"), headline) is foreign


@pytest.mark.parametrize(
    ("name", "is_top"),
    [
        *(("container_head", True), ("l-region-head wide", True), ("weather", True)),
        *(("region-heading", False), ("container_body", False)),
    ],
)
def test_the_head_of_a_page_holds_the_day_of_the_visit(name: str, *, is_top: bool) -> None:
    page = f"<div class='{name}'><span id='date'>4. Mai 2026</span></div><h1>Die neue Brücke</h1>"
    tree, headline = headline_of(f"<main>{page}</main>")
    assert is_page_clock(tree.get_element_by_id("date"), headline) is is_top


def test_the_headline_is_a_lower_heading_where_only_that_says_the_title() -> None:
    for level in ("h2", "h4"):
        heading = f"<{level}>Die neue Brücke ist offen</{level}>"
        page = (
            f"<title>Die neue Brücke ist offen | Elbkurier</title><h1>Elbkurier</h1><h2>Was sonst geschah</h2>{heading}"
        )
        headline = headline_of(page if level == "h2" else page.replace("<h1>Elbkurier</h1>", ""))[1]
        assert headline.element is not None
        assert headline.element.tag == level
    alone = headline_of("<h2>Kurz</h2><h2>Die Brücke am Südufer</h2>")[1].element
    assert alone is not None
    assert alone.text == "Die Brücke am Südufer"
    assert headline_of("<p>Nichts.</p>")[1].element is None


def test_a_short_text_is_given_whole_or_not_at_all() -> None:
    tree = parse_page("<p>Published<b> on </b>4 May</p>")
    paragraph = tree.find(".//p")
    assert short_text(paragraph, 40) == "Published on 4 May"
    assert short_text(paragraph, 10) is None
