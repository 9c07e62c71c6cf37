"""Articles that the server refuses as they are stored must not keep others from being linked, or from growing old.

Another program may have written one, or a stricter validator came after it: whatever is changed of it, the server takes
nothing. It is passed over then, and told.
"""

import logging
from collections.abc import Mapping
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError

from newscrawler.storage import schema

logger = logging.getLogger(__name__)

FAILED_VALIDATION = 121


class MemberRefusedError(Exception):
    """The server refused one of the articles; the transaction is over, and is to be tried again without it."""


async def write_members(
    database: schema.Documents,
    updates: Mapping[str, dict[str, Any]],
    refused: set[str],
    session: AsyncClientSession | None,
) -> int:
    """Update articles; how many these were.

    Args:
        database: where they are.
        updates: by ``_id``.
        refused: those that are passed over; one that turns out to be refused is added, and told.
        session: of a transaction.

    Raises:
        MemberRefusedError: nothing of the transaction is written; the next attempt passes over one more.
        PyMongoError: any other fault.
    """
    keys = [key for key, update in updates.items() if update and key not in refused]
    if not keys:
        return 0
    try:
        await database[schema.ARTICLES].bulk_write(
            [UpdateOne({"_id": key}, updates[key]) for key in keys], session=session
        )
    except BulkWriteError as error:
        for one in (error.details or {}).get("writeErrors", []):
            if one["code"] == FAILED_VALIDATION:
                culprit = keys[one["index"]]
                refused.add(culprit)
                logger.warning(
                    "Article %s is passed over among its copies: as it is stored the database refuses every change of"
                    " it. What is wrong with it: newscrawler db verify",
                    culprit,
                )
                raise MemberRefusedError(culprit) from error
        raise
    return len(keys)
