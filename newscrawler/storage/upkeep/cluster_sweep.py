"""All clusters put right: what is left is compared, what hangs together becomes one cluster, what dangles goes.

What an article is a copy of is believed; all else follows from it. So it makes no difference how often this is done,
by how many, or where it was broken off.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from newscrawler.storage.sameness import MOST_AT_ALL, Sameness
from newscrawler.storage.schema import ARTICLES, Documents
from newscrawler.storage.upkeep.cluster_check import doubtful_articles, without_lost_relatives
from newscrawler.storage.upkeep.walking import CHUNK, last_number, slices_of_collection

_SAMPLES = 5
_MANY = 50  # doubtful articles whose clusters are read in one transaction


@dataclass(slots=True)
class Swept:
    """What was found and done.

    Attributes:
        articles: that were looked at; one that was written meanwhile counts once.
        compared: of those that were still to be compared.
        copies: of these are copies.
        left: that could not be compared or linked, and are still to be.
        doubtful: that stood in the wrong place.
        mended: that stand elsewhere now, with the others of their clusters.
        unmended: that stand in the wrong place all the same.
        closed: clusters that are too large to be arranged.
        samples: the first doubtful ones, with what was wrong.
    """

    articles: int = 0
    compared: int = 0
    copies: int = 0
    left: int = 0
    doubtful: int = 0
    mended: int = 0
    unmended: int = 0
    closed: int = 0
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
    swept = Swept(compared=caught.compared, copies=caught.copies, left=caught.left)
    closed: set[str] = set()
    last = await last_number(documents)
    async for cursors in _in_slices(documents, after, last):
        ids = list(cursors)
        if doubtful := await doubtful_articles(documents, ids, closed):
            doubtful = await doubtful_articles(documents, list(doubtful), closed)  # not what was just being written
        swept.articles += sum(cursor <= last for cursor in cursors.values())
        swept.doubtful += len(doubtful)
        told = [f"{key}: {what}" for key, what in doubtful.items()]
        swept.samples += told[: max(0, _SAMPLES - len(swept.samples))]
        wrong = list(doubtful)
        for start in range(0, len(wrong), _MANY):
            swept.mended += await sameness.arrange(wrong[start : start + _MANY])
        for job in await without_lost_relatives(documents, wrong):
            swept.mended += await sameness.set(job)
        swept.unmended += len(await doubtful_articles(documents, wrong, closed)) if wrong else 0
        progress(swept.articles)
    swept.closed = len(closed)
    return swept


async def _in_slices(documents: Documents, after: int, last: int) -> AsyncIterator[dict[str, int]]:
    """The ids of the articles, with their cursors."""
    for one in slices_of_collection(ARTICLES, last):
        if one["cursor"].get("$lte", after + 1) <= after:
            continue
        found = documents[ARTICLES].find(one, {"_id": True, "cursor": True}, batch_size=CHUNK)
        cursors = {one["_id"]: one["cursor"] async for one in found if one["cursor"] > after or not after}
        if cursors:
            yield cursors
