"""A wire between us and the server that loses replies or is cut."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from wire import Wire

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.lease import Claim
from newscrawler.storage.connection import Database, mask_uri, open_database
from newscrawler.storage.server import keeper
from newscrawler.storage.server.process_identity import this_process
from newscrawler.storage.writing import article_job
from newscrawler.storage.writing.writer import WriteLimits

Make = Callable[..., Article]


@asynccontextmanager
async def wired_database(uri: str, data_dir: Path, **options: Any) -> AsyncIterator[tuple[Wire, Database]]:  # noqa: ANN401 - of open_database
    """A database behind a wire."""
    with Wire(mask_uri(uri).split(",")[0]) as wire:
        database = await open_database(wire.uri(uri), data_dir, **options)
        try:
            yield wire, database
        finally:
            wire.heal()
            await database.close()


@pytest.fixture(autouse=True)
def _attempts_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is given up as fast as the limits of a test say."""
    monkeypatch.setattr("newscrawler.storage.faults._SHORTEST_ATTEMPT_SECONDS", 0.3)


async def stored_numbers(database: Database) -> list[int]:
    return [document["cursor"] async for document in database.documents.articles.find().sort("cursor")]


@pytest.mark.parametrize("command", ["commitTransaction", "insert", "findAndModify", "find"])
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_lost_reply_stores_every_article_once_and_tells_the_truth(
    mongo_uri: str, tmp_path: Path, make_article: Make, command: str, times: int
) -> None:
    async with wired_database(mongo_uri, tmp_path) as (wire, database):
        wire.lose(command, times)
        saved = await asyncio.gather(*(database.articles.save(make_article(number)) for number in range(10)))
        assert wire.left_to_lose == 0
        assert {one.kind for one in saved} == {"new"}
        numbers = await stored_numbers(database)
        assert len(numbers) == len(set(numbers)) == 10


