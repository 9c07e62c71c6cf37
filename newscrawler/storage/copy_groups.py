"""Articles with one text, looked up for many texts at once: a batch that was just stored asks a hundred times."""

import asyncio
from collections.abc import Mapping, Sequence

from newscrawler.storage import schema
from newscrawler.storage.batch import COPY_FIELDS, MAX_MARKS, read_copies
from newscrawler.storage.faults import Patience
from newscrawler.storage.jobs import Document

GATHER_SECONDS = 0.005  # those who were answered together ask within one or two turns of the event loop
_MOST_FOUND = 1000  # documents of one look-up; where there are more, each text is looked up by itself

Groups = Mapping[str, Sequence[Document]]


class CopyGroups:
    """Answers who asks at about the same time with one look-up: one for each article took a third of its CPU."""

    def __init__(self, database: schema.Documents, patience: Patience) -> None:
        """Look up in ``database``, with ``patience`` where it is away."""
        self._database = database
        self._patience = patience
        self._texts: set[str] = set()
        self._asking: asyncio.Task[Groups] | None = None

    async def group(self, content_hash: str) -> Sequence[Document]:
        """What decides on copies, of the first articles with this text, as they are after the call.

        Raises:
            StorageUnavailableError: the database did not answer in time.
            PyMongoError: a fault that no repetition mends.
        """
        self._texts.add(content_hash)
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask(), name="newscrawler copies")
        groups = await asyncio.shield(self._asking)  # who is cancelled leaves the others their answer
        return groups.get(content_hash, ())

    async def _ask(self) -> Groups:
        await asyncio.sleep(GATHER_SECONDS)
        texts, self._texts, self._asking = self._texts, set(), None
        doing = f"looking up copies of {len(texts)} articles"
        return await self._patience.keep_trying(lambda: self._read(texts), doing)

    async def _read(self, texts: set[str]) -> Groups:
        groups: dict[str, list[Document]] = {text: [] for text in texts}
        fields = {**COPY_FIELDS, "content_hash": True}
        found = self._database[schema.ARTICLES].find({"content_hash": {"$in": list(texts)}}, fields)
        count = 0
        async for document in found.limit(_MOST_FOUND):
            groups[document["content_hash"]].append(document)
            count += 1
        if count < _MOST_FOUND and all(len(group) <= MAX_MARKS for group in groups.values()):
            return groups
        return {text: await read_copies(self._database, text) for text in texts}
