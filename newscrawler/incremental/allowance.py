"""What looking again at one kind of thing may cost a run, and where it is counted and told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from newscrawler.incremental.account import UrlAccount


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one kind of second look in one run.

    Attributes:
        account: the URLs of the run; those that are not fetched end there.
        steps: seconds after which an article of the outlet is looked at again.
        budget: of such looks.
        count: one more of a statistic.
        warn: told once, when the budget is used up.
        now: the clock.
    """

    account: UrlAccount
    steps: tuple[float, ...]
    budget: int
    count: Callable[[str], None]
    warn: Callable[[str], None]
    now: Callable[[], datetime] = _utc_now
