"""The furniture of the outlets whose articles a command meets, learned anew for each when it is met first."""

import asyncio
from dataclasses import dataclass, field

from newscrawler.boilerplate.furniture_counting import WINDOW
from newscrawler.boilerplate.furniture_learning import furniture_of
from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.model.furniture import Furniture, StoredSighting
from newscrawler.outlet_memory.learning import judge_sightings, learn_furniture, load_furniture
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.stored_article import READ_FIELDS, read_article
from newscrawler.storage.reading.queries import ArticleQuery


@dataclass(slots=True)
class OutletLearning:
    """Gives the furniture of outlets.

    Attributes:
        learns: otherwise what was learned the last time is taken.
        keeps: what is learned is written; otherwise it is only known here.
    """

    database: Database
    learns: bool
    keeps: bool
    _known: dict[str, asyncio.Task[Furniture]] = field(default_factory=dict, repr=False)

    async def furniture_of(self, outlet_id: str) -> Furniture:
        """The outlet's furniture: learned when it is asked for first, also where many ask at once.

        Raises:
            StorageUnavailableError: the database did not answer in time.
        """
        if outlet_id not in self._known:
            self._known[outlet_id] = asyncio.create_task(self._load(outlet_id))
        return await asyncio.shield(self._known[outlet_id])

    async def _load(self, outlet_id: str) -> Furniture:
        if not self.learns:
            return await load_furniture(self.database, outlet_id)
        unseen = await self._unseen(outlet_id)
        if self.keeps:
            await self.database.furniture.note(outlet_id, unseen)
            return (await learn_furniture(self.database, outlet_id)).furniture
        judgement = await self.database.furniture.judge(outlet_id, judge_sightings, newest=WINDOW, further=unseen)
        return furniture_of(outlet_id, judgement.articles, judgement.blocks, judgement.layout.container)

    async def _unseen(self, outlet_id: str) -> list[StoredSighting]:
        """Sightings of the newest articles that have none: they were stored by a version without a memory."""
        query = ArticleQuery(outlet=outlet_id, limit=WINDOW, fields=READ_FIELDS)
        documents = [document async for document in self.database.articles.find(query)]
        noted = await self.database.furniture.sightings([document["_id"] for document in documents])
        return [
            StoredSighting(document["_id"], document["first_seen_at"], note_sighting(read_article(document)))
            for document in documents
            if document["_id"] not in noted
        ]
