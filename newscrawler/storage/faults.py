"""Faults of the database: which ones pass by themselves, and what they are called in our words."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pymongo
from pymongo.errors import AutoReconnect, BulkWriteError, ConnectionFailure, OperationFailure, PyMongoError

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.urls import mask_secrets

Result = TypeVar("Result")

ATTEMPT_SECONDS = 10.0  # one try of one batch: a healthy server needs a hundredth of it
_FIRST_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 2.0
_QUIET_SECONDS = 2.0  # a write conflict is over by then: longer than this is trouble worth telling
_SHORTEST_ATTEMPT_SECONDS = 1.0
WRITE_CONFLICT = 112
# A killed process leaves a transaction open, which holds what it wrote for 60 s. Whoever meets it is told so at once:
# the database is not away, and the wait is worth it.
CONFLICT_SECONDS = 75.0
CONFLICT_WORDS = "another writer is in the way"
_MAX_WORDS = 120  # characters of what a server says
_PASSING_LABELS = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError")
# Server errors that say "again" even where they bear no label.
PASSING_CODES = frozenset(
    {
        6,  # HostUnreachable
        43,  # CursorNotFound: the server was started again while it was read from
        89,  # NetworkTimeout
        91,  # ShutdownInProgress
        112,  # WriteConflict
        189,  # PrimarySteppedDown
        225,  # TransactionTooOld: a statement of an attempt that we gave up came after the next attempt began
        251,  # NoSuchTransaction: the server lost it, so nothing of it is there
        262,  # ExceededTimeLimit
        10107,  # NotWritablePrimary
        11600,  # InterruptedAtShutdown
        11601,  # Interrupted
        11602,  # InterruptedDueToReplStateChange
    }
)
# Server errors that no repetition mends: stop at once, keep what is there, say so in these words. With any other code a
# server is found to refuse everything by that it takes nothing into quarantine either.
LASTING_CODES = {
    13: "not authorised",
    18: "authentication failed",
    14031: "the disk is full",
}


class LastingFaultError(StorageUnavailableError):
    """The database refuses every write, and no repetition mends it."""


def is_passing(error: BaseException) -> bool:
    """Whether the same operation may succeed when it is sent again."""
    if not isinstance(error, PyMongoError):
        return False
    if any(error.has_error_label(label) for label in _PASSING_LABELS) or error.timeout:
        return True
    return isinstance(error, ConnectionFailure) or not PASSING_CODES.isdisjoint(codes_of(error))


def codes_of(error: BaseException) -> set[int]:
    """The server's codes for an error; where one write of many failed, its own code stands inside."""
    if not isinstance(error, OperationFailure):
        return set()
    inner = (error.details or {}).get("writeErrors", []) if isinstance(error, BulkWriteError) else []
    return {code for code in (error.code, *(refused.get("code") for refused in inner)) if code is not None}


def lasting_words(error: BaseException) -> str | None:
    """Why the server refuses for good, if it does so by its code."""
    return next((LASTING_CODES[code] for code in sorted(codes_of(error)) if code in LASTING_CODES), None)


async def keep_trying(
    attempt: Callable[[], Awaitable[Result]],
    *,
    limit_seconds: float,
    doing: str,
    on_trouble: Callable[[str], None] | None = None,
    gives_up: Callable[[], str | None] = lambda: None,
) -> Result:
    """What ``attempt`` gives, sent again with growing, random pauses while its fault is a passing one.

    Args:
        attempt: must be safe to send again.
        limit_seconds: from the first try to the last; longer where another writer is in our way.
        doing: ends the sentence "The database did not answer while ...".
        on_trouble: is told the reason in a few words, once, as soon as it lasts.
        gives_up: asked before every further try; says why there should be none.

    Raises:
        StorageUnavailableError: the time was up, or there was a reason to give up.
        PyMongoError: a fault that no repetition mends.
    """
    loop = asyncio.get_running_loop()
    began, pause = loop.time(), _FIRST_PAUSE_SECONDS
    last: BaseException | None = None

    def tell() -> None:
        if on_trouble:
            on_trouble(describe_fault(last) if last else f"no reply within {_QUIET_SECONDS:.0f} s")

    alarm = loop.call_later(_QUIET_SECONDS, tell)
    try:
        while True:
            left = began + limit_seconds - loop.time()
            try:
                with pymongo.timeout(min(ATTEMPT_SECONDS, max(left, _SHORTEST_ATTEMPT_SECONDS))):
                    return await attempt()
            except PyMongoError as error:
                last = error
                if not is_passing(error):
                    raise
                limit = max(limit_seconds, CONFLICT_SECONDS) if is_conflict(error) else limit_seconds
                if reason := gives_up():
                    raise StorageUnavailableError(f"given up while {doing}: {reason}") from error
                if loop.time() + pause > began + limit:
                    waited = f"{loop.time() - began:.0f} s"
                    raise StorageUnavailableError(f"the database did not answer for {waited} while {doing}") from error
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads writers, guards nothing
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
    finally:
        alarm.cancel()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the questions of a crawl wait while the database is away.

    Attributes:
        seconds: for the longest.
        gives_up: says why not even so long.
    """

    seconds: float
    gives_up: Callable[[], str | None] = lambda: None

    async def keep_trying(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        """As the function."""
        return await keep_trying(attempt, limit_seconds=self.seconds, doing=doing, gives_up=self.gives_up)


def is_conflict(error: BaseException) -> bool:
    """Whether another writer was in our way."""
    return WRITE_CONFLICT in codes_of(error)


def describe_fault(error: BaseException) -> str:
    """The fault in a few words, without addresses and passwords."""
    if words := lasting_words(error):
        return words
    if is_conflict(error):
        return CONFLICT_WORDS
    text = str(error).lower()
    for sign, words in _SIGNS.items():
        if sign in text:
            return words
    if isinstance(error, OperationFailure) and error.code is not None:
        return f"{mask_secrets(str(error).split(', full error')[0])[:_MAX_WORDS]} (code {error.code})"
    return "the connection was lost" if isinstance(error, AutoReconnect) else type(error).__name__


# Origin: the texts of PyMongo and of the C library's resolver, and the error numbers of Linux and macOS. The order
# matters: "timed out" also stands in texts about something else.
_SIGNS = {
    "authentication failed": "authentication failed",
    "connection refused": "connection refused",
    "errno 111]": "connection refused",
    "errno 61]": "connection refused",
    "connection reset": "connection reset",
    "errno 101]": "the network cannot be reached",
    "errno 113]": "no way to that host",
    "dns query name does not exist": "DNS knows no mongodb+srv cluster of that name",
    "name or service not known": "no such host",
    "nodename nor servname": "no such host",
    "no address associated": "no such host",
    "temporary failure in name resolution": "no such host",
    "ssl": "the TLS handshake failed",
    "timed out": "timed out",
    "no primary": "no primary",
    "no replica set members": "no primary",
}


@contextmanager
def told_as_storage_errors(doing: str) -> Iterator[None]:
    """Every fault of PyMongo inside becomes a StorageError that says while doing what; its cause is kept."""
    try:
        yield
    except ConnectionFailure as error:
        raise StorageUnavailableError(f"while {doing}: {describe_fault(error)}") from error
    except OperationFailure as error:
        if lasting_words(error):
            raise StorageUnavailableError(f"while {doing}: {describe_fault(error)}") from error
        raise StorageError(f"while {doing}: {str(error).split(', full error')[0]}") from error
    except PyMongoError as error:
        raise StorageError(f"while {doing}: {error}") from error
