"""Taking a lease inside a document, and seeing who has it."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from newscrawler.model.lease import Process
from newscrawler.storage.documents.schedule_documents import read_lease
from newscrawler.storage.lease_update import Expression, taking
from newscrawler.storage.server.process_identity import is_gone
from newscrawler.storage.server.server_clock import server_now

Collection = AsyncCollection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """A lease after somebody tried to take it.

    Attributes:
        document: that it is in.
        is_ours: whether he has it.
        held_seconds: for how long another one has had it; None: nobody else has it.
    """

    document: Mapping[str, Any]
    is_ours: bool
    held_seconds: float | None = None


async def try_to_hold(
    collection: Collection,
    key: str,
    values: Mapping[str, Expression],
    run: str,
    process: Process,
    also: Expression | None = None,
) -> Look:
    """Take a lease that is free, or whose holder is a process of this machine that is gone; what is there afterwards.

    Safe to repeat: a lease that the run has is found to be its own, and holds as long from now on.

    Args:
        collection: where it is; its document is made where there is none.
        key: the document's ``_id``.
        values: that make ``run`` the holder.
        run: who wants it.
        process: that of ``run``, on this machine.
        also: must hold besides.

    Raises:
        PyMongoError: there is no answer.
    """
    gone: int | None = None
    while True:
        update = taking(values, run, gone, also)
        with contextlib.suppress(DuplicateKeyError):  # another one made it a moment ago
            await collection.update_one({"_id": key}, update, upsert=True)
        document = await collection.find_one({"_id": key}) or {}
        if "until" not in document:
            return Look(document, is_ours=False)
        if document["run"] == run:
            return Look(document, is_ours=True)
        if document["fence"] != gone and is_gone(read_lease(document).process, process):
            gone = document["fence"]
            continue
        now = await server_now(collection.database.client)
        if document["until"] <= now or document["fence"] == gone:
            return Look(document, is_ours=False)
        return Look(document, is_ours=False, held_seconds=(now - document["since"]).total_seconds())


def is_with(document: Mapping[str, Any], fence: int) -> bool:
    """Whether the one who took a lease with this fence still has it, or would, where it ran out unnoticed."""
    return document.get("fence") == fence and "until" in document
