"""A crawl that is stopped by a signal, in a process of its own: what was fetched is stored, what hangs is let go."""

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slow_crawl import SLUG, Crawl, SlowServer

from newscrawler.operations.crawls_under_way import STOP_SECONDS
from newscrawler.storage.connection import open_database


@pytest.fixture
def crawl(server: SlowServer, tmp_path: Path) -> Iterator[Crawl]:
    crawl = Crawl(server, tmp_path)
    yield crawl
    crawl.process.kill()
    crawl.process.communicate()


@pytest.mark.embedded
def test_after_a_first_signal_what_is_under_way_is_still_stored(server: SlowServer, crawl: Crawl) -> None:
    crawl.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    server.may_answer.set()
    _, messages = crawl.process.communicate(timeout=20)
    assert crawl.process.returncode == 130, messages
    assert "Stopping: what was fetched is being stored. Press Ctrl-C again to stop at once." in messages
    assert [row["url"] for row in crawl.rows("articles")] == [f"{server.base}/news/{SLUG}"]
    assert [run["finish_reason"] for run in crawl.rows("runs")] == ["shutdown"]


@pytest.mark.embedded
def test_a_second_signal_waits_for_nothing_and_the_run_is_recorded(crawl: Crawl) -> None:
    crawl.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    began = time.monotonic()
    crawl.process.send_signal(signal.SIGINT)
    _, messages = crawl.process.communicate(timeout=20)
    assert time.monotonic() - began < STOP_SECONDS
    assert crawl.process.returncode == 130, messages
    runs = crawl.rows("runs")
    assert [(run.get("finish_reason"), run["counts"]["fetched"]) for run in runs] == [("shutdown", 0)]
    assert not asyncio.run(is_claimed(Path(crawl.variables["NEWSCRAWLER_DATA_DIR"])))


async def is_claimed(data_dir: Path) -> bool:
    database = await open_database(None, data_dir)
    try:
        claimed = [
            *await database.documents["schedule"].find().to_list(),
            *await database.documents["hosts"].find().to_list(),
        ]
        assert len(claimed) == 2
        return any("until" in one for one in claimed)
    finally:
        await database.close()
