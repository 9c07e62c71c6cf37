"""Where the links of a story lead."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_story import PARAGRAPHS

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.extraction.article import extract_article
from newscrawler.extraction.block_values import BlockMaker
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.story_links import MOST_LINKS, links_in, with_links
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

URL = "https://elbkurier.example/news/bridge"
OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")


def read(story: str, head: str = "", after: str = "") -> Article:
    texts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    markup = (
        f"<html><head><title>Bridge opens again</title>{head}</head><body><nav><a href='/home'>Home</a></nav><main>"
        f"<article><h1>Bridge opens again</h1><div class='body'>{''.join(texts[:3])}{story}{''.join(texts[3:])}</div>"
        f"</article>{after}</main><footer><p><a href='/imprint'>Imprint</a></p></footer></body></html>"
    )
    return extract_article(Page(URL, markup.encode(), datetime(2026, 11, 1, tzinfo=UTC)), OUTLET)


def paragraph(*links: str) -> str:
    named = ", ".join(links)
    return f"<p>The council published the plans last spring, with the costs of every year until 2031: {named}.</p>"


def links_of(markup: str, *texts: str, url: str = URL) -> list[str]:
    """The links of the blocks that begin with these texts, of all blocks where none is given."""
    cut = cut_page(parse_page(f"<html><body>{markup}</body></html>"))
    kept = [index for index, text in enumerate(cut.texts) if not texts or text.startswith(texts)]
    return list(linked(cut, kept, url))


def linked(cut: CutPage, kept: list[int], url: str = URL) -> tuple[str, ...]:
    measures = measure_blocks(cut)
    maker = BlockMaker(cut, measures, CaptionFinder(cut, measures))
    return links_in(with_links(cut, tuple(maker.make(index) for index in kept), kept, url))


def test_links_of_the_story_are_told_in_page_order_each_once() -> None:
    story = paragraph('<a href="https://city.example/plans">the plans</a>', '<a href="../old">an old report</a>')
    story += paragraph(
        '<a href="/costs?year=2031#table">the costs</a>', '<a href="https://city.example/plans">again</a>'
    )
    assert read(story).links == (
        "https://city.example/plans",
        "https://elbkurier.example/old",
        "https://elbkurier.example/costs?year=2031#table",
    )


@pytest.mark.parametrize(
    "link",
    [
        '<a href="#notes">notes</a>',
        f'<a href="{URL}#notes">notes</a>',
        '<a href="">empty</a>',
        "<a name='here'>a place</a>",
        '<a href="javascript:void(0)">open</a>',
        '<a href="mailto:desk@elbkurier.example">mail</a>',
        '<a href="tel:+49123">call</a>',
        '<a href="/large.jpg"><img src="/small.jpg"></a>',
        f'<a href="/{"x" * 3000}">long</a>',
    ],
)
def test_what_leads_nowhere_else_on_the_web_is_no_link(link: str) -> None:
    assert read(paragraph(link, '<a href="/plans">the plans</a>')).links == ("https://elbkurier.example/plans",)


def test_links_around_the_story_are_not_told() -> None:
    teasers = "".join(f'<li><a href="/teaser-{number}">Another story of the day</a></li>' for number in range(5))
    related = '<p class="related">Read more: <a href="/ferry">Ferry is late again</a></p>'
    article = strip_boilerplate(
        read(related + paragraph('<a href="/plans">plans</a>'), after=f"<ul>{teasers}</ul>"), OUTLET
    )
    assert article.links == ("https://elbkurier.example/plans",)


def test_a_link_that_a_rule_takes_stays_where_the_story_has_it_too() -> None:
    related = '<p class="related">Read more: <a href="/ferry">Ferry is late again</a></p>'
    article = strip_boilerplate(read(related + paragraph('<a href="/ferry">a ferry</a>')), OUTLET)
    assert "Read more" not in article.body
    assert article.links == ("https://elbkurier.example/ferry",)


def test_addresses_are_relative_to_the_base_that_the_page_states() -> None:
    article = read(paragraph('<a href="plans">plans</a>', '<a href="/c">c</a>'), '<base href="https://cdn.example/a/">')
    assert article.links == ("https://cdn.example/a/plans", "https://cdn.example/c")


def test_an_address_that_begins_with_slashes_names_a_host() -> None:
    found = links_of(r'<p>a <a href="//b.example/c">b</a> <a href="/\d.example/e">d</a></p>')
    assert found == ["https://b.example/c", "https://d.example/e"]


def test_links_of_one_element_belong_to_the_part_that_they_stand_in() -> None:
    markup = '<p>One <a href="/1">here</a><br><br>Two <a href="/2">here</a><br><br>Three <a href="/3">here</a></p>'
    assert links_of(markup, "Two") == ["https://elbkurier.example/2"]


def test_a_part_without_a_letter_has_no_links() -> None:
    markup = '<p><a href="/0">…</a><br><br>One <a href="/1">more</a><br><br>Two <a href="/2">less</a></p>'
    assert links_of(markup, "Two") == ["https://elbkurier.example/2"]


def test_links_of_blocks_inside_an_element_are_not_those_around_them() -> None:
    markup = '<div>One <a href="/1">x</a><ul><li>Two <a href="/2">x</a></li></ul>Three <b><a href="/3">x</a></b></div>'
    assert links_of(markup, "One", "Three") == ["https://elbkurier.example/1", "https://elbkurier.example/3"]
    assert links_of(markup, "Two") == ["https://elbkurier.example/2"]


def test_an_inline_element_between_block_elements_does_not_shift_them() -> None:
    markup = '<div><span><p>One <a href="/1">here</a></p></span><p>Two <a href="/2">here</a></p></div>'
    assert links_of(markup, "One") == ["https://elbkurier.example/1"]
    assert links_of(markup, "Two") == ["https://elbkurier.example/2"]


def test_entries_of_a_list_and_rows_of_a_table_keep_their_links() -> None:
    items = "".join(f'<li>The plans of the year {year} are <a href="/{year}">here</a>.</li>' for year in (2029, 2030))
    article = read(paragraph('<a href="/plans">the plans</a>') + f"<ul>{items}</ul>")
    assert article.links == tuple(f"https://elbkurier.example/{name}" for name in ("plans", "2029", "2030"))
    rows = '<table><tr><td>Port</td><td><a href="/port">more</a></td></tr><tr><td>Town</td><td>none</td></tr></table>'
    assert links_of(rows) == ["https://elbkurier.example/port"]


def test_a_block_may_hold_a_hundred_thousand_links() -> None:
    cut = cut_page(parse_page("<p>" + "".join(f'<a href="/{n}">n{n}</a> ' for n in range(100_000)) + "</p>"))
    begin = process_time()
    assert len(linked(cut, [0])) == MOST_LINKS
    assert process_time() - begin < 2


LEAVES = st.builds(
    lambda text, number, tag: f"<{tag}>{text}<a href='/{number}'>{number}</a></{tag}>" if number else text,
    st.sampled_from(["One word ", "…", "", "<br><br>"]),
    st.integers(0, 9),
    st.sampled_from(["b", "p", "span", "td", "my-box", "noscript"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "p", "span", "ul", "li", "table", "tr", "h2", "my-box"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(TREES)
def test_the_links_found_are_of_the_page_and_none_is_found_twice(markup: str) -> None:
    tree = parse_page(f"<html><body>{markup} end</body></html>")
    cut = cut_page(tree)
    found = linked(cut, list(range(len(cut.texts))))
    assert len(set(found)) == len(found)
    assert set(found) <= {f"https://elbkurier.example{link.get('href')}" for link in tree.iter("a")}
