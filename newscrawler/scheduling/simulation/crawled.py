"""One outlet of the simulation: its plan, who holds it, and what a run of it would find."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.simulation.invented_outlets import InventedOutlet
from newscrawler.scheduling.simulation.newsroom import BEGIN

LISTING_SECONDS = (0.3, 4.0)  # until the listings are read
TIMEOUT_SECONDS = (5.0, 90.0)  # of a host that does not answer
RENEWED_SECONDS, LEASE_SECONDS = 20.0, 60.0


@dataclass(slots=True)
class HostState:
    """A registered domain: who asks it, and when it may be asked again. Seconds since the simulation's begin."""

    asked_by: int | None = None
    last_request: float = float("-inf")
    wait_until: float = float("-inf")


@dataclass(slots=True)
class SimulatedRun:
    """A run under way; ``first`` to ``last`` are the numbers of the articles that it fetches.

    One that does not ask finds its listings still fresh.
    """

    machine: int
    began: float
    ends: float
    first_request: float
    first: int
    last: int
    failure: str | None = None
    wait_until: float | None = None
    asks: bool = True


@dataclass(slots=True)
class Crawled:
    """An outlet with its state. ``fetched``: number of its articles that were, or are found no more."""

    number: int
    outlet: InventedOutlet
    rules: RunRules
    schedule: OutletSchedule
    fetched: int = 0
    fence: int = 0
    run: SimulatedRun | None = None
    listing_read: float = float("-inf")
    last_begun: float | None = None
    was_hindered: bool = False
    longest_gap: float = 0.0
    requests: int = 0
    is_known: bool = False

    def begin(self, now: float, host: HostState, machine: int, chance: Random) -> SimulatedRun:
        """The run that begins now, as it will be if nothing happens to its machine."""
        outlet = self.outlet
        self.fence += 1
        run = SimulatedRun(machine, now, now, now, self.fetched, self.fetched)
        # What a listing showed still holds, so it is not asked; a file that says when wins over what a listing says.
        if self.rules.is_adaptive and now < self.listing_read + min(
            outlet.fresh_seconds, self.rules.longest_pause_seconds
        ):
            run.asks = False
            return run
        run.first_request = asked = max(now, host.last_request + outlet.delay_seconds)
        fails = outlet.failing > 0 and chance.random() < outlet.failing
        if fails or outlet.is_down(now):
            run.ends = asked + chance.uniform(*TIMEOUT_SECONDS)
            run.failure = "timeout"
            if fails and outlet.retry_after_seconds:
                run.wait_until, run.failure = run.ends + outlet.retry_after_seconds, "HTTP 429"
            return run
        read = asked + chance.uniform(*LISTING_SECONDS)
        run.last = outlet.newsroom.until(read - outlet.appears_seconds)
        run.first = max(self.fetched, run.last - outlet.feed_entries)
        run.ends = read + (run.last - run.first) * outlet.delay_seconds
        return run

    def fetched_at(self, run: SimulatedRun, article: int) -> float:
        """When a run fetches an article, of those from ``first`` on."""
        return run.ends - (run.last - article - 1) * self.outlet.delay_seconds


def run_end(crawled: Crawled, run: SimulatedRun) -> RunEnd:
    """What the run tells the plan."""
    published = crawled.outlet.newsroom.published[run.first : run.last]
    return RunEnd(
        run=crawled.outlet.name,
        began_at=moment(run.began),
        ended_at=moment(run.ends),
        failure=run.failure,
        wait_until=moment(run.wait_until) if run.wait_until else None,
        fresh_seconds=crawled.outlet.fresh_seconds,
        new=run.last - run.first,
        published=tuple(moment(each) for each in published),
    )


def moment(seconds: float) -> datetime:
    """A time of the simulation as the schedule knows it."""
    return BEGIN + timedelta(seconds=seconds)


def seconds_at(when: datetime) -> float:
    """The other way round."""
    return (when - BEGIN).total_seconds()
