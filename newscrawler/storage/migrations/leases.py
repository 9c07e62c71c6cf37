"""The lease of those who migrate, in ``leases``, where before schema 4 crawls had theirs, too.

It stays as it was, whatever becomes of claims: programs of other versions ask for it. All times are the server's
(``$$NOW``).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pymongo
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError, PyMongoError

from newscrawler.errors import StorageError
from newscrawler.model.lease import Lease, Process
from newscrawler.storage import schema
from newscrawler.storage.faults import Patience, keep_trying, told_as_storage_errors
from newscrawler.storage.server.process_identity import is_gone

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60  # a holder that was killed keeps others out for so long at most
RENEW_SECONDS = 20  # two renewals may fail before the lease ends
_PATIENCE = Patience(LEASE_SECONDS - RENEW_SECONDS)
_GIVE_BACK_SECONDS = 5.0  # then it ends by itself
# A document may stand there that was never leased: made a moment ago, or for what others keep beside the lease.
_IS_OVER = {"$expr": {"$lte": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}}
_NEXT_FENCE = {"$add": [{"$ifNull": ["$fence", 0]}, 1]}


class LeaseStore:
    """Takes, renews and gives back leases.

    Args:
        database: where they are.
        patience: with which a renewal is tried while the database is away. A lease that ran out meanwhile is ours as
            long as nobody took it.
    """

    def __init__(self, database: schema.Documents, patience: Patience = _PATIENCE) -> None:
        self._leases = database[schema.LEASES]
        self._patience = patience

    async def take(self, name: str, run: str, process: Process) -> Lease:
        """The lease on ``name``: ours, where its ``run`` is ours, else that of the one who holds it now.

        A lease whose time is up is taken, and at once one whose holder is a process of this machine that is gone.

        Raises:
            StorageUnavailableError: the database did not answer.
        """
        doing = f"asking who holds {name}"
        with told_as_storage_errors(doing):
            return await keep_trying(
                lambda: self._take(name, run, process), limit_seconds=LEASE_SECONDS - RENEW_SECONDS, doing=doing
            )

    async def renew(self, lease: Lease) -> bool:
        """Hold the lease for another minute; False: somebody else has it.

        Raises:
            StorageError: the database did not answer, or refused; the lease may have ended meanwhile.
        """
        doing = f"renewing the lease on {lease.name}"
        with told_as_storage_errors(doing):
            result = await self._patience.keep_trying(
                lambda: self._leases.update_one(_held(lease), [{"$set": {"until": _later(LEASE_SECONDS)}}]), doing
            )
        return result.matched_count > 0

    async def give_back(self, lease: Lease) -> None:
        """End the lease if it is still ours; where the database does not answer it ends by itself."""
        with contextlib.suppress(PyMongoError), pymongo.timeout(_GIVE_BACK_SECONDS):
            await self._leases.update_one(_held(lease), [{"$set": {"until": "$$NOW"}}])

    async def held(self, here: Process) -> list[Lease]:
        """Every lease that is held now, by crawls of older programs too; not by processes of ``here`` that are gone.

        Raises:
            StorageError: the database did not answer.
        """
        is_held = {"run": {"$exists": True}, "$expr": {"$gt": ["$until", "$$NOW"]}}
        with told_as_storage_errors("asking who crawls"):
            found = [_read(document, 0.0) async for document in self._leases.find(is_held)]
        return [lease for lease in found if not is_gone(lease.process, here)]

    async def _take(self, name: str, run: str, process: Process) -> Lease:
        while True:  # goes round only where the lease changed hands meanwhile
            if taken := await self._put_holder({"_id": name} | _IS_OVER, run, process):
                return taken
            other = await self._look(name)
            if other is None:
                await self._make(name)
            elif other.run == run or not is_gone(other.process, process):
                return other
            elif taken := await self._put_holder(_held(other), run, process):
                return taken

    async def _put_holder(self, where: Mapping[str, Any], run: str, process: Process) -> Lease | None:
        """Make us the holder of the lease that fits; None: none does."""
        holder = {
            "run": run,
            "host": process.host,
            "process": {"machine": process.machine, "number": process.number, "started": process.started},
        }
        fields = {name: {"$literal": value} for name, value in holder.items()}
        times = {"since": "$$NOW", "until": _later(LEASE_SECONDS), "fence": _NEXT_FENCE}
        document = await self._leases.find_one_and_update(
            where, [{"$set": fields | times}], return_document=ReturnDocument.AFTER
        )
        return _read(document, 0.0) if document else None

    async def _look(self, name: str) -> Lease | None:
        """The lease as it is, with its age by the server's clock, which only an update tells on every server."""
        document = await self._leases.find_one_and_update(
            {"_id": name, "run": {"$exists": True}},
            [{"$set": {"asked_at": "$$NOW"}}],
            return_document=ReturnDocument.AFTER,
        )
        return _read(document, (document["asked_at"] - document["since"]).total_seconds()) if document else None

    async def _make(self, name: str) -> None:
        """A lease that nobody holds. Apart from taking it: no server takes ``$expr`` in an upsert."""
        with contextlib.suppress(DuplicateKeyError):  # another one made it a moment ago
            await self._leases.update_one({"_id": name}, {"$setOnInsert": {"fence": 0}}, upsert=True)


class LeaseRenewal:
    """Renews a lease until it is ended. Belongs to the event loop in which it was made.

    Args:
        store: where the lease is.
        lease: ours.
        on_lost: called once where the lease is lost; with the error where the database did not answer, else with None.
        every_seconds: between two renewals.
    """

    def __init__(
        self,
        store: LeaseStore,
        lease: Lease,
        on_lost: Callable[[StorageError | None], None],
        *,
        every_seconds: float = RENEW_SECONDS,
    ) -> None:
        self._store = store
        self._lease = lease
        self._on_lost = on_lost
        self._every_seconds = every_seconds
        self._task = asyncio.get_running_loop().create_task(self._run(), name=f"lease on {lease.name}")

    async def end(self) -> None:
        """Renew no more, and give the lease back."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled() and (error := self._task.exception()):
            logger.error("renewing the lease on %s failed", self._lease.name, exc_info=error)
        await self._store.give_back(self._lease)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every_seconds)
            try:
                if await self._store.renew(self._lease):
                    continue
            except StorageError as error:
                self._on_lost(error)
            except Exception as error:  # noqa: BLE001 - a bug of ours must not crawl on without a lease
                self._on_lost(StorageError(f"while renewing the lease on {self._lease.name}: {error!r}"))
            else:
                self._on_lost(None)
            return


def _held(lease: Lease) -> dict[str, Any]:
    return {"_id": lease.name, "fence": lease.fence}


def _later(seconds: int) -> dict[str, Any]:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": seconds}}


def _read(document: Mapping[str, Any], seconds: float) -> Lease:
    process = document["process"]
    holder = Process(document["host"], process["machine"], process["number"], process["started"])
    return Lease(document["_id"], document["run"], holder, int(document["fence"]), seconds)
