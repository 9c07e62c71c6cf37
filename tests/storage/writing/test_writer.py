import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.writing import job_queue
from newscrawler.storage.writing.article_writing import RefusedJobError
from newscrawler.storage.writing.committing import Committer
from newscrawler.storage.writing.job_queue import MAX_JOBS
from newscrawler.storage.writing.jobs import Answer, Job, RecordOutcome
from newscrawler.storage.writing.writer import WriteLimits, Writer


def job(key: object, size: int = 100) -> RecordOutcome:
    """A job with this key."""
    return RecordOutcome({"_id": str(key), "url": f"https://elbkurier.example/{key}"}, size)


class Commits:
    """Stands for the database: remembers batches, and raises what it is told to, once for each."""

    def __init__(self, *faults: Exception | Callable[[Sequence[Job]], Exception | None]) -> None:
        self.faults = list(faults)
        self.batches: list[list[str]] = []
        self.quarantined: list[str] = []
        self.seconds = 0.0

    async def commit(self, jobs: Sequence[Job]) -> dict[Job, Answer]:
        await asyncio.sleep(self.seconds)
        if self.faults:
            fault = self.faults[0]
            error = fault if isinstance(fault, Exception) else fault(jobs)
            if isinstance(fault, Exception):
                self.faults.pop(0)
            if error:
                raise error
        self.batches.append([job.key for job in jobs])
        return dict.fromkeys(jobs)

    async def quarantine(self, job: Job, reason: str) -> None:
        self.quarantined.append(f"{job.key}: {reason}")


def start(commits: Commits, **options: Any) -> Writer:  # noqa: ANN401 - the writer's options
    return Writer(Committer(commits.commit, commits.quarantine), **options)


async def test_jobs_that_come_together_go_together_and_batches_are_bounded() -> None:
    commits = Commits()
    writer = start(commits)
    await asyncio.gather(*(writer.submit(job(number)) for number in range(250)))
    assert [len(batch) for batch in commits.batches] == [MAX_JOBS, MAX_JOBS, 50]
    await asyncio.gather(*(writer.submit(job(number, size=1_600_000)) for number in range(5)))
    assert [len(batch) for batch in commits.batches[3:]] == [2, 2, 1]
    await writer.submit(job("huge", size=50_000_000))
    await writer.close()


async def test_a_lone_job_hardly_waits_for_others() -> None:
    writer = start(Commits())
    began = time.monotonic()
    await writer.submit(job(1))
    assert time.monotonic() - began < 5
    await writer.close()


async def test_a_trickle_of_jobs_does_not_hold_up_the_first() -> None:
    writer = start(Commits())
    began = time.monotonic()
    first = asyncio.create_task(writer.submit(job("first")))
    others = []
    while not first.done() and time.monotonic() - began < 20:
        others.append(asyncio.create_task(writer.submit(job(len(others)))))
        await asyncio.sleep(0.015)
    assert first.done(), "each further job put the batch off"
    await writer.close()
    await asyncio.gather(*others)


async def test_two_jobs_of_one_article_keep_their_order_in_two_batches() -> None:
    commits = Commits()
    writer = start(commits)
    await asyncio.gather(*(writer.submit(job(key)) for key in "abacabd"))
    assert [key for batch in commits.batches for key in batch] == [f"outcome {key}" for key in "abacabd"]
    assert all(len(set(batch)) == len(batch) for batch in commits.batches)
    await writer.close()


async def test_one_refused_job_costs_the_others_nothing() -> None:
    def refuse_bad(jobs: Sequence[Job]) -> Exception | None:
        bad = [one for one in jobs if "bad" in one.key]
        return RefusedJobError(bad[0], 121, "Document failed validation") if bad else None

    commits = Commits(refuse_bad)
    writer = start(commits)
    answers = await asyncio.gather(*(writer.submit(job(key)) for key in ("a", "bad", "b")), return_exceptions=True)
    assert answers[0] is answers[2] is None
    assert isinstance(answers[1], StorageError)
    assert "elbkurier.example/bad" in str(answers[1])
    assert commits.quarantined == ["outcome bad: Document failed validation"]
    assert commits.batches == [["outcome a", "outcome b"]]
    await writer.close()


