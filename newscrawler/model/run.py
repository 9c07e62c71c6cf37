"""One crawl of one outlet, with its counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from newscrawler.model.account import counts_of, outcomes_of

# Why a run ended: Scrapy's words, and ours.
FINISHED = "finished"  # why most runs end
OUT_OF_TIME, TOO_MANY_PAGES = "closespider_timeout", "closespider_pagecount"
START_ERROR = "start_error"  # a bug before the first request
SHUTDOWN = "shutdown"  # a signal, or the program ended
DATABASE_UNAVAILABLE = "database_unavailable"  # ours: what is fetched could not be stored
LEASE_LOST = "lease_lost"  # ours: another took the outlet
_ENDS = {SHUTDOWN: "stopped", OUT_OF_TIME: "out of time"}

RunKind = Literal["crawl", "archive", "backfill", "retry"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl of one outlet did.

    Attributes:
        id: 12 hexadecimal digits.
        kind: ``archive`` for stored pages that were read in, under the outlet id ``archive``; ``backfill`` for articles
            of past days; ``retry`` for URLs that gave none before.
        finish_reason: Scrapy's word: ``finished``, ``shutdown`` ...; None while it runs or where it was killed.
        counts: numbers by their names in ``model/account``: how each URL ended, ``fetched`` pages, articles whose
            furniture was taken (``cleaned``), and stored ones of which it was taken later (``healed``; ``unhealed``
            where it could not be yet) ...
        outcomes: number of URLs by ``OutcomeKind``.
        removed: number of removed blocks by rule.
        warnings: messages for the operator, for example a damaged feed.
        window_from: first day of a back-fill, ISO; ``window_to``: its last.
        files: the stored pages that an ``archive`` run read, as they were named.
    """

    id: str
    outlet: str
    started_at: datetime
    kind: RunKind = "crawl"
    finished_at: datetime | None = None
    finish_reason: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    window_from: str | None = None
    window_to: str | None = None
    files: tuple[str, ...] = ()

    @property
    def end(self) -> str | None:
        """How it ended, in a word or two; None as for ``finish_reason``."""
        return _ENDS.get(self.finish_reason, self.finish_reason) if self.finish_reason else None


def run_from_statistics(stats: Mapping[str, Any]) -> Run:
    """The run that a crawl's statistics describe."""
    return Run(
        id=stats["run/id"],
        outlet=stats["run/outlet"],
        started_at=stats["run/started_at"],
        kind=stats.get("run/kind", "crawl"),
        finished_at=stats.get("run/finished_at"),
        finish_reason=stats.get("run/finish_reason"),
        counts=counts_of(stats),
        outcomes=outcomes_of(stats),
        removed=_under("boilerplate/", stats),
        warnings=tuple(stats.get("run/warnings", ())),
        window_from=stats.get("run/window_from"),
        window_to=stats.get("run/window_to"),
        files=tuple(stats.get("run/files", ())),
    )


MAX_WARNINGS = 200  # of one run: a host that asks to wait at every page must not fill the record


class Statistics(Protocol):
    """As much of a crawl's statistics as a warning needs."""

    def get_value(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - Scrapy's signature
        """A statistic's value."""

    def set_value(self, key: str, value: Any) -> None:  # noqa: ANN401 - Scrapy's signature
        """Set a statistic."""


def add_warning(stats: Statistics, message: str) -> None:
    """Put a message for the operator into the run's record; one after ``MAX_WARNINGS`` says that there were more."""
    told: tuple[str, ...] = stats.get_value("run/warnings", ())
    if len(told) < MAX_WARNINGS:
        stats.set_value("run/warnings", (*told, message))
    elif len(told) == MAX_WARNINGS:
        stats.set_value("run/warnings", (*told, f"more than {MAX_WARNINGS} warnings; all are in the log"))


def note_database_lost(stats: Statistics, message: str) -> bool:
    """Keep why a crawl ends for its database's sake; the first reason stays. Whether this is the first."""
    if stats.get_value("run/database_lost"):
        return False
    stats.set_value("run/database_lost", message)
    return True


def _under(prefix: str, stats: Mapping[str, Any]) -> dict[str, int]:
    return {name.removeprefix(prefix): int(value) for name, value in sorted(stats.items()) if name.startswith(prefix)}
