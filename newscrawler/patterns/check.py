"""Could an expression take for ever on some text? If so, which part of it, and what to do."""

import math
import re
from functools import lru_cache

from newscrawler.patterns.ambiguity import steps_at_most
from newscrawler.patterns.automaton import TooIntricateError, build_automaton

# Characters of the longest text that an outlet's patterns are tried on: a block, a URL.
LONGEST_TEXT = 2_000
# What one text may cost: measured, Python's matcher takes one to four seconds for a thousand million steps.
_MOST_STEPS = 300_000_000
# One piece of an expression: a letter, class or group, with the sign of repetition behind it.
_PIECE = re.compile(r"(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(|\)|.)", re.DOTALL)
_REPETITION = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[?+]?")
_ONE_ROUND = "repeat it once only, or end each round with a sign that is nowhere else in it, as in '(?:[^,]+,)+'"
_FEWER = "use fewer, part them by a sign that the one before cannot match, or allow a limited number, as in '.{0,50}'"


@lru_cache(maxsize=4096)
def reason_to_refuse(pattern: str, *, anywhere: bool) -> str | None:
    """Why the expression could take for ever, in words for whom it belongs to; None where it cannot.

    With ``anywhere`` it is searched for (``re.search``), else it must match the whole text (``re.fullmatch``). The
    expression must be one that Python can compile.
    """
    try:
        steps = _steps(pattern, anywhere=anywhere)
    except TooIntricateError as error:
        return str(error)
    if steps <= _MOST_STEPS:
        return None
    if math.isinf(steps):
        part = _smallest_part(pattern, anywhere=False, limit=math.inf)
        return f"in '{part}' one text can be matched in more ways than can be tried; {_ONE_ROUND}"
    part = _smallest_part(pattern, anywhere=anywhere, limit=_MOST_STEPS)
    return f"the repetitions in '{part}' can share one text in too many ways; {_FEWER}"


def _steps(pattern: str, *, anywhere: bool) -> float:
    return steps_at_most(build_automaton(pattern, anywhere=anywhere, longest=LONGEST_TEXT))


def _smallest_part(pattern: str, *, anywhere: bool, limit: float) -> str:
    """What is left of the expression when all pieces are gone without which it still is too much."""
    pieces = _pieces_of(pattern)
    for end in (0, -1):
        while len(pieces) > 1:
            fewer = pieces[1:] if end == 0 else pieces[:-1]
            if not _is_too_much("".join(fewer), anywhere=anywhere, limit=limit):
                break
            pieces = fewer
    part = "".join(pieces)
    inner = part[1:-1] if len(pieces) == 1 and part.startswith("(") and part.endswith(")") else ""
    return (
        _smallest_part(inner, anywhere=anywhere, limit=limit)
        if inner and _is_too_much(inner, anywhere=anywhere, limit=limit)
        else part
    )


def _is_too_much(part: str, *, anywhere: bool, limit: float) -> bool:
    try:
        re.compile(part)
        return _steps(part, anywhere=anywhere) >= limit
    except (re.error, TooIntricateError):
        return False


def _pieces_of(pattern: str) -> list[str]:
    """The expression cut at its outermost level."""
    pieces: list[str] = []
    position = start = depth = 0
    while position < len(pattern):
        found = _PIECE.match(pattern, position)
        piece, position = (found[0], found.end()) if found else (pattern[position], position + 1)
        depth += (piece == "(") - (piece == ")")
        if depth:
            continue
        repetition = _REPETITION.match(pattern, position)
        position = repetition.end() if repetition else position
        pieces.append(pattern[start:position])
        start = position
    return pieces
