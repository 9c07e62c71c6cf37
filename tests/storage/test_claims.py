"""Who may crawl an outlet and ask its hosts: one run at a time, all of it or nothing."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newscrawler.model.lease import Claim, HostClaim, LastRequest, Process, Taken
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage import claims
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

HERE = this_process()
ELSEWHERE = Process("b", "another boot", 17, 3)
OUTLET, DOMAIN = "de_elbkurier", "elbkurier.example"
DOMAINS = (DOMAIN, "elbkurier-cdn.example")


async def taken(database: Database, run: str = "8f3", outlet: str = OUTLET, **options: Any) -> Claim:  # noqa: ANN401 - of take
    domains = options.pop("domains", DOMAINS)
    claim = await database.claims.take(outlet, domains, run, options.pop("process", ELSEWHERE), **options)
    assert isinstance(claim, Claim)
    return claim


async def refused(database: Database, run: str = "77", outlet: str = OUTLET, **options: Any) -> Taken:  # noqa: ANN401 - of take
    claim = await database.claims.take(outlet, options.pop("domains", DOMAINS), run, HERE, **options)
    assert isinstance(claim, Taken)
    return claim


async def stored(database: Database, key: str = OUTLET) -> dict[str, Any]:
    collection = "hosts" if "." in key else "schedule"
    return await database.documents[collection].find_one({"_id": key}) or {}


async def pass_time(database: Database, *keys: str, seconds: int = 61) -> None:
    """Let time pass for these outlets and domains; all there are where none is named."""
    for collection in ("schedule", "hosts"):
        where = {"_id": {"$in": list(keys)}} if keys else {}
        earlier = {
            name: {"$dateAdd": {"startDate": f"${name}", "unit": "second", "amount": -seconds}}
            for name in ("since", "until", "last_request_at", "wait_until", "due_at")
        }
        for name, change in earlier.items():
            await database.documents[collection].update_many(
                where | {name: {"$exists": True}}, [{"$set": {name: change}}]
            )


def dead_process() -> Process:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    return replace(HERE, number=ended.pid)


async def test_a_claim_holds_the_outlet_and_every_domain(database: Database) -> None:
    claim = await taken(database)
    assert claim.outlet.name == OUTLET
    assert (claim.outlet.run, claim.outlet.process, claim.outlet.fence) == ("8f3", ELSEWHERE, 1)
    assert claim.hosts.keys() == set(DOMAINS)
    assert claim.schedule == OutletSchedule(OUTLET, taken_at=claim.taken_at)
    assert abs(claim.taken_at - await database.schedule.now()) < timedelta(seconds=30)
    assert [lease.name for lease in await database.schedule.held(HERE)] == [OUTLET]


async def test_an_outlet_that_is_crawled_is_told_with_the_run_that_has_it(database: Database) -> None:
    await taken(database)
    for domains in (DOMAINS, ()):
        other = await refused(database, domains=domains)
        assert (other.lease.name, other.lease.run, other.lease.process) == (OUTLET, "8f3", ELSEWHERE)
        assert (other.host, other.outlet) == (None, OUTLET)
        assert 0 <= other.lease.seconds < 30


async def test_a_host_that_is_asked_is_told_and_nothing_else_is_kept(database: Database) -> None:
    await taken(database)
    other = await refused(database, outlet="de_other", domains=("a.example", DOMAIN, "z.example"))
    assert (other.host, other.outlet, other.lease.run) == (DOMAIN, OUTLET, "8f3")
    claim = await taken(database, "99", "de_third", domains=("a.example", "z.example"))
    assert claim.hosts.keys() == {"a.example", "z.example"}
    assert "run" not in await stored(database, "de_other")


async def test_what_is_given_back_is_free_at_once(database: Database) -> None:
    claim = await taken(database)
    assert await database.claims.end(claim, None)
    assert (await taken(database, "77")).outlet.fence == 2
    assert (await stored(database))["unended"] == 1


async def test_the_end_of_a_run_writes_its_plan_with_it(database: Database) -> None:
    claim = await taken(database)
    plan = OutletSchedule(OUTLET, claim.taken_at, "every 15m", claim.taken_at, run="8f3", taken_at=claim.taken_at)
    assert await database.claims.end(claim, plan)
    assert await database.schedule.all() == [plan]
    assert not await database.claims.end(claim, plan), "once"
    assert await database.schedule.held(HERE) == []


async def test_runs_that_were_killed_are_counted_until_one_ends(database: Database) -> None:
    for number in range(3):
        claim = await taken(database, f"run{number}")
        assert claim.schedule.unended == number
        assert (await database.claims.renew(claim)).held
        await pass_time(database)
    last = await taken(database, "last")
    await database.claims.end(last, replace(last.schedule, unended=0, reason="every 15m"))
    assert (await taken(database, "next")).schedule.unended == 0


async def test_runs_that_nobody_knew_of_as_the_answers_were_lost_are_no_killed_ones(database: Database) -> None:
    for number in range(4):
        claim = await taken(database, f"run{number}")
        assert claim.schedule.unended == 0
        await pass_time(database)
    assert (await stored(database))["unended"] == 1


async def test_who_lost_a_claim_writes_nothing(database: Database) -> None:
    lost = await taken(database)
    await pass_time(database)
    held = await taken(database, "77")
    before = [await stored(database, key) for key in (OUTLET, *DOMAINS)]
    assert not (await database.claims.renew(lost, {DOMAIN: LastRequest(1.0)})).held
    assert not await database.claims.end(lost, OutletSchedule(OUTLET, reason="stale"), {DOMAIN: LastRequest(1.0)})
    await database.claims.note_wait(lost, DOMAIN, 60)
    assert [await stored(database, key) for key in (OUTLET, *DOMAINS)] == before
    assert (await database.claims.renew(held)).held


async def test_who_lost_one_host_lost_the_claim_and_may_still_end_it(database: Database) -> None:
    claim = await taken(database)
    await pass_time(database, DOMAIN)
    await taken(database, "77", "de_other", domains=(DOMAIN,))
    assert not (await database.claims.renew(claim)).held
    assert await database.claims.end(claim, OutletSchedule(OUTLET, reason="lost a host"))
    assert [lease.name for lease in await database.schedule.held(HERE)] == ["de_other"]


async def test_a_claim_that_ran_out_unnoticed_is_renewed_as_long_as_nobody_took_it(database: Database) -> None:
    claim = await taken(database)
    await pass_time(database)
    assert (await database.claims.renew(claim)).held
    await refused(database)


async def test_a_claim_that_was_given_back_is_not_renewed(database: Database) -> None:
    claim = await taken(database)
    await database.claims.end(claim, None)
    assert not (await database.claims.renew(claim)).held
    await taken(database, "77")


@pytest.mark.parametrize("state", ["never taken", "over", "held by a dead process"])
async def test_of_many_that_take_one_outlet_at_once_exactly_one_has_it(database: Database, state: str) -> None:
    if state != "never taken":
        await taken(database, process=dead_process() if state == "held by a dead process" else ELSEWHERE)
    if state == "over":
        await pass_time(database)
    got = await asyncio.gather(*(database.claims.take(OUTLET, DOMAINS, f"run{n}", HERE) for n in range(25)))
    (claim,) = [one for one in got if isinstance(one, Claim)]
    assert all(isinstance(one, Taken) and one.lease.run == claim.outlet.run for one in got if one is not claim)


async def test_the_same_run_may_ask_twice_for_a_reply_may_be_lost(database: Database) -> None:
    first, again = await taken(database), await taken(database)
    assert (again.outlet, again.schedule.unended) == (first.outlet, 0)
    assert [host.lease for host in again.hosts.values()] == [host.lease for host in first.hosts.values()]


async def test_a_claim_that_is_found_to_be_its_own_holds_as_long_as_a_new_one(database: Database) -> None:
    first = await taken(database)
    assert (await database.claims.renew(first)).held
    await pass_time(database, seconds=50)
    again = await taken(database)
    further = await database.claims.take_host(again, DOMAIN)
    assert isinstance(further, HostClaim)
    for lease in (again.outlet, further.lease):
        found = await stored(database, lease.name)
        assert found["until"] - await database.schedule.now() > timedelta(seconds=30)
        assert lease.fence == 1
    assert (await stored(database))["unended"] == 1


async def test_a_claim_that_ran_out_is_its_own_as_long_as_nobody_took_it(database: Database) -> None:
    first = await taken(database, only_if_due=True)
    await database.claims.renew(first)
    await pass_time(database)
    again = await taken(database)
    assert again.outlet == first.outlet
    await refused(database)


async def test_a_run_that_gave_way_may_come_back(database: Database) -> None:
    first = await taken(database)
    await database.claims.end(first, None)
    assert (await taken(database)).outlet.fence == first.outlet.fence + 1


async def test_an_outlet_that_is_not_due_any_more_is_nobodys(database: Database) -> None:
    claim = await taken(database, only_if_due=True)
    due_at = claim.taken_at + timedelta(minutes=5)
    await database.claims.end(claim, OutletSchedule(OUTLET, due_at, planned_at=claim.taken_at))
    assert await database.claims.take(OUTLET, DOMAINS, "77", HERE, only_if_due=True) is None
    assert await database.claims.take("de_other", DOMAINS, "78", HERE) is not None, "its hosts are free"
    await pass_time(database, seconds=301)
    await taken(database, "79", only_if_due=True)


async def test_a_host_says_when_it_was_asked_last_and_for_how_long_it_wants_rest(database: Database) -> None:
    claim = await taken(database, domains=(DOMAIN,))
    assert claim.hosts[DOMAIN] == HostClaim(claim.hosts[DOMAIN].lease)
    await database.claims.note_wait(claim, DOMAIN, 90)
    await database.claims.note_wait(claim, DOMAIN, 30)
    await database.claims.end(claim, None, {DOMAIN: LastRequest(4.5)})
    host = (await taken(database, "77", domains=(DOMAIN,))).hosts[DOMAIN]
    assert host.idle_seconds is not None
    assert 4.5 <= host.idle_seconds < 30
    assert 60 < host.wait_seconds <= 90


async def test_a_host_whose_run_was_killed_may_have_been_asked_until_now(database: Database) -> None:
    await taken(database, process=dead_process(), domains=(DOMAIN,))
    claim = await taken(database, "77", domains=(DOMAIN,), process=HERE)
    assert claim.hosts[DOMAIN].idle_seconds == 0
    await pass_time(database, seconds=100)
    again = await taken(database, "99", domains=(DOMAIN,))
    assert 39 < (again.hosts[DOMAIN].idle_seconds or 0) < 60, "until its lease ended"


async def test_a_renewal_tells_of_the_last_request(database: Database) -> None:
    claim = await taken(database, domains=(DOMAIN,))
    await database.claims.renew(claim, {DOMAIN: LastRequest(2.0)})
    found = await stored(database, DOMAIN)
    assert found["until"] - found["last_request_at"] == timedelta(seconds=62)


async def test_the_last_request_to_a_host_never_goes_back(database: Database) -> None:
    claim = await taken(database, domains=(DOMAIN,))
    await database.claims.end(claim, None, {DOMAIN: LastRequest(0.0)})
    before = (await stored(database, DOMAIN))["last_request_at"]
    later = await taken(database, "77", domains=(DOMAIN,))
    await database.claims.renew(later, {DOMAIN: LastRequest(30.0)})  # before it gave way to the other one
    assert (await stored(database, DOMAIN))["last_request_at"] == before


async def test_the_delay_that_a_host_wants_stays_until_it_says_another(database: Database) -> None:
    for run, told, known in (("1", None, 0.0), ("2", 8.0, 0.0), ("3", None, 8.0), ("4", 0.0, 8.0), ("5", None, 0.0)):
        claim = await taken(database, run, domains=(DOMAIN,))
        assert claim.hosts[DOMAIN].delay_seconds == known
        await database.claims.renew(claim, {DOMAIN: LastRequest(1.0, told)})
        await database.claims.end(claim, None, {DOMAIN: LastRequest(1.0, told)})
    assert "delay_seconds" not in await stored(database, DOMAIN)


async def test_who_waits_for_a_host_has_the_next_turn(database: Database) -> None:
    first = await taken(database, "1", "de_a", domains=(DOMAIN,))
    waiting = await refused(database, "2", "de_b", domains=(DOMAIN, "z.example"), is_next=True)
    assert waiting.lease.run == "1"
    await database.claims.end(first, None)
    other = await refused(database, "3", "de_c", domains=(DOMAIN,))
    assert (other.lease.run, other.lease.name, other.outlet, other.host) == ("2", "de_b", "de_b", DOMAIN)
    claim = await taken(database, "2", "de_b", domains=(DOMAIN, "z.example"))
    assert "next" not in await stored(database, DOMAIN)
    await database.claims.end(claim, None)
    await taken(database, "3", "de_c", domains=(DOMAIN,))


async def test_a_turn_that_nobody_asks_for_again_is_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.storage.claims.TURN_SECONDS", 0.05)
    first = await taken(database, "1", "de_a", domains=(DOMAIN,))
    await refused(database, "2", "de_b", domains=(DOMAIN,), is_next=True)
    await database.claims.end(first, None)
    await asyncio.sleep(0.1)
    await taken(database, "3", "de_c", domains=(DOMAIN,))


async def test_who_does_not_want_his_turn_any_more_lets_others_in(database: Database) -> None:
    first = await taken(database, "1", "de_a", domains=(DOMAIN,))
    await refused(database, "2", "de_b", domains=(DOMAIN,), is_next=True)
    await database.claims.leave_queue("de_c", [DOMAIN], "3")  # it was not its own
    await database.claims.end(first, None)
    await refused(database, "3", "de_c", domains=(DOMAIN,))
    await database.claims.leave_queue("de_b", [DOMAIN], "2")
    await taken(database, "3", "de_c", domains=(DOMAIN,))


async def test_of_two_that_wait_for_the_same_hosts_one_has_all(database: Database) -> None:
    first = await taken(database, "1", "de_a", domains=("a.example",))
    second = await taken(database, "2", "de_b", domains=("b.example",))
    for _ in range(2):
        await refused(database, "3", "de_c", domains=("b.example", "a.example"), is_next=True)
        await refused(database, "4", "de_d", domains=("a.example", "b.example"), is_next=True)
    await database.claims.end(first, None)
    await database.claims.end(second, None)
    assert (await refused(database, "4", "de_d", domains=("a.example", "b.example"))).lease.run == "3"
    assert (await taken(database, "3", "de_c", domains=("a.example", "b.example"), process=HERE)).hosts


async def test_a_further_host_belongs_to_the_claim(database: Database) -> None:
    claim = await taken(database, domains=(DOMAIN,))
    host = await database.claims.take_host(claim, "further.example")
    assert isinstance(host, HostClaim)
    claim = replace(claim, hosts={**claim.hosts, "further.example": host})
    await pass_time(database)
    assert (await database.claims.renew(claim)).held
    assert (await refused(database, outlet="de_other", domains=("further.example",))).outlet == OUTLET
    await database.claims.end(claim, None)
    other = await taken(database, "77", "de_other", domains=("further.example",))
    assert isinstance(await database.claims.take_host(other, DOMAIN), HostClaim)


async def test_a_further_host_that_another_run_asks_is_told(database: Database) -> None:
    await taken(database)
    claim = await taken(database, "77", "de_other", domains=("other.example",), process=HERE)
    other = await database.claims.take_host(claim, DOMAIN)
    assert isinstance(other, Taken)
    assert (other.host, other.outlet) == (DOMAIN, OUTLET)


async def test_a_wish_is_told_by_the_next_renewal_and_goes_with_the_next_claim(database: Database) -> None:
    await database.claims.want(OUTLET)
    claim = await taken(database)
    assert not (await database.claims.renew(claim)).wanted
    await database.claims.want(OUTLET)
    assert (await database.claims.renew(claim)).wanted
    await database.claims.end(claim, None)
    assert not (await database.claims.renew(await taken(database, "77"))).wanted


async def test_fields_of_others_stay(database: Database) -> None:
    claim = await taken(database)
    for collection in ("schedule", "hosts"):
        await database.documents[collection].update_many({}, {"$set": {"note": "ours"}})
    await database.claims.renew(claim)
    await database.claims.end(claim, OutletSchedule(OUTLET, reason="every 15m"))
    await taken(database, "77")
    assert [(await stored(database, key))["note"] for key in (OUTLET, *DOMAINS)] == ["ours"] * 3


async def test_a_take_that_is_cancelled_keeps_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = asyncio.Event()

    async def hang(*_: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(claims, "try_to_hold", hang)  # of the outlet: its hosts are taken before
    claiming = asyncio.create_task(database.claims.take(OUTLET, DOMAINS, "8f3", ELSEWHERE))
    await asyncio.wait_for(reached.wait(), 20)
    monkeypatch.undo()
    assert [(await stored(database, domain))["run"] for domain in DOMAINS] == ["8f3", "8f3"]
    claiming.cancel()
    await asyncio.wait([claiming])
    await taken(database, "77")
