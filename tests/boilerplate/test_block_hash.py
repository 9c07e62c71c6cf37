"""Blocks are known again by their text, lines with other figures, names and dates by their template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.block_hash import MOST_TEMPLATE_LENGTH, block_hash, template_hash, template_of


def test_another_word_makes_another_block() -> None:
    assert block_hash("The ferry sails daily.") != block_hash("The ferry sails hourly.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Updated 3 March 2026 by Anna Lind", "Updated 28 May 2027 by Tom Ray"),
        ("Anna Lind has covered the harbour since 2012.", "Tom Ray has covered the harbour since 1999."),
        ("Reported by Anna Lind in Harwick", "Reported by Tom Ray in Oldenmoor"),
        ("Publié le 3 mars 2026 à 10h30", "Publié le 28 mai 2027 à 9h05"),
        ("입력 2026년 3월 3일 10:30 기자 메일", "입력 2027년 5월 28일 9:05 기자 메일"),
        ("Обновлено 3 марта 2026 в 10:30", "Обновлено 28 мая 2027 в 9:05"),
        ("Comments (37)", "Comments (5)"),
    ],
)
def test_figures_names_and_dates_are_left_open(one, other) -> None:  # noqa: ANN001 - named above
    assert template_hash(one) == template_hash(other) != 0
    assert block_hash(one) != block_hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Updated 3 March 2026 by Anna Lind", "Printed 3 March 2026 by Anna Lind"),
        ("Reported by Anna Lind in Harwick", "Reported by Anna Lind near Harwick"),
    ],
)
def test_other_words_around_them_make_another_template(one, other) -> None:  # noqa: ANN001 - named above
    assert template_hash(one) != template_hash(other)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sails daily.",  # nothing is open
        "Anna Lind",  # nothing is fixed
        "By Anna Lind",
        "3 March 2026",
        "* * *",
        "",
        "Reported by Anna Lind in Harwick " * 20,  # a paragraph
    ],
)
def test_what_has_nothing_open_or_nothing_fixed_has_no_template(text: str) -> None:
    assert template_hash(text) == 0


def test_a_line_in_capitals_has_no_names() -> None:
    assert template_of("THE TEAM OF 12 PEOPLE") == "the team of # people"


@given(st.text(max_size=2 * MOST_TEMPLATE_LENGTH))
def test_any_text_has_hashes_that_a_database_can_hold(text: str) -> None:
    for number in (block_hash(text), template_hash(text)):
        assert -(2**63) <= number < 2**63
    assert block_hash(text) == block_hash(text) != 0


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=2))
def test_any_figures_leave_the_template_as_it_is(figures: list[int]) -> None:
    one, other = (f"Read by {number} people" for number in figures)
    assert template_hash(one) == template_hash(other) != 0
