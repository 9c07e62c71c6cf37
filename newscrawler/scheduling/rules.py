"""The wishes of an outlet's file about when it is crawled."""

from dataclasses import dataclass

from newscrawler.model.outlet import Outlet

MIN_SECONDS = 120.0  # of the adaptive plan, where an outlet's file says nothing
MAX_SECONDS = 6 * 3600.0


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
    def words(self) -> str:
        """The wishes as one line, which is another one where one of them is: ``every 15m``."""
        return repr(self)


def rules_of(outlet: Outlet) -> RunRules:
    """The rules by which an outlet's runs are planned."""
    return RunRules(outlet.timezone)
