"""When a URL that gave no article is tried again."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from newscrawler.model.outcome import FACTS, Outcome, OutcomeKind

RUNS_AT_ONCE = 3  # a site's bad hour is over by then; what lasts longer may wait
DAY = timedelta(days=1)
MOST_TRIES = 10  # of what is no article, whatever its listing says
TRIED_FOR = timedelta(days=14)  # after its first failure, a URL that no listing brings up again
_STATUS = re.compile(r"HTTP (\d{3})\b")
# Statuses that may be others tomorrow: forbidden is what crawlers hear who were too fast; and all from 500.
_PASSING = frozenset({403, 408, 421, 425, 429})
# Every run asks for listings anyway; what is gone is stored, and has its visits; the last is never fetched.
_NOT_OF_ITSELF = frozenset({OutcomeKind.LISTING_FAILED, OutcomeKind.GONE, OutcomeKind.REFUSED_ADDRESS})


def next_try(outcome: Outcome, steps: Sequence[float]) -> datetime | None:
    """From when on a listed URL is tried again: ``outcome.at`` where the next run does it; None: not by itself.

    Args:
        outcome: how it ended last.
        steps: the outlet's revisits, in seconds.
    """
    tries = outcome.attempts
    if not is_of_the_page(outcome):
        if tries <= RUNS_AT_ONCE or FACTS[outcome.kind].place in {"robots", "listing"}:
            return outcome.at
        tries -= RUNS_AT_ONCE
        if tries > len(steps):
            return outcome.at + DAY
    return outcome.at + timedelta(seconds=steps[tries - 1]) if tries <= len(steps) else None


def is_waiting(outcome: Outcome, steps: Sequence[float], now: datetime, listed_at: datetime | None = None) -> bool:
    """Whether a listed URL is left alone by a run at ``now``; not where it changed since, as its listing says.

    Some listings say so every time: that counts only once the first step's time has passed, and not for ever.
    """
    is_news = listed_at is not None and listed_at > outcome.at and outcome.attempts < MOST_TRIES
    if is_of_the_page(outcome) and is_news:
        return now < outcome.at + timedelta(seconds=min(steps, default=0))
    again = next_try(outcome, steps)
    return again is None or again > now


def is_due(outcome: Outcome, steps: Sequence[float], now: datetime) -> bool:
    """Whether a URL is tried again at ``now`` though no listing names it, or none that changed since.

    What robots.txt forbids is asked for once a day: every such try is an outcome to be written.
    """
    if outcome.kind in _NOT_OF_ITSELF:
        return False
    if FACTS[outcome.kind].place == "robots":
        return outcome.at + DAY <= now
    return not is_waiting(outcome, steps, now)


def is_of_the_page(outcome: Outcome) -> bool:
    """Whether it ended so by what its page is, which seldom changes; not by what happened on the way."""
    if outcome.kind is OutcomeKind.HTTP_STATUS:
        found = _STATUS.search(outcome.message)
        status = int(found[1]) if found else 0
        return 400 <= status < 500 and status not in _PASSING
    return is_told_by_a_page(outcome.kind)


def is_told_by_a_page(kind: OutcomeKind) -> bool:
    """Whether there was an answer, and what it said is the reason; of ``http_status`` that is not sure."""
    return kind is not OutcomeKind.NOT_STORED and FACTS[kind].place in {"page", "here"}
