"""The database goes away in earnest: what is saved meanwhile is kept, and stored once when it is back."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from wire import Wire
from wire_messages import STEP_DOWN

from newscrawler.errors import StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.copy_link import Judgement
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.run import Run
from newscrawler.storage.connection import Database, mask_uri, open_database
from newscrawler.storage.writing.writer import WriteLimits

TITLE = "The ferry is back"  # a brief under two titles is no copy
WIRE = (
    "The wire story tells of a lock that was closed, of eleven freighters that wait at anchor, and of farmers upstream."
)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
Make = Callable[..., Article]
FAST = WriteLimits(store=0.4, away=60, pause=0.1)


@asynccontextmanager
async def crawling(uri: str, data_dir: Path, **options: Any) -> AsyncIterator[tuple[Wire, Database]]:  # noqa: ANN401 - of open_database
    """A database behind a wire, opened as a crawl opens it."""
    with Wire(mask_uri(uri).split(",")[0]) as wire:
        values: dict[str, Any] = {"limits": FAST, "spool": "background"} | options
        database = await open_database(wire.uri(uri), data_dir, **values)
        try:
            yield wire, database
        finally:
            wire.heal()
            await database.close()


@pytest.fixture(autouse=True)
def _attempts_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is given up as fast as the limits of a test say."""
    monkeypatch.setattr("newscrawler.storage.faults._SHORTEST_ATTEMPT_SECONDS", 0.3)


async def back(database: Database) -> None:
    async with asyncio.timeout(30):
        while database.is_away or database.spooled:  # noqa: ASYNC110 - it is no event of ours
            await asyncio.sleep(0.02)


async def titles(database: Database) -> list[str]:
    return sorted([one["title"] async for one in database.documents.articles.find()])


@pytest.mark.parametrize("fault", ["refuse", "reset", "swallow", "hold"])
async def test_a_database_that_does_not_answer_loses_and_doubles_nothing(
    mongo_uri: str, tmp_path: Path, make_article: Make, fault: str
) -> None:
    told: list[str] = []
    async with crawling(mongo_uri, tmp_path, on_trouble=told.append) as (wire, database):
        getattr(wire, fault)()
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        async with asyncio.timeout(10):
            saved = await asyncio.gather(*(database.articles.save(make_article(number)) for number in range(20)))
        assert {one.kind for one in saved} == {"spooled"}
        assert (database.is_away, database.spooled) == (True, 20)
        assert ticks > 5, "the event loop was held up"
        ticking.cancel()
        wire.heal()
        await back(database)
        assert (await database.articles.save(make_article(20))).kind == "new"
        assert await titles(database) == sorted(f"Ferry {number} is back" for number in range(21))
        assert await database.documents.revisions.count_documents({}) == 0
    assert "kept in" in told[0]
    assert "20 items from the spool are stored" in told[1]


@pytest.mark.parametrize(("code", "words"), [(13, "not authorised"), (14031, "the disk is full")])
async def test_a_database_that_refuses_every_write_ends_the_crawl_and_what_was_fetched_is_kept(
    mongo_uri: str, tmp_path: Path, make_article: Make, code: int, words: str
) -> None:
    async with crawling(mongo_uri, tmp_path, limits=WriteLimits(pause=0.1)) as (wire, database):
        wire.fail(code)
        async with asyncio.timeout(10):
            assert (await database.articles.save(make_article())).kind == "spooled"
        assert words in str(database.stop_reason)
        wire.heal()
        await back(database)
        assert database.stop_reason is None
        assert len(await titles(database)) == 1


async def test_a_step_down_is_waited_out(mongo_uri: str, tmp_path: Path, make_article: Make) -> None:
    async with crawling(mongo_uri, tmp_path, limits=WriteLimits()) as (wire, database):
        wire.fail(STEP_DOWN, times=3)
        assert (await database.articles.save(make_article())).kind == "new"
        assert not database.is_away


