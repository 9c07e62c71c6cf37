"""The threshold that is best for a page's blocks. Compiled, see docs/architecture.md."""

from math import fsum
from typing import Final

# The threshold is chosen per page, but not beyond these.
LOWEST_THRESHOLD: Final = 0.15
HIGHEST_THRESHOLD: Final = 0.5
_LOWEST: Final = LOWEST_THRESHOLD
_HIGHEST: Final = HIGHEST_THRESHOLD


def best_threshold(chances: list[float], words: list[int]) -> float:
    """The cut that maximises the expected F1, each block weighing its words.

    Blocks are added, the likeliest first, as long as that makes F1 greater: each has more than half of it as its
    chance. The first that has not ends it, for all after it have less.

    Raises:
        ValueError: there are fewer words than chances.
    """
    if len(words) < len(chances):
        raise ValueError("each chance needs its number of words")
    weighed_chances = []
    likely = []
    next_lower = 0.0
    for index in range(len(chances)):
        chance = chances[index]
        weight = max(words[index], 1)
        weighed_chances.append(chance * weight)
        if chance >= _LOWEST:
            likely.append((chance, weight))
        elif chance > next_lower:
            next_lower = chance
    likely.sort(reverse=True)
    likely.append((next_lower, 1))
    total = fsum(weighed_chances)
    threshold = expected = weighed = 0.0
    for chance, weight in likely:
        if chance * (weighed + total) <= expected:
            break
        expected += chance * weight
        weighed += weight
        threshold = chance
    return min(max(threshold, _LOWEST), _HIGHEST)
