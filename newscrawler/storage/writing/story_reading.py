"""All that hangs together with some articles, read along their links, in both directions, and along their marks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.documents.syndication_documents import MOST_MEMBERS, STORY_FIELDS
from newscrawler.storage.writing.refused_member import write_members

SAMENESS_FIELDS = ("copy_of", "also_copy_of", "related", "cluster", "duplicate_of", "syndication")
_FIELDS = dict.fromkeys((*STORY_FIELDS, "content_hash", "to_compare", *SAMENESS_FIELDS), True)

Document = dict[str, Any]
Documents = dict[str, Document]


class Stories:
    """Reads what hangs together.

    Args:
        database: where the articles are.
        closed: clusters that are known to be too large, by the ``_id`` of their first article; those that are found
            to be are added.
        session: of a transaction, which no other writer meets; None: of none.
        refused: articles that are passed over, as the server takes no change of them; those that are found to be are
            added.
    """

    def __init__(
        self,
        database: schema.Documents,
        closed: set[str],
        session: AsyncClientSession | None = None,
        refused: set[str] | None = None,
    ) -> None:
        self._database = database
        self._articles = database[schema.ARTICLES]
        self._session = session
        self.closed = closed
        self.refused = set[str]() if refused is None else refused

    async def read(self, ids: Iterable[str]) -> Documents:
        """These articles, as far as they are there, by ``_id``, with the fields that decide where they stand."""
        return await self._find("_id", ids, 0)

    async def marked(self, clusters: Iterable[str]) -> Documents:
        """All articles that are marked as being in one of these clusters."""
        return await self._find("cluster", clusters, 0)

    async def write(self, updates: Mapping[str, Document]) -> int:
        """Update articles, by ``_id``; how many these were.

        Raises:
            MemberRefusedError: one of them was refused; the next attempt passes over it.
        """
        return await write_members(self._database, updates, self.refused, self._session)

    async def copied(self, ids: Sequence[str]) -> set[str]:
        """Those of the articles that others are copies of."""
        copies = await self._find("copy_of.article", ids, 0) | await self._find("also_copy_of", ids, 0) if ids else {}
        return set(ids) & {original for copy in copies.values() for original in originals_of(copy)}

    async def has_others(self, cluster: str) -> bool:
        """Is anybody beside the first article marked as one of its cluster?"""
        return len(await self._find("cluster", [cluster], 2)) > 1

    async def complete(self, stored: Documents, named: set[str]) -> bool:
        """Add to what is there all that hangs together with it; False: that is too much, or closed.

        Args:
            stored: what was read.
            named: the ``_id``s that were asked for.
        """
        asked = {name: set[str]() for name in ("cluster", "copy_of.article", "also_copy_of")} | {"_id": named}
        while len(stored) <= MOST_MEMBERS:
            documents = stored.values()
            clusters = clusters_of(stored)
            if clusters & self.closed:
                return False
            originals = {original for document in documents for original in originals_of(document)}
            # Of one in no cluster nothing is a copy: its first copy is linked in the transaction that gives it one.
            copied = {key for key, document in stored.items() if "cluster" in document}
            wanted = {
                "cluster": clusters,
                "_id": clusters | originals,
                "copy_of.article": copied,
                "also_copy_of": copied,
            }
            if all(wanted[name] <= asked[name] for name in asked):
                return True
            for name, values in wanted.items():
                if new := values - asked[name] - (stored.keys() if name == "_id" else set()):
                    stored |= await self._find(name, new, MOST_MEMBERS + 1)
                asked[name] = asked[name] | values
        return False

    async def complete_one(self, stored: Documents, named: set[str]) -> bool:
        """As ``complete``, for one article and what it is a copy of; False: its clusters are closed from now on."""
        is_whole = await self.complete(stored, named)
        if not is_whole:
            self.closed |= clusters_of(stored)
        return is_whole

    async def _find(self, name: str, values: Iterable[str], limit: int) -> Documents:
        """The articles that have one of these values, ``limit`` of them at most; 0: all."""
        found = self._articles.find({name: {"$in": sorted(values)}}, _FIELDS, session=self._session).limit(limit)
        return {document["_id"]: document async for document in found}


def clusters_of(stored: Documents) -> set[str]:
    """The clusters that articles are marked as being in."""
    return {document["cluster"] for document in stored.values() if "cluster" in document}


def originals_of(links: Mapping[str, Any]) -> list[str]:
    """The articles that one is a copy of, by what is stored of it."""
    copy = links.get("copy_of")
    return [*([copy["article"]] if copy else []), *(links.get("also_copy_of") or ())]
