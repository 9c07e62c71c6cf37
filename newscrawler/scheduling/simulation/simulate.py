"""The simulation itself: a heap of events on a virtual clock."""

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from random import Random
from time import process_time

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.scheduling.adaptive import patience_for, sample_of, weighed_again_after
from newscrawler.scheduling.choice import chosen
from newscrawler.scheduling.plan import needs_planning, planned_after, planned_anew
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.run_memory import schedule_with
from newscrawler.scheduling.simulation.crawled import (
    LEASE_SECONDS,
    RENEWED_SECONDS,
    Crawled,
    HostState,
    SimulatedRun,
    moment,
    run_end,
    seconds_at,
)
from newscrawler.scheduling.simulation.figures import Figures
from newscrawler.scheduling.simulation.fixed_plan import planned_at_its_slot
from newscrawler.scheduling.simulation.invented_outlets import InventedOutlet
from newscrawler.scheduling.simulation.machines import Machine, next_mishap
from newscrawler.scheduling.simulation.newsroom import DAY_SECONDS

LOOKED_EVERY = 2.0  # seconds: a program looks what is due so often
PLANNING_TIMED = 97  # one in so many plans is timed

Event = Callable[[float], None]


class Simulation:
    """Outlets, their hosts and machines, from the begin to the end."""

    def __init__(
        self,
        outlets: Sequence[InventedOutlet],
        rules_of: Callable[[InventedOutlet], RunRules],
        *,
        days: float,
        machines: int,
        seed: int,
        runs_per_day: float | None = None,
        mishaps: bool = True,
    ) -> None:
        self.figures = Figures(len(outlets), days)
        self._end = days * DAY_SECONDS
        self._chance = Random(seed)  # noqa: S311 - no secret
        self._fate = Random(seed)  # noqa: S311 - of machines, which is the same whatever the plan is
        self._crawled = [
            Crawled(number, outlet, rules_of(outlet), OutletSchedule(outlet.name))
            for number, outlet in enumerate(outlets)
        ]
        self._domains = {crawled.outlet.name: (crawled.outlet.domain,) for crawled in self._crawled}
        self._hosts = {outlet.domain: HostState() for outlet in outlets}
        self._machines = [Machine(number) for number in range(machines)]
        self._runs_per_day = runs_per_day
        self._mishaps = mishaps
        self._waiting: dict[str, Crawled] = {}
        self._busy: set[str] = set()
        self._events: list[tuple[float, int, Event]] = []
        self._pushed = 0
        self._planned = 0

    def run(self) -> Figures:
        """What came of it."""
        began = process_time()
        for crawled in self._crawled:
            self._at(crawled.outlet.joins, self._joined(crawled))
        if self._mishaps:
            for machine in self._machines:
                self._await_mishap(machine, 0.0)
        if self._runs_per_day is not None:
            self._at(0.0, self._weigh)
        while self._events:
            now, _, event = heappop(self._events)
            if now >= self._end:
                break
            event(now)
        self._count_the_rest()
        self.figures.cpu_seconds = process_time() - began
        return self.figures

    def _at(self, when: float, event: Event) -> None:
        self._pushed += 1
        heappush(self._events, (when, self._pushed, event))

    def _joined(self, crawled: Crawled) -> Event:
        def event(now: float) -> None:
            crawled.schedule = planned_anew(crawled.rules, crawled.schedule, moment(now), self._chance.random())
            self._await_due(crawled)

        return event

    def _await_due(self, crawled: Crawled) -> None:
        due = crawled.schedule.due_at
        if due is not None:
            self._at(seconds_at(due) + self._chance.uniform(0, LOOKED_EVERY), self._due(crawled, crawled.fence))

    def _due(self, crawled: Crawled, fence: int) -> Event:
        def event(now: float) -> None:
            if crawled.run is not None or crawled.fence != fence or crawled.outlet.name in self._waiting:
                return
            if needs_planning(crawled.rules, crawled.schedule, moment(now)):
                crawled.schedule = planned_anew(crawled.rules, crawled.schedule, moment(now), self._chance.random())
                if seconds_at(crawled.schedule.due_at or moment(now)) > now:
                    self._await_due(crawled)
                    return
            self._waiting[crawled.outlet.name] = crawled
            self._begin_what_can(now)

        return event

    def _begin_what_can(self, now: float) -> None:
        if not self._waiting or not (room := sum([machine.free for machine in self._machines])):
            return
        due = [crawled.schedule for crawled in self._waiting.values()]
        for name in chosen(due, self._domains, self._busy, room):
            crawled = self._waiting.pop(name)
            host = self._hosts[crawled.outlet.domain]
            if host.wait_until > now:  # the claim is refused, and the plan moved to that time
                wait_until = moment(host.wait_until)
                crawled.schedule = schedule_with(crawled.schedule, due_at=wait_until, wait_until=wait_until)
                crawled.was_hindered = True
                self._await_due(crawled)
            else:
                self._begin(crawled, host, now)

    def _begin(self, crawled: Crawled, host: HostState, now: float) -> None:
        machine = self._machine_with_room()
        run = crawled.begin(now, host, machine.number, self._chance)
        figures, outlet = self.figures, crawled.outlet
        figures.doubles += host.asked_by is not None
        figures.hasty += run.asks and run.first_request < max(host.wait_until, host.last_request + outlet.delay_seconds)
        figures.late_starts.add(now - seconds_at(crawled.schedule.due_at or moment(now)))
        self._note_gap(crawled, now)
        host.asked_by = crawled.number
        self._busy.add(outlet.domain)
        machine.runs.add(crawled.number)
        crawled.run = run
        self._at(run.ends, self._ended(crawled, run))

    def _machine_with_room(self) -> Machine:
        """One by chance, the more room the likelier."""
        place = self._chance.random() * sum([machine.free for machine in self._machines])
        for machine in self._machines:
            place -= machine.free
            if place < 0:
                return machine
        raise RuntimeError("No machine has room for a run.")

    def _note_gap(self, crawled: Crawled, now: float) -> None:
        if crawled.last_begun is not None and not crawled.was_hindered:
            crawled.longest_gap = max(crawled.longest_gap, now - crawled.last_begun)
        crawled.last_begun = now
        crawled.was_hindered = False

    def _ended(self, crawled: Crawled, run: SimulatedRun) -> Event:
        def event(now: float) -> None:
            machine = self._machines[run.machine]
            if crawled.run is not run:
                return  # its machine was killed, or slept: see _stop
            machine.runs.discard(crawled.number)
            self._credit(crawled, run, run.last)
            self._give_back(crawled)
            figures = self.figures
            figures.runs += 1
            figures.failed += run.failure is not None
            if run.failure is None:
                crawled.listing_read = run.first_request if run.asks else crawled.listing_read
                crawled.is_known = True
            else:
                crawled.was_hindered = True
            if run.wait_until:
                self._hosts[crawled.outlet.domain].wait_until = run.wait_until
            self._plan(crawled, run, now)
            self._await_due(crawled)
            self._begin_what_can(now)

        return event

    def _plan(self, crawled: Crawled, run: SimulatedRun, now: float) -> None:
        planned = planned_after if crawled.rules.is_adaptive else planned_at_its_slot
        end, clock, chance = run_end(crawled, run), moment(now), self._chance.random()
        self._planned += 1
        if self._planned % PLANNING_TIMED:
            crawled.schedule = planned(crawled.rules, crawled.schedule, end, clock, chance)
            return
        began = process_time()
        crawled.schedule = planned(crawled.rules, crawled.schedule, end, clock, chance)
        self.figures.planning_seconds += (process_time() - began) * PLANNING_TIMED

    def _credit(self, crawled: Crawled, run: SimulatedRun, last: int) -> None:
        """Count the articles that a run fetched; those of before the outlet was added are not late, they are old."""
        figures, published, joins = self.figures, crawled.outlet.newsroom.published, crawled.outlet.joins
        if crawled.is_known:
            figures.lost += run.first - crawled.fetched
        for article in range(run.first, last):
            if published[article] >= joins:
                figures.lateness.add(crawled.fetched_at(run, article) - published[article])
        asked = run.asks + last - run.first
        figures.requests += asked
        crawled.requests += asked
        crawled.fetched = last
        self._hosts[crawled.outlet.domain].last_request = min(run.ends, crawled.fetched_at(run, last))

    def _give_back(self, crawled: Crawled) -> None:
        crawled.run = None
        host = self._hosts[crawled.outlet.domain]
        host.asked_by = None
        self._busy.discard(crawled.outlet.domain)

    def _await_mishap(self, machine: Machine, now: float) -> None:
        after, state, seconds = next_mishap(self._fate, machine.number)

        def happen(then: float) -> None:
            machine.state = state
            self.figures.killed += 1
            back = then + seconds
            for number in sorted(machine.runs):
                self._stop(self._crawled[number], then, back if state == "gone" else float("inf"))
            self._at(back, come_back)

        def come_back(then: float) -> None:
            if machine.state == "asleep":  # the fences of its runs are stale: nothing is sent or written any more
                self.figures.refused += len(machine.runs)
            machine.runs.clear()
            machine.state = "awake"
            self._await_mishap(machine, then)
            self._begin_what_can(then)

        self._at(now + after, happen)

    def _stop(self, crawled: Crawled, now: float, back: float) -> None:
        """A machine is killed, or falls asleep: what was fetched is stored, and the leases run out."""
        run = crawled.run
        if run is None:
            return
        self.figures.broken_off += 1
        last = next((each for each in range(run.first, run.last) if crawled.fetched_at(run, each) > now), run.last)
        self._credit(crawled, run, last)
        host = self._hosts[crawled.outlet.domain]
        host.last_request = min(now, host.last_request)
        host.asked_by = None  # nobody asks it, though it is leased still
        renewed = now - (now - run.began) % RENEWED_SECONDS
        crawled.run = None
        schedule, fence = crawled.schedule, crawled.fence
        crawled.schedule = schedule_with(schedule, unended=schedule.unended + 1, taken_at=moment(run.began))

        def run_out(then: float) -> None:
            self._busy.discard(crawled.outlet.domain)
            self._due(crawled, fence)(then)

        self._at(min(renewed + LEASE_SECONDS, max(back, now)), run_out)

    def _weigh(self, now: float) -> None:
        """Weigh all outlets with one another, as the schedule program does now and then."""
        joined = [crawled for crawled in self._crawled if crawled.outlet.joins <= now]
        sample = [(each.rules, each.schedule) for each in sample_of(joined)]
        patience = patience_for(sample, self._runs_per_day or 0.0)
        for crawled in self._crawled:
            crawled.schedule = schedule_with(crawled.schedule, patience_seconds=patience)
        self._at(now + weighed_again_after(sample), self._weigh)

    def _count_the_rest(self) -> None:
        figures = self.figures
        for crawled in self._crawled:
            joins = crawled.outlet.newsroom.until(crawled.outlet.joins)
            published = crawled.outlet.newsroom.until(self._end)
            figures.unfetched += max(published - max(crawled.fetched, joins), 0)
            share = crawled.longest_gap / crawled.rules.max_seconds
            figures.longest_wait = max(figures.longest_wait, share)
            figures.over_max += share > 1
        figures.most_requests = most_requests(self._crawled, figures.days)


def most_requests(crawled: Iterable[Crawled], days: float) -> float:
    """Requests a day to the host that has most of them."""
    by_domain: dict[str, int] = {}
    for each in crawled:
        by_domain[each.outlet.domain] = by_domain.get(each.outlet.domain, 0) + each.requests
    return max(by_domain.values(), default=0) / days
