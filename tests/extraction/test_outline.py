"""Headings and lists that the blocks around them tell apart."""

from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.body import Choice
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.exceptions import dropped_blocks
from newscrawler.extraction.features import Measures, measure_blocks
from newscrawler.extraction.metadata_lines import HeadFacts, recognise_lines
from newscrawler.extraction.outline import (
    blocks_like_neighbours,
    headings_in_text,
    headings_without_text,
    key_points,
)
from newscrawler.extraction.parse import parse_page

SENTENCE = "<p>The ferry left the harbour on Monday with forty people on board and came back at night.</p>"
LEAD = "The only ferry of the town carries people again, and nobody knows for how long it will do so."
POINT = "<li>The ferry carried forty people over the harbour on Monday.</li>"


def read(markup: str) -> tuple[CutPage, Measures]:
    cut = cut_page(parse_page(markup))
    return cut, measure_blocks(cut)


def points(markup: str) -> list[int]:
    cut, measures = read(markup)
    return key_points(cut, measures, range(len(cut.texts)))


def inner_headings(markup: str, *dropped: int, chance: float = 0.2) -> list[int]:
    cut, measures = read(markup)
    chances = [chance] * len(cut.texts)
    kept = [index for index in range(len(cut.texts)) if index not in dropped]
    return headings_in_text(cut, measures, CaptionFinder(cut, measures), chances, kept)


def alike(markup: str, *dropped: int, chance: float = 0.3) -> list[int]:
    cut, measures = read(markup)
    chances = [chance] * len(cut.texts)
    kept = [index for index in range(len(cut.texts)) if index not in dropped]
    return blocks_like_neighbours(cut, measures, chances, kept)


def empty_headings(markup: str, kept: list[int]) -> list[int]:
    cut, measures = read(markup)
    return headings_without_text(cut, CaptionFinder(cut, measures), kept)


def test_a_list_of_sentences_above_the_text_is_its_key_points() -> None:
    assert points(f"<ul>{POINT * 3}</ul>{SENTENCE * 3}") == [0, 1, 2]


def test_the_heading_right_above_the_key_points_goes_with_them() -> None:
    assert points(f"<h2>Key points</h2><ul>{POINT * 3}</ul>{SENTENCE * 3}") == [0, 1, 2, 3]
    assert points(f"<h2>A ferry</h2><p>By night</p><ul>{POINT * 3}</ul>{SENTENCE * 3}") == [2, 3, 4]


def test_a_list_below_the_first_paragraph_is_no_key_points() -> None:
    assert points(f"{SENTENCE}<ul>{POINT * 3}</ul>{SENTENCE * 3}") == []


def test_what_a_recipe_wants_is_no_key_points() -> None:
    assert points(f"<ul>{'<li>200 g of flour</li>' * 4}</ul>{SENTENCE * 4}") == []


def test_an_article_made_of_a_list_is_no_key_points() -> None:
    assert points(f"<ol>{POINT * 9}</ol>{SENTENCE * 4}") == []
    assert points(f"<ul>{POINT * 4}</ul>{SENTENCE * 2}") == []


def test_a_heading_between_two_kept_blocks_is_a_sub_heading() -> None:
    markup = f"{SENTENCE}<h3>At night</h3>{SENTENCE}"
    assert inner_headings(markup, 1) == [1]
    assert inner_headings(markup, 1, chance=0.01) == []


def test_a_heading_that_is_a_link_or_has_no_text_below_is_none() -> None:
    assert inner_headings(f"{SENTENCE}<h3><a href=/x>At night</a></h3>{SENTENCE}", 1) == []
    assert inner_headings(f"{SENTENCE}<h3>At night</h3><p>Share</p>", 1) == []


def test_a_line_between_two_kept_blocks_is_no_heading() -> None:
    assert inner_headings(f"{SENTENCE}<p>At night</p>{SENTENCE}", 1) == []


def test_a_heading_above_a_picture_in_the_text_is_a_sub_heading() -> None:
    picture = "<figure><img src=ferry.jpg><figcaption>The ferry at night</figcaption></figure>"
    assert inner_headings(f"{SENTENCE}<h3>At night</h3>{picture}{SENTENCE}", 1, 2) == [1]
    assert inner_headings(f"{SENTENCE}<h3>Read also</h3><p>A card</p>{SENTENCE}", 1, 2) == []


