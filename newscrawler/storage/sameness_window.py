"""The window of sameness: articles that are older lose their anchors, so the index does not grow with the archive.

Their links, clusters and texts stay, and the same text is found for ever, by its hash. An article is as old as its
text: one that changed is news again.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import PyMongoError

from newscrawler.storage import schema
from newscrawler.storage.faults import is_conflict, told_as_storage_errors
from newscrawler.storage.writing.refused_member import MemberRefusedError, write_members
from newscrawler.storage.writing.transaction import Client, transaction

LOOK_AGAIN = timedelta(hours=1)
SLICE = 500  # numbers of the cursor in one transaction: under a second on a busy machine
MOST_SLICES = 20  # at the end of one run, some seconds; the next one goes on
_ATTEMPT_SECONDS = 10.0
_STATE = {"_id": schema.SAMENESS_ID}
_FIELDS = dict.fromkeys(("cursor", "fetched_at", "fingerprint"), True)

Document = dict[str, Any]


def window_from(days: float, now: datetime) -> datetime | None:
    """Articles whose text was fetched before this instant have no anchors; None: all have them, for ever.

    Args:
        days: the window; 0, or more than there are days before ``now``: for ever.
        now: aware.
    """
    try:
        return now - timedelta(days=days) if days else None
    except OverflowError:
        return None


class SamenessWindow:
    """Takes the anchors of articles that grew old.

    Articles are gone through by their cursor, which every other change moves: those before a number were written
    before those behind it, so the first young one ends the way, and nothing before it is looked at again.
    """

    def __init__(
        self, client: Client, database: schema.Documents, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client
        self._database = database
        self._now = now
        self._refused: set[str] = set()

    async def age(self, days: float) -> int:
        """How many articles lost their anchors. At most once an hour, and bounded; where more is left, again.

        Args:
            days: the window; 0: nothing grows old.

        Raises:
            StorageError: the database does not answer.
        """
        now = self._now()
        if (oldest := window_from(days, now)) is None:
            return 0
        aged = 0
        with told_as_storage_errors("taking the anchors of old articles"):
            state = await self._database[schema.META].find_one(_STATE) or {}
            if "at" in state and abs(now - state["at"]) < LOOK_AGAIN:  # further ahead: somebody's clock was wrong
                return 0
            try:
                for _ in range(MOST_SLICES):
                    number, is_over = await self._age_next(oldest, now)
                    aged += number
                    if is_over:
                        break
            except PyMongoError as error:
                if not is_conflict(error):  # else somebody else is at it, or writes: the next run goes on
                    raise
        return aged

    async def begin_anew(self) -> None:
        """Go through all articles again from the first one on: some that are behind us have got anchors again.

        Raises:
            StorageError: the database does not answer.
        """
        with told_as_storage_errors("beginning anew with the anchors of old articles"):
            await self._database[schema.META].delete_one(_STATE)

    async def _age_next(self, oldest: datetime, now: datetime) -> tuple[int, bool]:
        """As ``_age_slice``, without those that the server refuses."""
        while True:
            try:
                return await self._age_slice(oldest, now)
            except MemberRefusedError:  # each is another one
                continue

    async def _age_slice(self, oldest: datetime, now: datetime) -> tuple[int, bool]:
        """How many articles of the next slice lost their anchors, and whether no older ones are left."""
        meta = self._database[schema.META]
        with pymongo.timeout(_ATTEMPT_SECONDS):
            async with transaction(self._client) as session:
                state = await meta.find_one(_STATE, session=session) or {}
                numbers = await meta.find_one({"_id": schema.CURSOR_ID}, session=session) or {}
                after, last = state.get("value", 0), numbers.get("value", 0)
                end = min(after + SLICE, last)
                articles = await self._read(after, end, session)
                end, is_young = _end_of_old(articles, after, end, oldest, now)
                old = [one["_id"] for one in articles if one["cursor"] <= end and "fingerprint" in one]
                updates = {key: {"$unset": {"fingerprint": ""}} for key in old}
                written = await write_members(self._database, updates, self._refused, session)
                is_over = is_young or end >= last
                values = {"value": Int64(end)} | ({"at": now} if is_over else {})
                await meta.update_one(_STATE, {"$set": values}, upsert=True, session=session)
        return written, is_over

    async def _read(self, after: int, end: int, session: AsyncClientSession) -> list[Document]:
        where = {"cursor": {"$gt": after, "$lte": end}}
        found = self._database[schema.ARTICLES].find(where, _FIELDS, session=session)
        return await found.sort("cursor").to_list()


def _end_of_old(
    articles: Sequence[Document], after: int, end: int, oldest: datetime, now: datetime
) -> tuple[int, bool]:
    """Up to which number the articles of a slice are old, and whether the way ends there.

    What a wrong clock dated ahead of ``now`` is as old as those that were written after it. Where nothing was, it
    waits: it may be our clock that is wrong. The articles are those with numbers behind ``after`` up to ``end``.
    """
    dated = [one for one in articles if one["fetched_at"] <= now + LOOK_AGAIN]
    if young := next((one for one in dated if one["fetched_at"] >= oldest), None):
        return young["cursor"] - 1, True
    if not articles or (dated and dated[-1] is articles[-1]):
        return end, False
    return (dated[-1]["cursor"], False) if dated else (after, True)
