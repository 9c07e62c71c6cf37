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
from newscrawler.storage.faults import Patience
from newscrawler.storage.spool.folder import MAX_BYTES, Spool
from newscrawler.storage.spool.replay import REPLAY_SECONDS, Ask, Replay
from newscrawler.storage.writing.away import Away, guarded, sentence, trouble
from newscrawler.storage.writing.committing import Committer, fail
from newscrawler.storage.writing.job_queue import JobQueue, Waiting
from newscrawler.storage.writing.jobs import Answer, Job
from newscrawler.storage.writing.keeping import keep

logger = logging.getLogger(__name__)

# A program that is told to end has ten seconds in all, of which the client takes one to say goodbye.
CLOSE_SECONDS = 5.0  # for the database; what it did not take by then goes to the spool
SPOOL_SECONDS = 2.0  # for the disk after that
LET_GO_SECONDS = 0.5  # for what is given up
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
        ask: see ``Replay``.
        place: the database, as messages name it.
        tell: is told in whole sentences when the database goes away and when it is back.

    Attributes:
        patience: of questions that a crawl needs an answer to.
        brief_patience: of those whose work can wait in the spool.
        after_replay: is called when articles were stored from the spool: what else is to be done with such was not.
    """

    def __init__(
        self,
        committer: Committer,
        spool: Spool | None = None,
        *,
        ask: Ask | None = None,
        limits: WriteLimits = WriteLimits(),
        place: str = "the database",
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.limits = limits
        self.patience = Patience(max(limits.store, limits.away if spool else 0), self._why_give_up)
        self.brief_patience = Patience(limits.store, lambda: _LATER if self.is_away else self._why_give_up())
        self._committer = committer
        self._spool = spool
        self._place = place[0].upper() + place[1:]
        self._tell = guarded(tell)
        self._away: Away | None = None  # then jobs go to the spool
        self._queue = JobQueue()
        self._is_closing = False
        self._closing: asyncio.Task[None] | None = None
        self._gives_up = asyncio.Event()  # on the database
        self.after_replay: Ask = _nothing
        committer.gives_up = lambda: _ENDED if self._gives_up.is_set() else None
        # Held while a batch goes to the spool, and while the replay looks whether it is empty and switches back.
        self._switch = asyncio.Lock()
        seconds = min(REPLAY_SECONDS, limits.store)
        self._replay = Replay(spool, committer, ask or _nothing, self._tell, limit_seconds=seconds) if spool else None
        self._replaying: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._run(), name="newscrawler writer")

    @property
    def is_away(self) -> bool:
        """Do jobs go to the spool?"""
        return self._away is not None

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
            return sentence(self._spool.fault)
        return self._away.stop_reason(self._loop.time(), self.limits.away) if self._away else None

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
        """
        if self._replay is not None:
            before = self._replay.stored
            await self._replay.store_all()
            if self._replay.stored > before:
                await self.after_replay()

    async def close(self) -> None:
        """Write what waits, then end. What the database does not take in time goes to the spool. Safe to repeat."""
        if self._closing is None:
            self._closing = self._loop.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self._is_closing = True
        if self.is_away:
            self.hurry()
        ending = self._loop.create_task(self._queue.end())
        under_way = [self._task, *([self._replaying] if self._replaying else [])]
        all_ended = self._loop.create_task(asyncio.wait(under_way))
        giving_up = self._loop.create_task(self._gives_up.wait())
        await asyncio.wait([all_ended, giving_up], timeout=CLOSE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        self.hurry()
        await asyncio.wait([self._task], timeout=SPOOL_SECONDS)
        for waiting in (ending, all_ended, giving_up):
            waiting.cancel()
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
                if self._away:
                    await keep(self._spool, batch, StorageUnavailableError(_LATER))
                    return
            try:
                await self._store(batch)
            except StorageUnavailableError as error:
                async with self._switch:
                    try:
                        await keep(self._spool, batch, error)
                    finally:
                        self._go_away(error)
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
        self._tell(trouble(self._place, reason, self.limits.store, has_spool=self._spool is not None))

    def _go_away(self, error: StorageUnavailableError) -> None:
        """Let jobs go to the spool from now on; tried again by the replay. Told where it is news."""
        if self._spool is None:
            return
        known = self._away
        self._away = known or Away(self._place, self._loop.time())
        was_refused = self._away.refusal
        self._away.learn(error)
        if self._is_closing:
            self.hurry()
        if not self._gives_up.is_set():
            self.begin_replay()
            if known is None or (self._away.refusal and not was_refused):
                self._tell(self._away.announcement(error, self._spool.folder, self.limits.away))

    async def _store_spooled(self) -> None:
        """Try until the spool is empty; then let jobs go to the database again."""
        replay, spool, stored_before = self._replay, self._spool, self.stored_from_spool
        while replay and spool and not self._gives_up.is_set():
            before = replay.done
            try:
                await replay.store_all()
            except StorageUnavailableError as error:
                self._go_away(error)
                if self._away and replay.done > before:  # it was back for a while
                    self._away.since = self._loop.time()
            except Exception:
                logger.exception("the spool is not stored")  # a bug of ours, which must not end the replay
            else:
                if await self._switch_back(spool, replay.stored - stored_before):
                    if replay.stored > stored_before:
                        await self.after_replay()
                    return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.limits.pause):
                    await self._gives_up.wait()

    async def _switch_back(self, spool: Spool, stored: int) -> bool:
        """Let jobs go to the database again, unless more came into the spool; whether they do."""
        async with self._switch:
            if not spool.is_empty:
                return False
            if stored:
                back = f"{self._place} is back: " if self._away else ""
                self._tell(f"{back}{stored} items from the spool are stored.")
            self._away = None
            return True


async def _nothing() -> None:
    """Nothing."""


async def _cancel(tasks: Sequence["asyncio.Task[None] | asyncio.Task[bool]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=LET_GO_SECONDS)
