"""The hosts: who asks those under a registered domain now, when they were asked last, how long they want rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pymongo import UpdateOne

from newscrawler.model.lease import HostClaim, Process, Taken
from newscrawler.storage import schema
from newscrawler.storage.documents.schedule_documents import read_host, read_lease
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
)


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
        values |= {"outlet": literal(outlet), "last_request_at": last_request_known()}
        while True:  # goes round only where it was given back meanwhile
            look = await try_to_hold(self._hosts, domain, values, run, process)
            if look.is_ours:
                return read_host(look.document)
            if look.held_seconds is not None:
                other = look.document["outlet"]
                lease = replace(read_lease(look.document, look.held_seconds), name=other)
                return Taken(lease, None if other == outlet else domain, other)

    async def renew(
        self, hosts: Mapping[str, HostClaim], seconds: float, last_requests: Mapping[str, float] | None = None
    ) -> bool:
        """Hold all that are still ours for so many seconds more; whether all are.

        Raises:
            PyMongoError: there is no answer.
        """
        if not hosts or await self._write(hosts, {"until": moved(seconds)}, last_requests):
            return True
        found = {one["_id"]: one async for one in self._hosts.find({"_id": {"$in": list(hosts)}})}
        return all(is_with(found.get(domain, {}), host.lease.fence) for domain, host in hosts.items())

    async def give_back(self, hosts: Mapping[str, HostClaim], last_requests: Mapping[str, float] | None = None) -> None:
        """End all that are still ours.

        Raises:
            PyMongoError: there is no answer.
        """
        if hosts:
            await self._write(hosts, {"until": REMOVED}, last_requests)

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
        last_requests: Mapping[str, float] | None,
    ) -> bool:
        """Write to all that are still ours; True: surely they all are."""
        writes = []
        for domain, host in hosts.items():
            seconds = (last_requests or {}).get(domain)
            last = {} if seconds is None else {"last_request_at": moved(-seconds)}
            writes.append(UpdateOne({"_id": domain}, only_if(ours(host.lease.fence), {**values, **last})))
        return (await self._hosts.bulk_write(writes, ordered=False)).modified_count == len(writes)
