"""Outcomes grouped by their cause: outlet, kind, and what their messages have in common."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from newscrawler.model.outcome import Outcome, OutcomeKind

MAX_CAUSES = 5000  # that are told apart: messages without end must not fill the memory
OTHERS = "other messages"
# What differs from one message of a cause to the next. The first that fits counts: a status says what happened.
_VARIABLE = re.compile(
    r"(?P<kept>\bHTTP \d{3}\b|robots\.txt line \d+)"
    r"|(?P<address>\bhttps?://[^\s<>\"'”]+)"
    r"|(?P<quoted>“[^”]*”)"
    r"|(?P<holder>\(run [0-9a-f]+, [^()]*\))"
    r"|(?P<number>(?<![\w.-])(?:0x[0-9a-f]+|\d[\d.,:]*\d|\d)(?![\w-]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why some URLs of an outlet gave no article.

    Attributes:
        words: what their messages have in common; numbers, addresses and quotations only where all agree.
        count: how many URLs.
        attempts: the most that one of them was tried.
        sample: the latest of them.
    """

    outlet: str
    kind: OutcomeKind
    words: str
    count: int
    attempts: int
    sample: Outcome


@lru_cache(maxsize=4096)
def cause_of(message: str) -> str:
    """``message`` without what differs from one URL to the next: numbers are ``N``, addresses their hosts, quotes “…”.

    The run that had a host is left out, too. HTTP statuses and lines of a robots.txt stay: they are causes of their
    own.
    """
    return _VARIABLE.sub(_common, message)


class CauseTable:
    """Outcomes, latest first, counted by their cause."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._causes: dict[tuple[str, OutcomeKind, str], _Counted] = {}

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        key = (outcome.outlet, outcome.kind, cause_of(outcome.message))
        if key not in self._causes and len(self._causes) >= MAX_CAUSES:
            key = (outcome.outlet, outcome.kind, OTHERS)
        counted = self._causes.setdefault(key, _Counted(outcome))
        counted.count += 1
        counted.agree_with(outcome.message)
        counted.attempts = max(counted.attempts, outcome.attempts)

    def causes(self) -> list[Cause]:
        """Those with the most URLs first."""
        causes = [
            Cause(outlet, kind, words if words == OTHERS else one.words, one.count, one.attempts, one.sample)
            for (outlet, kind, words), one in self._causes.items()
        ]
        return sorted(causes, key=lambda cause: (-cause.count, cause.outlet, cause.kind, cause.words))


@dataclass(slots=True)
class _Counted:
    sample: Outcome
    count: int = 0
    attempts: int = 0
    _agreed: list[str | None] = field(default_factory=list)  # the variable parts of its messages; None: they differ

    def agree_with(self, message: str) -> None:
        """Keep of the variable parts those that this message has, too."""
        if self.count == 1:
            self._agreed = list(_variable_parts(message))
        elif message != self.sample.message:
            parts = _variable_parts(message)
            if len(parts) != len(self._agreed):
                parts = (None,) * len(self._agreed)
            self._agreed = [one if one == other else None for one, other in zip(self._agreed, parts, strict=True)]

    @property
    def words(self) -> str:
        """The sample's message with what all messages agree in."""
        agreed = iter(self._agreed)
        return _VARIABLE.sub(lambda found: next(agreed, None) or _common(found), self.sample.message)


@lru_cache(maxsize=4096)
def _variable_parts(message: str) -> tuple[str | None, ...]:
    return tuple(found[0] for found in _VARIABLE.finditer(message))


def _common(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    if found["quoted"]:
        return "“…”"
    if found["holder"]:
        return "(…)"
    if found["address"]:
        return _host(found["address"])
    return "N"


def _host(address: str) -> str:
    """The address's host, with the closing signs that belong to the sentence."""
    end = address[len(address.rstrip(").,;:!?")) :]
    try:
        return (urlsplit(address).hostname or "…") + end
    except ValueError:  # a broken port or bracket
        return "…" + end
