"""The quarantine: what could not be written is kept there with its reason, and told to the operator."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newscrawler.storage import schema
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.jobs import Job, MarkCopies, SaveArticle
from newscrawler.storage.quarantine_document import (
    Quarantined,
    quarantine_document,
    read_quarantined,
    renewed,
)
from newscrawler.storage.shapes import RefusedKind

Document = dict[str, Any]
OLD_ONES = {"attempts": {"$exists": False}}  # of schema version 1: one for each refusal
_WITHOUT_CONTENT = {"document": False, "text": False}


@dataclass(frozen=True, slots=True)
class QuarantineCount:
    """How many of an outlet are kept, by what they are, with the latest as a sample."""

    outlet: str | None
    kind: RefusedKind
    count: int
    sample: Quarantined


class QuarantineStore:
    """Keeps what was refused, one document for each article, outcome ..., and gives it back."""

    def __init__(self, database: schema.Documents, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._quarantine = database[schema.QUARANTINE]
        self._pages = database[schema.PAGES]
        self._now = now

    async def keep(self, job: Job, reason: str) -> None:
        """Keep a job that was refused, and the page of its article. Nothing of a look-up of copies: it holds nothing.

        Raises:
            PyMongoError: it cannot be kept at the moment.
        """
        if isinstance(job, MarkCopies):
            return
        await self.write(
            quarantine_document(job, reason, self._now()), job.page if isinstance(job, SaveArticle) else None
        )

    async def write(self, document: Document, page: Document | None = None) -> None:
        """Write what ``quarantine_document`` gave; safe to repeat: attempts grow once for each ``at``.

        Raises:
            PyMongoError: it cannot be written at the moment.
        """
        if page is not None:
            contents = {name: value for name, value in page.items() if name != "_id"}
            await self._pages.update_one({"_id": page["_id"]}, {"$setOnInsert": contents}, upsert=True)
        old = await self._quarantine.find_one(
            {"_id": document["_id"]}, {"first_at": True, "at": True, "attempts": True}
        )
        if old is not None:
            attempts = old["attempts"] + (0 if old["at"] == document["at"] else 1)
            document = document | {"first_at": old["first_at"], "attempts": attempts}
        await self._quarantine.replace_one({"_id": document["_id"]}, document, upsert=True)

    async def find(
        self, outlet: str | None = None, *, limit: int | None = None, with_content: bool = False
    ) -> AsyncIterator[Quarantined]:
        """What is kept, latest first; its content only where that is asked for: it may be large.

        Raises:
            StorageError: it cannot be read.
        """
        projection = None if with_content else _WITHOUT_CONTENT
        found = self._quarantine.find({} if outlet is None else {"outlet": outlet}, projection).sort("at", -1)
        with told_as_storage_errors("reading quarantine"):
            async for document in found.limit(limit or 0).hint([("at", -1)]):
                yield read_quarantined(document)

    async def read(self, ids: Sequence[str]) -> list[Quarantined]:
        """Those of the ids that are kept, whole, in no particular order.

        Raises:
            StorageError: they cannot be read.
        """
        with told_as_storage_errors("reading quarantine"):
            found = await self._quarantine.find({"_id": {"$in": list(ids)}}).to_list()
        return [read_quarantined(document) for document in found]

    async def counts(self, outlet: str | None = None) -> list[QuarantineCount]:
        """How many there are by outlet and kind, most first.

        Raises:
            StorageError: they cannot be counted.
        """
        groups: dict[tuple[str | None, RefusedKind], list[Quarantined]] = {}
        async for kept in self.find(outlet):
            groups.setdefault((kept.outlet, kept.kind), []).append(kept)
        counts = [QuarantineCount(*name, len(members), members[0]) for name, members in groups.items()]
        return sorted(counts, key=lambda group: -group.count)

    async def remove(self, kept: Quarantined) -> bool:
        """Whether it is gone: not where it was refused once more since it was read.

        Raises:
            StorageError: it cannot be removed.
        """
        with told_as_storage_errors(f"removing {kept.id} from quarantine"):
            done = await self._quarantine.delete_one({"_id": kept.id, "at": kept.at})
        return done.deleted_count == 1

    async def renew(self) -> int:
        """Bring documents of schema version 1 into today's shape, one for each thing; how many. Safe to repeat.

        Raises:
            StorageError: it cannot be done now.
        """
        done = 0
        with told_as_storage_errors("renewing quarantine"):
            async for old in self._quarantine.find(OLD_ONES).sort("at"):
                await self.write(renewed(old))
                await self._quarantine.delete_one({"_id": old["_id"]})
                done += 1
        return done
