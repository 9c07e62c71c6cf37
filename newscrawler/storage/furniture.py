"""An outlet's memory: sightings of its newest articles, and what was learned from them."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from bson.int64 import Int64
from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from newscrawler.model.article import Article
from newscrawler.model.furniture import RepeatedBlock, Sighting, StoredSighting
from newscrawler.model.page_layout import Layout, LayoutChange
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.furniture_documents import (
    KnownBlocks,
    known_values,
    read_known,
    read_sighting,
    sighting_document,
)
from newscrawler.storage.documents.stored_article import READ_FIELDS, read_article
from newscrawler.storage.faults import Patience, told_as_storage_errors
from newscrawler.storage.writing.transaction import Client, transaction

Result = TypeVar("Result")
ReadArticles = Callable[[Sequence[str]], Awaitable[dict[str, Article]]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge makes of an outlet's sightings.

    Attributes:
        articles: how many different articles there are.
        blocks: every repeated block with its verdict, the most frequent first.
        to_clean: ids of stored articles that hold furniture, or lack what is none.
        layout: how the outlet's pages are built; once it is kept, with the last redesign.
        noticed: a redesign that this learning is the first to notice.
    """

    articles: int
    blocks: Sequence[RepeatedBlock] = ()
    to_clean: Sequence[str] = field(default=())
    layout: Layout = field(default_factory=Layout)
    noticed: LayoutChange | None = None


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
        patience: while the database is away.

    Attributes:
        not_asked_before: for those who share the store: until when, by the event loop's clock, an outlet is known to
            have nothing to learn.
    """

    def __init__(self, client: Client, database: schema.Documents, patience: Patience) -> None:
        self.not_asked_before: dict[str, float] = {}
        self._client = client
        self._database = database
        self._counts = database[schema.BLOCK_COUNTS]
        self._sightings = database[schema.SIGHTINGS]
        self._patience = patience

    async def known(self, outlet: str) -> KnownBlocks:
        """What was learned of an outlet the last time; empty where nothing was.

        Raises:
            StorageUnavailableError: the database did not answer in time.
        """
        doing = f"reading the furniture of {outlet}"
        return read_known(await self._keep_trying(lambda: self._counts.find_one({"_id": outlet}), doing))

    async def sightings(self, ids: Sequence[str]) -> dict[str, StoredSighting]:
        """The sightings of articles, by their ids; those that have none, or whose have aged out, are missing."""
        with told_as_storage_errors("reading sightings"):
            found = self._sightings.find({"_id": {"$in": list(ids)}})
            return {document["_id"]: read_sighting(document) async for document in found}

    async def is_behind(self, outlet: str) -> bool:
        """Is there an article that it was not learned from, or one that is still to be cleaned?

        So it is where a crawl was killed before it learned: the cursors of sightings grow in the order of commits.
        """
        doing = f"asking whether there is something to learn of {outlet}"
        return await self._keep_trying(lambda: self._is_behind(outlet), doing)

    async def _is_behind(self, outlet: str) -> bool:
        done = await self._counts.find_one({"_id": outlet}, {"cursor": True, "left": True, "sightings": True})
        if done and done["left"]:
            return True
        newer = {"outlet": outlet, "cursor": {"$gt": done["cursor"] if done else 0}}
        if await self._sightings.find_one(newer, {"_id": True}):
            return True
        there = await self._sightings.count_documents({"outlet": outlet})
        return there != (done["sightings"] if done else 0)

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
        async with self._client.start_session() as session:
            return await self._keep_trying(
                lambda: self._learn(outlet, judge, newest, session), f"learning the furniture of {outlet}"
            )

    async def judge(
        self, outlet: str, judge: Judge, *, newest: int, further: Sequence[StoredSighting] = ()
    ) -> Judgement:
        """What ``learn`` would give if ``further`` sightings were there; nothing is written."""
        with told_as_storage_errors(f"judging the furniture of {outlet}"):
            known = await self.known(outlet)
            read = await self._read_newest(outlet, newest, further)
            return await self._judge(judge, read.newest, known)

    async def note(self, outlet: str, sightings: Sequence[StoredSighting]) -> None:
        """Add the sightings of articles that have none yet."""
        operations = []
        for one in sightings:
            values = sighting_document(one.article, outlet, one.sighting) | {"cursor": Int64(0), "seen_at": one.seen_at}
            del values["_id"]
            # Only where there is none: meanwhile the article may have been written, with its sighting.
            operations.append(UpdateOne({"_id": one.article}, {"$setOnInsert": clean_for_bson(values)}, upsert=True))
        if operations:
            with told_as_storage_errors(f"noting articles of {outlet}"):
                await self._sightings.bulk_write(operations)

    async def replace_sighting(self, stored: StoredSighting, sighting: Sighting) -> None:
        """Note what a cleaning found out about an article whose text stays, unless its sighting is another by now."""
        with told_as_storage_errors(f"noting article {stored.article}"):
            # Decided in the update: with a second field in the filter the embedded server looks at every sighting.
            is_same = {"$eq": ["$blocks", stored.sighting.blocks]}
            await self._sightings.update_one(
                {"_id": stored.article}, [{"$set": {"blocks": {"$cond": [is_same, sighting.blocks, "$blocks"]}}}]
            )

    async def note_left(self, outlet: str, left: int) -> None:
        """Note how many articles are still to be cleaned."""
        await self._keep_trying(
            lambda: self._counts.update_one({"_id": outlet}, {"$set": {"left": left}}),
            f"noting what is left to clean of {outlet}",
        )

    async def _learn(self, outlet: str, judge: Judge, newest: int, session: AsyncClientSession) -> Judgement:
        now = datetime.now(UTC)
        if not await self._counts.find_one({"_id": outlet}, {"_id": True}):
            await self._make(outlet, now)
        async with transaction(session):
            # First, so that two learners meet here: the later one starts again, and reads what the first did not see.
            known = await self._counts.find_one_and_update(
                {"_id": outlet}, {"$inc": {"round": 1}}, return_document=ReturnDocument.BEFORE, session=session
            )
            read = await self._read_newest(outlet, newest, session=session)
            judgement = await self._judge(judge, read.newest, read_known(known), session)
            values = known_values(judgement.articles, judgement.blocks, now, judgement.layout)
            values |= {"cursor": read.cursor, "left": len(judgement.to_clean), "sightings": len(read.newest)}
            if read.aged_out:
                values["window_from"] = read.newest[0].seen_at
                await self._sightings.delete_many({"_id": {"$in": read.aged_out}}, session=session)
            await self._counts.update_one({"_id": outlet}, {"$set": values}, session=session)
        return judgement

    async def _judge(
        self,
        judge: Judge,
        sightings: Sequence[StoredSighting],
        known: KnownBlocks,
        session: AsyncClientSession | None = None,
    ) -> Judgement:
        async def read_articles(ids: Sequence[str]) -> dict[str, Article]:
            if not ids:
                return {}
            found = self._database[schema.ARTICLES].find({"_id": {"$in": list(ids)}}, READ_FIELDS, session=session)
            return {document["_id"]: read_article(document) async for document in found}

        return _with_known(await judge(sightings, known, read_articles), known.layout)

    async def _make(self, outlet: str, now: datetime) -> None:
        """A document in which nothing is known: apart, so that two who make it at once do not both fail."""
        empty = known_values(0, (), now, Layout()) | {"round": 0, "cursor": 0, "left": 0, "sightings": 0}
        with contextlib.suppress(DuplicateKeyError):  # another one made it a moment ago
            await self._counts.update_one({"_id": outlet}, {"$setOnInsert": empty}, upsert=True)

    async def _read_newest(
        self,
        outlet: str,
        newest: int,
        further: Sequence[StoredSighting] = (),
        session: AsyncClientSession | None = None,
    ) -> "_Read":
        found = self._sightings.find({"outlet": outlet}, session=session, batch_size=newest + 1)
        documents = await found.to_list()
        sightings = [*map(read_sighting, documents), *further]
        sightings.sort(key=lambda sighting: (sighting.seen_at, sighting.article))
        border = max(0, len(sightings) - newest)
        aged_out = [sighting.article for sighting in sightings[:border]]
        return _Read(sightings[border:], aged_out, max((document["cursor"] for document in documents), default=0))

    async def _keep_trying(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        with told_as_storage_errors(doing):
            return await self._patience.keep_trying(attempt, doing)


@dataclass(frozen=True, slots=True)
class _Read:
    """An outlet's newest sightings, oldest first; ids of the older ones; the last cursor among all."""

    newest: list[StoredSighting]
    aged_out: list[str]
    cursor: int


def _with_known(judgement: Judgement, known: Layout) -> Judgement:
    """The judgement with the redesign that was noticed before, or with the one that is new."""
    layout = judgement.layout.remembering(known)
    return replace(judgement, layout=layout, noticed=None if layout.change == known.change else layout.change)
