"""Who may migrate a database: one at a time, whatever comes between. Before schema 4 crawls had such leases, too."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawler.model.lease import Lease, Process, already_crawled
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.migrations.leases import LeaseRenewal, LeaseStore
from newscrawler.storage.server.process_identity import is_gone, this_process

HERE = this_process()
ELSEWHERE = Process("b", "another boot", 17, 3)


def leases_of(database: Database) -> LeaseStore:
    return LeaseStore(database.documents)


async def end_now(database: Database, name: str) -> None:
    """Let a minute pass."""
    await database.documents["leases"].update_one({"_id": name}, [{"$set": {"until": "$$NOW"}}])


async def next_renewal(database: Database, name: str) -> None:
    """Wait until the lease ends later than it does now."""
    ends = [(await database.documents["leases"].find_one({"_id": name}) or {})["until"]]
    while ends[-1] == ends[0]:
        await asyncio.sleep(0.01)
        ends.append((await database.documents["leases"].find_one({"_id": name}) or {})["until"])


@pytest.mark.parametrize("state", ["never leased", "over", "held by a dead process"])
async def test_of_many_that_take_one_lease_at_once_exactly_one_has_it(database: Database, state: str) -> None:
    if state != "never leased":
        dead = replace(HERE, number=dead_process()) if state == "held by a dead process" else ELSEWHERE
        await leases_of(database).take("de_elbkurier", "before", dead)
    if state == "over":
        await end_now(database, "de_elbkurier")
    runs = [f"run{number}" for number in range(25)]
    got = await asyncio.gather(*(leases_of(database).take("de_elbkurier", run, HERE) for run in runs))
    (holder,) = {lease.run for lease in got}
    assert [run for run, lease in zip(runs, got, strict=True) if lease.run == run] == [holder]
    assert got[0].fence == (1 if state == "never leased" else 2)


async def test_a_lease_keeps_others_out_and_says_who_has_it(database: Database) -> None:
    first = await leases_of(database).take("de_elbkurier", "8f31aa", ELSEWHERE)
    second = await leases_of(database).take("de_elbkurier", "77", HERE)
    assert (second.run, second.process, second.fence) == ("8f31aa", ELSEWHERE, first.fence)
    assert 0 <= second.seconds < 30
    assert (await leases_of(database).take("de_other", "77", HERE)).run == "77"


async def test_the_same_run_may_ask_twice_for_a_reply_may_be_lost(database: Database) -> None:
    first = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    again = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    assert replace(again, seconds=0) == replace(first, seconds=0)


async def test_what_is_given_back_is_free_at_once(database: Database) -> None:
    first = await leases_of(database).take("de_elbkurier", "8f3", ELSEWHERE)
    await leases_of(database).give_back(first)
    second = await leases_of(database).take("de_elbkurier", "77", HERE)
    assert (second.run, second.fence) == ("77", first.fence + 1)


async def test_who_lost_a_lease_neither_renews_it_nor_gives_it_back(database: Database) -> None:
    lost = await leases_of(database).take("de_elbkurier", "8f3", ELSEWHERE)
    await end_now(database, "de_elbkurier")
    held = await leases_of(database).take("de_elbkurier", "77", HERE)
    assert not await leases_of(database).renew(lost)
    await leases_of(database).give_back(lost)
    assert (await leases_of(database).take("de_elbkurier", "99", HERE)).run == "77"
    assert await leases_of(database).renew(held)


async def test_a_lease_that_ran_out_unnoticed_is_renewed_as_long_as_nobody_took_it(database: Database) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", ELSEWHERE)
    await end_now(database, "de_elbkurier")
    assert await leases_of(database).renew(lease)
    assert (await leases_of(database).take("de_elbkurier", "77", HERE)).run == "8f3"


async def test_fields_of_others_stay(database: Database) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    await database.documents["leases"].update_one({"_id": "de_elbkurier"}, {"$set": {"next_due": "soon"}})
    await leases_of(database).renew(lease)
    await leases_of(database).give_back(lease)
    await leases_of(database).take("de_elbkurier", "77", HERE)
    document = await database.documents["leases"].find_one({"_id": "de_elbkurier"})
    assert document is not None
    assert document["next_due"] == "soon"


async def test_a_renewal_goes_on_until_it_is_ended_and_then_gives_back(database: Database) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    lost: list[Exception | None] = []
    renewal = LeaseRenewal(leases_of(database), lease, lost.append, every_seconds=0.01)
    await end_now(database, "de_elbkurier")
    async with asyncio.timeout(10):
        await next_renewal(database, "de_elbkurier")
    assert (await leases_of(database).take("de_elbkurier", "77", HERE)).run == "8f3"
    await renewal.end()
    assert (await leases_of(database).take("de_elbkurier", "77", HERE)).run == "77"
    assert lost == []


async def test_a_renewal_that_finds_another_holder_says_so_once(database: Database) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    await end_now(database, "de_elbkurier")
    await leases_of(database).take("de_elbkurier", "77", HERE)
    told: asyncio.Queue[Exception | None] = asyncio.Queue()
    renewal = LeaseRenewal(leases_of(database), lease, told.put_nowait, every_seconds=0.01)
    assert await asyncio.wait_for(told.get(), 10) is None
    await renewal.end()
    assert told.empty()
    assert (await leases_of(database).take("de_elbkurier", "99", HERE)).run == "77"


async def test_a_bug_in_renewing_ends_the_crawl_and_the_lease_goes_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    told: asyncio.Queue[Exception | None] = asyncio.Queue()

    async def stumble(lease: Lease) -> bool:
        raise KeyError(lease.name)

    leases = leases_of(database)
    monkeypatch.setattr(leases, "renew", stumble)
    renewal = LeaseRenewal(leases, lease, told.put_nowait, every_seconds=0.01)
    error = await asyncio.wait_for(told.get(), 10)
    assert str(error) == "while renewing the lease on de_elbkurier: KeyError('de_elbkurier')"
    await renewal.end()
    assert (await leases_of(database).take("de_elbkurier", "77", ELSEWHERE)).run == "77"


async def test_whatever_fails_when_a_lease_is_lost_the_renewal_ends_and_tells_it(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    lease = await leases_of(database).take("de_elbkurier", "8f3", HERE)
    await end_now(database, "de_elbkurier")
    await leases_of(database).take("de_elbkurier", "77", HERE)
    asked = asyncio.Event()

    def stumble(_: Exception | None) -> None:
        asked.set()
        raise RuntimeError("no engine")

    renewal = LeaseRenewal(leases_of(database), lease, stumble, every_seconds=0.01)
    await asyncio.wait_for(asked.wait(), 10)
    await renewal.end()
    assert "renewing the lease on de_elbkurier failed" in caplog.text


async def test_a_database_of_an_older_version_gets_its_leases(mongo_uri: str, tmp_path: Path) -> None:
    old = await open_database(mongo_uri, tmp_path)
    await old.documents["leases"].drop()
    await old.documents["meta"].update_one({"_id": "schema"}, {"$set": {"definition": "of old"}})
    await old.close()
    new = await open_database(mongo_uri, tmp_path)
    assert "leases" in await new.documents.list_collection_names()
    assert (await leases_of(new).take("de_elbkurier", "8f3", HERE)).run == "8f3"
    await new.close()


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    return ended.pid


def test_a_process_is_gone_if_it_ended_or_its_number_is_anothers() -> None:
    assert not is_gone(HERE, HERE)
    assert is_gone(replace(HERE, number=dead_process()), HERE)
    assert is_gone(replace(HERE, started=(HERE.started or 0) - 1), HERE)
    assert not is_gone(replace(HERE, started=None), HERE)  # where nothing tells, it lives
    assert not is_gone(Process("b", "another boot", dead_process(), 1), HERE)
    assert not is_gone(Process(HERE.host, None, dead_process(), 1), replace(HERE, machine=None))


def test_a_killed_child_that_nobody_waited_for_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", "print(flush=True); input()"], stdout=-1, stdin=-1) as child:
        assert child.stdout
        child.stdout.readline()
        process = replace(HERE, number=child.pid, started=None)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # dead, and still a zombie
        assert is_gone(process, HERE)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40.4, "40 s"), (119, "119 s"), (150, "2 min"), (7199, "120 min"), (10800, "3 h"), (-3, "0 s")],
)
def test_the_message_says_who_since_when_and_where(seconds: float, words: str) -> None:
    lease = Lease("us_koreadaily", "8f31c0ffee00", Process("a", None, 1, None), 1, seconds)
    assert already_crawled(lease) == f"us_koreadaily is already being crawled (run 8f31, {words}, on host a). Skipped."
