"""Claims under everything at once: whoever comes, in whatever order, an outlet and a host have one holder."""

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire import Wire

from newscrawler.errors import StorageUnavailableError
from newscrawler.model.lease import Claim, HostClaim, Process, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage.connection import Database, mask_uri, open_database
from newscrawler.storage.server.process_identity import this_process

HERE = this_process()
OUTLET, DOMAINS = "de_elbkurier", ("a.example", "b.example")

# Takes 100 outlets over 12 domains, again and again, and prints what it held from when to when, by the server's clock.
RACER = """
import asyncio, json, random, sys
from pathlib import Path
from newscrawler.model.lease import Claim
from newscrawler.storage.connection import open_database
from newscrawler.storage.server.process_identity import this_process

async def race(database, name, seed):
    chance, here, held = random.Random(seed), this_process(), []
    for number in range(8):
        outlet = chance.randrange(100)
        domains = [f"{(outlet * 7 + step * 5) % 12}.example" for step in range(1 + outlet % 3)]
        claim = await database.claims.take(f"xx_{outlet:03}", domains, f"{name} {number}", here)
        if not isinstance(claim, Claim):
            continue
        await asyncio.sleep(chance.random() / 50)
        assert (await database.claims.renew(claim)).held
        leases = [claim.outlet, *(host.lease for host in claim.hosts.values())]
        until = await database.schedule.now()
        assert await database.claims.end(claim, claim.schedule)
        held += [[one.name, one.fence, claim.taken_at.timestamp(), until.timestamp()] for one in leases]
    return held

async def main(uri, folder, seed):
    database = await open_database(uri, Path(folder))
    print("ready", flush=True)
    sys.stdin.readline()
    found = await asyncio.gather(*(race(database, f"{seed}-{number}", f"{seed} {number}") for number in range(12)))
    print(json.dumps(sum(found, [])))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


def test_two_processes_that_take_what_they_can_never_hold_the_same(
    database: Database, mongo_uri: str, tmp_path: Path
) -> None:
    assert database.documents.name in mongo_uri
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, mongo_uri, str(tmp_path), seed],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("one", "two")
    ]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    held: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for racer in racers:
        for name, fence, since, until in json.loads(racer.communicate(timeout=60)[0]):
            held[name].append((fence, since, until))
    assert sum(len(spans) for spans in held.values()) > 20, "somebody always gets through"
    for name, spans in held.items():
        ordered = sorted(spans)
        assert len({fence for fence, _, _ in spans}) == len(spans), f"{name}: a fence was given twice"
        for (_, _, until), (_, since, _) in pairwise(ordered):
            assert until <= since, f"{name}: two held it at once, or fences do not grow"


async def test_of_those_that_want_overlapping_hosts_at_once_one_gets_all_of_his(database: Database) -> None:
    for turn in range(8):
        wanted = {f"xx_{turn}_{n}": [f"{turn}{(n + step) % 6}.example" for step in range(3)] for n in range(6)}
        got = await asyncio.gather(
            *(database.claims.take(outlet, domains, outlet, HERE) for outlet, domains in wanted.items())
        )
        claims = [one for one in got if isinstance(one, Claim)]
        assert claims
        held = [domain for claim in claims for domain in claim.hosts]
        assert len(held) == len(set(held))
        for claim in claims:
            assert await database.claims.end(claim, None)
        free = await database.claims.take("xx_last", {d for some in wanted.values() for d in some}, f"{turn}", HERE)
        assert isinstance(free, Claim), "those that got nothing kept nothing"
        await database.claims.end(free, None)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(0, 2), st.sets(st.integers(0, 3), max_size=3)),
        st.tuples(st.just("take host"), st.integers(0, 9), st.integers(0, 3)),
        st.tuples(st.just("renew"), st.integers(0, 9)),
        st.tuples(st.just("end"), st.integers(0, 9)),
        st.tuples(st.just("a minute passes")),
    ),
    min_size=4,
    max_size=14,
)


class Model:
    """What must happen: who holds what, and who would still have it if he renewed it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.claims: list[Claim] = []
        self.ends = 0
        self.last: dict[str, int] = {}  # name -> number of the claim that took it last
        self.held: set[str] = set()
        self.fences: dict[str, int] = defaultdict(int)

    async def take(self, outlet: int, domains: set[int]) -> None:
        names = {f"xx_{outlet}", *(f"{domain}.example" for domain in domains)}
        run = f"run {len(self.claims)} {len(self.held)} {sum(self.fences.values())}"
        got = await self.database.claims.take(f"xx_{outlet}", [n for n in names if "." in n], run, HERE)
        assert isinstance(got, Claim) == names.isdisjoint(self.held)
        if isinstance(got, Claim):
            self.claims.append(got)
            for lease in (got.outlet, *(host.lease for host in got.hosts.values())):
                self._hold(lease.name, lease.fence)
        else:
            assert isinstance(got, Taken)
            assert got.outlet in self.held

    async def take_host(self, number: int, domain: int) -> None:
        claim, name = self.claims[number], f"{domain}.example"
        if claim.outlet.name not in self.held or self.last[claim.outlet.name] != number or name in claim.hosts:
            return
        got = await self.database.claims.take_host(claim, name)
        assert isinstance(got, HostClaim) == (name not in self.held)
        if isinstance(got, HostClaim):
            self.claims[number] = replace(claim, hosts={**claim.hosts, name: got})
            self._hold(name, got.lease.fence, number)

    async def renew(self, number: int) -> None:
        names = self._names(number)
        is_ours = all(self.last.get(name) == number for name in names)
        assert (await self.database.claims.renew(self.claims[number])).held == is_ours
        if self.last.get(self.claims[number].outlet.name) == number:
            self.held |= {name for name in names if self.last.get(name) == number}

    async def end(self, number: int) -> None:
        claim = self.claims[number]
        is_ours = self.last.get(claim.outlet.name) == number
        self.ends += 1
        reason = f"end {self.ends}"
        assert await self.database.claims.end(claim, OutletSchedule(claim.outlet.name, reason=reason)) == is_ours
        (stored,) = await self.database.schedule.of([claim.outlet.name])
        assert (stored.reason == reason) == is_ours
        for name in self._names(number):
            if self.last.get(name) == number:
                del self.last[name]
                self.held.discard(name)

    async def a_minute_passes(self) -> None:
        for collection in ("schedule", "hosts"):
            ended = [{"$set": {"until": {"$dateAdd": {"startDate": "$until", "unit": "second", "amount": -61}}}}]
            await self.database.documents[collection].update_many({"until": {"$exists": True}}, ended)
        self.held.clear()

    def _hold(self, name: str, fence: int, number: int | None = None) -> None:
        assert fence > self.fences[name]
        self.fences[name] = fence
        self.held.add(name)
        self.last[name] = len(self.claims) - 1 if number is None else number

    def _names(self, number: int) -> list[str]:
        return [self.claims[number].outlet.name, *self.claims[number].hosts]


