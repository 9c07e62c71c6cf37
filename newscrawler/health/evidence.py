"""What is known of an outlet when it is judged, and what each of its runs says by itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newscrawler.model.account import ARTICLE_COUNTS, NOT_OF_A_LINK
from newscrawler.model.lease import Lease
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import FINISHED, OUT_OF_TIME, TOO_MANY_PAGES, Run

# How a run ends that could ask what it wanted; of any other end no outlet is guilty.
_JUDGED = frozenset({FINISHED, OUT_OF_TIME, TOO_MANY_PAGES})
_BROKEN = (OutcomeKind.TIMEOUT, OutcomeKind.CONNECTION_FAILED, OutcomeKind.INCOMPLETE)
_LOST_LATER = (OutcomeKind.NOT_STORED, OutcomeKind.INVALID_ITEM)  # pages that had an article
_OF_A_LISTING = re.compile(r"(?:\w+ in \w+\.toml: )?https?://\S+: ")


class Shut(StrEnum):
    """Why not one listing could be read."""

    ROBOTS = "robots"
    ROBOTS_UNREAD = "robots unread"
    REFUSED = "refused"
    EMPTY = "empty"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one outlet.

    Attributes:
        schedule: None: it has none.
        runs: newest first: the last ones, and some of each of the weeks before.
        lease: None: it is not being crawled.
        now: aware.
        scheduled_at: when a schedule last began a run, of whichever outlet; None: none ever did.
    """

    outlet: Outlet
    schedule: OutletSchedule | None
    runs: Sequence[Run]
    lease: Lease | None
    now: datetime
    scheduled_at: datetime | None = None

    @property
    def crawls(self) -> list[Run]:
        """Its crawls, without back-fills and retries."""
        return [run for run in self.runs if run.kind == "crawl"]

    @property
    def judged(self) -> list[Run]:
        """Those that came to an end of which the outlet may be guilty, and asked it for something."""
        ended = (run for run in self.crawls if run.finish_reason in _JUDGED and run.finished_at is not None)
        return [run for run in ended if not _was_put_off(run)]


@dataclass(frozen=True, slots=True)
class Pages:
    """What came of the article pages that were asked for, in one run or several.

    Attributes:
        came: pages that could be read; ``articles``: what they gave.
        refused: 401, 403, 429, checks for robots; ``broken``: 5xx, no whole answer; ``forbidden``: by robots.txt.
        kinds: all outcomes of these runs by kind, those of listings too.
    """

    came: int = 0
    articles: int = 0
    refused: int = 0
    broken: int = 0
    forbidden: int = 0
    kinds: Mapping[str, int] | None = None

    @property
    def asked(self) -> int:
        """All of them."""
        return self.came + self.refused + self.broken + self.forbidden


def pages_of(runs: Sequence[Run]) -> Pages:
    """What came of the pages of these runs together."""
    came = articles = refused = broken = forbidden = 0
    kinds: dict[str, int] = {}
    for run in runs:
        challenged = run.outcomes.get(OutcomeKind.CHALLENGE_PAGE, 0)
        came += max(0, run.counts.get("fetched", 0) - challenged)
        articles += sum(run.counts.get(name, 0) for name in ARTICLE_COUNTS)
        articles += sum(run.outcomes.get(kind, 0) for kind in _LOST_LATER)
        refused += run.counts.get("pages_refused", 0) + challenged
        broken += run.counts.get("pages_broken", 0) + sum(run.outcomes.get(kind, 0) for kind in _BROKEN)
        forbidden += run.outcomes.get(OutcomeKind.BLOCKED_BY_ROBOTS, 0)
        for kind, count in run.outcomes.items():
            kinds[kind] = kinds.get(kind, 0) + count
    return Pages(came, min(articles, came), refused, broken, forbidden, kinds)


def failed_listings(run: Run) -> int:
    """How many listings of a run failed, without those put off as another crawl had their host."""
    return run.outcomes.get(NOT_OF_A_LINK, 0) - run.counts.get("listings_put_off", 0)


def _has_read(run: Run) -> bool:
    return any(run.counts.get(name) for name in ("found", "listings_unchanged", "listings_resting"))


def _was_put_off(run: Run) -> bool:
    """Whether another crawl had the host of every listing, so that nothing can be said of the outlet."""
    put_off = run.counts.get("listings_put_off", 0)
    is_all = put_off >= run.counts.get("listings_asked", put_off)
    return bool(put_off) and is_all and not failed_listings(run) and not _has_read(run)


def why_shut(run: Run) -> Shut | None:
    """Why not one listing of a run could be read; None: one was, or it asked for none."""
    counts = run.counts
    failed = failed_listings(run)
    if (
        not failed
        or _has_read(run)
        or failed + counts.get("listings_put_off", 0) < counts.get("listings_asked", failed)
    ):
        return None
    causes = {
        Shut.ROBOTS: counts.get("listings_forbidden", 0),
        Shut.ROBOTS_UNREAD: counts.get("listings_robots_unread", 0),
        Shut.REFUSED: counts.get("listings_refused", 0),
        Shut.EMPTY: counts.get("listings_empty", 0),
    }
    most = max(causes, key=lambda cause: causes[cause])
    return most if causes[most] * 2 >= failed else Shut.BROKEN


def listing_warnings(run: Run) -> list[str]:
    """What a run said of its listings: warnings that begin with an address, or with the key that names it."""
    return [warning for warning in run.warnings if _OF_A_LISTING.match(warning)]