def test_a_block_that_looks_like_the_kept_one_before_or_after_it_is_more_of_it() -> None:
    figures = "<p>43: his age when he came to office</p>"
    assert alike(f"{SENTENCE}{figures}{SENTENCE}", 1) == [1]
    assert alike("<ul><li>Apples</li><li>Plums</li><li>Pears</li></ul>", 1) == [1]
    assert alike(f"{SENTENCE}{figures}{SENTENCE}", 1, chance=0.1) == []


def test_a_block_with_a_look_of_its_own_or_at_the_end_is_no_more_of_the_story() -> None:
    assert alike(f"{SENTENCE}<p class=promo>Read our letter</p>{SENTENCE}", 1) == []
    assert alike(f"{SENTENCE}<div><p>Read our letter</p></div>{SENTENCE}", 1) == []
    assert alike(f"{SENTENCE}<p><a href=/x>Read our letter</a></p>{SENTENCE}", 1) == []
    assert alike(f"{SENTENCE * 2}<p>Read our letter</p>", 2) == []
    assert alike(f"{SENTENCE}<p>Read our letter</p><p>Every day</p>{SENTENCE}", 1, 2) == []


def test_a_heading_of_which_all_text_was_dropped_is_dropped() -> None:
    markup = f"{SENTENCE}<h3>Read also</h3><p>A card</p><h3>At night</h3>{SENTENCE}<h3>More</h3>"
    assert empty_headings(markup, [0, 1, 3, 4, 5]) == [1, 5]


def test_a_heading_above_a_heading_or_a_picture_stays() -> None:
    assert empty_headings(f"<h2>Monday</h2><h3>At night</h3>{SENTENCE}", [0, 1, 2]) == []
    markup = f"<h2>Monday</h2><figure><figcaption>The ferry</figcaption></figure><h3>At night</h3>{SENTENCE}"
    assert empty_headings(markup, [0, 2, 3]) == []


def test_headings_alone_stay() -> None:
    assert empty_headings("<h2>Monday</h2><p>A card</p><h2>Tuesday</h2>", [0, 2]) == []
    assert empty_headings("<p></p>", []) == []


def dropped(markup: str) -> list[int]:
    cut, measures = read(markup)
    count = len(cut.texts)
    return sorted(dropped_blocks(cut, measures, CaptionFinder(cut, measures), [1.0] * count, list(range(count))))


def test_a_short_link_after_the_story_is_dropped() -> None:
    assert dropped(f"{SENTENCE}<p><a href=/2>Older entries</a></p>") == [1]


def test_a_link_in_the_story_or_in_its_last_list_stays() -> None:
    assert dropped(f"{SENTENCE}<p><a href=/2>Older entries</a></p>{SENTENCE}") == []
    assert dropped(f"{SENTENCE}<ul><li><a href=/2>The harbour office</a></li></ul>") == []


def standfirst_rules(markup: str) -> list[int]:
    cut, measures = read(markup)
    count = len(cut.texts)
    choice = Choice([1.0] * count, 0.5, list(range(count)))
    return sorted(recognise_lines(cut, measures, choice, HeadFacts(standfirst=LEAD)))


def test_a_kept_standfirst_that_is_marked_as_one_is_taken_out() -> None:
    assert standfirst_rules(f"<p class=standfirst>{LEAD}</p>{SENTENCE * 3}") == [0]
    assert standfirst_rules(f"<h2>{LEAD}</h2>{SENTENCE * 3}") == [0]
    field = f"<div class='field field--name-field-lead'><p>{LEAD}</p></div>"
    assert standfirst_rules(f"{field}<div class='field field--name-body'>{SENTENCE * 3}</div>") == [0]
    around = f"<header class=c-summary><div><p>{LEAD}</p></div></header>"
    assert standfirst_rules(f"{around}<div>{SENTENCE * 3}</div>") == [0]


def test_a_first_paragraph_with_markup_of_its_own_stays() -> None:
    for name in ("lead", "intro", "teaser-text", "first", "abstract-image"):
        assert standfirst_rules(f"<p class={name}>{LEAD}</p>{SENTENCE * 3}") == []
    assert standfirst_rules(f"<header><p>{LEAD}</p></header><div>{SENTENCE * 3}</div>") == []
    far = f"<main class=summary><div><div><p class=lead>{LEAD}</p></div></div><div>{SENTENCE * 3}</div></main>"
    assert standfirst_rules(far) == []


def test_a_first_paragraph_that_is_repeated_as_metadata_stays() -> None:
    assert standfirst_rules(f"<p>{LEAD}</p>{SENTENCE * 3}") == []
    wrapped = "".join(f"<div>{part}</div>" for part in (f"<p>{LEAD}</p>", SENTENCE, SENTENCE))
    assert standfirst_rules(wrapped) == []
