"""Where a page is cut into story and rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.body import choose_by_chances
from newscrawler.extraction.body_model import chance_table
from newscrawler.extraction.feature_table import ints
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.forest import chances_of
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.threshold import best_threshold

CHANCES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
BLOCKS = st.lists(st.tuples(CHANCES, st.integers(0, 300)), min_size=1, max_size=40)


def expected_f1(blocks: list[tuple[float, int]], threshold: float) -> float:
    """Twice the words expected to be story among the kept, over all kept and all expected words."""
    weights = [(chance, max(words, 1)) for chance, words in blocks]
    kept = [(chance, weight) for chance, weight in weights if chance >= threshold]
    expected = sum(chance * weight for chance, weight in weights)
    return 2 * sum(chance * weight for chance, weight in kept) / (sum(weight for _, weight in kept) + expected or 1)


@given(BLOCKS)
def test_no_other_threshold_within_the_bounds_promises_a_better_f1(blocks: list[tuple[float, int]]) -> None:
    chances, words = [chance for chance, _ in blocks], [count for _, count in blocks]
    threshold = best_threshold(chances, words)
    assert 0.15 <= threshold <= 0.5
    others = [expected_f1(blocks, other) for other in (*chances, 0.15, 0.5) if 0.15 <= other <= 0.5]
    assert expected_f1(blocks, threshold) >= max(others) - 1e-9


@pytest.mark.parametrize(
    ("chances", "words", "threshold"),
    [
        ([0.9, 0.8, 0.1], [20, 20, 20], 0.5),
        ([0.9, 0.3, 0.1], [2, 50, 1], 0.3),
        ([0.1, 0.05], [20, 20], 0.15),
        ([0.0], [0], 0.15),
        ([], [], 0.15),
    ],
)
def test_the_threshold_falls_where_little_is_likely(chances: list[float], words: list[int], threshold: float) -> None:
    assert best_threshold(chances, words) == threshold


def test_a_chance_without_its_words_is_refused() -> None:
    with pytest.raises(ValueError, match="its number of words"):
        best_threshold([0.5, 0.9], [20])


def test_log_odds_become_chances() -> None:
    table = chance_table()
    assert chances_of(ints([0, 1000, -1000]), table) == [0.5, 0.731058578630, 0.268941421370]
    assert chances_of(ints([10**9, -(10**9)]), table) == chances_of(ints([20_000, -20_000]), table)


TEASER = "The ferry to the island will sail again on Monday, the harbour office said, and the crossing takes an hour."
HIDDEN = "Repairs to the ramp cost two million euros and took the whole of the winter, longer than anybody had thought."


@pytest.mark.parametrize(("moved_by", "kept"), [(1, [0]), (0, [1, 2, 3])])
def test_scrambled_text_has_no_part_in_the_threshold(moved_by: int, kept: list[int]) -> None:
    hidden = "".join(chr(ord(sign) + moved_by) if sign.isalpha() else sign for sign in HIDDEN)
    blocks = (
        f"<p>{TEASER}</p><p>{hidden}</p><h2>What the repairs to the ramp and the quay will cost</h2><p>{hidden}</p>"
    )
    cut = cut_page(parse_page(f"<body>{blocks}</body>"))
    assert choose_by_chances(cut, measure_blocks(cut), [0.3, 0.95, 0.95, 0.95]).kept == kept
