"""The runs: one for every crawl of an outlet."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import encode

from newscrawler.model.run import Run
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.run_documents import read_run, run_document
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.reading.queries import EARLIEST, spans_back
from newscrawler.storage.writing.jobs import RecordRun
from newscrawler.storage.writing.writer import Writer

LATEST = 30  # runs of an outlet by which it is judged
# Where those cover less than this, the runs of a few hours of some earlier days are looked at, too.
_FAR_BACK = timedelta(days=3)
_SAMPLED_DAYS = (1, 7, 21)
_SAMPLED = timedelta(hours=3)  # the server reads all of them, whatever the limit
_MOST_SAMPLED = 20
# The last run of a schedule is looked for in spans that are each as long as all before: of one the server reads all.
_SHORT = timedelta(minutes=10)
_LONG_AGO = timedelta(days=5000)


class RunStore:
    """Records runs and reads them back."""

    def __init__(self, database: schema.Documents, writer: Writer) -> None:
        self._runs = database[schema.RUNS]
        self._writer = writer

    async def start(self, run: Run) -> None:
        """Record that a run began: a run that is killed is there, without an end. As ``finish``."""
        await self._write(run)

    async def finish(self, run: Run) -> None:
        """Record what a run did, and wait until that is acknowledged, or on disk while the database is away.

        Raises:
            StorageError: the server refused it.
            StorageUnavailableError: neither the database took it in time nor the spool.
        """
        await self._write(run)

    async def recent(self, outlet: str | None = None, limit: int = 20) -> list[Run]:
        """The latest runs, of one outlet or of all, latest first."""
        query: dict[str, Any] = {"outlet": outlet} if outlet else {}
        found: list[dict[str, Any]] = []
        with told_as_storage_errors("reading runs"):
            for span in spans_back(datetime.now(UTC)):
                cursor = self._runs.find(query | {"started_at": span}).sort("started_at", -1)
                found += await cursor.limit(limit - len(found)).to_list()
                if len(found) >= limit:
                    break
        return [read_run(document) for document in found]

    async def last_scheduled(self, now: datetime) -> datetime | None:
        """When the newest crawl of whichever outlet began that a schedule had begun; None: no schedule ever did."""
        length, until = _SHORT, None
        with told_as_storage_errors("looking for the last run of a schedule"):
            while until != EARLIEST:
                start = now - length if length < _LONG_AGO else EARLIEST
                span = {"$gte": start} | ({"$lt": until} if until else {})
                cursor = self._runs.find({"counts.scheduled": 1, "started_at": span}, {"started_at": 1})
                if found := await cursor.sort("started_at", -1).limit(1).to_list():
                    newest: datetime = found[0]["started_at"]
                    return newest
                length, until = 2 * length, start
        return None

    async def past_of(self, outlet: str, now: datetime) -> list[Run]:
        """The latest crawls of an outlet; where they are of a few days only, some of the weeks before. Latest first.

        An outlet that is crawled every few minutes has had hundreds since what is usual there was so for the last time.
        Without ``removed``; back-fills and retries are none.
        """
        found: list[dict[str, Any]] = []
        with told_as_storage_errors(f"reading the past of {outlet}"):
            for span in spans_back(now, _SAMPLED):
                found += await self._newest(outlet, span, LATEST - len(found))
                if len(found) >= LATEST:
                    break
            begins = found[-1]["started_at"] if found else now
            for days in _SAMPLED_DAYS if len(found) == LATEST and now - begins < _FAR_BACK else ():
                until = min(begins, now - timedelta(days=days))
                found += await self._newest(outlet, {"$gte": until - _SAMPLED, "$lt": until}, _MOST_SAMPLED)
        return [read_run(document) for document in found]

    async def _newest(self, outlet: str, span: dict[str, Any], limit: int) -> list[dict[str, Any]]:
        cursor = self._runs.find({"outlet": outlet, "kind": "crawl", "started_at": span}, {"removed": 0})
        return await cursor.sort("started_at", -1).limit(limit).to_list()

    async def get(self, run_id: str) -> Run | None:
        """The run with this id, or None."""
        with told_as_storage_errors(f"reading run {run_id}"):
            document = await self._runs.find_one({"_id": run_id})
        return read_run(document) if document else None

    async def whole_id(self, beginning: str) -> str | None:
        """The id of the latest run that begins so, as messages show it; None: there is none."""
        with told_as_storage_errors(f"looking up run {beginning}"):
            if await self._runs.find_one({"_id": beginning}, {"_id": 1}):
                return beginning
            bounds = {"$gte": beginning, "$lt": beginning + "g"}
            found = await self._runs.find({"_id": bounds}, {"started_at": 1}).to_list()
        latest = max(found, key=lambda document: document["started_at"], default=None)
        return latest["_id"] if latest else None

    async def removed_by_rule(
        self, outlet: str | None = None, since: datetime | None = None
    ) -> dict[str, dict[str, int]]:
        """Rule -> outlet -> number of blocks that it took in the runs since then, of one outlet or of all."""
        indexed: dict[str, Any] = {"outlet": outlet} if outlet else {}
        indexed |= {"started_at": {"$gte": since or EARLIEST}}
        stages: list[dict[str, Any]] = [
            {"$match": indexed},
            {"$project": {"outlet": 1, "removed": {"$objectToArray": "$removed"}}},
            {"$unwind": "$removed"},
            {"$group": {"_id": {"rule": "$removed.k", "outlet": "$outlet"}, "blocks": {"$sum": "$removed.v"}}},
        ]
        counts: dict[str, dict[str, int]] = {}
        with told_as_storage_errors("counting what rules took"):
            async for group in await self._runs.aggregate(stages):
                of_rule = counts.setdefault(group["_id"]["rule"], {})
                of_rule[group["_id"]["outlet"]] = group["blocks"]
        return counts

    async def _write(self, run: Run) -> None:
        document = clean_for_bson(run_document(run))
        await self._writer.submit(RecordRun(document, len(encode(document))))
