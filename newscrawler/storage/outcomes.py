"""The outcomes: one for every URL that did not become an article."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime

from bson import encode

from newscrawler.model.cause import Cause, CauseTable
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.patience import TRIED_FOR, is_due, is_told_by_a_page
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.documents.run_documents import outcome_document, read_outcome
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.reading.queries import Filter, Slice, spans_back
from newscrawler.storage.writing.jobs import RecordOutcome
from newscrawler.storage.writing.writer import Writer

_OF_A_CAUSE = ("outlet", "url", "kind", "message", "at", "attempts", "run")
_BATCH = 2000  # documents at a time: a server's own batches are 16 MB, of which Python makes 100


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

    async def look_up(self, urls: Sequence[str]) -> dict[str, Outcome]:
        """Those of the addresses, as given, that did not become an article, with the last outcome of each.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        doing = "looking up links that failed before"
        ids = {url: article_id(url) for url in urls}

        async def read() -> dict[str, Outcome]:
            found = self._outcomes.find({"_id": {"$in": sorted(set(ids.values()))}})
            return {document["_id"]: read_outcome(document) async for document in found}

        if not ids:
            return {}
        with told_as_storage_errors(doing):
            stored = await self._writer.patience.keep_trying(read, doing)
        return {url: stored[key] for url, key in ids.items() if key in stored}

    async def due(self, outlet: str, steps: Sequence[float], now: datetime, limit: int) -> list[Outcome]:
        """The outcomes of an outlet whose URLs are to be tried again, named by a listing or not, the longest due first.

        Args:
            outlet: its id.
            steps: the outlet's revisits, in seconds.
            now: aware; what failed first over ``TRIED_FOR`` ago is left alone.
            limit: at most so many.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        doing = f"looking up which links of {outlet} failed before"
        recent = {"$gte": now - TRIED_FOR}
        # What was tried at every step stays as it is: an old outlet has tens of thousands of these.
        over = {"kind": {"$in": sorted(filter(is_told_by_a_page, OutcomeKind))}, "attempts": {"$gt": len(steps)}}
        stages = Slice({"outlet": outlet, "at": recent}, {"first_at": recent, "$nor": [over]}, {"at": 1}).stages()

        async def read() -> list[Outcome]:
            due: list[Outcome] = []
            async for document in await self._outcomes.aggregate(stages, batchSize=_BATCH):
                outcome = read_outcome(document)
                if is_due(outcome, steps, now):
                    due.append(outcome)
                if len(due) == limit:
                    break
            return due

        if limit <= 0:
            return []
        with told_as_storage_errors(doing):
            return await self._writer.patience.keep_trying(read, doing)

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
                async for document in await self._outcomes.aggregate(one.stages(left), batchSize=_BATCH):
                    yield read_outcome(document)
                    if left is not None:
                        left -= 1
                if left == 0:
                    return

    async def causes(
        self, outlet: str | None = None, kind: OutcomeKind | None = None, run: str | None = None
    ) -> list[Cause]:
        """The outcomes that fit, grouped by outlet, kind and what their messages have in common; most first.

        Grouped here: a server knows messages as wholes only, of which there are nearly as many as URLs. 3 s at 200,000.
        """
        table = CauseTable()
        with told_as_storage_errors("grouping outcomes"):
            for one in _slices(outlet, kind, run):
                async for document in await self._outcomes.aggregate(one.stages(fields=_OF_A_CAUSE), batchSize=_BATCH):
                    table.add(read_outcome(document))
        return table.causes()


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
