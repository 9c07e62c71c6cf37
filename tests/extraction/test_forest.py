from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.extraction.feature_table import FeatureTable, ints
from newscrawler.extraction.forest import Forest

NUMBERS = st.integers(-3, 12)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=20), st.lists(NUMBERS, min_size=4, max_size=4))
def test_each_block_gets_the_leaf_that_its_answers_lead_to(blocks: list[tuple[int, int]], limits: list[int]) -> None:
    table = FeatureTable(len(blocks), {"left": 0, "right": 1})
    table.add("left", ints([left for left, _ in blocks]))
    table.add("right", ints([right for _, right in blocks]))
    a, b, c, d = limits
    forest = Forest([[0, 1], [1, 1]], [[a, b], [c, d]], [[1, 2, 3, 4], [10, 20, 30, 40]], -5)
    expected = [
        -5 + 1 + 2 * (left > a) + (right > b) + 10 * (1 + 2 * (right > c) + (right > d)) for left, right in blocks
    ]
    assert list(forest.log_odds(table)) == expected


def test_a_feature_may_be_compared_with_many_thresholds() -> None:
    """More than are taken at a time; a number equal to a threshold does not exceed it."""
    limits = [number / 8 for number in range(9)]
    forest = Forest([[0]] * 9, [[limit] for limit in limits], [[0, 1]] * 9, 0)
    table = FeatureTable(10, {"share": 0})
    table.add_share_of("share", ints(list(range(10))), 8)
    exceeded = list(forest.log_odds(table))
    assert exceeded[0] == 0
    assert [after - before for before, after in pairwise(exceeded)] == [1] * 9


def test_what_a_byte_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="9 levels"):
        Forest([[0] * 9], [[0.0] * 9], [[0] * 512], 0)
    with pytest.raises(ValueError, match="256 thresholds"):
        Forest([[0]] * 256, [[float(number)] for number in range(256)], [[0, 1]] * 256, 0)
