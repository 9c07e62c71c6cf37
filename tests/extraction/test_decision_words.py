"""The numbers behind a decision are written as Python's own formatting writes them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from interpreted import load_interpreted

from newscrawler.extraction import decision_words

INTERPRETED = load_interpreted()["decision_words"]


@given(st.floats(0, 1) | st.integers(0, 200).map(lambda number: number / 200))
@example(0.125)
@example(0.375)
@example(0.994999999999)
@example(0.995)
@example(1.0)
def test_a_share_is_rounded_as_python_rounds_it(share: float) -> None:
    assert decision_words.in_hundredths(share) == INTERPRETED.in_hundredths(share) == f"{share:.2f}"


@pytest.mark.parametrize(
    ("chance", "threshold", "words", "link_share", "told"),
    [
        (0.12, 0.41, 5, 0.8, "0.12 under 0.41; 5 words, 80 % links"),
        (0.41, 0.41, 1, 0.0, "0.41 over 0.41; 1 word, no links"),
        (1.0, 0.5, 0, 1.0, "1.00 over 0.50; 0 words, 100 % links"),
    ],
)
def test_a_decision_tells_its_numbers(
    chance: float, threshold: float, words: int, link_share: float, told: str
) -> None:
    assert decision_words.describe_decision(chance, threshold, words, link_share) == told
    assert INTERPRETED.describe_decision(chance, threshold, words, link_share) == told
