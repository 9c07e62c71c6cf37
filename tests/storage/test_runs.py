from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawler.model.run import Run
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


async def test_a_run_that_was_killed_is_there_without_an_end(database: Database) -> None:
    run = Run("0123456789ab", "de_elbkurier", NOON)
    await database.runs.start(run)
    assert await database.runs.recent("de_elbkurier", 1) == [run]


async def test_a_run_comes_back_with_all_its_counts(database: Database) -> None:
    run = Run(
        "0123456789ab",
        "de_elbkurier",
        NOON,
        finished_at=NOON + timedelta(seconds=9),
        finish_reason="finished",
        counts={"fetched": 3, "new": 2},
        outcomes={"timeout": 1},
        removed={"ad_label": 4},
        warnings=("feed damaged at line 2",),
    )
    await database.runs.start(replace(run, finished_at=None, finish_reason=None, counts={}, warnings=()))
    await database.runs.finish(run)
    assert await database.runs.recent() == [run]
    assert await database.runs.get(run.id) == run


async def test_the_latest_runs_come_first_and_of_one_outlet_where_asked(database: Database) -> None:
    for number in range(5):
        outlet = "de_elbkurier" if number % 2 else "de_other"
        await database.runs.start(Run(f"{number:012x}", outlet, NOON + timedelta(minutes=number)))
    assert [int(run.id, 16) for run in await database.runs.recent(limit=3)] == [4, 3, 2]
    assert [int(run.id, 16) for run in await database.runs.recent("de_elbkurier")] == [3, 1]
    assert await database.runs.recent("de_unknown") == []


async def test_the_past_of_an_outlet_has_its_latest_runs_and_where_these_are_of_one_day_some_of_the_weeks_before(
    database: Database,
) -> None:
    for number in range(24 * 9):  # an hour apart
        at = NOON - timedelta(hours=number)
        await database.runs.finish(Run(f"{number:012x}", "de_elbkurier", at, removed={"ad_label": 1}))
    await database.runs.start(Run("ffffffffffff", "de_other", NOON))
    past = [int(run.id, 16) for run in await database.runs.past_of("de_elbkurier", NOON)]
    assert past[:30] == list(range(30))
    assert past[30:] == [*range(30, 33), *range(169, 172)]  # before these, and a week ago
    assert not any(run.removed for run in await database.runs.past_of("de_elbkurier", NOON))


async def test_the_past_of_an_outlet_that_is_crawled_once_a_day_is_its_latest_runs(database: Database) -> None:
    for number in range(40):
        await database.runs.finish(Run(f"{number:012x}", "de_elbkurier", NOON - timedelta(days=number)))
    assert [int(run.id, 16) for run in await database.runs.past_of("de_elbkurier", NOON)] == list(range(30))
    assert await database.runs.past_of("de_unknown", NOON) == []


async def test_back_fills_and_retries_do_not_hide_the_crawls_of_an_outlet(database: Database) -> None:
    for number in range(40):
        kind = "crawl" if number % 10 == 9 else "retry" if number % 2 else "backfill"
        run = Run(f"{number:012x}", "de_elbkurier", NOON - timedelta(minutes=number), kind)
        await database.runs.finish(run)
    assert [int(run.id, 16) for run in await database.runs.past_of("de_elbkurier", NOON)] == [9, 19, 29, 39]


async def test_the_last_run_of_a_schedule_is_found_however_many_were_begun_by_hand_since(database: Database) -> None:
    assert await database.runs.last_scheduled(NOON) is None
    for number in range(3):
        at = NOON - timedelta(days=40 + number)
        await database.runs.finish(Run(f"{number:012x}", f"de_{number}", at, counts={"scheduled": 1}))
    for number in range(60):
        await database.runs.finish(Run(f"a{number:011x}", f"de_{number}", NOON - timedelta(hours=number)))
    assert await database.runs.last_scheduled(NOON) == NOON - timedelta(days=40)
    ahead = NOON + timedelta(minutes=2)  # by the clock of its machine
    await database.runs.finish(Run("b00000000000", "de_1", ahead, counts={"scheduled": 1}))
    assert await database.runs.last_scheduled(NOON) == ahead
