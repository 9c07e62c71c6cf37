"""Every document of a collection, in slices that an index answers.

No server is asked for a whole large collection: the embedded one reads all of it into memory before it gives the first
document, and knows no ranges of ``_id`` but by an index of ours (schema.py).
"""

from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

from newscrawler.storage.schema import ARTICLES, CURSOR_ID, META, PAGES, REVISIONS, VISITS, Documents

CHUNK = 300  # documents in memory at once, some 4 MB of articles
_NUMBERS = 500  # of the cursor in one slice
_DIGITS = "0123456789abcdef"
# Collections whose documents bear a hash -> the field by which they are sliced.
_HASHED = {PAGES: "_id", REVISIONS: "article", VISITS: "_id"}

Filter = dict[str, Any]


async def last_number(documents: Documents) -> int:
    """The number of the last write; 0: nothing was written yet."""
    meta = await documents[META].find_one({"_id": CURSOR_ID})
    return int(meta["value"]) if meta else 0


def slices_of_collection(name: str, top: int) -> Iterator[Filter]:
    """Filters that together fit every document of a collection, each once.

    Args:
        name: of the collection. Of one that is neither large by nature nor known there is one slice.
        top: the number of the last write: about so many articles, pages, revisions and visits there are at most.
    """
    if name == ARTICLES:
        borders = [*range(0, top, _NUMBERS), top]
        yield {"cursor": {"$lte": 0}}
        yield from ({"cursor": {"$gt": after, "$lte": end}} for after, end in pairwise(borders))
        yield {"cursor": {"$gt": top}}
    elif name in _HASHED:
        yield from ({_HASHED[name]: span} for span in _spans_of_hashes(top))
    else:
        yield {}


def _spans_of_hashes(top: int) -> Iterator[Filter]:
    """Conditions on a hash, which together leave no text out."""
    beginnings = [""]
    while len(beginnings) * CHUNK < top:
        beginnings = [beginning + digit for beginning in beginnings for digit in _DIGITS]
    borders = beginnings[1:]
    if not borders:
        yield {"$gte": ""}
        return
    yield {"$gte": "", "$lt": borders[0]}
    yield from ({"$gte": start, "$lt": end} for start, end in pairwise(borders))
    yield {"$gte": borders[-1]}


async def walk(documents: Documents, name: str, top: int) -> AsyncIterator[list[dict[str, Any]]]:
    """The documents of a collection, at most ``CHUNK`` at a time."""
    for one in slices_of_collection(name, top):
        async for chunk in chunks_of_slice(documents, name, one):
            yield chunk


async def chunks_of_slice(documents: Any, name: str, one: Filter) -> AsyncIterator[list[Any]]:  # noqa: ANN401 - PyMongo's database, over documents of whatever kind
    """The documents of one slice, at most ``CHUNK`` at a time, of the kind that ``documents`` gives."""
    chunk: list[Any] = []
    async for document in documents[name].find(one, batch_size=CHUNK):
        chunk.append(document)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
