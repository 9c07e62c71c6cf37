"""The runs: one for every crawl of an outlet."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.model.run import Run
from newscrawler.storage import schema
from newscrawler.storage.bson_cleaning import clean_for_bson
from newscrawler.storage.documents import read_run, run_document
from newscrawler.storage.faults import keep_trying, told_as_storage_errors

# How far back is looked, in days, until there are enough: the embedded server does not stop at the limit.
_DAYS_BACK = (1, 30, 36500)
_LIMIT_SECONDS = 60.0  # as long as the writer tries


class RunStore:
    """Records runs and reads them back."""

    def __init__(self, database: schema.Documents) -> None:
        self._runs = database[schema.RUNS]

    async def start(self, run: Run) -> None:
        """Record that a run began: a run that is killed is there, without an end."""
        await self._write(run)

    async def finish(self, run: Run) -> None:
        """Record what a run did."""
        await self._write(run)

    async def recent(self, outlet: str | None = None, limit: int = 20) -> list[Run]:
        """The latest runs, of one outlet or of all, latest first."""
        query: dict[str, Any] = {"outlet": outlet} if outlet else {}
        hint = ([("outlet", 1)] if outlet else []) + [("started_at", -1)]
        found: list[dict[str, Any]] = []
        for days in _DAYS_BACK:
            since = datetime.now(UTC) - timedelta(days=days)
            with told_as_storage_errors("reading runs"):
                cursor = self._runs.find(query | {"started_at": {"$gte": since}}).sort("started_at", -1)
                found = await cursor.limit(limit).hint(hint).to_list()
            if len(found) >= limit:
                break
        return [read_run(document) for document in found]

    async def last_run_of(self, outlet: str) -> Run | None:
        """The latest run of an outlet, or None."""
        return next(iter(await self.recent(outlet, 1)), None)

    async def get(self, run_id: str) -> Run | None:
        """The run with this id, or None."""
        with told_as_storage_errors(f"reading run {run_id}"):
            document = await self._runs.find_one({"_id": run_id})
        return read_run(document) if document else None

    async def whole_id(self, beginning: str) -> str | None:
        """The id of the latest run that begins so, as messages show it; None: there is none."""
        query = {"_id": {"$regex": f"^{re.escape(beginning)}"}}
        with told_as_storage_errors(f"looking up run {beginning}"):
            document = await self._runs.find_one(query, {"_id": 1}, sort=[("started_at", -1)])
        return document["_id"] if document else None

    async def removed_by_rule(
        self, outlet: str | None = None, since: datetime | None = None
    ) -> dict[str, dict[str, int]]:
        """Rule -> outlet -> number of blocks that it took in the runs since then, of one outlet or of all."""
        query: dict[str, Any] = {"removed": {"$exists": True}}
        query |= {"outlet": outlet} if outlet else {}
        query |= {"started_at": {"$gte": since}} if since else {}
        counts: dict[str, dict[str, int]] = {}
        with told_as_storage_errors("counting what rules took"):
            async for document in self._runs.find(query, {"outlet": 1, "removed": 1}):
                for rule, blocks in document["removed"].items():
                    of_rule = counts.setdefault(rule, {})
                    of_rule[document["outlet"]] = of_rule.get(document["outlet"], 0) + blocks
        return counts

    async def _write(self, run: Run) -> None:
        document = clean_for_bson(run_document(run))
        with told_as_storage_errors(f"recording run {run.id} of {run.outlet}"):
            await keep_trying(
                lambda: self._runs.replace_one({"_id": run.id}, document, upsert=True),
                limit_seconds=_LIMIT_SECONDS,
                doing=f"recording run {run.id} of {run.outlet}",
            )
