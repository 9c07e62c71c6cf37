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
    assert (second.words, second.count) == ("HTTP 404 (at m.elbkurier.example)", 1)
    assert await database.outcomes.causes("de_elbkurier", OutcomeKind.TIMEOUT, "run 2") == [
        replace(first, count=1, attempts=1, sample=(await found(database, run="run 2"))[0])
    ]
    assert await database.outcomes.causes("de_other") == []


async def test_an_address_that_is_none_can_be_recorded_too(database: Database) -> None:
    strange = replace(TIMEOUT, url="mailto:nobody\ud800\0", message="\0" + "x" * 900)
    await database.outcomes.record(strange)
    outcome = (await found(database))[0]
    assert (outcome.url, len(outcome.message)) == ("mailto:nobody\ufffd", 499)