async def follow(database: Database, steps: list[tuple[Any, ...]]) -> None:
    for collection in ("schedule", "hosts"):
        await database.documents[collection].delete_many({})
    model = Model(database)
    for what, *values in steps:
        if what == "take":
            await model.take(*values)
        elif what == "a minute passes":
            await model.a_minute_passes()
        elif model.claims:
            number, *rest = values
            act = getattr(model, what.replace(" ", "_"))
            await act(number % len(model.claims), *rest)


def test_whatever_is_done_with_claims_each_part_has_one_holder(database: Database, runner: asyncio.Runner) -> None:
    @settings(max_examples=60)
    @given(STEPS)
    def check(steps: list[tuple[Any, ...]]) -> None:
        runner.run(follow(database, steps))

    check()


@pytest.fixture
def lossy(mongo_uri: str, tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a generator of a wire and a database
    """A database behind a wire that loses replies."""
    monkeypatch.setattr("newscrawler.storage.faults._SHORTEST_ATTEMPT_SECONDS", 0.3)
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        database = runner.run(open_database(wire.uri(mongo_uri), tmp_path))
        yield wire, database
        wire.heal()
        runner.run(database.close())


@pytest.mark.parametrize("command", ["update", "find"])
@pytest.mark.parametrize("times", [1, 2, 3, 4])
async def test_a_lost_reply_is_no_lost_claim(lossy: tuple[Wire, Database], command: str, times: int) -> None:
    wire, database = lossy
    wire.lose(command, times)
    claim = await database.claims.take(OUTLET, DOMAINS, "8f3", HERE)
    assert isinstance(claim, Claim)
    assert (claim.outlet.fence, claim.schedule.unended) == (1, 0)
    assert wire.left_to_lose == 0
    wire.lose("update", times)
    assert (await database.claims.renew(claim)).held
    wire.lose("update", times)
    plan = OutletSchedule(OUTLET, reason="every 15m", run="8f3", planned_at=claim.taken_at)
    assert await database.claims.end(claim, plan)
    wire.lose("update", times)
    assert await database.schedule.plan(plan, replace(plan, reason="other rules", planner="us"))
    assert wire.left_to_lose == 0


async def test_an_end_whose_reply_was_lost_is_known_also_where_another_run_began_since(
    lossy: tuple[Wire, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, database = lossy
    claim = await database.claims.take(OUTLET, DOMAINS, "8f3", HERE)
    assert isinstance(claim, Claim)
    write, written = database.claims._schedule.update_one, asyncio.Event()
    other = Process("b", "another boot", 17, 3)

    async def lose_once(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - as PyMongo
        result = await write(*args, **options)
        if not written.is_set():
            written.set()
            assert isinstance(await database.claims.take(OUTLET, (), "77", other), Claim)
            wire.reset()
            await database.documents.command("ping")
        return result

    monkeypatch.setattr("newscrawler.storage.claims._GIVE_BACK_SECONDS", 60.0)  # a busy machine
    monkeypatch.setattr(database.claims, "_schedule", database.claims._schedule)
    monkeypatch.setattr(database.claims._schedule, "update_one", lose_once)
    ending = asyncio.create_task(database.claims.end(claim, OutletSchedule(OUTLET, reason="due", run="8f3")))
    await written.wait()
    await asyncio.sleep(0.1)
    wire.heal()
    assert await ending


async def test_a_claim_waits_for_no_database_longer_than_it_says(
    lossy: tuple[Wire, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, database = lossy
    claim = await database.claims.take(OUTLET, DOMAINS, "8f3", HERE)
    assert isinstance(claim, Claim)
    monkeypatch.setattr("newscrawler.storage.claims.QUESTION_SECONDS", 0.5)
    monkeypatch.setattr("newscrawler.storage.claims._GIVE_BACK_SECONDS", 0.5)
    wire.reset()
    async with asyncio.timeout(10):
        with pytest.raises(StorageUnavailableError, match="while claiming xx_other"):
            await database.claims.take("xx_other", (), "77", HERE)
        with pytest.raises(StorageUnavailableError, match="while ending the claim on de_elbkurier"):
            await database.claims.end(claim, None)
    wire.heal()
    assert (await database.claims.renew(claim)).held
