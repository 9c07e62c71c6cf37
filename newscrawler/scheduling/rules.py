"""The wishes of an outlet's file about when it is crawled."""

import re
from dataclasses import dataclass

from newscrawler.durations import duration_of, seconds_of
from newscrawler.model.outlet import Outlet

MIN_SECONDS = 120.0  # of the adaptive plan, where an outlet's file says nothing; and the floor of every and cron
MAX_SECONDS = 6 * 3600.0
PUNCTUAL = 0.97  # of the longest pause: the rest is for a run that begins late, as where its machine died


@dataclass(frozen=True, slots=True)
class RunRules:
    """How one outlet's runs are planned.

    Attributes:
        timezone: IANA name; of cron, quiet hours and the hours of its week.
        every_seconds: a fixed interval; None: none.
        cron: five fields; None: none. Without both the plan is adaptive.
        quiet: spans of the day without runs, as ``23:00-06:00``; None: none.
        min_seconds, max_seconds: bounds of the adaptive plan.
    """

    timezone: str = "UTC"
    every_seconds: float | None = None
    cron: str | None = None
    quiet: str | None = None
    min_seconds: float = MIN_SECONDS
    max_seconds: float = MAX_SECONDS

    @property
    def kind(self) -> str:
        """What plans: ``every 15m``, ``cron 30 2 * * *`` or ``adaptive``."""
        if self.every_seconds is not None:
            return f"every {duration_of(self.every_seconds)}"
        return f"cron {self.cron}" if self.cron else "adaptive"

    @property
    def longest_pause_seconds(self) -> float:
        """For so long the adaptive plan waits at most: a late run begins within ``max_seconds`` all the same."""
        return max(self.max_seconds * PUNCTUAL, self.min_seconds)

    @property
    def words(self) -> str:
        """The wishes as one line, which is another one where one of them is: ``every 15m, quiet 23:00-06:00 (UTC)``."""
        parts = [self.kind]
        if self.is_adaptive:
            parts.append(f"{duration_of(self.min_seconds)} to {duration_of(self.max_seconds)}")
        if self.quiet:
            parts.append(f"quiet {self.quiet}")
        by_the_clock = self.quiet or self.every_seconds is None
        return ", ".join(parts) + (f" ({self.timezone})" if by_the_clock else "")

    def keeps_pace_of(self, words: str) -> bool:
        """Whether other rules, given by their words, have the same interval or crontab line, or neither."""
        return re.match(rf"{re.escape(self.kind)}(?:, | \(|$)", words) is not None

    @property
    def is_adaptive(self) -> bool:
        """Whether the outlet's own rate decides."""
        return self.every_seconds is None and self.cron is None


def adaptive_rules_in(words: str) -> RunRules | None:
    """The adaptive plan's bounds in a stored plan's ``RunRules.words``; None: it is another plan, or none."""
    found = re.match(r"adaptive, ([0-9.]+[smhd]) to ([0-9.]+[smhd])", words)
    return RunRules(min_seconds=seconds_of(found[1]), max_seconds=seconds_of(found[2])) if found else None


def rules_of(outlet: Outlet) -> RunRules:
    """The rules by which an outlet's runs are planned."""
    wishes = outlet.schedule
    return RunRules(
        timezone=outlet.timezone,
        every_seconds=wishes.every,
        cron=wishes.cron,
        quiet=wishes.quiet,
        min_seconds=MIN_SECONDS if wishes.min is None else wishes.min,
        max_seconds=MAX_SECONDS if wishes.max is None else wishes.max,
    )
