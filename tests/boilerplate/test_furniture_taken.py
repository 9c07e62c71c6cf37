"""Junk that no phrase list can know: it goes once enough articles have it, and the stories around it stay whole."""

import pytest
from invented_sightings import WRITERS, article, story, taken_from

from newscrawler.model.article import Article

SLOGANS = [
    "Read what moves the harbour, every morning at six.",
    "Lies, was den Hafen bewegt, jeden Morgen um sechs.",
    "매일 아침 여섯 시, 항구를 움직이는 이야기를 읽다",
    "اقرأ كل صباح ما يحرك الميناء",
    "每天早晨六点,读懂港口的故事",
]


def with_line(number: int, line: str | None, place: int = 2, *, author: str = "") -> Article:
    """The article of that number with a line at a place among its paragraphs."""
    own = story(number)
    return article(number, [*own[:place], *([line] if line else []), *own[place:]], author=author)


@pytest.mark.parametrize("slogan", SLOGANS)
@pytest.mark.parametrize("place", [0, 2, 3])
def test_a_slogan_on_every_page(slogan: str, place: int) -> None:
    assert taken_from([with_line(number, slogan, place) for number in range(20)]) == {slogan}


@pytest.mark.parametrize("slogan", SLOGANS)
def test_a_slogan_on_two_of_five_pages(slogan: str) -> None:
    articles = [with_line(number, slogan if number % 5 in {1, 3} else None) for number in range(60)]
    assert taken_from(articles) == {slogan}


@pytest.mark.parametrize("label", ["Harbour in brief", "Aus dem Hafen", "항구 소식 모음"])
def test_a_label_before_two_of_five_stories(label: str) -> None:
    articles = [with_line(number, label if number % 5 in {1, 3} else None, 0) for number in range(60)]
    assert taken_from(articles) == {label}


def test_a_long_tail_behind_the_story() -> None:
    tail = " ".join(f"The Ledger is printed by its readers, house number {number}." for number in range(12))
    assert taken_from([with_line(number, tail, 3) for number in range(20)]) == {tail}


def test_a_line_in_which_figures_differ() -> None:
    lines = [f"Page last built 3 March 2026, {number % 12}:{number:02d}" for number in range(30)]
    assert taken_from([with_line(number, line, 0) for number, line in enumerate(lines)]) == set(lines)


def test_a_line_in_which_names_differ() -> None:
    towns = ("Harwick", "Vardal", "Mirepool", "Lanfort")
    lines = [f"Reported for these pages by {WRITERS[n % 6]} in {towns[n % 4]}" for n in range(30)]
    assert taken_from([with_line(number, line, 3) for number, line in enumerate(lines)]) == set(lines)


def test_a_line_in_which_the_authors_name_differs_in_a_script_without_capitals() -> None:
    names = ("김하람", "이지온", "박서린", "최도윤", "정예솔", "강민재")
    lines = [f"이 지면을 위해 {names[number % 6]} 씨가 취재했습니다" for number in range(60)]
    articles = [with_line(number, line, 3, author=names[number % 6]) for number, line in enumerate(lines)]
    assert taken_from(articles) == set(lines)


def test_a_note_on_its_author_however_it_begins() -> None:
    notes = {name: f"Who is writing here: {name} has known the harbour since school days." for name in WRITERS}
    articles = [with_line(number, notes[WRITERS[number % 6]], 3) for number in range(36)]
    assert taken_from(articles) == set(notes.values())


def test_the_note_on_a_columnist_goes_and_the_columns_opening_stays() -> None:
    opening = "Every morning our reporters walk the harbour and write down what they see."
    note = "Edith Sorley has written this column since the old lighthouse burnt down."

    def column(number: int) -> Article:
        return article(number, [opening, *story(number), note], title=f"Harbour walk: {number}", author="Edith Sorley")

    assert taken_from([column(n) if n % 4 == 0 else article(n) for n in range(80)]) == {note}


def test_after_a_redesign_the_new_lines_go_and_the_old_ones_do_not_come_back() -> None:
    old, new = SLOGANS[0], "The harbour at a glance: the Ledger, now also by post."
    articles = [with_line(number, old if number < 150 else new) for number in range(220)]
    assert taken_from(articles, rounds=11) == {old, new}


def test_a_line_that_stands_twice_on_a_page_goes_twice() -> None:
    articles = [article(n, [SLOGANS[0], *story(n), SLOGANS[0]]) for n in range(20)]
    assert taken_from(articles) == {SLOGANS[0]}
