"""The clusters: articles that are copies of one another."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from newscrawler.storage import schema
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.reading.both_clients import Document
from newscrawler.storage.reading.reading_clusters import MEMBER_FIELDS, newest_clusters, read_cluster


class ClusterStore:
    """Answers questions about copies; ``sameness`` finds them."""

    def __init__(self, database: schema.Documents, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    async def newest(self, since: datetime) -> AsyncIterator[list[Document]]:
        """Clusters as lists of their members, as ``members`` gives them; that whose copy came in last goes first.

        Args:
            since: aware; a copy was fetched first at this instant or later.
        """
        with told_as_storage_errors("looking for copies"):
            async for cluster in newest_clusters(self._database, since=since, now=self._now()):
                members = await read_cluster(self._database, {"cluster": cluster}, MEMBER_FIELDS)
                if len(members) > 1:  # it may have been parted meanwhile
                    yield members

    async def members(self, article: Document) -> list[Document]:
        """The articles of an article's cluster, itself among them, in the order in which they were surely out.

        Of each only what is said of copies (``MEMBER_FIELDS``); at most ``MOST_MEMBERS``.
        """
        with told_as_storage_errors(f"reading the copies of {article['_id']}"):
            return await read_cluster(self._database, article, MEMBER_FIELDS)

    async def related(self, article: Document) -> list[Document]:
        """The articles that an article shares text with without being a copy; as ``members`` gives them."""
        wanted = list(article.get("related", ()))
        if not wanted:
            return []
        with told_as_storage_errors(f"reading what is related to {article['_id']}"):
            found = self._database[schema.ARTICLES].find({"_id": {"$in": wanted}}, dict.fromkeys(MEMBER_FIELDS, True))
            documents = {document["_id"]: document async for document in found}
        return [documents[one] for one in wanted if one in documents]
