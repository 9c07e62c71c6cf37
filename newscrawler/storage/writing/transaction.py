"""One transaction: all that is written in it becomes visible at once, or nothing does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any

import pymongo
from pymongo import ReadPreference
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

_COMMIT_TRIES = 5
ABORT_SECONDS = 5.0
_ABORT_SECONDS_AT_END = 0.5  # where the program ends, which has ten seconds for all

Client = AsyncMongoClient[dict[str, Any]]


@asynccontextmanager
async def transaction(session: AsyncClientSession | Client) -> AsyncIterator[AsyncClientSession]:
    """A transaction that sees one moment of the database; committed at the end of the block.

    Args:
        session: the same one for every attempt, and for one at a time: what an attempt whose end got lost left open
            ends when the next one begins, and what of it is still on its way is refused. In a session of its own it
            would hold what it wrote for a minute, and send everybody else back. A client: for what is tried once.

    Raises:
        PyMongoError: nothing is known to be written.
    """
    if isinstance(session, AsyncMongoClient):
        async with session.start_session() as own, transaction(own):
            yield own
        return
    await session.start_transaction(ReadConcern("snapshot"), WriteConcern("majority"), ReadPreference.PRIMARY)
    try:
        yield session
        await _commit(session)
    except asyncio.CancelledError:
        await _abort(session, _ABORT_SECONDS_AT_END)
        raise
    except BaseException:
        await _abort(session, ABORT_SECONDS)
        raise


async def _abort(session: AsyncClientSession, seconds: float) -> None:
    """Abort, with time of its own: where that of the attempt is up, PyMongo would send nothing.

    The server would then hold what was written for a minute, and every attempt in that minute be sent back.
    """

    async def abort() -> None:
        with pymongo.timeout(seconds):
            await session.abort_transaction()

    if session.in_transaction:
        await asyncio.get_running_loop().create_task(abort(), context=Context())


async def _commit(session: AsyncClientSession) -> None:
    """Commit; where the answer is lost, ask again: a commit that was done once is not done twice."""
    for left in reversed(range(_COMMIT_TRIES)):
        try:
            await session.commit_transaction()
        except PyMongoError as error:
            if left == 0 or not error.has_error_label("UnknownTransactionCommitResult"):
                raise
        else:
            return