async def test_an_article_whose_commit_was_never_confirmed_is_still_new(
    mongo_uri: str, tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.faults.ATTEMPT_SECONDS", 0.2)
    async with wired_database(mongo_uri, tmp_path) as (wire, database):
        wire.lose("commitTransaction", 10**6)  # until the attempt is given up, and the batch sent again
        saving = asyncio.create_task(database.articles.save(make_article()))
        await asyncio.sleep(0.7)
        wire.heal()
        assert (await saving).kind == "new"
        assert len(await stored_numbers(database)) == 1


async def test_an_attempt_whose_time_is_up_holds_up_no_other(
    mongo_uri: str, tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.faults.ATTEMPT_SECONDS", 0.5)
    async with wired_database(mongo_uri, tmp_path) as (wire, database), asyncio.timeout(20):
        wire.late["insert"] = 1.5
        assert (await database.articles.save(make_article())).kind == "new"
        assert not wire.late


async def test_a_lost_reply_makes_one_revision_of_one_change(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with wired_database(mongo_uri, tmp_path) as (wire, database):
        await database.articles.save(make_article())
        wire.lose("commitTransaction", 3)
        saved = await database.articles.save(make_article(text="Changed."))
        assert (saved.kind, saved.version) == ("revised", 2)
        assert len(await database.articles.revisions(saved.id)) == 1


async def test_a_database_that_is_away_for_a_while_loses_nothing(
    mongo_uri: str, tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.faults._QUIET_SECONDS", 0.4)
    told: list[str] = []
    async with wired_database(mongo_uri, tmp_path, on_trouble=told.append) as (wire, database):
        wire.reset()
        waiting = [asyncio.create_task(database.articles.save(make_article(number))) for number in range(30)]
        await asyncio.sleep(0.8)
        assert not any(task.done() for task in waiting)
        wire.heal()
        assert {saved.kind for saved in await asyncio.gather(*waiting)} == {"new"}
        assert len(await stored_numbers(database)) == 30
        assert len(told) == 1


async def test_a_database_that_stays_away_is_told_to_who_waits_and_may_come_back(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with wired_database(mongo_uri, tmp_path, limits=WriteLimits(store=0.5)) as (wire, database):
        wire.reset()
        with pytest.raises(StorageUnavailableError, match="did not answer"):
            await database.articles.save(make_article(1))
        wire.heal()
        assert (await database.articles.save(make_article(2))).kind == "new"


async def test_links_wait_for_a_database_that_is_away_for_a_moment(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with wired_database(mongo_uri, tmp_path) as (wire, database):
        await database.articles.save(make_article())
        wire.reset()
        known = asyncio.create_task(database.articles.known([make_article().url]))
        await asyncio.sleep(0.5)
        wire.heal()
        assert await known == {make_article().url}


async def test_a_claim_waits_for_a_database_that_is_away_as_long_as_articles_do(mongo_uri: str, tmp_path: Path) -> None:
    async with wired_database(mongo_uri, tmp_path, limits=WriteLimits(store=0.5)) as (wire, database):
        claim = await database.claims.take("de_elbkurier", ["elbkurier.example"], "8f3", this_process())
        assert isinstance(claim, Claim)
        wire.reset()
        async with asyncio.timeout(20):
            with pytest.raises(StorageUnavailableError, match="while renewing the claim on de_elbkurier"):
                await database.claims.renew(claim)
        wire.heal()
        assert (await database.claims.renew(claim)).held


async def test_closing_does_not_wait_for_a_database_that_is_away(
    mongo_uri: str, tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.writing.writer.CLOSE_SECONDS", 0.3)
    async with wired_database(mongo_uri, tmp_path) as (wire, database):
        wire.reset()
        waiting = asyncio.create_task(database.articles.save(make_article()))
        await asyncio.sleep(0.1)
        async with asyncio.timeout(3):
            await database.close()
        with pytest.raises(StorageUnavailableError):
            await waiting


async def test_one_bad_document_in_a_hundred_goes_to_quarantine(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = article_job.fit_to_size

    def spoil(document: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """After we have checked it, so that the server is the one who refuses it."""
        is_bad = document["url"].endswith("/50")
        return fit(document | ({"word_count": "many"} if is_bad else {}))

    monkeypatch.setattr(article_job, "fit_to_size", spoil)
    jobs = [database.articles.save(make_article(number)) for number in range(100)]
    answers = await asyncio.gather(*jobs, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, StorageError)]
    assert len(refused) == 1
    assert "artikel/50" in str(refused[0])
    assert len(await stored_numbers(database)) == 99
    kept = await database.documents.quarantine.find().to_list()
    assert [(one["document"]["word_count"], one["outlet"]) for one in kept] == [("many", "de_elbkurier")]
    assert "validation" in kept[0]["reason"]


# Saves articles for ever and prints the id of each once it is acknowledged.
CRAWL = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import open_database

async def save_for_ever():
    database = await open_database(None, Path(sys.argv[1]))
    async def worker(start):
        for number in range(start, 10**9, 20):
            blocks = (Block("paragraph", f"Ferry {number}. " * 50),)
            article = Article(f"https://elbkurier.example/{number}", "de_elbkurier", title=f"Ferry {number}",
                              blocks=blocks, fetched_at=datetime.now(UTC))
            print((await database.articles.save(article)).id, flush=True)
    await asyncio.gather(*(worker(start) for start in range(20)))

asyncio.run(save_for_ever())
"""


@pytest.mark.embedded
@pytest.mark.parametrize("also_the_server", [False, True])
async def test_kill_9_loses_no_acknowledged_article(tmp_path: Path, *, also_the_server: bool) -> None:
    acknowledged: set[str] = set()
    for _ in range(2):
        command = [sys.executable, "-c", CRAWL, str(tmp_path)]
        crawl = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - a test may block
        assert crawl.stdout
        for _ in range(150):
            acknowledged.add(crawl.stdout.readline().strip())
        if also_the_server:
            server = int(keeper.file_in(tmp_path, "server").read_text())
            parent = int(Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[1])  # noqa: ASYNC240
            for process in (parent, server):
                os.kill(process, signal.SIGKILL)
        crawl.kill()
        rest = crawl.communicate()[0].splitlines()
        acknowledged |= {line for line in rest if len(line) == 24}
    database = await open_database(None, tmp_path)
    stored = {document["_id"] async for document in database.documents.articles.find({}, {"_id": True})}
    await database.close()
    assert len(acknowledged) >= 150
    assert acknowledged <= stored
