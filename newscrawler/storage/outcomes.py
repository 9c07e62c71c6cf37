"""The outcomes: one for every URL that did not become an article."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson import encode

from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import outcome_document, read_outcome
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.reading.queries import EARLIEST, Filter, Slice, spans_back
from newscrawler.storage.writing.jobs import RecordOutcome
from newscrawler.storage.writing.writer import Writer


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
        """Record an outcome and wait until it is acknowledged, or on disk while the database is away.

        There is one for each URL; its attempts grow once for each run.

        Raises:
            StorageError: the server refused it.
            StorageUnavailableError: neither the database took it in time nor the spool.
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
        left = limit
        with told_as_storage_errors("reading outcomes"):
            for one in _slices(outlet, kind, run):
                async for document in await self._outcomes.aggregate(one.stages(left)):
                    yield read_outcome(document)
                    if left is not None:
                        left -= 1
                if left == 0:
                    return

    async def counts(self, outlet: str | None = None, run: str | None = None) -> list[OutcomeCount]:
        """How many there are by outlet and kind, most first."""
        stages: list[dict[str, Any]] = [
            *_slice(outlet, None, run, {"$gte": EARLIEST}).stages(),
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
            groups = await (await self._outcomes.aggregate(stages)).to_list()
        return [
            OutcomeCount(
                group["_id"]["outlet"],
                OutcomeKind(group["_id"]["kind"]),
                group["count"],
                read_outcome(group["sample"]),
            )
            for group in groups
        ]


def _slices(outlet: str | None, kind: OutcomeKind | None, run: str | None) -> Iterator[Slice]:
    """The questions that together answer one, latest first: one of a run, else a span of time each."""
    if run is not None:
        yield _slice(outlet, kind, run, {})
        return
    for span in spans_back(datetime.now(UTC)):
        yield _slice(outlet, kind, None, span)


def _slice(outlet: str | None, kind: OutcomeKind | None, run: str | None, span: Filter) -> Slice:
    """The outcomes of a run, or else of a span of time."""
    others = {} if kind is None else {"kind": str(kind)}
    of_outlet = {} if outlet is None else {"outlet": outlet}
    if run is not None:
        return Slice({"run": run}, others | of_outlet, {"at": -1})
    return Slice(of_outlet | {"at": span}, others, {"at": -1})
