"""At most one process migrates a database, and none does while older programs crawl into it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from newscrawler.errors import StorageError
from newscrawler.model.lease import Lease
from newscrawler.storage.connection import Database
from newscrawler.storage.migrations.leases import LeaseRenewal, LeaseStore
from newscrawler.storage.server.process_identity import this_process

NAME = "db migrate"  # no outlet id has a space
_LOOK_SECONDS = 1.0  # between two looks whether the other one is done


@asynccontextmanager
async def migration_lease(database: Database, tell_waiting: Callable[[Lease], None]) -> AsyncIterator[Lease]:
    """The right to migrate, for the length of a block; waits for another one who has it, and tells so once.

    One who was killed is waited for until its lease ends, a minute at most; on this machine not at all.

    Raises:
        StorageError: the database did not answer, or outlets are being crawled; names them.
    """
    ours, here = secrets.token_hex(6), this_process()
    leases = LeaseStore(database.documents)
    has_told = False
    while (lease := await leases.take(NAME, ours, here)).run != ours:
        if not has_told:
            tell_waiting(lease)
        has_told = True
        await asyncio.sleep(_LOOK_SECONDS)
    # Where it is lost all the same, the fence in each batch keeps us from writing.
    renewal = LeaseRenewal(leases, lease, lambda _: None)
    try:
        # Before schema 4 crawls had their leases beside ours.
        held = await database.schedule.held(here) + await leases.held(here)
        if crawls := [one for one in held if one.name != NAME]:
            raise StorageError(_crawls_under_way(crawls))
        yield lease
    finally:
        await renewal.end()


def _crawls_under_way(crawls: list[Lease]) -> str:
    named = ", ".join(f"{one.name} (on host {one.process.host})" for one in crawls[:5])
    more = f" and {len(crawls) - 5} more" if len(crawls) > 5 else ""
    return (
        f"Being crawled now: {named}{more}. A crawl would go on writing in the old shapes. Nothing was changed. "
        "Try again when it has ended; one that was killed counts for a minute."
    )
