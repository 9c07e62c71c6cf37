from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
TIMEOUT = Outcome("de_elbkurier", "https://elbkurier.example/1", OutcomeKind.TIMEOUT, "after 30 s", NOON, run="run 1")


async def found(database: Database, **wishes: object) -> list[Outcome]:
    return [outcome async for outcome in database.outcomes.find(**wishes)]


async def test_attempts_grow_once_for_each_run(database: Database) -> None:
    await database.outcomes.record(TIMEOUT)
    await database.outcomes.record(replace(TIMEOUT, at=NOON + timedelta(minutes=1)))
    assert [outcome.attempts for outcome in await found(database)] == [1]
    await database.outcomes.record(replace(TIMEOUT, run="run 2", kind=OutcomeKind.TOO_LARGE))
    assert [(outcome.attempts, outcome.kind) for outcome in await found(database)] == [(2, "too_large")]


async def test_an_outcome_comes_back_as_it_was_recorded(database: Database) -> None:
    await database.outcomes.record(TIMEOUT)
    assert await found(database) == [TIMEOUT]


async def test_outcomes_are_found_by_outlet_kind_and_run_latest_first(database: Database) -> None:
    outcomes = [
        replace(TIMEOUT, url=f"https://elbkurier.example/{number}", at=NOON + timedelta(minutes=number))
        for number in range(4)
    ]
    outcomes[1] = replace(outcomes[1], kind=OutcomeKind.PAYWALL)
    outcomes[2] = replace(outcomes[2], outlet="de_other", run="run 2")
    for outcome in outcomes:
        await database.outcomes.record(outcome)
    assert await found(database, limit=2) == [outcomes[3], outcomes[2]]
    assert await found(database, outlet="de_other") == await found(database, run="run 2") == [outcomes[2]]
    assert await found(database, kind=OutcomeKind.PAYWALL) == [outcomes[1]]


async def test_outcomes_are_grouped_by_what_their_messages_have_in_common(database: Database) -> None:
    for number in range(4):
        message = f"after {number} s" if number else "HTTP 404 (at https://m.elbkurier.example/1)"
        outcome = replace(TIMEOUT, url=f"https://elbkurier.example/{number}", message=message, run=f"run {number}")
        await database.outcomes.record(replace(outcome, at=NOON + timedelta(minutes=number)))
    await database.outcomes.record(
        replace(TIMEOUT, url="https://elbkurier.example/1", message="after 9 s", run="run 9")
    )
    first, second = await database.outcomes.causes()
    assert (first.outlet, first.kind, first.words) == ("de_elbkurier", "timeout", "after N s")
    assert (first.count, first.attempts, first.sample.message) == (3, 2, "after 3 s")
    assert (second.words, second.count) == ("HTTP 404 (at https://m.elbkurier.example/1)", 1)
    assert await database.outcomes.causes("de_elbkurier", OutcomeKind.TIMEOUT, "run 2") == [
        replace(first, words="after 2 s", count=1, attempts=1, sample=(await found(database, run="run 2"))[0])
    ]
    assert await database.outcomes.causes("de_other") == []


async def test_an_address_that_is_none_can_be_recorded_too(database: Database) -> None:
    strange = replace(TIMEOUT, url="mailto:nobody\ud800\0", message="\0" + "x" * 900)
    await database.outcomes.record(strange)
    outcome = (await found(database))[0]
    assert (outcome.url, len(outcome.message)) == ("mailto:nobody\ufffd", 499)


async def test_links_that_failed_are_due_again_by_patience_the_longest_due_first(database: Database) -> None:
    now, hour = NOON + timedelta(days=13), 3600.0
    outcomes = {
        "timeout": replace(TIMEOUT, at=now - timedelta(minutes=2)),
        "soft404": replace(TIMEOUT, kind=OutcomeKind.SOFT_404, at=now - timedelta(hours=2)),
        "too early": replace(TIMEOUT, kind=OutcomeKind.SOFT_404, at=now - timedelta(minutes=59)),
        "forbidden": replace(TIMEOUT, kind=OutcomeKind.BLOCKED_BY_ROBOTS, at=now - timedelta(hours=25)),
        "forbidden today": replace(TIMEOUT, kind=OutcomeKind.BLOCKED_BY_ROBOTS, at=now - timedelta(hours=23)),
        "listing": replace(TIMEOUT, kind=OutcomeKind.LISTING_FAILED, at=now - timedelta(hours=9)),
        "gone": replace(TIMEOUT, kind=OutcomeKind.GONE, at=now - timedelta(hours=9)),
        "too long ago": replace(TIMEOUT, at=now - timedelta(days=15)),
        "elsewhere": replace(TIMEOUT, outlet="de_other", at=now - timedelta(hours=9)),
    }
    outcomes = {name: replace(one, url=f"https://elbkurier.example/{name}") for name, one in outcomes.items()}
    for outcome in outcomes.values():
        await database.outcomes.record(outcome)
    due = [outcomes[name] for name in ("forbidden", "soft404", "timeout")]
    assert await database.outcomes.due("de_elbkurier", (hour,), now, 9) == due
    assert await database.outcomes.due("de_elbkurier", (hour,), now, 2) == due[:2]
    assert await database.outcomes.due("de_elbkurier", (hour,), now, 0) == []


async def test_a_link_that_failed_first_a_fortnight_ago_is_left_alone(database: Database) -> None:
    later = NOON + timedelta(days=10)
    await database.outcomes.record(TIMEOUT)
    await database.outcomes.record(replace(TIMEOUT, at=later, run="run 2"))
    assert len(await database.outcomes.due("de_elbkurier", (), NOON + timedelta(days=13), 9)) == 1
    assert await database.outcomes.due("de_elbkurier", (), NOON + timedelta(days=15), 9) == []
