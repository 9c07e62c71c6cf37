"""Runs over days and years by a clock that can be set: nothing is lost, and nothing doubled."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.cron import last_moment, next_moment
from newscrawler.scheduling.plan import needs_planning, planned_after, planned_anew
from newscrawler.scheduling.rules import RunRules

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RUN = 5 * SECOND
QUARTERS = RunRules(every_seconds=900)
ADAPTIVE = RunRules()


@dataclass
class World:
    """One outlet and its schedule program, which looks whenever something can have changed."""

    rules: RunRules
    clock: datetime = BEGIN
    passed: timedelta = timedelta()  # in real time
    schedule: OutletSchedule = field(default_factory=lambda: OutletSchedule("de_elbkurier"))
    clocked: list[datetime] = field(default_factory=list)  # begins of runs, as the clock said
    begins: list[timedelta] = field(default_factory=list)  # the same in real time

    def live(self, span: timedelta) -> "World":
        end = self.passed + span
        while True:
            if needs_planning(self.rules, self.schedule, self.clock):
                self.schedule = planned_anew(self.rules, self.schedule, self.clock, 0.5)
            assert self.schedule.due_at is not None
            wait = max(self.schedule.due_at - self.clock, timedelta())
            if self.passed + wait >= end:
                self._pass(end - self.passed)
                return self
            self._pass(wait)
            self._run()

    def set_clock(self, jump: timedelta) -> "World":
        self.clock += jump
        return self

    def _pass(self, span: timedelta) -> None:
        self.passed += span
        self.clock += span

    def _run(self) -> None:
        self.clocked.append(self.clock)
        self.begins.append(self.passed)
        end = RunEnd(f"{len(self.begins)}", self.clock, self.clock + RUN, new=1, published=(self.clock - MINUTE,))
        self._pass(RUN)
        self.schedule = planned_after(self.rules, self.schedule, end, self.clock, 0.5)

    @property
    def gaps(self) -> list[timedelta]:
        return [later - earlier for earlier, later in pairwise(self.begins)]


@pytest.mark.parametrize(
    "timezone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo", "UTC"]
)
def test_a_nightly_run_is_one_on_every_day_of_a_year(timezone: str) -> None:
    zone = ZoneInfo(timezone)
    begin = datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC)
    world = World(RunRules(timezone, cron="30 2 * * *"), begin).live(timedelta(days=365))
    days = [moment.astimezone(zone).date() for moment in world.clocked]
    assert days == [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


def test_a_nightly_run_in_berlin_is_one_in_each_of_both_nights() -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        evening = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin")) - 6 * HOUR
        world = World(RunRules("Europe/Berlin", cron="30 2 * * *"), evening.astimezone(UTC)).live(24 * HOUR)
        assert len(world.clocked) == 1


def test_an_interval_goes_on_for_a_year_without_a_slot_too_many_or_too_few() -> None:
    world = World(RunRules(every_seconds=3600), BEGIN).live(timedelta(days=365))
    assert set(world.gaps[1:]) == {HOUR}
    assert len(world.begins) in {365 * 24, 365 * 24 + 1}


def test_quiet_hours_hold_through_a_year() -> None:
    rules = RunRules("Europe/Berlin", every_seconds=3600, quiet="23:00-06:00")
    world = World(rules, BEGIN).live(timedelta(days=365))
    hours = {moment.astimezone(ZoneInfo("Europe/Berlin")).hour for moment in world.clocked}
    assert hours == set(range(6, 23))


JUMPS = [DAY, -DAY, HOUR, -HOUR, 5 * MINUTE, -5 * MINUTE, 20 * SECOND, -20 * SECOND, 25 * HOUR, -47 * HOUR]
SPANS = st.integers(0, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
# Up to the limit from which on a clock counts as wrong.
SETTINGS = st.integers(-172_700, 172_700).map(lambda seconds: timedelta(seconds=seconds))


@given(jump=st.sampled_from(JUMPS) | SETTINGS, before=SPANS, cron=st.sampled_from(["30 2 * * *", "*/20 * * * *"]))
@example(jump=-DAY, before=17 * HOUR + 30 * MINUTE + 2 * SECOND, cron="30 2 * * *")
@example(jump=-MINUTE, before=17 * HOUR + 30 * MINUTE + 8 * SECOND, cron="30 2 * * *")
@settings(max_examples=30, deadline=None)
def test_every_moment_of_cron_is_served_once_whatever_the_clock_does(
    jump: timedelta, before: timedelta, cron: str
) -> None:
    world = World(RunRules(cron=cron)).live(before)
    jumped_from = world.clock
    world.set_clock(jump)
    jumped_to = world.clock
    world.live(3 * DAY)
    owed = []
    moment = next_moment(cron, "UTC", BEGIN)
    while moment < world.clock:
        if jumped_from <= moment <= jumped_to:  # leapt over: one late run for all of them, at once
            owed = [each for each in owed if each != jumped_to] + [jumped_to]
        else:
            owed.append(moment)
        moment = next_moment(cron, "UTC", moment)
    served = [each if each != jumped_to + RUN else jumped_to for each in world.clocked]
    # What comes while a run of five seconds lasts begins at its end.
    assert len(served) == len(owed)
    assert all(abs(run - due) <= RUN + 30 * SECOND for run, due in zip(sorted(served), sorted(owed), strict=True))


@given(
    jump=st.integers(HOUR // SECOND, 400 * DAY // SECOND).map(lambda seconds: timedelta(seconds=seconds)),
    span=st.integers(0, 47 * 3600).map(lambda seconds: timedelta(seconds=seconds)),
    before=SPANS,
    cron=st.sampled_from(["30 2 * * *", "0 */3 * * *", "*/20 * * * *"]),
    quiet=st.none() | st.just("23:00-06:00"),
)
@example(jump=DAY, span=6 * HOUR, before=DAY + 3 * HOUR, cron="0 */3 * * *", quiet=None)
@example(jump=47 * HOUR, span=HOUR, before=DAY + 3 * HOUR, cron="0 */3 * * *", quiet=None)
@example(jump=400 * DAY, span=HOUR, before=DAY + 3 * HOUR, cron="30 2 * * *", quiet=None)
@settings(max_examples=60, deadline=None)
def test_a_clock_that_was_ahead_for_a_while_serves_no_moment_twice_and_leaves_none_out(
    jump: timedelta, span: timedelta, before: timedelta, cron: str, quiet: str | None
) -> None:
    rules = RunRules(cron=cron, quiet=quiet)
    world = World(rules).live(before).set_clock(jump).live(span)
    served = {last_moment(cron, "UTC", clock) for clock in world.clocked}
    runs, set_back_to = len(world.clocked), world.clock - jump
    world.set_clock(-jump).live(4 * DAY)
    again = [last_moment(cron, "UTC", clock) for clock in world.clocked[runs:]]
    assert len(set(again)) == len(again)
    if quiet is not None:  # what comes in quiet hours begins at their end
        return
    assert served.isdisjoint(again)
    owed: list[datetime] = []
    moment = next_moment(cron, "UTC", set_back_to)
    while moment < world.clock - RUN:
        owed += [moment] if moment not in served else []
        moment = next_moment(cron, "UTC", moment)
    assert [each for each in again if each > set_back_to] == owed


@given(jump=st.sampled_from(JUMPS) | SETTINGS, before=SPANS.map(lambda span: span + HOUR))
@settings(max_examples=60, deadline=None)
def test_an_interval_is_neither_halved_nor_doubled_much_whatever_the_clock_does(
    jump: timedelta, before: timedelta
) -> None:
    world = World(QUARTERS).live(before)
    runs = len(world.begins)
    world.set_clock(jump).live(2 * DAY)
    gaps = world.gaps[1:]
    around, others = gaps[runs - 2 : runs + 1], gaps[: runs - 2] + gaps[runs + 1 :]
    assert set(others) == {15 * MINUTE}
    assert max(around) <= 2.5 * 15 * MINUTE
    assert sorted(around)[1] >= 7.5 * MINUTE  # one may come early: the late run after a leap
    assert abs(len(world.begins) - (before + 2 * DAY) / (15 * MINUTE)) <= 3


@given(jump=st.sampled_from(JUMPS) | SETTINGS, before=SPANS)
@settings(max_examples=30, deadline=None)
def test_the_adaptive_plan_goes_on_whatever_the_clock_does(jump: timedelta, before: timedelta) -> None:
    world = World(ADAPTIVE).live(before)
    runs = len(world.begins)
    world.set_clock(jump).live(2 * DAY)
    assert all(2 * MINUTE <= gap <= 6 * HOUR for gap in world.gaps[: runs - 1] + world.gaps[runs + 1 :])
    assert all(gap <= 12 * HOUR for gap in world.gaps)


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        (QUARTERS, 40 * MINUTE),
        (ADAPTIVE, 12 * HOUR),
        (RunRules(cron="30 2 * * *"), DAY),
        (RunRules(cron="0 * * * *"), HOUR),
    ],
)
def test_a_clock_that_was_years_ahead_for_a_while_holds_nothing_up(rules: RunRules, most: timedelta) -> None:
    world = World(rules).live(2 * DAY)
    runs = len(world.begins)
    world.set_clock(timedelta(days=4000)).live(10 * MINUTE)
    assert len(world.begins) == runs + 1  # one late run, not thousands
    world.set_clock(-timedelta(days=4000))
    corrected = world.passed
    world.live(3 * DAY)
    assert next(begin for begin in world.begins if begin > corrected) - corrected <= most
    assert all(gap <= max(most, DAY) for gap in world.gaps)


def test_a_machine_that_was_off_for_a_week_runs_once_late() -> None:
    for rules in (QUARTERS, ADAPTIVE, RunRules(cron="*/10 * * * *")):
        world = World(rules).live(DAY)
        runs = len(world.begins)
        world.passed += 7 * DAY
        world.set_clock(7 * DAY).live(100 * SECOND)
        assert len(world.begins) - runs in {1, 2}  # the late one, and one whose moment has come
