import asyncio
from pathlib import Path

import pytest
from wire import Wire

from newscrawler.errors import StorageError
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import mask_uri
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.writing.writer import WriteLimits

from .conftest import NOON

OUTCOME = Outcome("de_elbkurier", "https://www.elbkurier.example/1", OutcomeKind.TIMEOUT, "", NOON)


async def test_the_limits_of_a_crawl_come_from_its_settings(mongo_uri: str, tmp_path: Path) -> None:
    settings = {
        "NEWSCRAWLER_MONGO_URI": mongo_uri,
        "NEWSCRAWLER_DATA_DIR": str(tmp_path),
        "NEWSCRAWLER_STORE_SECONDS": 3,
        "NEWSCRAWLER_AWAY_SECONDS": 7,
        "NEWSCRAWLER_MAX_SPOOL_MB": 5,
    }
    shared = SharedDatabase.named_in(settings)
    database = await shared.get()
    assert database._writer.limits == WriteLimits(store=3, away=7, spool_bytes=5_000_000)
    await shared.release()


def _break(_: str) -> None:
    raise BrokenPipeError


async def test_all_who_listen_are_told_and_the_first_to_go_closes_nothing(mongo_uri: str, tmp_path: Path) -> None:
    told: list[str] = []
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        limits = WriteLimits(store=0.2, pause=0.1)
        first, second = (SharedDatabase(wire.uri(mongo_uri), tmp_path, limits) for _ in range(2))
        first.tell(_break)
        first.tell(told.append)
        assert second.opened is None
        database = await first.get()
        assert second.opened is database
        await first.release()
        with pytest.raises(StorageError):
            await first.get()
        wire.refuse()
        await database.outcomes.record(OUTCOME)
        assert any("kept in" in message for message in told)
        wire.heal()
        async with asyncio.timeout(20):
            while database.is_away:  # noqa: ASYNC110 - it is no event of ours
                await asyncio.sleep(0.02)
        assert "back" in told[-1]
        await second.release()
    assert second.opened is None


async def test_hurrying_ends_the_giving_back_of_the_last_share(mongo_uri: str, tmp_path: Path) -> None:
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        shared = SharedDatabase(wire.uri(mongo_uri), tmp_path)
        database = await shared.get()
        wire.swallow()
        waiting = asyncio.create_task(database.outcomes.record(OUTCOME))
        await asyncio.sleep(0.1)
        releasing = asyncio.create_task(shared.release())
        await asyncio.sleep(0.1)
        shared.hurry()
        async with asyncio.timeout(5):  # without it the database is tried for six
            await releasing
        await waiting
        assert database.spooled == 1
