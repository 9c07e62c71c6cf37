"""The writer while the database is away: what it is given goes to the spool, and from there to the database."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.copy_link import Judgement
from newscrawler.model.visit import Visit
from newscrawler.storage.faults import LastingFaultError
from newscrawler.storage.spool.folder import Spool
from newscrawler.storage.writing import writer as writer_module
from newscrawler.storage.writing.article_writing import RefusedJobError
from newscrawler.storage.writing.away import Away
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.jobs import (
    Answer,
    CleanArticle,
    EndVisit,
    Job,
    MarkGone,
    RecordListing,
    RecordOutcome,
    SaveArticle,
)
from newscrawler.storage.writing.sameness_jobs import LinkCopies
from newscrawler.storage.writing.writer import WriteLimits, Writer

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FAST = WriteLimits(store=0.05, away=60, pause=0.02)
AWAY = AutoReconnect("connection refused")


class Server:
    """Stands for the database: takes jobs in order, unless there is a fault.

    Attributes:
        fault: raised at every attempt; None: there is none.
        is_silent: it never answers.
        silent_after: nor after so many jobs.
    """

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.is_silent = False
        self.silent_after = 10**6
        self.keys: list[str] = []
        self.quarantined: list[str] = []

    async def commit(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        await asyncio.sleep(10**6 if self.is_silent or len(self.keys) >= self.silent_after else 0)
        if self.fault is not None:
            raise self.fault
        for job in jobs:
            if "bad" in job.key:
                raise RefusedJobError(job, 121, "Document failed validation")
        self.keys += [job.key for job in jobs]
        return dict.fromkeys(jobs)

    async def quarantine(self, job: Job, reason: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.quarantined.append(f"{job.key}: {reason}")

    async def answer(self) -> None:
        if self.fault is not None:
            raise self.fault


def outcome(key: object) -> RecordOutcome:
    return RecordOutcome({"_id": str(key), "url": f"https://elbkurier.example/{key}"}, 100)


def article(key: object) -> SaveArticle:
    return SaveArticle({"_id": str(key), "content_hash": f"hash of {key}"}, None, 100)


def start(server: Server, tmp_path: Path, **options: Any) -> Writer:  # noqa: ANN401 - of the writer
    values: dict[str, Any] = {"limits": FAST, "ask": server.answer} | options
    spool = values.pop("spool", None) or Spool(tmp_path / "spool" / "key", {})
    return Writer(Committer(server.commit, server.quarantine), spool, **values)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - it is no event of ours
            await asyncio.sleep(0.01)


def files_in(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "spool" / "key").glob("*"))


async def test_what_comes_while_the_database_is_away_is_stored_in_order_when_it_is_back(tmp_path: Path) -> None:
    server, told = Server(AWAY), list[str]()
    writer = start(server, tmp_path, tell=told.append)
    first = await asyncio.gather(*(writer.submit(outcome(number)) for number in range(150)))
    assert set(first) == {Saved("spooled", str(number), 0) for number in range(150)}
    assert writer.is_away
    assert writer.spooled == 150
    assert await writer.submit(outcome(150)) == Saved("spooled", "150", 0)
    server.fault = None
    await until(lambda: not writer.is_away)
    assert await writer.submit(outcome(151)) is None
    assert server.keys == [f"outcome {number}" for number in range(152)]
    assert files_in(tmp_path) == []
    assert len(told) == 2
    assert "connection refused" in told[0]
    assert str(tmp_path) in told[0]
    assert "back" in told[1]
    assert "151" in told[1]
    await writer.close()


async def test_order_is_kept_though_the_database_comes_and_goes(tmp_path: Path) -> None:
    server = Server()
    writer = start(server, tmp_path)
    asked = []
    for number in range(300):
        server.fault = AWAY if number % 60 > 30 else None
        asked.append(asyncio.create_task(writer.submit(outcome(number))))
        await asyncio.sleep(0.005)
    server.fault = None
    await asyncio.gather(*asked)
    await until(lambda: writer.spooled == 0)
    assert list(dict.fromkeys(server.keys)) == [f"outcome {number}" for number in range(300)]
    await writer.close()


async def test_what_was_spooled_is_compared_once_it_is_stored_and_what_is_done_again_later_fails(
    tmp_path: Path,
) -> None:
    server, compared = Server(AWAY), list[list[str]]()
    writer = start(server, tmp_path)

    async def compare() -> None:
        assert not writer.is_away, "else nothing could be written"
        compared.append(list(server.keys))

    writer.after_replay = compare
    await writer.submit(article(1))
    assert await writer.submit(LinkCopies("2", "hash of 2", ("1",), Judgement())) is None, "it is compared again"
    cleaning = CleanArticle("1", {}, {}, "", NOON, "cleaned", NOON, 100)
    with pytest.raises(StorageUnavailableError, match="away"):
        await writer.submit(cleaning)
    server.fault = None
    await until(lambda: bool(compared))
    assert compared == [["1"]]
    await writer.close()


async def test_one_that_is_refused_at_replay_costs_the_others_nothing(tmp_path: Path) -> None:
    server, told = Server(AWAY), list[str]()
    writer = start(server, tmp_path, tell=told.append)
    await asyncio.gather(*(writer.submit(outcome(key)) for key in ("a", "bad", "b")))
    server.fault = None
    await until(lambda: not writer.is_away)
    assert any("1 record" in message and "elbkurier.example/bad" in message for message in told)
    assert server.keys == ["outcome a", "outcome b"]
    assert server.quarantined == ["outcome bad: Document failed validation"]
    await writer.close()


@pytest.mark.parametrize(("code", "words"), [(13, "not authorised"), (14031, "disk is full")])
async def test_a_lasting_fault_spools_at_once_and_ends_the_crawl(tmp_path: Path, code: int, words: str) -> None:
    server = Server(OperationFailure("no", code))
    writer = start(server, tmp_path, limits=WriteLimits(store=60, pause=0.02))
    assert await writer.submit(outcome(1)) == Saved("spooled", "1", 0)
    assert words in str(writer.stop_reason)
    server.fault = None
    await until(lambda: not writer.is_away)
    assert writer.stop_reason is None
    await writer.close()


async def test_what_the_next_crawl_does_again_is_dropped_while_the_database_is_away(tmp_path: Path) -> None:
    server = Server(AWAY)
    writer = start(server, tmp_path)
    visit = Visit("1" * 24, "de_elbkurier", "https://elbkurier.example/1", NOON, NOON, 0, 1, None, None, None, NOON)
    jobs = [
        MarkGone("1" * 24, NOON),
        EndVisit(visit, "gone", NOON, (3600.0,)),
        RecordListing({"_id": "2" * 24, "url": "https://elbkurier.example/rss"}, 100),
    ]
    assert [await writer.submit(job) for job in jobs] == [None, None, None]
    assert writer.is_away
    assert writer.spooled == 0
    await writer.close()
    assert server.keys == []


async def test_what_the_next_crawl_does_again_never_goes_to_quarantine(tmp_path: Path) -> None:
    server = Server()
    writer = start(server, tmp_path)
    with pytest.raises(StorageError, match="refused"):
        await writer.submit(MarkGone("bad", NOON))
    assert server.quarantined == []
    await writer.close()


async def test_a_database_that_is_away_for_too_long_ends_the_crawl(tmp_path: Path) -> None:
    server = Server(AWAY)
    writer = start(server, tmp_path, limits=WriteLimits(store=0.05, away=0.2, pause=0.02))
    await writer.submit(outcome(1))
    assert writer.stop_reason is None
    await until(lambda: writer.stop_reason is not None)
    assert "away" in str(writer.stop_reason)
    await writer.close()
    assert writer.spooled == 1


async def test_a_full_spool_is_told_to_who_waits(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool" / "key", {}, max_bytes=200, reserve_bytes=300)
    server = Server(AWAY)
    writer = start(server, tmp_path, spool=spool)
    answers = [(await asyncio.gather(writer.submit(outcome(n)), return_exceptions=True))[0] for n in range(9)]
    kept = sum(isinstance(answer, Saved) for answer in answers)
    assert 0 < kept < 9
    assert isinstance(answers[-1], StorageUnavailableError)
    assert "as much as it may" in str(answers[-1])
    assert "as much as it may" in str(writer.stop_reason)
    server.fault = None
    await until(lambda: not writer.is_away)
    assert len(server.keys) == kept
    await writer.close()


async def test_closing_spools_what_a_silent_database_does_not_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "CLOSE_SECONDS", 0.1)
    server = Server()
    server.is_silent = True
    writer = start(server, tmp_path, limits=WriteLimits(store=60))
    waiting = [asyncio.create_task(writer.submit(outcome(number))) for number in range(700)]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        await writer.close()
    assert {answer.kind for answer in await asyncio.gather(*waiting) if isinstance(answer, Saved)} == {"spooled"}
    with pytest.raises(StorageUnavailableError):
        await writer.submit(outcome(1))
    later = Server()
    spool = Spool(tmp_path / "spool" / "key", {})
    assert spool.adopt() == writer.spooled == 700
    writer = start(later, tmp_path, spool=spool)
    await writer.store_spooled()
    assert later.keys == [f"outcome {number}" for number in range(700)]
    await writer.close()


async def test_closing_while_the_database_is_away_tries_nothing(tmp_path: Path) -> None:
    server = Server(AWAY)
    writer = start(server, tmp_path)
    await writer.submit(outcome(1))
    server.is_silent = True
    waiting = [asyncio.create_task(writer.submit(outcome(number))) for number in range(2, 50)]
    await asyncio.sleep(0)
    async with asyncio.timeout(3):
        await writer.close()
    assert all(isinstance(answer, Saved) for answer in await asyncio.gather(*waiting))
    assert writer.spooled == 49


async def test_hurrying_spools_also_while_closing(tmp_path: Path) -> None:
    server = Server()
    server.is_silent = True
    writer = start(server, tmp_path)
    waiting = asyncio.create_task(writer.submit(outcome(1)))
    await asyncio.sleep(0.01)
    closing = asyncio.create_task(writer.close())
    await asyncio.sleep(0.01)
    writer.hurry()
    async with asyncio.timeout(3):
        assert await waiting == Saved("spooled", "1", 0)
        await closing


async def test_what_was_left_is_stored_in_the_background_while_new_jobs_go_directly(tmp_path: Path) -> None:
    gone = Spool(tmp_path / "spool" / "key", {})
    gone.append([outcome(number) for number in range(10)])
    gone.release()
    server = Server()
    spool = Spool(tmp_path / "spool" / "key", {})
    spool.adopt()
    writer = start(server, tmp_path, spool=spool)
    replaying = writer.begin_replay()
    assert await writer.submit(outcome("new")) is None
    await replaying
    assert set(server.keys) == {"outcome new"} | {f"outcome {number}" for number in range(10)}
    await writer.close()


async def test_a_replay_that_is_broken_off_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "CLOSE_SECONDS", 0.1)
    gone = Spool(tmp_path / "spool" / "key", {})
    gone.append([outcome(number) for number in range(250)])
    gone.release()
    server = Server()
    for more in (100, 200, 10**6):
        server.silent_after = len(server.keys) + more
        spool = Spool(tmp_path / "spool" / "key", {})
        assert spool.adopt() == 250
        writer = start(server, tmp_path, spool=spool)
        writer.begin_replay()
        await writer.close()
    assert server.keys == [f"outcome {number}" for count in (100, 200, 250) for number in range(count)]
    assert files_in(tmp_path) == []


async def test_damage_is_told_with_the_file_that_keeps_it(tmp_path: Path) -> None:
    gone = Spool(tmp_path / "spool" / "key", {})
    gone.append([outcome(number) for number in range(3)])
    gone.release()
    (path,) = files_in(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"elbkurier.example/1", b"elbkurier.example/X") + b"\xff")
    told: list[str] = []
    spool = Spool(tmp_path / "spool" / "key", {})
    spool.adopt()
    server = Server()
    writer = start(server, tmp_path, spool=spool, tell=told.append)
    await writer.store_spooled()
    await writer.close()
    assert server.keys == ["outcome 0", "outcome 2"]
    (damaged,) = files_in(tmp_path)
    assert any("1 record" in message and str(damaged) in message for message in told)
    assert any("cut off" in message for message in told)


async def test_a_bug_in_the_spool_reaches_who_waits_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(AWAY)
    writer = start(server, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Spool, "append", lambda *_: 1 / 0)
        with pytest.raises(Exception, match="ZeroDivisionError"):
            await writer.submit(outcome(1))
    assert await writer.submit(outcome(2)) == Saved("spooled", "2", 0)
    await writer.close()


def test_what_is_told_of_a_refusal_promises_no_return_and_short_limits_stand_in_seconds() -> None:
    away, folder = Away("The database at db:27017", 0.0), Path("spool/1")
    told = away.announcement(StorageUnavailableError("no answer"), folder, 20.0)
    assert told.endswith("is kept in spool/1 until it is back; the crawl goes on for at most 20 s.")
    assert away.announcement(StorageUnavailableError("no answer"), folder, 600.0).endswith("at most 10 min.")
    refused = LastingFaultError("the database refuses to write: the disk is full")
    away.learn(refused)
    told = away.announcement(refused, folder, 600.0)
    assert told == (
        "The database refuses to write: the disk is full. What was fetched is kept in spool/1, and stored once that is "
        "mended."
    )
