"""The outcomes: one for every URL that did not become an article."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bson import encode

from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage import schema
from newscrawler.storage.bson_cleaning import clean_for_bson
from newscrawler.storage.documents import outcome_document, read_outcome
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.jobs import RecordOutcome
from newscrawler.storage.writer import Writer


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many URLs of an outlet ended in one way, with one of them as a sample: the latest."""

    outlet: str
    kind: OutcomeKind
    count: int
    sample: Outcome


class OutcomeStore:
    """Records outcomes and reads them back."""

    def __init__(self, database: schema.Documents, writer: Writer) -> None:
        self._outcomes = database[schema.OUTCOMES]
        self._writer = writer

    async def record(self, outcome: Outcome) -> None:
        """Record an outcome and wait until it is acknowledged. One for each URL; its attempts grow once for each run.

        Raises:
            StorageError: the server refused it.
            StorageUnavailableError: the database did not take it in time.
        """
        document = clean_for_bson(outcome_document(outcome))
        await self._writer.submit(RecordOutcome(document, len(encode(document))))

    async def find(
        self,
        outlet: str | None = None,
        kind: OutcomeKind | None = None,
        run: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[Outcome]:
        """The outcomes that fit, latest first, as they come: there may be millions."""
        found = self._outcomes.find(_query(outlet, kind, run)).sort("at", -1).limit(limit or 0)
        with told_as_storage_errors("reading outcomes"):
            async for document in found.hint(_hint(outlet, run)):
                yield read_outcome(document)

    async def counts(self, outlet: str | None = None, run: str | None = None) -> list[OutcomeCount]:
        """How many there are by outlet and kind, most first."""
        stages: list[dict[str, Any]] = [
            {"$match": _query(outlet, None, run)},
            {"$sort": {"at": -1}},
            {
                "$group": {
                    "_id": {"outlet": "$outlet", "kind": "$kind"},
                    "count": {"$sum": 1},
                    "sample": {"$first": "$$ROOT"},
                }
            },
            {"$sort": {"count": -1, "_id": 1}},
        ]
        with told_as_storage_errors("counting outcomes"):
            groups = await (await self._outcomes.aggregate(stages, hint=_hint(outlet, run))).to_list()
        return [
            OutcomeCount(
                group["_id"]["outlet"],
                OutcomeKind(group["_id"]["kind"]),
                group["count"],
                read_outcome(group["sample"]),
            )
            for group in groups
        ]


def _query(outlet: str | None, kind: OutcomeKind | None, run: str | None) -> dict[str, Any]:
    values = {"outlet": outlet, "kind": None if kind is None else str(kind), "run": run}
    return {name: value for name, value in values.items() if value is not None}


def _hint(outlet: str | None, run: str | None) -> dict[str, int]:
    """The index to take: the embedded server would look at everything where a filter has more than its keys."""
    if run is not None:
        return {"run": 1}
    return {"outlet": 1, "at": -1} if outlet is not None else {"at": -1}
