"""The schedule: for every outlet when it is crawled next, and who crawls it now."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from newscrawler.model.lease import Lease, Process
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage import schema
from newscrawler.storage.claims import QUESTION_SECONDS, plan_update
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, plain
from newscrawler.storage.documents.schedule_documents import read_lease, read_plan
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.lease_update import IS_FREE, literal, only_if
from newscrawler.storage.server.process_identity import is_gone, this_process
from newscrawler.storage.server.server_clock import server_now

Result = TypeVar("Result")

_LEASE_FIELDS = ("run", "host", "process", "since", "until", "fence")
_NOT_FOR_DUE = {"profile": 0, "days": 0}  # most of a document, and of no use to one who only looks


class ScheduleStore:
    """Reads plans, and writes those that are made without a run; the others are written with the end of a claim."""

    def __init__(self, database: schema.Documents) -> None:
        self._client = database.client
        self._schedule = database[schema.SCHEDULE]

    async def now(self) -> datetime:
        """The server's time.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        return await _asked(lambda: server_now(self._client), "asking for the time")

    async def all(self) -> list[OutletSchedule]:
        """Every outlet that was planned or crawled once, by id.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        return sorted(await self._read({}), key=lambda plan: plan.outlet)

    async def of(self, outlets: Iterable[str]) -> list[OutletSchedule]:
        """Those of these outlets that were planned or crawled once, by id. Raises as ``all``."""
        return sorted(await self._read({"_id": {"$in": list(outlets)}}), key=lambda plan: plan.outlet)

    async def due(self, now: datetime, limit: int) -> list[OutletSchedule]:
        """The outlets whose next run should have begun by ``now``, the longest due first, at most ``limit``.

        Those that a living run holds are left out; of the others ``profile`` and ``days``, which ``of`` gives.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        if limit <= 0:
            return []

        async def read() -> list[OutletSchedule]:
            here, clock = this_process(), await server_now(self._client)
            due: list[OutletSchedule] = []
            found = self._schedule.find({"due_at": {"$lte": now}}, _NOT_FOR_DUE, batch_size=limit + 1)
            async for document in found.sort("due_at"):
                if not _is_held(document, clock, here):
                    due.append(read_plan(document))
                if len(due) == limit:
                    break
            return due

        return await _asked(read, "looking up which outlets are due")

    async def held(self, here: Process) -> list[Lease]:
        """Who crawls now: every outlet's lease that is held, but by processes of the machine of ``here`` that are gone.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """

        async def read() -> list[Lease]:
            now = await server_now(self._client)
            found = self._schedule.find({"until": {"$gt": now}}, _LEASE_FIELDS)
            leases = [read_lease(one, (now - one["since"]).total_seconds()) async for one in found]
            return [lease for lease in leases if not is_gone(lease.process, here)]

        return await _asked(read, "asking who crawls")

    async def plan(self, old: OutletSchedule | None, new: OutletSchedule) -> bool:
        """Write a plan that was made without a run; False: somebody else planned meanwhile, or a run is under way.

        Args:
            old: as it was read; None: there was none.
            new: of the same outlet.

        Raises:
            InvalidItemError: a value of the plan has the wrong type.
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        before = old.planned_at if old else None
        is_as_before = {"$eq": [{"$ifNull": ["$planned_at", 0]}, literal(plain(before) or 0)]}
        values = plan_update(new) | {"fence": {"$ifNull": ["$fence", 0]}, "schema_version": literal(SCHEMA_VERSION)}
        update = only_if({"$and": [IS_FREE, is_as_before]}, values)

        async def write() -> bool:
            result = await self._schedule.update_one({"_id": new.outlet}, update, upsert=True)
            if result.modified_count or result.upserted_id is not None:
                return True
            found = await self._schedule.find_one({"_id": new.outlet}, {"planned_at": 1, "planner": 1}) or {}
            written = (plain(new.planned_at), new.planner or None)  # by us, where the answer was lost
            return (found.get("planned_at"), found.get("planner")) == written

        return await _asked(write, f"planning {new.outlet}")

    async def _read(self, where: Mapping[str, Any]) -> list[OutletSchedule]:
        async def read() -> list[OutletSchedule]:
            return [read_plan(document) async for document in self._schedule.find(where)]

        return await _asked(read, "reading the schedule")


def _is_held(document: Mapping[str, Any], now: datetime, here: Process) -> bool:
    return "until" in document and document["until"] > now and not is_gone(read_lease(document).process, here)


async def _asked(attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
    with told_as_storage_errors(doing):
        return await keep_trying(attempt, limit_seconds=QUESTION_SECONDS, doing=doing)
