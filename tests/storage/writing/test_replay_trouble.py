"""What goes wrong while batches or the spool are stored: nothing is lost, nothing counts twice, all of it is told."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from newscrawler.errors import StorageUnavailableError
from newscrawler.operations.stop_signals import SPOOL_AFTER_SECONDS
from newscrawler.storage.faults import CONFLICT_WORDS, LastingFaultError
from newscrawler.storage.spool.folder import Spool
from newscrawler.storage.spool.replay import Replay
from newscrawler.storage.spool.segment import Segment, SegmentContents
from newscrawler.storage.writing.away import trouble
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.jobs import Answer, Job, KeepRefused, RecordOutcome, SaveArticle, subjects
from newscrawler.storage.writing.writer import CLOSE_SECONDS, LET_GO_SECONDS, SPOOL_SECONDS, WriteLimits, Writer

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FAST = WriteLimits(store=0.05, away=60, pause=0.02)
GONE = AutoReconnect("connection refused")
OVER_QUOTA = OperationFailure("you are over your space quota", 8000)


class Server:
    """Stands for the database.

    Attributes:
        fault: raised by everything; None: it answers.
        poison: keys of jobs with which a batch is never answered.
    """

    def __init__(self, fault: Exception | None = None, *poison: str) -> None:
        self.fault = fault
        self.poison = set(poison)
        self.stored: list[str] = []
        self.quarantined: list[str] = []

    async def commit(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        await self.answer()
        if any(job.key in self.poison for job in jobs):
            raise GONE
        self.stored += [job.key for job in jobs]
        return dict.fromkeys(jobs)

    async def quarantine(self, job: Job, _: str) -> None:
        await self.answer()
        self.quarantined.append(job.key)

    async def answer(self) -> None:
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault

    def replay(self, spool: Spool, tell: Callable[[str], None] = lambda _: None) -> Replay:
        return Replay(spool, Committer(self.commit, self.quarantine), self.answer, tell, limit_seconds=0.01)

    def writer(self, spool: Spool, tell: Callable[[str], None] = lambda _: None, limits: WriteLimits = FAST) -> Writer:
        committer = Committer(self.commit, self.quarantine)
        return Writer(committer, spool, ask=self.answer, tell=tell, limits=limits)


def outcome(number: int) -> RecordOutcome:
    return RecordOutcome({"_id": str(number), "url": f"https://elbkurier.example/{number}"}, 100)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool" / "key", {})


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - it is no event of ours
            await asyncio.sleep(0.01)


async def test_a_server_that_refuses_everything_with_any_code_costs_the_spool_nothing(spool: Spool) -> None:
    spool.append([outcome(number) for number in range(5)])
    server = Server(OVER_QUOTA)
    replay = server.replay(spool)
    with pytest.raises(LastingFaultError, match="over your space quota"):
        await replay.store_all()
    assert (spool.count, replay.stored, len(list(spool.folder.iterdir()))) == (5, 0, 1)
    server.fault = None
    await replay.store_all()
    assert server.stored == [f"outcome {number}" for number in range(5)]
    assert spool.is_empty


async def test_a_server_that_refuses_everything_with_any_code_ends_the_crawl(spool: Spool) -> None:
    writer = Server(OVER_QUOTA).writer(spool)
    answers = await asyncio.gather(*(writer.submit(outcome(number)) for number in range(5)))
    assert set(answers) == {Saved("spooled", str(number), 0) for number in range(5)}
    assert "over your space quota" in str(writer.stop_reason)
    await writer.close()
    assert writer.spooled == 5


async def test_nobody_who_cannot_be_told_costs_a_batch_or_its_replay(spool: Spool) -> None:
    def tell(_: str) -> None:
        raise BrokenPipeError

    server = Server(GONE)
    writer = server.writer(spool, tell)
    assert await writer.submit(outcome(1)) == Saved("spooled", "1", 0)
    server.fault = None
    await until(lambda: not writer.is_away)
    assert server.stored == ["outcome 1"]
    await writer.close()


async def test_what_is_stored_counts_once_however_often_the_rest_is_tried(spool: Spool) -> None:
    spool.append([outcome(number) for number in range(200)])
    server = Server(None, "outcome 150")
    replay = server.replay(spool)
    for _ in range(20):
        with pytest.raises(StorageUnavailableError):
            await replay.store_all()
        assert replay.done + spool.count == 200
        assert len(server.stored) == len(set(server.stored)) == replay.stored
        if replay.done == 150:
            break
    assert replay.done == 150


async def test_one_that_is_never_answered_holds_up_no_other_and_ends_in_quarantine(spool: Spool) -> None:
    server, told = Server(None, "outcome 150"), list[str]()
    writer = server.writer(spool, told.append)
    await asyncio.gather(*(writer.submit(outcome(number)) for number in range(200)))
    await until(lambda: not writer.is_away)
    assert server.quarantined == ["outcome 150"]
    assert set(server.stored) == {f"outcome {number}" for number in range(200)} - {"outcome 150"}
    assert any("elbkurier.example/150" in message for message in told)
    await writer.close()


async def test_only_what_is_stored_for_the_first_time_lets_a_crawl_go_on(spool: Spool) -> None:
    server = Server(None, "outcome 150")

    async def answer_nothing() -> None:
        raise GONE

    limits = WriteLimits(store=0.05, away=0.5, pause=0.02)
    committer = Committer(server.commit, server.quarantine)
    writer = Writer(committer, spool, ask=answer_nothing, limits=limits)  # so that the job is never to blame
    await asyncio.gather(*(writer.submit(outcome(number)) for number in range(200)))
    await until(lambda: writer.stop_reason is not None)
    assert 0 < writer.spooled <= 50
    await writer.close()


@pytest.mark.parametrize(("fault", "words"), [(OperationFailure("no", 14031), "disk is full"), (GONE, "has been away")])
async def test_a_fault_of_the_first_replay_is_told_like_any_other(spool: Spool, fault: Exception, words: str) -> None:
    spool.append([outcome(1)])
    server, told = Server(fault), list[str]()
    writer = server.writer(spool, told.append, WriteLimits(store=0.05, away=0.1, pause=0.02))
    writer.begin_replay()
    await until(lambda: writer.stop_reason is not None)
    assert writer.is_away
    assert words in str(writer.stop_reason)
    assert len(told) == 1
    server.fault = None
    await until(lambda: not writer.is_away)
    assert len(told) == 2
    await writer.close()


async def test_a_file_that_cannot_be_read_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Spool(tmp_path / "spool" / "key", {}, segment_bytes=1)
    for number in range(3):
        gone.append([outcome(number)])
    gone.release()
    bad = sorted(gone.folder.iterdir())[1].name.partition(".")[0]
    read = Segment.read

    def read_most(segment: Segment) -> SegmentContents:
        if segment.path.name.startswith(bad):
            raise OSError(5, "Input/output error")
        return read(segment)

    monkeypatch.setattr(Segment, "read", read_most)
    spool = Spool(gone.folder, {})
    assert spool.adopt() == 3
    server, told = Server(), list[str]()
    writer = server.writer(spool, told.append)
    await writer.begin_replay()
    assert server.stored == ["outcome 0", "outcome 2"]
    assert (writer.is_away, writer.stop_reason, writer.spooled) == (False, None, 1)
    assert ["Input/output error" in message for message in told] == [True, False]
    await writer.close()
    monkeypatch.undo()
    later = Spool(gone.folder, {})
    assert later.adopt() == 1


async def test_a_second_who_closes_waits_for_the_first(spool: Spool) -> None:
    server = Server()
    writer = server.writer(spool)
    waiting = asyncio.create_task(writer.submit(outcome(1)))
    await asyncio.sleep(0)
    first = asyncio.create_task(writer.close())
    await asyncio.sleep(0)
    await writer.close()
    assert first.done()
    assert await waiting is None


async def test_hurrying_waits_for_no_replay_that_is_under_way(spool: Spool) -> None:
    spool.append([outcome(1)])
    server = Server()

    async def never(_: Sequence[Job]) -> dict[Job, Answer]:
        await asyncio.sleep(10**6)
        return {}

    server.commit = never  # type: ignore[method-assign]
    writer = server.writer(spool, limits=WriteLimits())
    writer.begin_replay()
    await asyncio.sleep(0.01)
    closing = asyncio.create_task(writer.close())
    await asyncio.sleep(0.01)
    writer.hurry()
    async with asyncio.timeout(CLOSE_SECONDS / 2):
        await closing
    assert writer.spooled == 1


@pytest.mark.parametrize(
    ("reason", "words"),
    [("connection refused", "does not answer (connection refused). It is tried for 30 s;"), (CONFLICT_WORDS, "75 s;")],
)
def test_what_is_told_of_a_write_that_is_held_up_names_the_time_that_it_may_take(reason: str, words: str) -> None:
    assert words in trouble("The database", reason, 30, has_spool=True)


def test_all_is_over_within_ten_seconds_after_a_signal() -> None:
    after_hurry = SPOOL_SECONDS + LET_GO_SECONDS + 1  # in which the client says goodbye
    assert CLOSE_SECONDS + after_hurry < 10
    assert SPOOL_AFTER_SECONDS + after_hurry < 10


def test_what_is_about_one_article_is_never_in_one_batch() -> None:
    article = SaveArticle({"_id": "a1", "alternate_keys": ["elbkurier.example/amp"]}, None, 1)
    about = subjects(article)
    assert about & subjects(RecordOutcome({"_id": "a1"}, 1))
    for name in ("a1", "outcome a1", "cleaning a1"):
        assert about & subjects(KeepRefused({"_id": name}, None, 1))
    (other,) = about - {"a1"}
    assert about & subjects(RecordOutcome({"_id": other}, 1))
    assert not about & subjects(RecordOutcome({"_id": "a2"}, 1))
