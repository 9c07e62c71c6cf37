"""The hosts: who asks those under a registered domain now, when they were asked last, how long they want rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pymongo import UpdateOne

from newscrawler.model.lease import HostClaim, LastRequest, Process, Taken
from newscrawler.storage import schema
from newscrawler.storage.documents.schedule_documents import process_values, read_host, read_lease, read_turn
from newscrawler.storage.lease_taking import is_with, try_to_hold
from newscrawler.storage.lease_update import (
    REMOVED,
    Expression,
    held_by,
    holder,
    last_request_known,
    literal,
    moved,
    only_if,
    ours,
    turn_of,
)
from newscrawler.storage.server.server_clock import server_now


class HostLeases:
    """The leases on registered domains, each a document. Every call is one attempt, and safe to repeat."""

    def __init__(self, database: schema.Documents) -> None:
        self._hosts = database[schema.HOSTS]

    async def take(self, outlet: str, domain: str, run: str, process: Process, seconds: float) -> HostClaim | Taken:
        """The claim of a run on a domain, for so many seconds, or who has it.

        Raises:
            PyMongoError: there is no answer.
        """
        values = holder(run, process, seconds)
        values |= {"outlet": literal(outlet), "last_request_at": last_request_known(), "next": REMOVED}
        while True:  # goes round only where it was given back meanwhile, or a turn was over
            look = await try_to_hold(self._hosts, domain, values, run, process, turn_of(run))
            if look.is_ours:
                return read_host(look.document)
            if look.held_seconds is not None:
                other = look.document["outlet"]
                lease = replace(read_lease(look.document, look.held_seconds), name=other)
                return Taken(lease, None if other == outlet else domain, other)
            turn = look.document.get("next", {"run": run})
            if turn["run"] != run and turn["until"] > await server_now(self._hosts.database.client):
                return Taken(read_turn(turn), domain, turn["outlet"])

    async def queue(self, outlet: str, domains: Sequence[str], run: str, process: Process, seconds: float) -> None:
        """Let nobody else take these for so many seconds from now on; who asks again has as many anew.

        In the order of their names, up to the first that is another's next: of those who wait for the same hosts one
        has all of them some time.

        Raises:
            PyMongoError: there is no answer.
        """
        turn = {"run": run, "outlet": outlet, "host": process.host, "process": process_values(process)}
        values = {name: literal(value) for name, value in turn.items()} | {"until": moved(seconds)}
        update = only_if(turn_of(run), {"next": values})
        for domain in domains:
            await self._hosts.update_one({"_id": domain}, update)
            found = await self._hosts.find_one({"_id": domain}, {"next.run": 1}) or {}
            if found and found.get("next", {}).get("run") != run:
                return

    async def leave_queue(self, run: str, domains: Sequence[str]) -> None:
        """Let others take these, where a run was to have them next. Raises as ``queue``."""
        update = only_if({"$eq": ["$next.run", literal(run)]}, {"next": REMOVED})
        if domains:
            await self._hosts.bulk_write([UpdateOne({"_id": domain}, update) for domain in domains], ordered=False)

    async def renew(
        self, hosts: Mapping[str, HostClaim], seconds: float, requests: Mapping[str, LastRequest] | None = None
    ) -> bool:
        """Hold all that are still ours for so many seconds more; whether all are.

        Raises:
            PyMongoError: there is no answer.
        """
        if not hosts or await self._write(hosts, {"until": moved(seconds)}, requests):
            return True
        found = {one["_id"]: one async for one in self._hosts.find({"_id": {"$in": list(hosts)}})}
        return all(is_with(found.get(domain, {}), host.lease.fence) for domain, host in hosts.items())

    async def give_back(
        self, hosts: Mapping[str, HostClaim], requests: Mapping[str, LastRequest] | None = None
    ) -> None:
        """End all that are still ours.

        Raises:
            PyMongoError: there is no answer.
        """
        if hosts:
            await self._write(hosts, {"until": REMOVED}, requests)

    async def give_back_of(self, run: str, domains: Sequence[str]) -> None:
        """End those of these that a run has. Raises as ``give_back``."""
        update = only_if(held_by(run), {"until": REMOVED})
        if domains:
            await self._hosts.bulk_write([UpdateOne({"_id": domain}, update) for domain in domains], ordered=False)

    async def note_wait(self, domain: str, fence: int, seconds: float) -> None:
        """Note until when a domain wants rest, if it is ours; the longest wish holds. Raises as ``give_back``."""
        wait = {"wait_until": {"$max": ["$wait_until", moved(seconds)]}}
        await self._hosts.update_one({"_id": domain}, only_if(ours(fence), wait))

    async def _write(
        self,
        hosts: Mapping[str, HostClaim],
        values: Mapping[str, Expression],
        requests: Mapping[str, LastRequest] | None,
    ) -> bool:
        """Write to all that are still ours; True: surely they all are."""
        writes = []
        for domain, host in hosts.items():
            asked = _asked((requests or {}).get(domain))
            writes.append(UpdateOne({"_id": domain}, only_if(ours(host.lease.fence), {**values, **asked})))
        return (await self._hosts.bulk_write(writes, ordered=False)).modified_count == len(writes)


def _asked(last: LastRequest | None) -> dict[str, Expression]:
    """What a run tells of its requests to a host: another one may have asked since, where this one gave way."""
    if last is None:
        return {}
    values: dict[str, Expression] = {"last_request_at": {"$max": ["$last_request_at", moved(-last.seconds)]}}
    if last.delay_seconds is not None:
        values["delay_seconds"] = literal(last.delay_seconds) if last.delay_seconds > 0 else REMOVED
    return values
