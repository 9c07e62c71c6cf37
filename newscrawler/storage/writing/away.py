"""The time in which the database is away: since when, why, and what the operator is told of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newscrawler.errors import StorageUnavailableError
from newscrawler.storage.faults import CONFLICT_SECONDS, CONFLICT_WORDS, LastingFaultError, describe_fault

logger = logging.getLogger(__name__)

Tell = Callable[[str], None]

_IN_MINUTES = 120.0  # seconds that are told in minutes


@dataclass(slots=True)
class Away:
    """One time in which it is away; there is one, or none.

    Attributes:
        place: the database, as sentences begin with it.
        since: by the clock of the event loop: when it began, or when something of the spool was stored last.
        refusal: why nothing more should be fetched at all, as a sentence; None: it may come back.
    """

    place: str
    since: float
    refusal: str | None = None

    def learn(self, error: StorageUnavailableError) -> None:
        """Take the reason of the last attempt."""
        self.refusal = sentence(error) if isinstance(error, LastingFaultError) else None

    def stop_reason(self, now: float, limit_seconds: float) -> str | None:
        """Why crawls should end, as a sentence; None: they may go on."""
        if self.refusal:
            return self.refusal
        seconds = now - self.since
        return f"{self.place} has been away for {seconds:.0f} s." if seconds >= limit_seconds else None

    def announcement(self, error: StorageUnavailableError, folder: Path, limit_seconds: float) -> str:
        """What the operator is told when it begins."""
        if self.refusal:
            return f"{self.refusal} What was fetched is kept in {folder}, and stored once that is mended."
        reason = describe_fault(error.__cause__ or error)
        limit = f"{limit_seconds / 60:.0f} min" if limit_seconds >= _IN_MINUTES else f"{limit_seconds:.0f} s"
        return (
            f"{self.place} is away ({reason}). What is fetched is kept in {folder} until it is back; "
            f"the crawl goes on for at most {limit}."
        )


def trouble(place: str, reason: str, seconds: float, *, has_spool: bool) -> str:
    """What the operator is told as soon as a write is held up, before the database is taken to be away."""
    then = "; then what is fetched goes to the spool on disk" if has_spool else ""
    if reason != CONFLICT_WORDS:
        return f"{place} does not answer ({reason}). It is tried for {seconds:.0f} s{then}."
    return (
        f"{place} sends us back ({reason}): a process that was killed may have left a transaction open. "
        f"It is tried for {max(seconds, CONFLICT_SECONDS):.0f} s{then}."
    )


def guarded(tell: Tell) -> Tell:
    """``tell``, of which no error comes back: that nobody reads a message must cost nothing else."""

    def tell_if_possible(message: str) -> None:
        try:
            tell(message)
        except Exception:
            logger.exception("this could not be told: %s", message)

    return tell_if_possible


def sentence(reason: object) -> str:
    """As one: with a capital letter and a full stop."""
    text = str(reason)
    return f"{text[:1].upper()}{text[1:]}."
