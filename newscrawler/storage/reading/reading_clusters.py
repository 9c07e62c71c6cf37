"""Questions about copies, over either of PyMongo's clients: the members of a cluster, the newest copies."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any

from newscrawler.duplicates.syndication import in_time_order
from newscrawler.storage import schema
from newscrawler.storage.documents.syndication_documents import MOST_MEMBERS, STORY_FIELDS, story_copy
from newscrawler.storage.reading.both_clients import AnyCursor, AnyDatabase, Document, next_of
from newscrawler.storage.reading.field_names import ALWAYS, outermost
from newscrawler.storage.reading.queries import spans_back
from newscrawler.storage.reading.settling import settled

# What a list of copies shows.
MEMBER_FIELDS = (
    *STORY_FIELDS,
    *("title", "url", "cluster", "duplicate_of", "copy_of", "also_copy_of", "syndication", "status"),
)


async def read_cluster(documents: AnyDatabase, article: Document, fields: Collection[str] = ()) -> list[Document]:
    """The articles of a cluster in the order in which they were surely out; where it has none, the article alone.

    Args:
        documents: the database.
        article: one of them, with ``_id`` and ``cluster``.
        fields: of the documents, beside those that the order is made of; none: whole documents.

    Returns:
        At most ``MOST_MEMBERS``.
    """
    articles: Any = documents[schema.ARTICLES]
    wanted = {"cluster": article["cluster"]} if article.get("cluster") else {"_id": article["_id"]}
    shown = dict.fromkeys(outermost([*ALWAYS, *STORY_FIELDS, *fields]), True) if fields else None
    found = articles.find(wanted, shown).limit(MOST_MEMBERS)
    members: list[Document] = await settled(found.to_list())
    return as_they_came(members)


def as_they_came(members: Sequence[Document]) -> list[Document]:
    """The documents, with ``STORY_FIELDS``, in the order in which they were surely out."""
    documents = {member["_id"]: member for member in members}
    return [documents[copy.article] for copy in in_time_order(map(story_copy, members))]


async def newest_clusters(documents: AnyDatabase, *, since: datetime, now: datetime) -> AsyncIterator[str]:
    """Clusters, each once: the one whose copy came in last goes first.

    Args:
        documents: the database.
        since: aware; a copy was fetched first at this instant or later.
        now: from where to look back.
    """
    given: set[str] = set()
    for span in spans_back(now):
        if "$lt" in span and span["$lt"] <= since:
            return
        async for cluster in _clusters_of_copies(documents, span | {"$gte": max(span["$gte"], since)}):
            if cluster not in given:
                given.add(cluster)
                yield cluster


async def _clusters_of_copies(documents: AnyDatabase, span: dict[str, datetime]) -> AsyncIterator[str]:
    """The clusters of the copies that came in within a span, the newest first."""
    articles: Any = documents[schema.ARTICLES]
    stages = [
        {"$match": {"copy_of.first_seen_at": span}},
        {"$sort": {"copy_of.first_seen_at": -1}},
        {"$project": {"cluster": True}},
    ]
    cursor: AnyCursor = await settled(articles.aggregate(stages))
    try:
        while copy := await next_of(cursor):
            if cluster := copy.get("cluster"):
                yield cluster
    finally:
        await settled(cursor.close())
