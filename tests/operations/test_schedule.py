"""The schedule as a program: what is due is crawled once, signals end it in time, an absent database costs nothing."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from schedule_process import EVERY_SECOND, Schedule, typed, write_feed_outlet
from slow_crawl import SlowServer
from wire import Wire

from newscrawler.operations.crawls_under_way import STOP_SECONDS
from newscrawler.operations.schedule_running import RUN_BY_OTHERS
from newscrawler.storage.connection import mask_uri

Start = Callable[..., Schedule]


@pytest.fixture
def start(tmp_path: Path, mongo_uri: str) -> Iterator[Start]:
    begun: list[Schedule] = []

    def start(*options: str, uri: str = mongo_uri, **more: str) -> Schedule:
        begun.append(Schedule(tmp_path, uri, *options, **more))
        return begun[-1]

    yield start
    for schedule in begun:
        schedule.process.kill()
        schedule.process.wait()


@pytest.fixture
def wire(mongo_uri: str) -> Iterator[Wire]:
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        yield wire


def documents(mongo_uri: str, collection: str) -> list[dict[str, Any]]:
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        return list(client.get_default_database()[collection].find())


def test_what_is_due_is_run_once_and_then_it_is_told_what_is_next(
    server: SlowServer, tmp_path: Path, mongo_uri: str
) -> None:
    server.may_answer.set()
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", '[schedule]\nevery = "1h"\n')
    first = typed(["schedule", "--once", "--json"], tmp_path, mongo_uri)
    assert first.returncode == 0, first.stderr
    (plan,) = documents(mongo_uri, "schedule")
    rows = [json.loads(line) for line in first.stdout.splitlines()]
    if not rows:  # its first hour is spread by its id: make it due
        with MongoClient[dict[str, Any]](mongo_uri) as client:
            update = [{"$set": {"due_at": "$planned_at"}}]
            client.get_default_database().schedule.update_one({"_id": plan["_id"]}, update)
        first = typed(["schedule", "--once", "--json"], tmp_path, mongo_uri)
        rows = [json.loads(line) for line in first.stdout.splitlines()]
    assert [(row["outlet"], row["counts"]["new"]) for row in rows] == [("xx_slow", 1)]
    assert "xx_slow: 1 new" in first.stderr
    again = typed(["schedule", "--once"], tmp_path, mongo_uri)
    assert again.returncode == 0
    assert again.stderr.startswith("1 outlet, 10 more paused; none is due, next: xx_slow in ")
    second = typed(["crawl", "--due", "xx_slow"], tmp_path, mongo_uri)
    assert (second.returncode, second.stdout) == (0, "")
    assert "Nothing is due; next: xx_slow in " in second.stderr
    shown = typed(["schedule", "--show", "--json"], tmp_path, mongo_uri)
    (row,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert (row["outlet"], row["last_run"], row["running"]) == ("xx_slow", rows[0]["_id"], None)


def test_it_runs_what_is_due_again_and_again_and_a_quiet_run_leaves_no_line(
    server: SlowServer, start: Start, tmp_path: Path, mongo_uri: str
) -> None:
    server.may_answer.set()
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    schedule = start()
    schedule.wait_for("xx_slow: 1 new")
    deadline = time.monotonic() + 20
    while len([run for run in documents(mongo_uri, "runs") if "finished_at" in run]) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    schedule.process.send_signal(signal.SIGTERM)
    assert schedule.ended() == 130
    first, stored, *rest = schedule.lines
    assert first.startswith("1 outlet, ")
    assert stored.startswith("xx_slow: 1 new")
    assert rest == ["Stopping: what was fetched is being stored. Press Ctrl-C again to stop at once."]


def test_a_signal_lets_a_run_store_what_comes_and_what_hangs_is_let_go_with_its_leases(
    server: SlowServer, start: Start, tmp_path: Path, mongo_uri: str
) -> None:
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    schedule = start()
    assert server.asked.wait(30)
    began = time.monotonic()
    schedule.process.send_signal(signal.SIGTERM)
    assert schedule.ended() == 130, schedule.lines
    assert time.monotonic() - began < 10
    (run,) = documents(mongo_uri, "runs")
    (plan,) = documents(mongo_uri, "schedule")
    assert run["finish_reason"] == "shutdown"
    assert "until" not in plan
    assert plan.get("unended", 0) == 0
    assert all("until" not in host for host in documents(mongo_uri, "hosts"))


def test_a_second_signal_waits_for_nothing(server: SlowServer, start: Start, tmp_path: Path) -> None:
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    schedule = start()
    assert server.asked.wait(30)
    schedule.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    began = time.monotonic()
    schedule.process.send_signal(signal.SIGINT)
    assert schedule.ended() == 130, schedule.lines
    assert time.monotonic() - began < STOP_SECONDS


def test_a_database_that_goes_away_is_told_once_and_all_goes_on_when_it_is_back(
    server: SlowServer, wire: Wire, start: Start, tmp_path: Path, mongo_uri: str
) -> None:
    server.may_answer.set()
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    schedule = start(uri=wire.uri(mongo_uri), NEWSCRAWLER_STORE_SECONDS="1", NEWSCRAWLER_AWAY_SECONDS="2")
    schedule.wait_for("xx_slow: 1 new")
    wire.refuse()
    schedule.wait_for("it is tried for ever", 60)
    time.sleep(1)
    wire.heal()
    schedule.wait_for("The database is back", 60)
    runs = len(documents(mongo_uri, "runs"))
    deadline = time.monotonic() + 90  # the lease of a run that could not end may have to run out
    while len(documents(mongo_uri, "runs")) <= runs:
        assert time.monotonic() < deadline, schedule.lines
        time.sleep(0.2)
    schedule.process.send_signal(signal.SIGTERM)
    assert schedule.ended() == 130
    assert sum("tried for ever" in line for line in schedule.lines) == 1, schedule.lines
    assert sum("The database is back" in line for line in schedule.lines) == 1
    assert len(documents(mongo_uri, "articles")) == 1


def test_a_signal_ends_it_in_time_also_where_the_database_swallows_everything(
    server: SlowServer, wire: Wire, start: Start, tmp_path: Path, mongo_uri: str
) -> None:
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    schedule = start(uri=wire.uri(mongo_uri))
    assert server.asked.wait(30)
    wire.swallow()
    time.sleep(0.5)
    began = time.monotonic()
    schedule.process.send_signal(signal.SIGTERM)
    server.may_answer.set()
    assert schedule.ended() == 130, schedule.lines
    assert time.monotonic() - began < 10
    assert "wait in the spool on this machine" in schedule.lines[-1]


def test_two_programs_share_the_work_and_no_outlet_is_run_twice_at_once(
    server: SlowServer, start: Start, tmp_path: Path, mongo_uri: str
) -> None:
    write_feed_outlet(tmp_path / "outlets", server.base, "xx_slow", EVERY_SECOND)
    one = start()
    assert server.asked.wait(30)
    other = start()
    other.wait_for("1 outlet, ")
    round_ = typed(["schedule", "--once"], tmp_path, mongo_uri)
    assert (round_.returncode, round_.stderr.splitlines()[-1]) == (0, RUN_BY_OTHERS)
    assert len(documents(mongo_uri, "runs")) == 1
    threading.Timer(0.1, server.may_answer.set).start()
    one.wait_for("xx_slow: 1 new")
    for schedule in (one, other):
        schedule.process.send_signal(signal.SIGTERM)
        assert schedule.ended() == 130
