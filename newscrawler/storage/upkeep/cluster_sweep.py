"""All clusters put right: what is left is compared, what hangs together becomes one cluster, what dangles goes.

What an article is a copy of is believed; all else follows from it. So it makes no difference how often this is done,
by how many, or where it was broken off.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from newscrawler.storage.sameness import MOST_AT_ALL, Sameness
from newscrawler.storage.schema import ARTICLES, Documents
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.walking import CHUNK, last_number, slices_of_collection

_SAMPLES = 5
_MANY = 50  # doubtful articles whose clusters are read in one transaction


@dataclass(slots=True)
class Swept:
    """What was found and done.

    Attributes:
        articles: that were looked at.
        compared: of those that were still to be compared.
        copies: of these are copies.
        doubtful: that stood in the wrong place.
        mended: that stand elsewhere now, with the others of their clusters.
        samples: the first doubtful ones, with what was wrong.
    """

    articles: int = 0
    compared: int = 0
    copies: int = 0
    doubtful: int = 0
    mended: int = 0
    samples: list[str] = field(default_factory=list)


async def sweep_clusters(
    documents: Documents, sameness: Sameness, *, after: int = 0, progress: Callable[[int], None] = lambda _: None
) -> Swept:
    """Compare what is left, look at every article, and put right what is wrong.

    Args:
        documents: the database.
        sameness: writes.
        after: only articles whose cursor is greater, and the clusters that they are in.
        progress: is told how many were looked at.

    Raises:
        StorageError: the database does not answer; what was put right is.
    """
    caught = await sameness.judge_left(MOST_AT_ALL, older_than=timedelta(0))
    swept = Swept(compared=caught.compared, copies=caught.copies)
    async for ids in _ids_in_slices(documents, after):
        if doubtful := await doubtful_articles(documents, ids):
            doubtful = await doubtful_articles(documents, list(doubtful))  # not what was just being written
        swept.articles += len(ids)
        swept.doubtful += len(doubtful)
        told = [f"{key}: {what}" for key, what in doubtful.items()]
        swept.samples += told[: max(0, _SAMPLES - len(swept.samples))]
        wrong = list(doubtful)
        for start in range(0, len(wrong), _MANY):
            swept.mended += await sameness.arrange(wrong[start : start + _MANY])
        progress(swept.articles)
    return swept


async def _ids_in_slices(documents: Documents, after: int) -> AsyncIterator[list[str]]:
    for one in slices_of_collection(ARTICLES, await last_number(documents)):
        if one["cursor"].get("$lte", after + 1) <= after:
            continue
        found = documents[ARTICLES].find(one, {"_id": True, "cursor": True}, batch_size=CHUNK)
        ids = [document["_id"] async for document in found if document["cursor"] > after or not after]
        if ids:
            yield ids
