"""What the schedule program does while its database is in trouble, without a process of its own."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from newscrawler.errors import SchemaVersionError, StorageError, StorageUnavailableError
from newscrawler.operations import database_return
from newscrawler.operations.claims_under_way import ClaimsUnderWay
from newscrawler.operations.database_return import PAUSE_SECONDS, DatabaseReturn
from newscrawler.operations.schedule_program import Listeners, ScheduleProgram
from newscrawler.operations.scheduled_outlets import ScheduledOutlets
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.operations.stop_signals import StopSignals
from newscrawler.settings import read_environment

LAST_PAUSE = 10  # in which the signal comes

GONE = StorageUnavailableError("Cannot reach MongoDB.")


class Pauses(StopSignals):
    """A signal that comes while it is waited for; how long that was is noted."""

    def __init__(self) -> None:
        super().__init__(lambda _: None, lambda: None, lambda: None)
        self.waited: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) > LAST_PAUSE:
            self.count = 1
        await asyncio.sleep(0)


class Hold:
    """A hold on a database that cannot be opened, for reasons that a test may give."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    async def get(self) -> None:
        raise self.errors.pop(0) if self.errors else GONE

    async def reopen(self) -> None:
        """Nothing that helps."""


def program_over(tmp_path: Path, told: list[str], *, once: bool = False) -> ScheduleProgram:
    environment = read_environment({"NEWSCRAWLER_OUTLETS": str(tmp_path)})
    listeners = Listeners(told.append, lambda *_: None, lambda _: None, lambda _: None, lambda _: None)
    outlets = ScheduledOutlets(environment, told.append)
    return ScheduleProgram(crawl_settings(environment), outlets, listeners, once=once)


async def test_a_program_that_was_told_to_end_asks_an_absent_database_no_more(tmp_path: Path) -> None:
    told: list[str] = []
    program, hold, signals = program_over(tmp_path, told), Hold(), Pauses()
    returning = DatabaseReturn(hold, signals, told.append)  # type: ignore[arg-type]
    vars(program).update(_hold=hold, _signals=signals, _return=returning, _open=ready)
    vars(program)["_memory"] = SimpleNamespace(is_exhausted=False)
    vars(program)["_due"] = SimpleNamespace(claims=SimpleNamespace(settle=ready), taken=0)
    await asyncio.wait_for(program._look_for_ever(), 5)
    assert len(signals.waited) == LAST_PAUSE + 1
    assert told == ["Cannot reach MongoDB. No run begins until the database is back; it is tried for ever."]


async def test_an_error_of_the_server_is_no_end_but_a_database_of_another_version_is(tmp_path: Path) -> None:
    told: list[str] = []
    program, hold, signals = program_over(tmp_path, told), Hold(), Pauses()
    hold.errors = [StorageError("cursor id 17 not found"), SchemaVersionError("It was migrated.")]
    returning = DatabaseReturn(hold, signals, told.append)  # type: ignore[arg-type]
    vars(program).update(_hold=hold, _signals=signals, _return=returning, _open=ready)
    vars(program)["_memory"] = SimpleNamespace(is_exhausted=False)
    vars(program)["_due"] = SimpleNamespace(claims=SimpleNamespace(settle=ready), taken=0)
    with pytest.raises(SchemaVersionError):
        await asyncio.wait_for(program._look_for_ever(), 5)
    assert told == ["cursor id 17 not found. No run begins until the database is back; it is tried for ever."]


async def test_a_program_that_runs_once_ends_though_a_claim_got_no_answer(tmp_path: Path) -> None:
    program, claims = program_over(tmp_path, [], once=True), ClaimsUnderWay()
    claims.begin("xx_one", no_answer())
    vars(program).update(_hold=Hold(), _signals=Pauses(), _open=ready)
    vars(program)["_memory"] = SimpleNamespace(is_exhausted=False)
    vars(program)["_due"] = SimpleNamespace(claims=claims, only={"xx_one"}, taken=0)
    program._wake.set()  # for no pause before the next look
    await asyncio.wait_for(program._look_for_ever(), 5)
    assert program._error is GONE


async def no_answer() -> None:
    raise GONE


async def ready() -> None:
    """Nothing to do."""


async def test_pauses_grow_until_the_database_has_written_or_answered_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    signals = Pauses()
    returning = DatabaseReturn(Hold(), signals, told.append)  # type: ignore[arg-type]
    for _ in PAUSE_SECONDS:
        await returning.failed(GONE, are_runs_under_way=False)
        returning.succeeded(has_written=False)  # it answers, and refuses to write
    assert (signals.waited, len(told)) == (list(PAUSE_SECONDS), 1)
    returning.succeeded(has_written=True)
    returning.succeeded(has_written=True)
    assert told[1:] == ["The database is back, and so are the runs."]
    await returning.failed(GONE, are_runs_under_way=True)
    assert signals.waited[-1] == PAUSE_SECONDS[0]
    monkeypatch.setattr(database_return, "SURE_SECONDS", 0.0)
    returning.succeeded(has_written=False)
    assert len(told) == 4
