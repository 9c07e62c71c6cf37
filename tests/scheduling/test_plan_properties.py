from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.plan import needs_planning, planned_after, planned_anew
from newscrawler.scheduling.rules import RunRules

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ZONES = st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "UTC"])
QUIET = st.none() | st.sampled_from(["23:00-06:00", "00:00-02:30, 12:00-13:00", "06:00-05:00"])
BOUNDS = st.tuples(st.floats(1, 10_000), st.floats(10_000, 100_000))


def near(spread: timedelta) -> st.SearchStrategy[datetime]:
    seconds = spread.total_seconds()
    return st.floats(-seconds, seconds).map(lambda far: NOON + timedelta(seconds=far))


@st.composite
def rules(draw: st.DrawFn) -> RunRules:
    least, most = draw(BOUNDS)
    paces = st.sampled_from(["adaptive", "every", "30 2 * * *", "*/7 * * * *", "0 0 1 1 *"])
    pace = draw(paces)
    return RunRules(
        timezone=draw(ZONES),
        every_seconds=draw(st.floats(1, 400_000)) if pace == "every" else None,
        cron=None if pace in {"adaptive", "every"} else pace,
        quiet=draw(QUIET),
        min_seconds=least,
        max_seconds=most,
    )


@st.composite
def schedules(draw: st.DrawFn) -> OutletSchedule:
    moment = st.none() | near(3 * DAY)
    began_at = draw(moment)
    return OutletSchedule(
        "de_elbkurier",
        due_at=draw(moment),
        planned_at=draw(moment),
        rules=draw(st.sampled_from(["", "every 15m", "cron 30 2 * * * (UTC)"])),
        slot=draw(moment),
        taken_at=draw(moment),
        began_at=began_at,
        ended_at=began_at and began_at + timedelta(minutes=1),
        failure=draw(st.sampled_from([None, "timeout"])),
        failures=draw(st.integers(0, 60)),
        unended=draw(st.integers(0, 60)),
        wait_until=draw(moment),
    )


@st.composite
def ends(draw: st.DrawFn) -> RunEnd:
    lasted = timedelta(seconds=draw(st.floats(0, 20_000)))
    return RunEnd(
        "0123456789ab",
        NOON - lasted,
        NOON,
        failure=draw(st.sampled_from([None, None, "timeout"])),
        wait_until=draw(st.none() | near(3 * DAY)),
        fresh_seconds=draw(st.sampled_from([0.0, 0.0, 60.0, 1e6])),
        new=draw(st.integers(0, 50)),
        published=tuple(draw(st.lists(near(DAY), max_size=5))),
    )


def check(plan: OutletSchedule, plan_rules: RunRules) -> datetime:
    """What holds for every plan; returns when it is due."""
    assert plan.due_at is not None
    assert plan.due_at >= NOON
    assert plan.reason
    assert (plan.planned_at, plan.rules) == (NOON, plan_rules.words)
    assert not needs_planning(plan_rules, plan, NOON)
    if plan.wait_until is not None:
        assert NOON < plan.wait_until <= NOON + DAY
        assert plan.due_at >= plan.wait_until
    if plan_rules.quiet:
        local = plan.due_at.astimezone(ZoneInfo(plan_rules.timezone))
        for span in plan_rules.quiet.split(", "):
            first, last = span.split("-")
            clock = f"{local:%H:%M}"
            is_quiet = first <= clock < last or (last < first and (clock >= first or clock < last))
            assert not is_quiet
    return plan.due_at


@given(plan_rules=rules(), schedule=schedules(), end=ends(), chance=st.floats(0, 1))
@settings(max_examples=300, deadline=None)
def test_a_plan_after_a_run(plan_rules: RunRules, schedule: OutletSchedule, end: RunEnd, chance: float) -> None:
    plan = planned_after(plan_rules, schedule, end, NOON, chance)
    assert plan == planned_after(plan_rules, schedule, end, NOON, chance)
    due_at = check(plan, plan_rules)
    assert plan.unended == 0
    if plan.failures or plan.wait_until or plan_rules.quiet:
        return
    if plan_rules.is_adaptive:
        rest = timedelta(seconds=plan_rules.min_seconds)
        longest = max(end.began_at + timedelta(seconds=plan_rules.max_seconds), NOON + rest)
        assert NOON + rest <= due_at <= longest
    elif plan_rules.every_seconds is not None:
        assert due_at <= NOON + timedelta(seconds=1.5 * plan_rules.every_seconds)


@given(plan_rules=rules(), schedule=schedules(), chance=st.floats(0, 1))
@settings(max_examples=300, deadline=None)
def test_a_plan_without_a_run(plan_rules: RunRules, schedule: OutletSchedule, chance: float) -> None:
    plan = planned_anew(plan_rules, schedule, NOON, chance)
    assert plan == planned_anew(plan_rules, schedule, NOON, chance)
    check(plan, plan_rules)
    known = (schedule.run, schedule.began_at, schedule.ended_at, schedule.failures, schedule.unended, schedule.profile)
    assert known == (plan.run, plan.began_at, plan.ended_at, plan.failures, plan.unended, plan.profile)
    is_of_now = schedule.planned_at is not None and schedule.planned_at <= NOON
    if is_of_now and schedule.due_at and schedule.due_at <= NOON and schedule.unended < 3 and not schedule.wait_until:
        assert plan.due_at == NOON or plan_rules.quiet  # a run that is due stays due


@given(plan_rules=rules(), schedule=schedules(), chance=st.floats(0, 1))
@settings(deadline=None)
def test_a_plan_made_twice_is_the_same(plan_rules: RunRules, schedule: OutletSchedule, chance: float) -> None:
    not_due = replace(schedule, planned_at=None, due_at=None)
    plan = planned_anew(plan_rules, not_due, NOON, chance)
    assert planned_anew(plan_rules, plan, NOON, chance) == plan


@given(plan_rules=rules(), end=ends(), chance=st.floats(0, 1))
@settings(deadline=None)
def test_a_pause_only_grows_with_failures(plan_rules: RunRules, end: RunEnd, chance: float) -> None:
    schedule, failed = OutletSchedule("de_elbkurier"), replace(end, failure="timeout")
    due_at = NOON
    for failures in range(12):
        plan = planned_after(plan_rules, replace(schedule, failures=failures), failed, NOON, chance)
        assert plan.due_at is not None
        assert plan.due_at >= due_at
        assert "timeout" in plan.reason or plan.wait_until
        due_at = plan.due_at
