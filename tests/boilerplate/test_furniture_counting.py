"""Blocks are counted over different articles, with the place where they stand and the kind of article they are of."""

import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from invented_sightings import BEGIN, WRITERS, article, counted, sighted, story

from newscrawler.boilerplate.furniture_counting import WINDOW, count_articles, count_blocks
from newscrawler.boilerplate.furniture_learning import articles_to_clean, furniture_of, judge_blocks
from newscrawler.boilerplate.sighting import RECORD
from newscrawler.model.furniture import Sighting, StoredSighting

SLOGAN = "Read what moves the harbour, every morning at six."
TAIL = "The Ledger is printed on paper from the mill at Alder."
OPENING = "Every morning our reporters walk along the harbour and write down what they see there."


@pytest.mark.parametrize("blocks", [b"", b"x" * 17, b"x" * 26])
def test_a_sighting_that_another_version_wrote_is_one_of_no_blocks(blocks: bytes) -> None:
    other = StoredSighting("other", BEGIN, Sighting(blocks, (0, 0, 0, 0)))
    sightings = [*sighted([article(n, [*story(n), "Printed by its readers."]) for n in range(12)]), other]
    (repeated,) = count_blocks(sightings)
    assert (repeated.articles, repeated.of_articles) == (12, 13)
    furniture = furniture_of("us_ledger", 13, judge_blocks([repeated], {}, now=BEGIN))
    assert len(articles_to_clean(sightings, furniture)) == 12


def test_a_block_is_counted_once_for_each_article_that_has_it() -> None:
    articles = [article(number, [*story(number), SLOGAN, SLOGAN][: 5 - number % 2]) for number in range(6)]
    repetition = counted(articles)[SLOGAN]
    assert (repetition.articles, repetition.of_articles) == (6, 6)


def test_a_block_of_two_articles_is_not_told_of() -> None:
    articles = [article(number, [*story(number), SLOGAN] if number < 2 else None) for number in range(9)]
    assert SLOGAN not in counted(articles)


def test_copies_of_one_article_count_as_one_article() -> None:
    articles = [article(number) for number in range(12)]
    again = [article(3) for _ in range(4)]
    corrected = article(3, ["Correction: the vote was on Tuesday.", *story(3)])
    sightings = sighted([*articles, *again, corrected])
    assert count_articles(sightings) == 12
    assert count_blocks(sightings) == []


def test_short_articles_with_much_furniture_are_no_copies() -> None:
    notice = " ".join(["The Ledger is a member of the press council and follows its code in all that it prints."] * 3)
    articles = [article(number, [story(number)[0], notice]) for number in range(30)]
    assert counted(articles)[notice].articles == 30


def test_the_place_is_told_by_what_is_not_repeated() -> None:
    lines = [[OPENING, *story(number)[:2], SLOGAN, story(number)[2], TAIL] for number in range(8)]
    places = {text: one.place for text, one in counted([article(n, each) for n, each in enumerate(lines)]).items()}
    assert places == {OPENING: "opening", SLOGAN: "middle", TAIL: "tail"}


def test_a_line_on_pages_of_all_kinds_is_bound_to_none() -> None:
    articles = [article(number, [*story(number), SLOGAN]) for number in range(30)]
    assert counted(articles)[SLOGAN].bound_to == ()


def test_a_column_is_known_by_its_titles() -> None:
    articles = [article(number) for number in range(40)]
    for number in range(0, 40, 5):
        articles[number] = article(number, [OPENING, *story(number)], title=f"Harbour diary: day {number}")
    assert counted(articles)[OPENING].bound_to == ("title",)


def test_a_note_on_an_author_is_known_by_the_author() -> None:
    bio = f"{WRITERS[0]} has written about the harbour for the Ledger since the flood."
    articles = [article(number, [*story(number), *([bio] if number % 6 == 0 else [])]) for number in range(36)]
    assert counted(articles)[bio].bound_to == ("author",)


def test_thousands_of_openings_and_closings_are_compared_in_no_time() -> None:
    sightings = []
    for number in range(400):
        column = number % 9 * 1000 + 1
        lines = [*range(column, column + 250), 10**7 + number, *range(column + 500, column + 749)]
        blocks = np.array([(line, 0, 5, 0) for line in lines], dtype=RECORD).tobytes()
        sightings.append(StoredSighting(str(number), BEGIN + timedelta(hours=number), Sighting(blocks, (0, 0, 0, 0))))
    start = time.process_time()
    repeated = count_blocks(sightings)
    assert time.process_time() - start < 10  # one by one they took forty
    assert sum(one.bound_to == ("opening",) for one in repeated) == 9 * 249


def test_only_the_newest_articles_are_counted() -> None:
    articles = [article(number, [*story(number), SLOGAN] if number < 10 else None) for number in range(WINDOW + 8)]
    assert SLOGAN not in counted(articles)


def test_the_order_of_the_sightings_changes_nothing() -> None:
    articles = [article(number, [OPENING, *story(number), TAIL][number % 2 :]) for number in range(20)]
    sightings = sighted([*articles, article(3), article(3)])
    shuffled = [*sightings[1::2], *reversed(sightings[::2])]
    key = lambda one: (one.number, one.is_template)  # noqa: E731 - used twice, here alone
    assert sorted(count_blocks(shuffled), key=key) == sorted(count_blocks(sightings), key=key) != []


def test_nothing_is_counted_where_nothing_was_seen() -> None:
    assert count_blocks([]) == []
    assert count_articles([]) == 0
    empty = [replace(article(number), blocks=()) for number in range(5)]
    assert count_blocks(sighted(empty)) == []
    assert count_articles(sighted(empty)) == 5
