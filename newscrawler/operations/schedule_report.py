"""What ``schedule`` tells while it runs: little, where all is well."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newscrawler.durations import duration_in_words
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_exit import NO_LISTING, why_red
from newscrawler.operations.crawl_summary import in_words
from newscrawler.operations.memory_bound import own_megabytes
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.run_documents import run_document

HOUR_SECONDS = 3600.0
NEXT = "next:"
STORED = ("new", "revised", "spooled")
SAID_LATE_SECONDS = 1.0  # what began sooner was not late


@dataclass(slots=True)
class ScheduleReport:
    """Tells of runs that stored something or failed, and every hour of all of them together.

    Attributes:
        output: where to.
        log: the file in which errors are.
        paused: how many outlets are left out.
    """

    output: Output
    log: Path
    paused: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _latest_seconds: float = 0.0
    _told_at: float = field(default_factory=time.monotonic)

    def begins(self, plans: Sequence[OutletSchedule], now: datetime) -> None:
        """Say how many outlets there are and what is next."""
        parts = [many(len(plans), "outlet")]
        if self.paused:
            parts.append(f"{self.paused} more paused")
        following = next_in_words(plans, now)
        none_due = "none is due, " if following.startswith(NEXT) else ""
        self.output.message(f"{', '.join(parts)}; {none_due}{following}.")

    def ended(self, ended: Ended) -> None:
        """Tell of a run where there is something to tell."""
        run = ended.run
        if ended.skipped:
            return
        self._counts["run"] += 1
        if run is not None:
            self._counts.update({name: run.counts.get(name, 0) for name in STORED})
            self.output.row(stored_json(run_document(run)))
            self.output.flush()
        else:
            self.output.row({"outlet": ended.name, "failure": ended.failure})
        if why := _failure_of(ended):
            self._counts["failed"] += 1
            log = f" ({many(ended.errors, 'error')} in the log: {self.log})" if ended.errors else ""
            self.output.message(f"{ended.name} failed: {why}{log}", "red")
        if run is not None and any(run.counts.get(name) for name in STORED):
            self.output.message(in_words(ended))

    def looks(self, latest_seconds: float) -> None:
        """Note the lateness of the latest run; once an hour tell of all."""
        self._latest_seconds = max(self._latest_seconds, latest_seconds)
        if time.monotonic() - self._told_at >= HOUR_SECONDS:
            self.output.message(f"In the last hour: {self.sums()}; {own_megabytes():,.0f} MB of memory.")
            self._counts.clear()
            self._latest_seconds, self._told_at = 0.0, time.monotonic()

    def sums(self) -> str:
        """What there was since the last hour was told, in words."""
        counts = self._counts
        parts = [many(counts["run"], "run"), f"{counts['failed']} failed", f"{many(counts['new'], 'article')} new"]
        parts += [f"{counts[name]} {name}" for name in ("revised", "spooled") if counts[name]]
        if self._latest_seconds >= SAID_LATE_SECONDS:
            parts.append(f"the latest began {duration_in_words(self._latest_seconds)} late")
        return ", ".join(parts)


def next_in_words(plans: Sequence[OutletSchedule], now: datetime) -> str:
    """``3 due now``, or ``next: de_elbkurier in 4 min (14:05 UTC)``."""
    planned = sorted((one.due_at, one.outlet) for one in plans if one.due_at is not None)
    due = sum(at <= now for at, _ in planned)
    if due:
        return f"{due} due now"
    if not planned:
        return "nothing is planned"
    at, outlet = planned[0]
    return f"{NEXT} {outlet} in {duration_in_words((at - now).total_seconds())} ({at:%H:%M} UTC)"


def _failure_of(ended: Ended) -> str | None:
    """Why a run failed; not that the database was away, which was told for all."""
    if ended.database_lost:
        return None
    why = ended.failure or why_red(ended)
    return f"{why}: {ended.unread}" if why == NO_LISTING and ended.unread else why