async def test_a_fault_without_a_culprit_is_found_by_trying_one_by_one() -> None:
    def refuse_bad(jobs: Sequence[Job]) -> Exception | None:
        return OperationFailure("too odd", 9) if any("bad" in one.key for one in jobs) else None

    commits = Commits(refuse_bad)
    writer = start(commits)
    await asyncio.gather(*(writer.submit(job(key)) for key in ("a", "bad", "b")), return_exceptions=True)
    assert commits.batches == [["outcome a"], ["outcome b"]]
    assert len(commits.quarantined) == 1
    await writer.close()


async def test_passing_faults_are_repeated_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.storage.faults._QUIET_SECONDS", 0.05)
    told: list[str] = []
    commits = Commits(*(AutoReconnect("connection refused") for _ in range(6)))
    writer = start(commits, tell=told.append)
    await writer.submit(job(1))
    assert commits.batches == [["outcome 1"]]
    assert len(told) == 1
    assert "connection refused" in told[0]
    await writer.close()


async def test_a_database_that_stays_away_fails_the_waiters_and_not_the_writer() -> None:
    commits = Commits(lambda _: AutoReconnect("connection refused"))
    writer = start(commits, limits=WriteLimits(store=0.1))
    answers = await asyncio.gather(writer.submit(job(1)), writer.submit(job(2)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {StorageUnavailableError}
    assert isinstance(answers[0], StorageUnavailableError)
    assert isinstance(answers[0].__cause__, AutoReconnect)
    commits.faults.clear()
    await writer.submit(job(3))
    await writer.close()


@pytest.mark.parametrize(("code", "words"), [(13, "not authorised"), (14031, "disk is full")])
async def test_lasting_faults_are_not_repeated(code: int, words: str) -> None:
    commits = Commits(OperationFailure("no", code))
    writer = start(commits)
    with pytest.raises(StorageUnavailableError, match=words):
        await writer.submit(job(1))
    assert commits.quarantined == []
    await writer.close()


async def test_a_transaction_that_a_killed_process_left_open_is_waited_out() -> None:
    commits = Commits(*(OperationFailure("WriteConflict", 112) for _ in range(5)))
    writer = start(commits, limits=WriteLimits(store=0.01))
    assert await writer.submit(job(1)) is None
    await writer.close()


async def test_a_bug_reaches_who_waits_and_the_writer_goes_on() -> None:
    writer = start(Commits(KeyError("bug")))
    with pytest.raises(StorageError, match="KeyError"):
        await writer.submit(job(1))
    await writer.submit(job(2))
    await writer.close()


async def test_a_dead_writer_hangs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "MAX_QUEUE", 2)
    commits = Commits()
    commits.seconds = 5
    writer = start(commits)
    waiting = [asyncio.create_task(writer.submit(job(number % 3))) for number in range(12)]
    await asyncio.sleep(0.1)
    writer._task.cancel()
    answers = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 2)
    assert {type(answer) for answer in answers} == {StorageUnavailableError}
    with pytest.raises(StorageUnavailableError):
        await writer.submit(job(9))
    await writer.close()


async def test_closing_writes_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "MAX_QUEUE", 3)
    commits = Commits()
    commits.seconds = 0.02
    writer = start(commits)
    waiting = [asyncio.create_task(writer.submit(job(number % 4))) for number in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(writer.close(), writer.close())
    answers = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 2)
    assert set(map(type, answers)) <= {type(None), StorageUnavailableError}
    assert answers.count(None) == sum(map(len, commits.batches)) > 0
    with pytest.raises(StorageUnavailableError):
        await writer.submit(job(9))


async def test_who_gives_up_waiting_stops_nobody() -> None:
    commits = Commits()
    commits.seconds = 0.05
    writer = start(commits)
    impatient = asyncio.create_task(writer.submit(job(1)))
    patient = asyncio.create_task(writer.submit(job(2)))
    await asyncio.sleep(0.03)
    impatient.cancel()
    await patient
    await writer.close()
    assert commits.batches == [["outcome 1", "outcome 2"]]
