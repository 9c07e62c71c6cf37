"""The schedule: for every outlet when it is crawled next, and who crawls it now."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.cursor import AsyncCursor

from newscrawler.model.lease import Lease, Process
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage import schema
from newscrawler.storage.claims import QUESTION_SECONDS
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, plain
from newscrawler.storage.documents.schedule_documents import read_lease, read_plan
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.lease_update import IS_FREE, Update, literal, only_if, whole_plan
from newscrawler.storage.server.process_identity import is_gone, this_process
from newscrawler.storage.server.server_clock import server_now
from newscrawler.storage.writing.transaction import transaction

Result = TypeVar("Result")

_LEASE_FIELDS = ("run", "host", "process", "since", "until", "fence")
_DUE_LOOKED_AT = 1000
_HELD_AT_FIRST = 20  # due outlets that runs hold: their next run is planned when they end
_PLANNED_AT_ONCE = 200
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

    async def due(self, now: datetime, limit: int, *, without: Collection[str] = ()) -> list[OutletSchedule]:
        """The outlets whose next run should have begun by ``now``, the longest due first, at most ``limit``.

        ``without`` are outlets that do not matter.

        Those that a living run holds are left out; of the others ``profile`` and ``days``, which ``of`` gives.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        if limit <= 0:
            return []

        where: dict[str, Any] = {"due_at": {"$lte": now}}
        if without:
            where["_id"] = {"$nin": sorted(without)}

        async def read() -> list[OutletSchedule]:
            here = this_process()
            wanted = limit + _HELD_AT_FIRST
            while True:
                # With a number the embedded server stops there; of all that are due it would sort all first.
                found = self._schedule.find(where, _NOT_FOR_DUE).sort("due_at").limit(wanted)
                documents = await found.to_list()
                is_asked = any("until" in document for document in documents)
                clock = await server_now(self._client) if is_asked else now
                due = [read_plan(document) for document in documents if not _is_held(document, clock, here)]
                if len(due) >= limit or len(documents) < wanted:
                    return due[:limit]
                wanted *= 4

        return await _asked(read, "looking up which outlets are due")

    async def held(self, here: Process) -> list[Lease]:
        """Who crawls now: every outlet's lease that is held, but by processes of the machine of ``here`` that are gone.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        return await _asked(lambda: self._held(here), "asking who crawls")

    async def held_due(self, now: datetime, here: Process) -> list[Lease]:
        """As ``held``, only of outlets whose next run should have begun by ``now``: the longest due thousand."""

        async def read() -> list[Lease]:
            # Asked for ``until``, too, the embedded server would look at every outlet.
            found = self._schedule.find({"due_at": {"$lte": now}}, _LEASE_FIELDS).sort("due_at").limit(_DUE_LOOKED_AT)
            return await self._held(here, found)

        return await _asked(read, "asking who crawls what is due")

    async def plan(self, old: OutletSchedule | None, new: OutletSchedule, *, fence: int | None = None) -> bool:
        """Write a plan that was made without a run; False: somebody else planned meanwhile, or a run is under way.

        Args:
            old: as it was read; None: there was none.
            new: of the same outlet.
            fence: of the last one who may have had a claim; None: any.

        Raises:
            InvalidItemError: a value of the plan has the wrong type.
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        return new.outlet in await self._plan_all({new.outlet: (_planning(old, new, fence), new)})

    async def plan_all(self, changes: Iterable[tuple[OutletSchedule | None, OutletSchedule]]) -> set[str]:
        """As ``plan`` for many, each outlet once: the ids of those whose plan was written."""
        return await self._plan_all({new.outlet: (_planning(old, new), new) for old, new in changes})

    async def set_patience(self, seconds: float) -> None:
        """Give every outlet this patience; the end of a run that is under way still writes the one from before.

        Raises:
            StorageUnavailableError: the database did not answer for ten seconds.
        """
        others = {"patience_seconds": {"$ne": seconds}}
        update = {"$set": {"patience_seconds": seconds}}
        await _asked(lambda: self._schedule.update_many(others, update), "noting the patience of the schedule")

    async def _plan_all(self, updates: Mapping[str, tuple[Update, OutletSchedule]]) -> set[str]:
        names = list(updates)
        written: set[str] = set()
        async with self._client.start_session() as session:
            for begin in range(0, len(names), _PLANNED_AT_ONCE):
                portion = {name: updates[name] for name in names[begin : begin + _PLANNED_AT_ONCE]}
                doing = f"planning {names[begin]}" + (f" and {len(portion) - 1} more" if len(portion) > 1 else "")
                written |= await _asked(partial(self._write_plans, portion, session), doing)
        return written

    async def _write_plans(
        self, updates: Mapping[str, tuple[Update, OutletSchedule]], session: AsyncClientSession
    ) -> set[str]:
        writes = [UpdateOne({"_id": name}, update, upsert=True) for name, (update, _) in updates.items()]
        if len(writes) == 1:
            result = await self._schedule.bulk_write(writes)
        else:  # one wait for the disk instead of hundreds
            async with transaction(session):
                result = await self._schedule.bulk_write(writes, session=session)
        if result.modified_count + result.upserted_count == len(writes):
            return set(updates)
        fields = {"planned_at": 1, "planner": 1}
        found = {one["_id"]: one async for one in self._schedule.find({"_id": {"$in": list(updates)}}, fields)}
        # Some were not written, or were by an attempt whose answer was lost.
        return {name for name, (_, new) in updates.items() if _is_written(new, found.get(name, {}))}

    async def _held(self, here: Process, among: AsyncCursor[dict[str, Any]] | None = None) -> list[Lease]:
        now = await server_now(self._client)
        found = self._schedule.find({"until": {"$gt": now}}, _LEASE_FIELDS) if among is None else among
        held = [one async for one in found if "until" in one and one["until"] > now]
        leases = [read_lease(one, (now - one["since"]).total_seconds()) for one in held]
        return [lease for lease in leases if not is_gone(lease.process, here)]

    async def _read(self, where: Mapping[str, Any]) -> list[OutletSchedule]:
        async def read() -> list[OutletSchedule]:
            return [read_plan(document) async for document in self._schedule.find(where)]

        return await _asked(read, "reading the schedule")


def _is_held(document: Mapping[str, Any], now: datetime, here: Process) -> bool:
    return "until" in document and document["until"] > now and not is_gone(read_lease(document).process, here)


def _planning(old: OutletSchedule | None, new: OutletSchedule, fence: int | None = None) -> Update:
    """The update that writes a plan where it is still as it was, nobody holds the outlet, or did since that fence."""
    before = plain(old.planned_at) if old and old.planned_at else 0
    is_as_before = {"$eq": [{"$ifNull": ["$planned_at", 0]}, literal(before)]}
    values = whole_plan(new) | {"fence": {"$ifNull": ["$fence", 0]}, "schema_version": literal(SCHEMA_VERSION)}
    is_of_fence = [] if fence is None else [{"$eq": ["$fence", fence]}]
    return only_if({"$and": [IS_FREE, is_as_before, *is_of_fence]}, values)


def _is_written(plan: OutletSchedule, document: Mapping[str, Any]) -> bool:
    return (document.get("planned_at"), document.get("planner")) == (plain(plan.planned_at), plan.planner or None)


async def _asked(attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
    with told_as_storage_errors(doing):
        return await keep_trying(attempt, limit_seconds=QUESTION_SECONDS, doing=doing)
