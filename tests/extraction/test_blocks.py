"""How a tree is cut into blocks."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction import blocks, tree_walk_in_python
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.page_elements import note_elements
from newscrawler.extraction.parse import parse_page


def cut(markup: str) -> CutPage:
    return cut_page(parse_page(markup))


def texts(markup: str) -> list[str]:
    return cut(markup).texts


def test_a_block_is_the_text_between_two_block_borders() -> None:
    assert texts("<div>One <b>two</b><p>Three</p>four</div>") == ["One two", "Three", "four"]


def test_inline_elements_join_without_a_gap() -> None:
    assert texts("<p><span class=drop>T</span>he ferry</p>") == ["The ferry"]


def test_one_line_break_is_a_space_and_two_are_a_border() -> None:
    assert texts("<div>First line<br>goes on<br>\n <br>Second</div>") == ["First line goes on", "Second"]


def test_scripts_styles_forms_and_media_hold_no_text() -> None:
    hidden = "<script>var a</script><style>p{}</style><noscript>n</noscript><select><option>o</select><video>v</video>"
    assert texts(f"<p>Before {hidden}after</p>") == ["Before after"]


def test_text_after_a_skipped_element_is_kept() -> None:
    assert texts("<p>One<script>x</script> two</p><svg><title>icon</title></svg>three") == ["One two", "three"]


@pytest.mark.parametrize(
    "class_name",
    [
        *("visually-hidden", "sr-only", "screen-reader-text", "show-for-sr", "element-invisible", "visuallyhidden"),
        *("link__hint u-visually-hidden", "VisuallyHidden_visuallyHidden__BwEVx", "ssrcss-1f39n02-VisuallyHidden"),
        *("sr-only focus:not-sr-only", "u-hiddenVisually", "assistive-text", "off-screen", "visually-hidden-focusable"),
    ],
)
def test_text_for_screen_readers_alone_is_left_out(class_name: str) -> None:
    markup = f"<p>The <a href=/report>report<span class='{class_name}'>, opens new <i>tab</i></span></a> names it.</p>"
    assert texts(markup) == ["The report names it."]


def test_a_link_for_screen_readers_counts_as_no_link() -> None:
    found = cut("<p>One <a class=sr-only href=#b>Skip the advert</a>two <a href=/x>three</a></p>")
    assert (found.texts, found.link_counts, found.link_lengths) == (["One two three"], [1], [5])


@pytest.mark.parametrize(
    "class_name",
    [
        *("hidden-gems", "hidden", "visually-rich", "screen-readers-club", "audio-visual", "assistive-technology"),
        *("sm:sr-only", "sr-only md:not-sr-only", "not-sr-only", "no-visually-hidden", "screen-reader-only@mobile"),
    ],
)
def test_text_that_a_class_does_not_hide_from_the_eye_is_kept(class_name: str) -> None:
    assert texts(f"<p>The <span class='{class_name}'>ferry</span> sails</p>") == ["The ferry sails"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            f"<p><span class=sr-only>{'The ferry sails again. ' * 9}</span></p>",
            ["The ferry sails again. " * 8 + "The ferry sails again."],
        ),
        ("<div class=sr-only><p>The ferry sails again.</p></div>", ["The ferry sails again."]),
        ("<h1><b>Ferry</b><span class=visually-hidden>: </span>It sails</h1>", ["Ferry: It sails"]),
        ("<p><span class=sr-only>Image copyright </span>Ann Lee</p>", ["Image copyright Ann Lee"]),
        ("<p><span class=sr-only>Von</span> Jana Muster</p>", ["Von Jana Muster"]),
    ],
    ids=["a story that a script shows later", "a block", "a separator", "a credit", "a byline"],
)
def test_what_is_more_than_a_word_for_screen_readers_is_kept(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_an_empty_element_of_class_br_breaks_the_line() -> None:
    line_break = "<span class='part br'></span>"
    markup = f"<div>It sails.{line_break}On Sunday.{line_break} {line_break}Then not.</div>"
    assert texts(markup) == ["It sails. On Sunday.", "Then not."]
    assert texts("<p>un<i class=brand></i>broken <span class=br>word</span>s</p>") == ["unbroken words"]


def test_soft_hyphens_go_and_zero_width_joiners_stay() -> None:
    assert texts("<p>Donau\u00addampf\u200bschiff می\u200cخواهم</p>") == ["Donaudampfschiff می\u200cخواهم"]


def test_a_row_of_figures_is_one_block() -> None:
    table = "<table><tr><th>Team</th><th>Points</th></tr><tr><td>North</td><td>3</td></tr></table>"
    assert texts(table) == ["Team Points", "North 3"]


def test_a_table_that_lays_out_the_page_is_no_row_of_figures() -> None:
    assert texts("<table><tr><td><p>Menu</p></td><td>The story</td></tr></table>") == ["Menu", "The story"]


def test_a_heading_in_a_box_of_its_own_stays_a_heading() -> None:
    page = cut("<h3><div class=draft><span>Who pays for the fuel</span></div></h3><p>The council.</p>")
    assert page.texts == ["Who pays for the fuel", "The council."]
    assert page.node_tag[page.block_node[0]] == "h3"


def test_boxes_in_a_heading_that_nobody_closed_are_blocks() -> None:
    assert texts(f"<h2><div>One</div><div>Two {'long ' * 100}</div></h2>")[0] == "One"
    page = cut(f"<h2><div>{'A story without end. ' * 20}</div></h2>")
    assert page.node_tag[page.block_node[0]] == "div"


def test_links_are_measured() -> None:
    page = cut("<p>See <a href=/x>the map</a> now</p><p>None</p>")
    assert page.link_lengths == [7, 0]
    assert page.link_counts == [1, 0]


@pytest.mark.parametrize(
    ("markup", "linked", "count"),
    [
        ('<h3><a name="dock" class="jump">Where it docks</a></h3>', 0, 0),
        ('<h3><a id="dock" href="">Where it docks</a></h3>', 0, 0),
        ('<h3><a name="dock"></a><a href="/x">Where it docks</a></h3>', 14, 2),
        ('<h3><a href="/x">Where it docks</a></h3>', 14, 1),
        ('<h3><a name="dock">Where</a> <a href="/x">it docks</a></h3>', 8, 1),
        ('<a href="/x"><h3>Where it docks</h3></a>', 14, 0),
        ('<p><a name="dock">Where it docks</a></p>', 14, 1),  # the body model was fitted to this
    ],
)
def test_a_place_to_jump_to_in_a_heading_is_no_link(markup: str, linked: int, count: int) -> None:
    page = cut(markup)
    assert (page.link_lengths, page.link_counts) == ([linked], [count])


def test_links_around_blocks_are_measured_too() -> None:
    assert cut("<a href=/x><div>All of it</div></a>").link_lengths == [9]


def test_blocks_without_letter_or_figure_are_left_out() -> None:
    assert texts("<p>* * *</p><p>|</p><p>7</p>") == ["7"]


def test_nodes_know_their_blocks_and_parents() -> None:
    page = cut("<body><div><p>a</p><p>b</p></div><p>c</p></body>")
    div = page.node_tag.index("div")
    assert (page.node_first_block[div], page.node_last_block[div]) == (0, 2)
    assert page.node_ordinal[page.block_node[1]] == 2
    assert page.node_parent[page.block_node[0]] == div


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "<span>x</span>" * 100_000,
        "<p>" + "<br>" * 200_000 + "end",
        "<p>" + "a<br>" * 200_000,
        "<div>" * 1_000 + "deep",
        "<span>" * 50_000 + "deep",
        "<table><tr><td>" * 600 + "deep",
        "<a href=/x>y</a>" * 240_000,
        "<p>word word</p>" * 20_000,
        "<h2><div>" + "<span></span>" * 200_000,
        "".join(f"<x-{number}></x-{number}>" for number in range(100_000)),
        f"<title>{'word ' * 1_000_000}</title>",
        f"<p>{'word ' * 1_000_000}</p>",
        f"<p class='{'word ' * 1_000_000}'>x",
    ],
    ids=lambda markup: markup[:12],
)
def test_a_huge_page_is_cut_in_bounded_time(markup: str) -> None:
    started = time.process_time()
    tree = parse_page(markup)
    cut_page(tree)
    note_elements(tree)
    text_of(tree)
    # this machine: 0.5 s at most; in Python 5 s
    assert time.process_time() - started < (40 if walk is tree_walk_in_python else 3)


def test_elements_are_made_only_when_asked_for() -> None:
    page = cut("<body><p>a</p><span>b</span></body>")
    assert [element.tag for element in page.nodes] == page.node_tag == ["html", "body", "p"]
    assert page.nodes is page.nodes
    assert page.nodes[0] is page.tree


def test_a_page_of_too_many_blocks_is_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MAX_BLOCKS", 10)
    with pytest.raises(UnreadablePageError, match="over 10 blocks") as caught:
        cut("<p>x</p>" * 20)
    assert caught.value.reason == "too_large"
    assert len(cut("<p>x</p>" * 10).texts) == 10


def test_a_page_of_too_many_elements_is_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MAX_ELEMENTS", 12)
    assert cut("<b>" * 10).texts == []
    with pytest.raises(UnreadablePageError, match="over 12 elements") as caught:
        cut("<b>" * 11)
    assert caught.value.reason == "too_large"


TAGS = st.sampled_from(["div", "p", "a", "b", "br", "td", "tr", "table", "li", "script", "x-card", "h2", "span"])
PIECES = st.one_of(st.text(max_size=8), TAGS.map("<{}>".format), TAGS.map("</{}>".format))


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_any_markup_gives_parallel_lists_of_clean_text(markup: str) -> None:
    page = cut(markup)
    assert len(page.texts) == len(page.block_node) == len(page.link_lengths) == len(page.leads)
    assert all(text == " ".join(text.split()) and text for text in page.texts)
    assert all(0 <= link <= len(text) for link, text in zip(page.link_lengths, page.texts, strict=True))
    assert all(parent <= node for node, parent in enumerate(page.node_parent))
