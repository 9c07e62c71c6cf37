"""Parts of a page that are another's, and wrappers that only sound like them."""

from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.scrambled import is_scrambled
from newscrawler.extraction.vendors import blocks_of_vendors

SENTENCE = "<p>The ferry left the harbour on Monday with forty people on board and came back at night.</p>"


def flags(markup: str, chance: float = 0.9) -> list[bool]:
    cut = cut_page(parse_page(markup))
    found = blocks_of_vendors(cut, measure_blocks(cut), [chance] * len(cut.texts))
    return [index in found for index in range(len(cut.texts))]


def test_comments_are_anothers_even_where_they_are_longer_than_the_story() -> None:
    markup = f"<div class=story>{SENTENCE * 3}</div><div id=comments>{SENTENCE * 8}</div>"
    assert flags(markup) == [False] * 3 + [True] * 8


def test_a_consent_text_is_anothers_even_where_it_is_longer_than_the_story() -> None:
    markup = f"<div class=story>{SENTENCE * 3}</div><div id=onetrust-consent-sdk>{SENTENCE * 8}</div>"
    assert flags(markup) == [False] * 3 + [True] * 8


def test_a_small_part_named_related_is_anothers() -> None:
    assert flags(f"<div>{SENTENCE * 5}</div><div class=related-links>{SENTENCE}</div>") == [False] * 5 + [True]


def test_a_wrapper_of_the_whole_story_is_not() -> None:
    assert flags(f"<div class=with-sidebar>{SENTENCE * 5}</div>{SENTENCE}") == [False] * 6


def test_nothing_is_taken_where_little_would_be_left() -> None:
    assert flags(f"<div class=comments>{SENTENCE}</div><p>Two words.</p>") == [False] * 2


def test_letters_moved_on_by_one_are_told_from_any_language() -> None:
    plain = "Der Fluss ist nach dem Sturm so hoch wie nie, sagte die Stadt und der Hafen."
    moved = "".join(chr(ord(letter) + 1) if letter != " " else letter for letter in plain)
    assert is_scrambled(moved)
    assert not is_scrambled(plain)
    assert not is_scrambled("Kyseessä on kaupungin suurin hanke, ja sen hinta on noussut.")


def test_a_link_moved_on_by_one_is_scrambled_too() -> None:
    link = '<a href="https://elbkurier.example/ferry" title="">Ferry</a>'
    assert is_scrambled("".join(chr(ord(letter) + 1) for letter in link))
    assert not is_scrambled(link)
    assert not is_scrambled("The iuuq;1 standard of 2003 is no address.")
