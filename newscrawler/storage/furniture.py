"""An outlet's memory: sightings of its newest articles, and what was learned from them."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from newscrawler.model.article import Article
from newscrawler.model.furniture import RepeatedBlock, StoredSighting
from newscrawler.storage import schema
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.furniture_documents import KnownBlocks, known_values, read_known, read_sighting
from newscrawler.storage.stored_article import READ_FIELDS, read_article
from newscrawler.storage.transaction import Client, transaction

Result = TypeVar("Result")
ReadArticles = Callable[[Sequence[str]], Awaitable[dict[str, Article]]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge makes of an outlet's sightings.

    Attributes:
        articles: how many different articles there are.
        blocks: every repeated block with its verdict, the most frequent first.
        to_clean: ids of stored articles that hold furniture, or lack what is none.
    """

    articles: int
    blocks: Sequence[RepeatedBlock] = ()
    to_clean: Sequence[str] = field(default=())


class Judge(Protocol):
    """Judges the repeated blocks of an outlet. Asked again, with newer sightings, where another learner was faster."""

    async def __call__(
        self, sightings: Sequence[StoredSighting], known: KnownBlocks, read_articles: ReadArticles
    ) -> Judgement:
        """The verdicts.

        Args:
            sightings: the newest, oldest first.
            known: what was judged the last time.
            read_articles: gives articles by their ids, as far as they are there; of each only what ``read_article``
                gives, without a page.
        """


class FurnitureStore:
    """Keeps what is known of the blocks that outlets repeat.

    Args:
        client: transactions are made with it.
        database: where it is kept.
        limit_seconds: how long is tried while the database is away.
    """

    def __init__(self, client: Client, database: schema.Documents, *, limit_seconds: float) -> None:
        self._client = client
        self._database = database
        self._counts = database[schema.BLOCK_COUNTS]
        self._sightings = database[schema.SIGHTINGS]
        self._limit_seconds = limit_seconds

    async def known(self, outlet: str) -> KnownBlocks:
        """What was learned of an outlet the last time; empty where nothing was.

        Raises:
            StorageUnavailableError: the database did not answer in time.
        """
        doing = f"reading the furniture of {outlet}"
        return read_known(await self._keep_trying(lambda: self._counts.find_one({"_id": outlet}), doing))

    async def outlets(self) -> list[str]:
        """Ids of all outlets of which something was learned, sorted."""
        with told_as_storage_errors("reading which outlets have furniture"):
            return sorted([document["_id"] async for document in self._counts.find({}, {"_id": True})])

    async def sightings(self, ids: Sequence[str]) -> dict[str, StoredSighting]:
        """The sightings of articles, by their ids; those that have none, or whose have aged out, are missing."""
        with told_as_storage_errors("reading sightings"):
            found = self._sightings.find({"_id": {"$in": list(ids)}})
            return {document["_id"]: read_sighting(document) async for document in found}

    async def learn(self, outlet: str, judge: Judge, *, newest: int) -> Judgement:
        """Judge the outlet's sightings and keep the verdicts: all in one transaction, safe to repeat.

        What is kept follows from the stored articles alone: however often it is learned, by whom, and whatever was
        killed meanwhile. Of two learners at once one is sent back, and then sees all that the other saw.

        Args:
            outlet: its id.
            judge: is given the sightings.
            newest: so many of the newest articles count; sightings of older ones are deleted.

        Raises:
            StorageUnavailableError: the database did not answer in time.
        """
        return await self._keep_trying(
            lambda: self._learn(outlet, judge, newest), f"learning the furniture of {outlet}"
        )

    async def note_left(self, outlet: str, left: int) -> None:
        """Note how many articles are still to be cleaned."""
        await self._keep_trying(
            lambda: self._counts.update_one({"_id": outlet}, {"$set": {"left": left}}),
            f"noting what is left to clean of {outlet}",
        )

    async def _learn(self, outlet: str, judge: Judge, newest: int) -> Judgement:
        now = datetime.now(UTC)
        if not await self._counts.find_one({"_id": outlet}, {"_id": True}):
            await self._make(outlet, now)
        async with transaction(self._client) as session:
            # First, so that two learners meet here: the later one starts again, and reads what the first did not see.
            known = await self._counts.find_one_and_update(
                {"_id": outlet}, {"$inc": {"round": 1}}, return_document=ReturnDocument.BEFORE, session=session
            )
            counted, aged_out = await self._read_newest(outlet, newest, session)

            async def read_articles(ids: Sequence[str]) -> dict[str, Article]:
                return await self._read_articles(ids, session)

            judgement = await judge(counted, read_known(known), read_articles)
            values = known_values(judgement.articles, judgement.blocks, now) | {"left": len(judgement.to_clean)}
            if aged_out:
                values["window_from"] = counted[0].seen_at
                ids = [sighting.article for sighting in aged_out]
                await self._sightings.delete_many({"_id": {"$in": ids}}, session=session)
            await self._counts.update_one({"_id": outlet}, {"$set": values}, session=session)
        return judgement

    async def _make(self, outlet: str, now: datetime) -> None:
        """A document in which nothing is known: apart, so that two who make it at once do not both fail."""
        empty = known_values(0, (), now) | {"round": 0, "left": 0}
        with contextlib.suppress(DuplicateKeyError):  # another one made it a moment ago
            await self._counts.update_one({"_id": outlet}, {"$setOnInsert": empty}, upsert=True)

    async def _read_newest(
        self, outlet: str, newest: int, session: AsyncClientSession
    ) -> tuple[list[StoredSighting], list[StoredSighting]]:
        """The newest sightings of an outlet, oldest first, and those that are older."""
        found = self._sightings.find({"outlet": outlet}, session=session, batch_size=newest + 1)
        documents = await found.hint([("outlet", 1), ("seen_at", 1)]).to_list()
        sightings = sorted(map(read_sighting, documents), key=lambda sighting: (sighting.seen_at, sighting.article))
        border = max(0, len(sightings) - newest)
        return sightings[border:], sightings[:border]

    async def _read_articles(self, ids: Sequence[str], session: AsyncClientSession) -> dict[str, Article]:
        found = self._database[schema.ARTICLES].find({"_id": {"$in": list(ids)}}, READ_FIELDS, session=session)
        return {document["_id"]: read_article(document) async for document in found}

    async def _keep_trying(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        with told_as_storage_errors(doing):
            return await keep_trying(attempt, limit_seconds=self._limit_seconds, doing=doing)
