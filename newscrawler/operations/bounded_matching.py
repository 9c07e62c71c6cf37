"""What two sequences have in common, in a bounded number of steps."""

from collections import Counter
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate, takewhile

OpCode = tuple[str, int, int, int, int]

_SLACK = 20  # entries of a common end that are compared again: "did [not ]say" is then told as "did[ not] say"


class StepBudget:
    """Steps that comparing may still take: shared by all parts of two texts, so that their number bounds the whole."""

    def __init__(self, steps: int) -> None:
        self.left = steps


def op_codes(before: Sequence[str], after: Sequence[str], budget: StepBudget) -> list[OpCode]:
    """As ``SequenceMatcher.get_opcodes``; where the budget does not reach, all between the common ends is replaced.

    A step is a pair of equal entries that is looked at, or an entry.
    """
    first = max(_common(before, after) - _SLACK, 0)
    last = max(min(_common(before[::-1], after[::-1]), len(before) - first, len(after) - first) - _SLACK, 0)
    end, new_end = len(before) - last, len(after) - last
    middle = _between(before[first:end], after[first:new_end], budget)
    codes: list[OpCode] = [("equal", 0, first, 0, first)] if first else []
    codes += [(kind, a + first, b + first, c + first, d + first) for kind, a, b, c, d in middle]
    return [*codes, ("equal", end, len(before), new_end, len(after))] if last else codes


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many entries both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _between(before: Sequence[str], after: Sequence[str], budget: StepBudget) -> list[OpCode]:
    try:
        return [*_BoundedMatcher(before, after, budget).get_opcodes()]
    except _TooDifferentError:
        return [("replace", 0, len(before), 0, len(after))]


class _TooDifferentError(Exception):
    """The budget is used up."""


class _BoundedMatcher(SequenceMatcher[str]):
    """Counts what each search for the longest match costs: the pairs of equal entries in the part of the old text."""

    def __init__(self, before: Sequence[str], after: Sequence[str], budget: StepBudget) -> None:
        super().__init__(None, before, after, autojunk=False)
        count = Counter(after)
        self._pairs = list(accumulate((count[entry] + 1 for entry in before), initial=0))
        self._budget = budget

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """As the base class does.

        Raises:
            _TooDifferentError: the budget does not reach for this search.
        """
        ahi = len(self._pairs) - 1 if ahi is None else ahi
        self._budget.left -= self._pairs[ahi] - self._pairs[alo]
        if self._budget.left < 0:
            raise _TooDifferentError
        return super().find_longest_match(alo, ahi, blo, bhi)
