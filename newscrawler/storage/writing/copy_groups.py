"""Articles with one text, looked up for many texts at once: a batch that was just stored asks a hundred times."""

import asyncio
from collections.abc import Mapping, Sequence

from newscrawler.storage import schema
from newscrawler.storage.faults import Patience
from newscrawler.storage.writing.copy_marking import COPY_FIELDS, MAX_MARKS, read_copies
from newscrawler.storage.writing.jobs import Document

GATHER_SECONDS = 0.005  # those who were answered together ask within one or two turns of the event loop
_MOST_FOUND = 1000  # documents of one look-up; where there are more, each text is looked up by itself

Groups = Mapping[str, Sequence[Document]]  # by the id of the article that is asked about


class CopyGroups:
    """Answers who asks at about the same time with one look-up: one for each article took a third of its CPU."""

    def __init__(self, database: schema.Documents, patience: Patience) -> None:
        """Look up in ``database``, with ``patience`` where it is away."""
        self._database = database
        self._patience = patience
        self._asked: dict[str, str] = {}  # id of an article -> its text
        self._asking: asyncio.Task[Groups] | None = None

    async def group(self, article_id: str, content_hash: str) -> Sequence[Document]:
        """What decides on copies, of the first articles with this text and of this one, as they are after the call.

        Raises:
            StorageUnavailableError: the database did not answer in time.
            PyMongoError: a fault that no repetition mends.
        """
        self._asked[article_id] = content_hash
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask(), name="newscrawler copies")
        groups = await asyncio.shield(self._asking)  # who is cancelled leaves the others their answer
        return groups[article_id]

    async def _ask(self) -> Groups:
        await asyncio.sleep(GATHER_SECONDS)
        asked, self._asked, self._asking = self._asked, {}, None
        doing = f"looking up copies of {len(asked)} articles"
        return await self._patience.keep_trying(lambda: self._read(asked), doing)

    async def _read(self, asked: Mapping[str, str]) -> Groups:
        groups: dict[str, list[Document]] = {text: [] for text in asked.values()}
        fields = {**COPY_FIELDS, "content_hash": True}
        found = self._database[schema.ARTICLES].find({"content_hash": {"$in": list(groups)}}, fields)
        count = 0
        async for document in found.limit(_MOST_FOUND):
            groups[document["content_hash"]].append(document)
            count += 1
        if count < _MOST_FOUND and all(len(group) <= MAX_MARKS for group in groups.values()):
            return {article_id: groups[text] for article_id, text in asked.items()}
        return {article_id: await read_copies(self._database, text, article_id) for article_id, text in asked.items()}
