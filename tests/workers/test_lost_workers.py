"""Workers that die, hang or cannot be started: no page waits for ever, and none is blamed that can be read."""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest
from pages_for_workers import (
    LARGE,
    MIDDLING,
    OTHER,
    OUTLET,
    SLOW,
    SMALL,
    page,
    reading,
    serve_rubbish,
    slow_workers,
    until,
    worker_of,
)

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.workers import pool, worker, worker_process
from newscrawler.workers.pool import WorkerPool
from newscrawler.workers.worker import Job, Worker

FORGETFUL = """
import asyncio
from pages_for_workers import OUTLET, SMALL, page
from newscrawler.workers.page_reader import PageReader

reader = PageReader(workers=1, seconds=60, memory_mb=2048)

if __name__ == "__main__":
    print(asyncio.run(reader.read(page(SMALL), OUTLET)).title)
"""


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has the system refuse the next so many starts."""
    start, left = worker._start_deaf, [0]

    def start_or_fail(process: SpawnProcess) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError(errno.EMFILE, "Too many open files")
        start(process)

    monkeypatch.setattr(worker, "_start_deaf", start_or_fail)
    monkeypatch.setattr(pool, "START_AGAIN_SECONDS", 0.05)
    return lambda times: left.__setitem__(0, times)


async def test_a_start_that_the_system_refuses_once_costs_no_page(
    refuse: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    refuse(1)
    async with reading() as reader:
        found = await asyncio.gather(*(reader.read(page(SMALL), OUTLET) for _ in range(3)))
    assert {article.title for article in found} == {"The bridge opens"}
    assert "cannot be started: [Errno 24] Too many open files" in caplog.text


async def test_starts_that_the_system_refuses_are_told_and_tried_again_with_the_next_page(
    refuse: Callable[[int], None],
) -> None:
    refuse(2)
    async with reading() as reader:
        with pytest.raises(UnreadablePageError, match=r"no worker process can be started: .*Too many open files"):
            await reader.read(page(SMALL), OUTLET)
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_start_that_fails_is_not_tried_for_every_page_that_comes(
    monkeypatch: pytest.MonkeyPatch, refuse: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "START_AGAIN_SECONDS", 0.3)
    refuse(1000)
    async with reading() as reader:
        for _ in range(3):
            pages = (reader.read(page(SMALL), OUTLET) for _ in range(20))
            found = await asyncio.gather(*pages, return_exceptions=True)
            assert {type(error) for error in found} == {UnreadablePageError}
    assert caplog.text.count("cannot be started") == 4


async def test_a_worker_that_cannot_be_replaced_has_its_last_page_answered(
    monkeypatch: pytest.MonkeyPatch, refuse: Callable[[int], None]
) -> None:
    monkeypatch.setattr(pool, "PAGES_PER_WORKER", 1)
    async with reading() as reader:
        first, second = (asyncio.create_task(reader.read(page(SMALL), OUTLET)) for _ in range(2))
        await asyncio.sleep(0)
        refuse(2)
        assert (await first).title == "The bridge opens"
        with pytest.raises(UnreadablePageError, match="Too many open files"):
            await second


async def test_where_only_further_workers_are_refused_those_that_are_there_read_everything(
    refuse: Callable[[int], None],
) -> None:
    async with reading(workers=2) as reader:
        await reader.read(page(SMALL), OUTLET)
        refuse(1000)
        found = await asyncio.gather(*(reader.read(page(MIDDLING), OUTLET) for _ in range(4)))
        assert {article.title for article in found} == {"The bridge opens"}


@pytest.mark.parametrize("workers", [1, 2])
async def test_workers_that_cannot_even_begin_are_told(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(worker, "serve", os._exit)  # with arguments that it does not take
    async with reading(workers=workers) as reader:
        found = await asyncio.gather(*(reader.read(page(SMALL), OUTLET) for _ in range(3)), return_exceptions=True)
    assert {str(error) for error in found} == {"extraction gave up because its worker processes ended twice"}


@pytest.mark.parametrize("hanging", [1, 2])
async def test_a_worker_that_hangs_in_its_start_is_replaced_and_then_told(
    monkeypatch: pytest.MonkeyPatch, hanging: int
) -> None:
    started: list[Worker] = []

    def start(*arguments: object) -> Worker:
        started.append(Worker(*arguments))
        if len(started) <= hanging:
            os.kill(started[-1].pid, signal.SIGSTOP)
            monkeypatch.setattr(pool, "START_SECONDS", 0.1)
        else:
            monkeypatch.setattr(pool, "START_SECONDS", 60)
        return started[-1]

    monkeypatch.setattr(pool, "Worker", start)
    async with reading() as reader:
        if hanging == pool.STARTS:
            with pytest.raises(UnreadablePageError, match=r"its worker processes did not begin within 0\.1 s"):
                await reader.read(page(SMALL), OUTLET)
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_page_is_blamed_for_the_second_death_of_a_worker() -> None:
    async with reading(quick_seconds=30) as reader:
        await reader.read(page(SMALL), OUTLET)
        under_way = asyncio.ensure_future(reader.read(page(LARGE), OUTLET))
        await asyncio.sleep(0.05)
        os.kill(worker_of(reader), signal.SIGKILL)
        await until(lambda: any(worker.job for worker in reader._pool.slow.workers))
        assert not reader._pool.is_on_probation(OUTLET.id)
        os.kill(slow_workers(reader)[0], signal.SIGKILL)
        with pytest.raises(UnreadablePageError, match="or the reader crashed"):
            await under_way
        assert reader._pool.is_on_probation(OUTLET.id)
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_worker_that_is_killed_once_costs_no_page() -> None:
    async with reading() as reader:
        await reader.read(page(SMALL), OUTLET)
        under_way = asyncio.ensure_future(reader.read(page(LARGE), OUTLET))
        await asyncio.sleep(0.05)
        os.kill(worker_of(reader), signal.SIGKILL)
        assert (await under_way).title == "The bridge opens"


@pytest.mark.parametrize("is_told_first", [True, False])
async def test_an_idle_worker_that_is_killed_costs_nothing(*, is_told_first: bool) -> None:
    async with reading() as reader:
        await reader.read(page(SMALL), OUTLET)
        os.kill(worker_of(reader), signal.SIGKILL)
        (await asyncio.sleep(0.5)) if is_told_first else time.sleep(0.1)  # noqa: ASYNC251 - as a busy loop
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_sigterm_for_all_processes_costs_no_page_of_a_worker_that_reads_or_begins() -> None:
    async with reading() as reader:
        under_way = asyncio.ensure_future(reader.read(page(MIDDLING), OUTLET))
        await asyncio.sleep(0.05)
        (only,) = reader._pool.quick.workers
        assert not only.is_ready
        os.kill(only.pid, signal.SIGTERM)
        await until(lambda: only.job is not None)
        os.kill(only.pid, signal.SIGTERM)
        assert (await under_way).title == "The bridge opens"
        assert reader._pool.quick.workers == [only]


def test_workers_that_nobody_ended_do_not_keep_a_program_from_ending(tmp_path: Path) -> None:
    script = tmp_path / "forgetful.py"
    script.write_text(FORGETFUL)
    variables = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    said = subprocess.check_output([sys.executable, str(script)], text=True, env=variables, timeout=60)
    assert said == "The bridge opens\n"


async def test_pages_that_wait_in_the_slow_lane_wait_for_no_other_outlets_page(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_aside: list[int] = []

    def give_way(worker: Worker, _: int) -> None:
        taken_aside.append(worker.pid)
        if len(taken_aside) == 1:
            os.kill(worker.pid, signal.SIGSTOP)

    monkeypatch.setattr(Worker, "give_way", give_way)
    async with reading(quick_seconds=0.1) as reader:
        endless = asyncio.create_task(reader.read(page(SLOW), OTHER, ahead=True))
        await until(lambda: bool(taken_aside))
        slow = asyncio.create_task(reader.read(page(SLOW), OUTLET, ahead=True))
        await until(lambda: len(slow_workers(reader)) == 2)
        small = [asyncio.create_task(reader.read(page(SMALL), OUTLET)) for _ in range(3)]
        assert {article.title for article in await asyncio.gather(slow, *small)} == {"The bridge opens"}
        assert not endless.done()
        os.kill(taken_aside[0], signal.SIGCONT)
        await endless
        assert len(slow_workers(reader)) == 1


async def test_time_in_which_the_whole_program_is_stopped_counts_for_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WAITING_FACTOR", 1)
    async with reading(seconds=2) as reader:
        await reader.read(page(SMALL), OTHER)
        under_way = asyncio.ensure_future(reader.read(page(MIDDLING), OUTLET))
        await asyncio.sleep(0.01)
        os.kill(worker_of(reader), signal.SIGSTOP)
        time.sleep(2.2)  # noqa: ASYNC251 - this process stops too
        os.kill(worker_of(reader), signal.SIGCONT)
        assert (await under_way).title == "The bridge opens"


async def test_a_page_that_waits_for_something_is_given_up_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WAITING_FACTOR", 0.5)
    async with reading(seconds=1) as reader:
        await reader.read(page(SMALL), OTHER)
        os.kill(worker_of(reader), signal.SIGSTOP)
        with pytest.raises(UnreadablePageError, match="extraction gave up after 1 s"):
            await reader.read(page(SMALL), OUTLET)
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_page_is_answered_whatever_breaks_in_handing_out_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    take_free = WorkerPool._take_free

    def broken(pool: WorkerPool, worker: Worker, job: Job | None) -> None:
        take_free(pool, worker, job)
        if job is not None:
            raise RuntimeError

    monkeypatch.setattr(WorkerPool, "_take_free", broken)
    async with reading() as reader:
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_an_answer_that_cannot_be_read_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "serve", serve_rubbish)
    async with reading() as reader:
        with pytest.raises(UnreadablePageError, match="the reader's answer cannot be read") as caught:
            await reader.read(page(SMALL), OUTLET)
        assert caught.value.reason is OutcomeKind.EXTRACTION_FAILED


async def test_a_page_that_cannot_be_sent_costs_no_other() -> None:
    class Unsent(LearnedContainer):
        """Of a class that no other process can know."""

    async with reading() as reader:
        for _ in range(2):
            with pytest.raises((AttributeError, TypeError), match="pickle"):
                await reader.read(page(SMALL), OUTLET, Unsent("p", 1, 1))
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


def test_a_channel_that_closes_in_the_middle_of_a_message_ends_its_worker_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_process, "_begin", lambda *_: None)
    ours, theirs = socket.socketpair()
    with theirs, ours:
        ours.sendall(worker_process.HEAD.pack(10, 5) + b"part")
        ours.shutdown(socket.SHUT_WR)
        worker_process.serve(theirs, 0, 0)
        assert ours.recv(100) == worker_process.READY