async def test_what_is_left_at_the_end_is_stored_by_the_next_command(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with crawling(mongo_uri, tmp_path) as (wire, database):
        wire.refuse()
        waiting = [asyncio.create_task(database.articles.save(make_article(number))) for number in range(5)]
        await asyncio.sleep(0.01)
        run = Run("8f3", "de_elbkurier", NOON, finished_at=NOON, finish_reason="database_unavailable")
        await database.runs.finish(run)
        await database.outcomes.record(Outcome("de_elbkurier", "https://x.example/1", OutcomeKind.TIMEOUT, "", NOON))
        await database.close()
        assert {one.kind for one in await asyncio.gather(*waiting)} == {"spooled"}
        assert database.spooled == 7
        wire.heal()
        told: list[str] = []
        later = await open_database(wire.uri(mongo_uri), tmp_path, spool="leave", on_trouble=told.append)
        assert await titles(later) == told == []
        await later.close()
        later = await open_database(wire.uri(mongo_uri), tmp_path, spool="first", on_trouble=told.append)
        assert len(await titles(later)) == 5
        assert await later.runs.get("8f3") == run
        assert [one.kind async for one in later.outcomes.find()] == [OutcomeKind.TIMEOUT]
        assert "Storing 7" in told[0]
        await later.close()


async def test_a_spool_is_stored_into_its_own_database_only(mongo_uri: str, tmp_path: Path, make_article: Make) -> None:
    other = mongo_uri.replace("/newscrawler_test_", "/newscrawler_test_other_")
    async with crawling(other, tmp_path) as (wire, database):
        wire.refuse()
        await database.articles.save(make_article())
        await database.close()
    database = await open_database(mongo_uri, tmp_path, spool="first")
    assert (await titles(database), database.spooled) == ([], 0)
    await database.close()


async def linked_copies(database: Database) -> list[tuple[str, str]]:
    """Copies with what they are copies of, once nothing is to be compared any more."""
    articles = database.documents["articles"]
    async with asyncio.timeout(20):
        while await articles.find_one({"to_compare": {"$gt": ""}}):  # noqa: ASYNC110 - it is no event of ours
            await asyncio.sleep(0.02)
    found = articles.find({"copy_of.article": {"$gt": ""}}).sort("first_seen_at")
    return [(document["_id"], document["copy_of"]["article"]) async for document in found]


async def test_what_was_in_the_spool_is_compared_once_it_is_stored(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    first_of_all = make_article(3, text=WIRE, title=TITLE, fetched_at=NOON - timedelta(hours=1))
    async with crawling(mongo_uri, tmp_path) as (wire, database):
        first = await database.articles.save(make_article(1, text=WIRE, title=TITLE))
        wire.refuse()
        later = await database.articles.save(
            make_article(2, text=WIRE, title=TITLE, fetched_at=NOON + timedelta(hours=1))
        )
        assert (await database.sameness.judge(later)) == Judgement()
        earlier = await database.articles.save(first_of_all)
        wire.heal()
        await back(database)
        assert sorted(await linked_copies(database)) == sorted([(later.id, first.id), (earlier.id, first.id)])
        found = [one async for one in database.documents.articles.find()]
        assert {document["cluster"] for document in found} == {earlier.id}, "all moved to the one that came late"


async def test_a_command_compares_what_it_stores_from_the_spool(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with crawling(mongo_uri, tmp_path) as (wire, database):
        first = await database.articles.save(make_article(1, text=WIRE, title=TITLE))
        wire.refuse()
        copy = await database.articles.save(
            make_article(2, text=WIRE, title=TITLE, fetched_at=NOON + timedelta(hours=1))
        )
        await database.close()
        wire.heal()
        later = await open_database(wire.uri(mongo_uri), tmp_path, spool="first")
        assert await linked_copies(later) == [(copy.id, first.id)]
        await later.close()


async def test_an_article_that_was_stored_before_the_database_went_away_is_compared_later(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    async with crawling(mongo_uri, tmp_path) as (wire, database):
        first = await database.articles.save(make_article(1, text=WIRE, title=TITLE))
        copy = await database.articles.save(
            make_article(2, text=WIRE, title=TITLE, fetched_at=NOON + timedelta(hours=1))
        )
        assert copy.to_compare == (first.id,)
        wire.refuse()
        await database.articles.save(make_article(3, text="Another one."))
        assert await database.sameness.judge(copy) == Judgement()
        wire.heal()
        await back(database)
        assert await linked_copies(database) == [(copy.id, first.id)]


async def test_an_older_fetch_from_the_spool_changes_nothing(
    mongo_uri: str, tmp_path: Path, make_article: Make, database: Database
) -> None:
    old = make_article(text="As it was.")
    new = make_article(text="As it is.", fetched_at=NOON + timedelta(hours=1), url=old.url)
    gone = Outcome("de_elbkurier", old.url, OutcomeKind.HTTP_STATUS, "410", NOON + timedelta(days=9999))
    async with crawling(mongo_uri, tmp_path) as (wire, spooling):
        wire.refuse()
        assert (await spooling.articles.save(old)).kind == "spooled"
        await database.articles.save(new)
        await database.outcomes.record(gone)
        wire.heal()
        await back(spooling)
    document = await database.articles.get(old.url)
    assert document
    assert (document["body"], document["version"]) == (new.body, 1)
    assert [one.kind async for one in database.outcomes.find()] == [OutcomeKind.HTTP_STATUS]


async def test_the_same_fetch_stored_again_does_not_undo_a_cleaning(
    mongo_uri: str, tmp_path: Path, make_article: Make, database: Database
) -> None:
    article = make_article()
    saved = await database.articles.save(article)
    cleaned = {"content_hash": "another", "body": "Cleaned."}
    await database.documents.articles.update_one({"_id": saved.id}, {"$set": cleaned})
    async with crawling(mongo_uri, tmp_path) as (wire, spooling):
        wire.refuse()
        await spooling.articles.save(article)
        wire.heal()
        await back(spooling)
    document = await database.articles.get(article.url)
    assert document
    assert document["body"] == "Cleaned."


@pytest.mark.parametrize("later", ["article", "outcome", "nothing"])
async def test_an_outcome_from_the_spool_yields_to_what_is_later(
    mongo_uri: str, tmp_path: Path, make_article: Make, database: Database, later: str
) -> None:
    article = make_article(fetched_at=NOON + timedelta(hours=1))
    early = Outcome("de_elbkurier", article.url, OutcomeKind.TIMEOUT, "", NOON)
    async with crawling(mongo_uri, tmp_path) as (wire, spooling):
        wire.refuse()
        await spooling.outcomes.record(early)
        if later == "article":
            await database.articles.save(article)
        elif later == "outcome":
            kind, at = OutcomeKind.HTTP_STATUS, NOON + timedelta(hours=1)
            await database.outcomes.record(Outcome("de_elbkurier", article.url, kind, "404", at))
        wire.heal()
        await back(spooling)
    kinds = [one.kind async for one in database.outcomes.find()]
    assert kinds == {"article": [], "outcome": [OutcomeKind.HTTP_STATUS], "nothing": [OutcomeKind.TIMEOUT]}[later]


async def test_the_beginning_of_a_run_does_not_undo_its_end(database: Database) -> None:
    begun = Run("8f3", "de_elbkurier", NOON)
    ended = Run("8f3", "de_elbkurier", NOON, finished_at=NOON, finish_reason="finished")
    await database.runs.start(begun)
    await database.runs.finish(ended)
    await database.runs.start(begun)
    assert await database.runs.get("8f3") == ended


async def test_look_ups_end_with_the_crawl(mongo_uri: str, tmp_path: Path, make_article: Make) -> None:
    async with crawling(mongo_uri, tmp_path, limits=WriteLimits(store=0.2, away=0.5, pause=0.1)) as (wire, database):
        wire.refuse()
        known = asyncio.create_task(database.articles.known([make_article().url]))
        await database.articles.save(make_article())
        async with asyncio.timeout(15):
            with pytest.raises(StorageUnavailableError):
                await known


async def test_without_a_folder_that_can_be_written_a_crawl_says_so_and_reading_goes_on(
    mongo_uri: str, tmp_path: Path
) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    told: list[str] = []
    database = await open_database(mongo_uri, folder, spool="first", on_trouble=told.append)
    assert (await titles(database), told) == ([], [])
    await database.close()
    database = await open_database(mongo_uri, folder, spool="background", on_trouble=told.append)
    assert "NEWSCRAWLER_DATA_DIR" in told[0]
    await database.close()


# Saves articles for ever behind a wire that is cut, and prints the id of each once it is in the spool.
CRAWL = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from newscrawler.model.article import Article
from newscrawler.model.copy_link import Judgement
from newscrawler.model.block import Block
from newscrawler.storage.connection import open_database
from newscrawler.storage.writing.writer import WriteLimits

async def save_for_ever():
    limits = WriteLimits(store=0.3, pause=0.05)
    database = await open_database(sys.argv[1], Path(sys.argv[2]), limits=limits, spool="background")
    print("open", flush=True)
    async def worker(start):
        for number in range(start, 10**9, 20):
            blocks = (Block("paragraph", f"Ferry {number}. " * 50),)
            article = Article(f"https://elbkurier.example/{number}", "de_elbkurier", title=f"Ferry {number}",
                              blocks=blocks, fetched_at=datetime.now(UTC))
            saved = await database.articles.save(article)
            print(saved.id, saved.kind, flush=True)
    await asyncio.gather(*(worker(start) for start in range(20)))

asyncio.run(save_for_ever())
"""


async def test_kill_9_while_spooling_and_while_storing_the_spool_loses_nothing(mongo_uri: str, tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        command = [sys.executable, "-c", CRAWL, wire.uri(mongo_uri), str(tmp_path)]
        for heals_after in (None, 60):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as crawl:  # noqa: ASYNC220 - a test may block
                assert crawl.stdout
                assert crawl.stdout.readline() == "open\n"
                wire.refuse()
                for count in range(200):
                    if count == heals_after:
                        wire.heal()
                    acknowledged.add(crawl.stdout.readline().split(" ")[0])
                await asyncio.sleep(0.02)
                os.kill(crawl.pid, signal.SIGKILL)
                acknowledged |= {line.split(" ")[0] for line in crawl.stdout.read().split("\n")[:-1]}
            wire.heal()
        database = await open_database(wire.uri(mongo_uri), tmp_path, spool="first")
        stored = [document["_id"] async for document in database.documents.articles.find({}, {"_id": True})]
        revisions = await database.documents.revisions.count_documents({})
        await database.close()
    assert len(acknowledged) >= 200
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))
    assert revisions == 0
    assert list((tmp_path / "spool").glob("*/*")) == []
