"""Whatever the past is, there is a judgement."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from outlet_past import HELD, NOW, OUTLET, every, health, planned, run

from newscrawler.health.finding import HealthWord
from newscrawler.model.account import COUNTS
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import Run

SMALL = st.integers(0, 60)
MOMENTS = st.integers(-10_000, 60_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
RUNS = st.builds(
    Run,
    id=st.text("0123456789abcdef", min_size=12, max_size=12),
    outlet=st.just(OUTLET.id),
    started_at=MOMENTS,
    kind=st.sampled_from(["crawl", "crawl", "crawl", "backfill", "retry"]),
    finished_at=st.none() | MOMENTS,
    finish_reason=st.sampled_from([None, "finished", "shutdown", "closespider_timeout", "start_error"]),
    counts=st.dictionaries(st.sampled_from(sorted(COUNTS)), SMALL),
    outcomes=st.dictionaries(st.sampled_from([str(kind) for kind in OutcomeKind]), SMALL, max_size=4),
    warnings=st.lists(st.text(max_size=30), max_size=2).map(tuple),
)
PLANS = st.none() | st.builds(
    planned,
    due_at=st.none() | MOMENTS,
    newest_at=st.none() | MOMENTS,
    wait_until=st.none() | MOMENTS,
    failures=SMALL,
    unended=SMALL,
    failure=st.none() | st.text(max_size=20),
    days=st.dictionaries(st.dates().map(str), SMALL, max_size=30),
)
BOUNDS = st.dictionaries(
    st.sampled_from(
        ["min_articles_per_day", "max_articles_per_day", "min_words", "min_body_share", "min_authors_share"]
    ),
    st.floats(0, 1),
)


@given(
    runs=st.lists(RUNS, max_size=35),
    plan=PLANS,
    bounds=BOUNDS,
    lease=st.sampled_from([None, HELD]),
    scheduled_at=st.none() | MOMENTS,
)
def test_every_past_gets_a_judgement_the_gravest_finding_first(runs, plan, bounds, lease, scheduled_at) -> None:  # noqa: ANN001
    found = health(runs, plan, outlet=replace(OUTLET, expect=bounds), lease=lease, scheduled_at=scheduled_at)
    assert found.findings
    gravities = [one.gravity for one in found.findings]
    assert gravities == sorted(gravities)
    assert all(one.reason and "\n" not in one.reason for one in found.findings if one.word in HealthWord)
    assert all(one.command.startswith("newscrawler ") for one in found.findings if one.colour in {"red", "yellow"})


def test_a_machine_whose_clock_is_ahead_of_the_databases_is_no_error() -> None:
    runs = [run(timedelta(minutes=-3), 2), *every(timedelta(hours=1), 20)]
    assert health(runs, planned(newest_at=NOW + timedelta(hours=2))).colour == "green"
