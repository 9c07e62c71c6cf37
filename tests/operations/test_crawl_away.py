"""A crawl whose database goes away, in a process of its own: what the operator sees, and where the article is."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from slow_crawl import SLUG, Crawl, SlowServer
from wire import Wire

from newscrawler.storage.connection import mask_uri
from newscrawler.storage.spool.segment import SUFFIX

Start = Callable[..., Crawl]


@pytest.fixture
def wire(mongo_uri: str) -> Iterator[Wire]:
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        yield wire


@pytest.fixture
def start(server: SlowServer, wire: Wire, mongo_uri: str, tmp_path: Path) -> Iterator[Start]:
    """Begins a crawl behind the wire."""
    begun: list[Crawl] = []

    def start(**variables: str) -> Crawl:
        begun.append(Crawl(server, tmp_path, NEWSCRAWLER_MONGO_URI=wire.uri(mongo_uri), **variables))
        return begun[0]

    yield start
    for crawl in begun:
        crawl.process.kill()
        crawl.process.communicate()


def stored(mongo_uri: str) -> list[str]:
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        return [document["url"] for document in client.get_default_database().articles.find({})]


def wait_for_spool(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while not any(path.stat().st_size for path in (folder / "data" / "spool").rglob(f"*{SUFFIX}")):
        assert time.monotonic() < deadline, "nothing came into the spool"
        time.sleep(0.05)


def test_a_crawl_waits_for_its_database_and_tells_three_things(
    server: SlowServer, wire: Wire, start: Start, mongo_uri: str, tmp_path: Path
) -> None:
    crawl = start(NEWSCRAWLER_STORE_SECONDS="3")
    wire.reset()
    server.may_answer.set()
    wait_for_spool(tmp_path)
    time.sleep(1)
    wire.heal()
    out, messages = crawl.process.communicate(timeout=60)
    assert crawl.process.returncode == 0, messages
    assert stored(mongo_uri) == [f"{server.base}/news/{SLUG}"]
    away, kept, back = messages.splitlines()
    assert "does not answer" in away
    assert str(tmp_path / "data" / "spool") in kept
    assert "items from the spool are stored" in back
    assert "spooled" in out
    (run,) = crawl.rows("runs")
    assert (run["finish_reason"], run["counts"]["spooled"], run["counts"]["new"]) == ("finished", 1, 0)
    assert run["counts"]["described"] == 1  # nobody had it before


def test_a_crawl_gives_up_in_time_and_the_next_command_that_writes_stores_what_it_kept(
    server: SlowServer, wire: Wire, start: Start, mongo_uri: str, tmp_path: Path
) -> None:
    crawl = start(NEWSCRAWLER_STORE_SECONDS="1", NEWSCRAWLER_AWAY_SECONDS="2")
    wire.swallow()
    server.may_answer.set()
    _, messages = crawl.process.communicate(timeout=60)
    assert crawl.process.returncode == 4, messages
    assert stored(mongo_uri) == []
    last = messages.splitlines()[-1]
    assert "wait in the spool" in last
    assert "newscrawler db spool" in last
    wire.heal()
    again = Crawl(server, tmp_path, NEWSCRAWLER_MONGO_URI=wire.uri(mongo_uri))
    _, messages = again.process.communicate(timeout=90)
    assert again.process.returncode == 0, messages
    assert stored(mongo_uri) == [f"{server.base}/news/{SLUG}"]


def test_two_signals_leave_what_the_database_does_not_take_in_the_spool(
    server: SlowServer, wire: Wire, start: Start, tmp_path: Path
) -> None:
    crawl = start()
    wire.swallow()
    server.may_answer.set()
    time.sleep(1)
    began = time.monotonic()
    crawl.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    crawl.process.send_signal(signal.SIGTERM)
    _, messages = crawl.process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert crawl.process.returncode == 130, messages
    assert "wait in the spool" in messages
    wait_for_spool(tmp_path)
