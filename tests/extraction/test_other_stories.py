"""Lists of other stories beside the story, and parts of a story that only look like them."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.body import choose_by_chances
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.other_stories import blocks_of_other_stories
from newscrawler.extraction.parse import parse_page

STORY = "<p>The ferry left the harbour on Monday with forty people on board and came back at night.</p>"
TEASER = "<p>Fishermen of Lindau have to stay on shore until the storm is over, said the port.</p>"
CARD = f"<div class=teaser><a href=/port><img src=/port.jpg><h3>The port is closed</h3></a>{TEASER}</div>"
UNSURE = 0.4


def told(markup: str, *, sure: str = "The ferry", chance: float = UNSURE) -> list[str]:
    """The texts of the blocks that are told to be of other stories; what begins with ``sure`` is surely story."""
    cut = cut_page(parse_page(markup))
    chances = [0.98 if text.startswith(sure) else chance for text in cut.texts]
    return [cut.texts[index] for index in blocks_of_other_stories(cut, measure_blocks(cut), chances)]


def article(after: str, inside: str = "") -> str:
    return f"<main><article><h1>A ferry</h1><div class=text>{STORY * 6}{inside}</div></article>{after}</main>"


def test_cards_in_an_aside_beside_the_story_are_of_other_stories() -> None:
    assert len(told(article(f"<aside>{CARD * 20}</aside>"))) == 40


def test_the_title_of_the_list_goes_with_it() -> None:
    assert told(article(f"<section><h2>More stories</h2>{CARD * 2}</section>"))[0] == "More stories"


def test_cards_in_a_row_are_a_list_without_an_element_around_them() -> None:
    assert len(told(article(f"<p>Printed on Monday.</p>{CARD * 3}<p>All rights reserved.</p>"))) == 6


def test_a_heading_that_holds_its_link_leads_away_as_one_that_a_link_holds() -> None:
    card = f"<li><h3><a href=/port>The port is closed</a></h3>{TEASER}</li>"
    assert len(told(article(f"<ul>{card * 3}</ul>"))) == 6


def test_a_list_in_an_aside_between_the_paragraphs_is_of_other_stories() -> None:
    assert len(told(article("", inside=f"<aside>{CARD * 2}</aside>{STORY}"))) == 4


def test_cards_outside_any_article_are_beside_the_element_of_the_story() -> None:
    assert len(told(f"<div class=text>{STORY * 6}</div><div class=more>{CARD * 3}</div>")) == 6


def test_a_story_of_linked_headings_with_a_text_below_each_stays() -> None:
    assert not told(article("", inside=CARD * 8))


def test_a_quotation_in_an_aside_stays() -> None:
    assert not told(article("", inside=f"<aside class=quote>{TEASER}</aside>{STORY}"))


def test_a_fact_box_in_an_aside_stays_with_its_headings() -> None:
    box = f"<aside><h3>The port in figures</h3>{TEASER}<h3>Its history</h3>{TEASER}</aside>"
    assert not told(article(box, inside=box))


def test_a_fact_box_with_one_linked_heading_stays() -> None:
    assert not told(article(f"<aside><h3><a href=/port>The port</a></h3>{TEASER}<h3>Its history</h3>{TEASER}</aside>"))


def test_headings_that_lead_to_a_place_on_the_page_stay() -> None:
    part = f"<div class=part><h3><a href=#port>How is the port closed?</a></h3>{TEASER}</div>"
    assert not told(article(part * 4))


def test_one_card_is_no_list() -> None:
    assert not told(article(f"<aside>{CARD}</aside>"))


def test_whole_stories_below_linked_headings_are_no_teasers() -> None:
    assert not told(article(f"<section><h2><a href=/port>The port is closed</a></h2>{TEASER * 9}</section>" * 3))


def test_a_part_that_is_surely_story_stays() -> None:
    part = (
        f"<section><h3><a href=/one>One</a></h3>{TEASER}<h3><a href=/two>Two</a></h3><p>The ferry sank.</p></section>"
    )
    assert not told(article(part))


def test_nothing_is_told_where_little_is_surely_story() -> None:
    assert not told(f"<article>{STORY}</article><aside>{CARD * 9}</aside>")


def test_many_teasers_of_which_none_is_likely_do_not_become_the_end_of_the_story() -> None:
    cut = cut_page(parse_page(article(f"<aside>{CARD * 25}</aside>")))
    chances = [0.98 if text.startswith("The ferry") else UNSURE for text in cut.texts]
    choice = choose_by_chances(cut, measure_blocks(cut), chances)
    assert [cut.texts[index][:9] for index in choice.kept] == ["The ferry"] * 6


PARTS = st.sampled_from((STORY, TEASER, CARD, "<aside>", "</aside>", "<article>", "</article>", "<div>", "</div>"))


@given(st.lists(PARTS, max_size=40), st.data())
def test_blocks_are_told_once_in_page_order_and_none_that_is_surely_story(
    parts: list[str], data: st.DataObject
) -> None:
    cut = cut_page(parse_page("".join(parts) or "<p>"))
    chance = st.sampled_from((0.1, UNSURE, 0.9))
    chances = data.draw(st.lists(chance, min_size=len(cut.texts), max_size=len(cut.texts)))
    found = blocks_of_other_stories(cut, measure_blocks(cut), chances)
    assert found == sorted(set(found))
    assert all(chances[index] < 0.75 for index in found)
