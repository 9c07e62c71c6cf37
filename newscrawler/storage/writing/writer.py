"""The one task that writes: it gathers jobs into batches, and answers each job once it is durable.

As long as the database answers, batches go there. When it does not, they go to the spool, and a second task tries to
store what is in it. Only when the spool is empty batches go to the database again, so that everything is stored in
the order in which it was fetched.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.faults import Patience, describe_fault
from newscrawler.storage.spool.folder import MAX_BYTES, Spool, SpoolFullError
from newscrawler.storage.spool.replay import REPLAY_SECONDS, FindCopies, Replay
from newscrawler.storage.spool.spooled_jobs import Spoolable
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.committing import Committer, LastingFaultError, fail
from newscrawler.storage.writing.job_queue import JobQueue, Waiting
from newscrawler.storage.writing.jobs import Answer, CleanArticle, Job, MarkCopies

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 6.0  # for the database; what it did not take by then goes to the spool
SPOOL_SECONDS = 2.0  # for the disk after that: a program that is told to end has ten in all
_ENDED = "the database was closed before this could be written"
_LATER = "the database is away, and this can be done again later"


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """How long is waited for a database that does not answer, in seconds.

    Attributes:
        store: a batch is tried before it goes to the spool.
        away: until crawls are told to end, and look-ups are given up.
        pause: between two attempts to store what is in the spool.
        spool_bytes: of the spools of all databases, beyond which crawls are told to end.
    """

    store: float = 30.0
    away: float = 600.0
    pause: float = 3.0
    spool_bytes: int = MAX_BYTES


class Writer:
    """Gathers jobs and commits them in order. Belongs to the event loop in which it was made.

    Args:
        committer: stores batches.
        spool: keeps them while the database is away; None: then they fail.
        find_copies: see ``Replay``.
        place: the database, as messages name it.
        tell: is told in whole sentences when the database goes away and when it is back.

    Attributes:
        is_away: jobs go to the spool.
        patience: of questions that a crawl needs an answer to.
        brief_patience: of those whose work can wait in the spool.
    """

    def __init__(
        self,
        committer: Committer,
        spool: Spool | None = None,
        *,
        find_copies: FindCopies | None = None,
        limits: WriteLimits = WriteLimits(),
        place: str = "the database",
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.limits = limits
        self.is_away = False
        self.patience = Patience(max(limits.store, limits.away if spool else 0), self._why_give_up)
        self.brief_patience = Patience(limits.store, lambda: _LATER if self.is_away else self._why_give_up())
        self._committer = committer
        self._spool = spool
        self._place = place[0].upper() + place[1:]
        self._tell = tell
        self._away_reason: str | None = None
        self._away_since = 0.0
        self._queue = JobQueue()
        self._is_closing = False
        self._gives_up = asyncio.Event()  # on the database
        committer.gives_up = lambda: _ENDED if self._gives_up.is_set() else None
        # Held while a batch goes to the spool, and while the replay looks whether it is empty and switches back.
        self._switch = asyncio.Lock()
        seconds = min(REPLAY_SECONDS, limits.store)
        self._replay = (
            Replay(spool, committer, find_copies or _no_copies, tell, limit_seconds=seconds) if spool else None
        )
        self._replaying: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._run(), name="newscrawler writer")

    @property
    def spooled(self) -> int:
        """Jobs that wait in the spool of this process; still told after ``close``."""
        return self._spool.count if self._spool else 0

    @property
    def stored_from_spool(self) -> int:
        """Jobs that were stored from the spool."""
        return self._replay.stored if self._replay else 0

    @property
    def stop_reason(self) -> str | None:
        """Why nothing more should be fetched, in the operator's words; None: there is no reason."""
        if self._spool and self._spool.fault:
            return _sentence(self._spool.fault)
        if not self.is_away:
            return None
        if self._away_reason:
            return self._away_reason
        away = self._loop.time() - self._away_since
        return f"{self._place} has been away for {away:.0f} s." if away >= self.limits.away else None

    async def submit(self, job: Job) -> Answer:
        """The answer to a job, once it is durable: in the database, or on disk (``Saved("spooled", ...)``).

        Raises:
            StorageError: it was refused, and is in quarantine.
            StorageUnavailableError: the database did not take it in time, nor did the spool.
        """
        if self._is_closing:
            raise StorageUnavailableError(_ENDED)
        future: asyncio.Future[Answer] = self._loop.create_future()
        await self._queue.put((job, future))
        if self._task.done():  # it ended while this job waited for room
            fail(self._queue.take_all(), StorageUnavailableError(_ENDED))
        return await future

    def begin_replay(self) -> asyncio.Task[None]:
        """Store what is in the spool, in the background: of processes that are gone, or of our own."""
        if self._replaying is None or self._replaying.done():
            self._replaying = self._loop.create_task(self._store_spooled(), name="newscrawler replay")
        return self._replaying

    async def store_spooled(self) -> None:
        """Store what is in the spool now.

        Raises:
            StorageUnavailableError: the database does not answer; what is not stored yet stays in the spool.
            StorageError: a file of the spool cannot be read.
        """
        if self._replay is None:
            return
        try:
            await self._replay.store_all()
        except OSError as error:
            raise StorageError(f"the spool cannot be stored: {error}") from error

    async def close(self) -> None:
        """Write what waits, then end. What the database does not take in time goes to the spool."""
        if self._is_closing:
            await asyncio.wait([self._task])
            return
        self._is_closing = True
        if self.is_away:
            self.hurry()
        ending = self._loop.create_task(self._queue.end())
        under_way = [self._task, *([self._replaying] if self._replaying else [])]
        if not self.is_away:
            await asyncio.wait(under_way, timeout=CLOSE_SECONDS)
        self.hurry()
        await asyncio.wait([self._task], timeout=SPOOL_SECONDS)
        ending.cancel()
        await _cancel(under_way)
        if self._spool:
            await asyncio.to_thread(self._spool.release)

    def hurry(self) -> None:
        """Try the database no longer: what waits goes to the spool."""
        self._gives_up.set()

    async def _run(self) -> None:
        try:
            while batch := await self._queue.next_batch():
                try:
                    await self._write(batch)
                except Exception as error:
                    logger.exception("a batch was not written")  # a bug of ours, which must not end the writer
                    fail(batch, StorageError(f"while storing: {error!r}"), error)
        finally:
            self._is_closing = True
            fail(self._queue.take_all(), StorageUnavailableError(_ENDED))

    async def _write(self, batch: list[Waiting]) -> None:
        """Answer everyone in a batch, whatever happens."""
        try:
            async with self._switch:
                if self.is_away:
                    await self._keep(batch, StorageUnavailableError(_LATER))
                    return
            try:
                await self._store(batch)
            except StorageUnavailableError as error:
                async with self._switch:
                    self._go_away(error)
                    await self._keep(batch, error)
        except asyncio.CancelledError:
            fail(batch, StorageUnavailableError(_ENDED))
            raise

    async def _store(self, batch: list[Waiting]) -> None:
        """Store a batch, unless we give up on the database meanwhile.

        Raises:
            StorageUnavailableError: some of it may not be stored.
        """
        storing = self._loop.create_task(
            self._committer.store(batch, limit_seconds=self.limits.store, on_trouble=self._tell_of_trouble)
        )
        giving_up = self._loop.create_task(self._gives_up.wait())
        try:
            await asyncio.wait([storing, giving_up], return_when=asyncio.FIRST_COMPLETED)
            if not storing.done():
                raise StorageUnavailableError(_ENDED)
            storing.result()
        finally:
            await _cancel([storing, giving_up])

    def _why_give_up(self) -> str | None:
        return _ENDED if self._gives_up.is_set() else self.stop_reason

    def _tell_of_trouble(self, reason: str) -> None:
        then = "; then what is fetched goes to the spool on disk" if self._spool else ""
        self._tell(f"{self._place} does not answer ({reason}). It is tried for {self.limits.store:.0f} s{then}.")

    def _go_away(self, error: StorageUnavailableError) -> None:
        if self._spool is None:
            return
        self.is_away = True
        self._away_since = self._loop.time()
        self._away_reason = _sentence(error) if isinstance(error, LastingFaultError) else None
        if self._is_closing:
            self.hurry()
        if not self._gives_up.is_set():
            self._tell_that_it_is_away(error, self._spool)
            self.begin_replay()

    def _tell_that_it_is_away(self, error: StorageUnavailableError, spool: Spool) -> None:
        reason = self._away_reason or f"{self._place} is away ({describe_fault(error.__cause__ or error)})."
        end = (
            "the crawl ends" if self._away_reason else f"the crawl goes on for at most {self.limits.away / 60:.0f} min"
        )
        self._tell(f"{reason} What is fetched is kept in {spool.folder} until it is back; {end}.")

    async def _keep(self, batch: Sequence[Waiting], error: StorageUnavailableError) -> None:
        """Put those of a batch who have no answer yet into the spool, and tell them so; fail what cannot wait there."""
        waiting = [(job, future) for job, future in batch if not future.done() or future.cancelled()]
        kept = [(job, future) for job, future in waiting if self._spool and isinstance(job, Spoolable)]
        try:
            if self._spool and kept:
                await asyncio.to_thread(self._spool.append, [job for job, _ in kept])
        except SpoolFullError as full:
            fail(kept, StorageUnavailableError(f"{error}, and {full}"), error.__cause__)
        for job, future in kept:
            if not future.done():
                future.set_result(Saved("spooled", _id_of(job), 0))
        fail(waiting, error)

    async def _store_spooled(self) -> None:
        """Try until the spool is empty; then let jobs go to the database again."""
        replay, spool, stored_before = self._replay, self._spool, self.stored_from_spool
        while replay and spool and not self._gives_up.is_set():
            before = replay.stored
            try:
                await replay.store_all()
            except StorageUnavailableError as error:
                self._away_reason = _sentence(error) if isinstance(error, LastingFaultError) else None
                if replay.stored > before:  # it was back for a while
                    self._away_since = self._loop.time()
            except Exception as error:
                if spool.fault is None:
                    logger.exception("the spool is not stored")
                spool.fault = f"the spool in {spool.folder} cannot be stored: {error}"
            else:
                async with self._switch:
                    if spool.is_empty:  # no await from here to the switch
                        if replay.stored > stored_before:
                            back = f"{self._place} is back: " if self.is_away else ""
                            self._tell(f"{back}{replay.stored - stored_before} items from the spool are stored.")
                        self.is_away, self._away_reason = False, None
                        return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.limits.pause):
                    await self._gives_up.wait()


async def _no_copies(_: Sequence[str]) -> Sequence[MarkCopies]:
    return ()


def _sentence(reason: object) -> str:
    text = str(reason)
    return f"{text[:1].upper()}{text[1:]}."


def _id_of(job: Job) -> str:
    return job.key if isinstance(job, CleanArticle | MarkCopies) else str(job.document["_id"])


async def _cancel(tasks: Sequence["asyncio.Task[None] | asyncio.Task[bool]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=1)
