"""The quarantine: what could not be written is kept there with its reason, and told to the operator."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson.errors import BSONError
from pymongo.errors import PyMongoError

from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.storage import schema
from newscrawler.storage.documents.quarantine_document import (
    Quarantined,
    quarantine_document,
    read_quarantined,
)
from newscrawler.storage.documents.shapes import RefusedKind
from newscrawler.storage.faults import is_passing, lasting_words, told_as_storage_errors
from newscrawler.storage.reading.queries import Slice, spans_back
from newscrawler.storage.writing.article_job import job_of_kept, refused_article, refused_item
from newscrawler.storage.writing.jobs import Answer, Job, SaveArticle
from newscrawler.storage.writing.transaction import transaction
from newscrawler.urls import url_key

Document = dict[str, Any]
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

    def __init__(
        self,
        database: schema.Documents,
        submit: Callable[[Job], Awaitable[Answer]] | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Keep in ``database``. ``submit`` is the writer's; without it only ``keep``, ``write`` and questions work."""
        self._quarantine = database[schema.QUARANTINE]
        self._pages = database[schema.PAGES]
        self._articles = database[schema.ARTICLES]
        self._submit = submit
        self._now = now

    async def keep(self, job: Job, reason: str) -> None:
        """Keep a job that was refused, and the page of its article.

        Raises:
            PyMongoError: it cannot be kept at the moment.
        """
        page = job.page if isinstance(job, SaveArticle) else None
        await self.write(quarantine_document(job, reason, self._now()), page)

    async def write(self, document: Document, page: Document | None = None) -> None:
        """Write what ``quarantine_document`` gave; safe to repeat: attempts grow once for each ``at``.

        A refusal never replaces a later one: it may come late, from the spool.

        Raises:
            PyMongoError: it cannot be written at the moment.
        """
        if page is not None and not await self._keep_page(page):
            document = {name: value for name, value in document.items() if name != "raw"}
        old = await self._quarantine.find_one(
            {"_id": document["_id"]}, {"first_at": True, "at": True, "attempts": True}
        )
        if old is not None and old["at"] > document["at"]:
            return
        if old is not None:
            attempts = old["attempts"] + (0 if old["at"] == document["at"] else 1)
            document = document | {"first_at": old["first_at"], "attempts": attempts}
        await self._quarantine.replace_one({"_id": document["_id"]}, document, upsert=True)

    async def write_late(self, document: Document, page: Document | None = None) -> None:
        """As ``write``, unless the article was fetched again since then, and stored.

        Raises:
            PyMongoError: it cannot be written at the moment.
        """
        article_id = document["_id"].rpartition(" ")[2]
        for query in ({"_id": article_id}, {"alternate_keys": url_key(document.get("url", ""))}):
            article = await self._articles.find_one(query, {"fetched_at": True})
            if article is not None and article["fetched_at"] >= document["at"]:
                return
        await self.write(document, page)

    async def keep_article(self, article: Article, reason: str) -> None:
        """Keep an article that something broke on, with its page, so that it can be tried again.

        Raises:
            StorageError: it cannot be kept.
        """
        await self._hand_over(await refused_article(article, reason, self._now()))

    async def keep_item(self, item: Mapping[str, Any], outlet: str, reason: str) -> None:
        """Keep an item of a developer's spider that is no article as it is; nothing where it has no address.

        Raises:
            StorageError: it cannot be kept.
        """
        if job := refused_item(item, outlet, reason, self._now()):
            await self._hand_over(job)

    async def store_again(self, kept: Quarantined) -> Answer:
        """What became of what is kept, now that it was handed to the writer once more, as it is.

        Raises:
            InvalidItemError: it holds no whole document of its kind.
            StorageError: it was refused again, and is kept.
        """
        answer = await self._hand_over(job_of_kept(kept))
        await self.remove(kept)
        return answer

    async def _hand_over(self, job: Job) -> Answer:
        if self._submit is None:
            raise StorageError("this quarantine has no writer")
        return await self._submit(job)

    async def find(
        self,
        outlet: str | None = None,
        run: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[Quarantined]:
        """What is kept, latest first, without its content, which may be large: ``read`` gives it.

        Raises:
            StorageError: it cannot be read.
        """
        of_outlet = {} if outlet is None else {"outlet": outlet}
        of_run = {} if run is None else {"run": run}
        left = limit
        with told_as_storage_errors("reading quarantine"):
            for span in spans_back(self._now()):
                one = Slice(of_outlet | {"at": span}, of_run, {"at": -1})
                stages = [*one.stages(left), {"$project": _WITHOUT_CONTENT}]
                async for document in await self._quarantine.aggregate(stages):
                    yield read_quarantined(document)
                    left = None if left is None else left - 1
                if left == 0:
                    return

    async def read(self, ids: Sequence[str]) -> list[Quarantined]:
        """Those of the ids that are kept, whole, in no particular order.

        Raises:
            StorageError: they cannot be read.
        """
        with told_as_storage_errors("reading quarantine"):
            found = await self._quarantine.find({"_id": {"$in": list(ids)}}).to_list()
        return [read_quarantined(document) for document in found]

    async def counts(self, outlet: str | None = None, run: str | None = None) -> list[QuarantineCount]:
        """How many there are by outlet and kind, most first.

        Raises:
            StorageError: they cannot be counted.
        """
        groups: dict[tuple[str | None, RefusedKind], list[Quarantined]] = {}
        async for kept in self.find(outlet, run):
            groups.setdefault((kept.outlet, kept.kind), []).append(kept)
        counts = [QuarantineCount(*name, len(members), members[0]) for name, members in groups.items()]
        return sorted(counts, key=lambda group: -group.count)

    async def remove(self, kept: Quarantined) -> bool:
        """Whether it is gone: not where it was refused once more since it was read.

        Raises:
            StorageError: it cannot be removed.
        """
        # Not filtered by both: the embedded server would read everything that is kept.
        with told_as_storage_errors(f"removing {kept.id} from quarantine"):
            async with transaction(self._quarantine.database.client) as session:
                stored = await self._quarantine.find_one({"_id": kept.id}, {"at": True}, session=session)
                if stored is None or stored["at"] != kept.at:
                    return stored is None
                await self._quarantine.delete_one({"_id": kept.id}, session=session)
        return True

    async def _keep_page(self, page: Document) -> bool:
        """Whether the page is stored: not where it is the page that is refused."""
        contents = {name: value for name, value in page.items() if name != "_id"}
        try:
            await self._pages.update_one({"_id": page["_id"]}, {"$setOnInsert": contents}, upsert=True)
        except PyMongoError as error:
            if is_passing(error) or lasting_words(error):
                raise
            return False
        except (BSONError, OverflowError, ValueError):
            return False
        return True
