import sys
from collections.abc import Callable

import pytest

from newscrawler.extraction import captions, live_entries, marked_bylines, printed_dates, set_apart, vendors
from newscrawler.kept_results import LONGEST_REMEMBERED, remember_short


def test_results_are_kept_for_short_texts_only() -> None:
    asked: list[str] = []

    @remember_short(8)
    def length_of(text: str) -> int:
        asked.append(text)
        return len(text)

    short, long = "a" * LONGEST_REMEMBERED, "b" * (LONGEST_REMEMBERED + 1)
    assert [length_of(text) for text in (short, short, long, long)] == [300, 300, 301, 301]
    assert asked == [short, long, long]


@pytest.mark.parametrize(
    "asks",
    [
        captions._names_caption,
        live_entries._names_comments,
        marked_bylines._says_byline,
        printed_dates._names_date,
        set_apart._rule_of,
        vendors._largest_share,
    ],
)
def test_nothing_is_kept_for_names_of_elements_as_long_as_a_hostile_pages(asks: Callable[[str], object]) -> None:
    names = " ".join(f"fact-box-{number}" for number in range(100))
    before = sys.getrefcount(names)
    asks(names)
    assert sys.getrefcount(names) == before
