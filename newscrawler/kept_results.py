"""Results of functions of one text, kept for the texts that were met last."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_REMEMBERED = 300  # characters of a text for which a result is kept
_Result = TypeVar("_Result")


def remember_short(
    most: int, longest: int = LONGEST_REMEMBERED
) -> Callable[[Callable[[str], _Result]], Callable[[str], _Result]]:
    """Keeps the last ``most`` results of a function of one text; none for texts of more than ``longest`` characters.

    Hostile pages have such.
    """

    def decorate(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
        remembered = lru_cache(maxsize=most)(function)

        @wraps(function)
        def ask(text: str) -> _Result:
            return remembered(text) if len(text) <= longest else function(text)

        return ask

    return decorate
