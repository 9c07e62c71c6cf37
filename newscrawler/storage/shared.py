"""One open database for many crawlers in one process: opened when first needed, closed after the last."""

import asyncio
import logging
from pathlib import Path
from typing import Any, Protocol, Self

from newscrawler.errors import StorageError
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.writing.away import Tell, guarded
from newscrawler.storage.writing.writer import WriteLimits

logger = logging.getLogger(__name__)

_REMEMBER_SECONDS = 10.0  # a database that did not answer is not asked again by the next crawler at once


class Settings(Protocol):
    """Anything that gives the value of a setting by its name."""

    def get(self, name: Any, default: Any = None) -> Any:  # noqa: ANN401 - Scrapy's signature
        """The value."""


class SharedDatabase:
    """A share of the database at an address; made with every holder, given back with ``release``."""

    def __init__(self, uri: str | None, data_dir: Path, limits: WriteLimits = WriteLimits()) -> None:  # noqa: B008 - frozen
        key = (uri, str(data_dir))
        self._held = True
        self._place = _PLACES.setdefault(key, _Place(uri, data_dir, limits))
        self._place.holders += 1

    @classmethod
    def named_in(cls, settings: Settings) -> Self:
        """A share of the database that the settings name."""
        uri = settings.get("NEWSCRAWLER_MONGO_URI") or None
        usual = WriteLimits()
        limits = WriteLimits(
            store=float(settings.get("NEWSCRAWLER_STORE_SECONDS", usual.store)),
            away=float(settings.get("NEWSCRAWLER_AWAY_SECONDS", usual.away)),
            spool_bytes=int(settings.get("NEWSCRAWLER_MAX_SPOOL_MB", usual.spool_bytes // 1_000_000)) * 1_000_000,
        )
        return cls(uri, Path(settings.get("NEWSCRAWLER_DATA_DIR")), limits)

    @property
    def is_open(self) -> bool:
        """Whether somebody opened it and it was not closed yet."""
        return self._place.database is not None

    @property
    def opened(self) -> Database | None:
        """The database, if somebody opened it and it was not closed yet; waits for nothing."""
        return self._place.database

    def tell(self, listener: Tell) -> None:
        """Tell a listener too, besides the log, when the database goes away and when it is back, in whole sentences.

        It is told as long as anybody holds a share; it may be named before the database is opened.
        """
        self._place.listeners.append(listener)

    def announce(self, message: str) -> None:
        """Tell all listeners a sentence of our own."""
        self._place.tell(message)

    def hurry(self) -> None:
        """Try the database no longer: what waits goes to the spool. Also while the last share is given back."""
        for database in (self._place.database, self._place.closing):
            if database is not None:
                database.hurry()

    async def get(self) -> Database:
        """The database, opened if nobody did.

        Raises:
            StorageError: it cannot be opened, or this share was given back.
        """
        if not self._held:
            raise StorageError("this share of the database was given back already")
        return await self._place.open()

    async def release(self) -> None:
        """Give the share back; the last one closes the database. Safe to repeat."""
        if self._held:
            self._held = False
            await self._place.leave()

    async def close(self) -> None:
        """Give the share back, and close the database for all who hold one; who makes a share later opens it anew.

        For a program that ends, or that goes on after its database was away: of a crawl that broke or hung the share
        may never be given back.
        """
        await self.release()
        await self._place.close()


class _Place:
    """One address with its holders, in one event loop at a time."""

    def __init__(self, uri: str | None, data_dir: Path, limits: WriteLimits) -> None:
        self.uri = uri
        self.data_dir = data_dir
        self.limits = limits
        self.listeners: list[Tell] = [logger.warning]
        self.holders = 0
        self.database: Database | None = None
        self.closing: Database | None = None
        self._opening: asyncio.Task[Database] | None = None
        self._failed_at = 0.0

    async def open(self) -> Database:
        if self.database is not None:
            return self.database
        clock = asyncio.get_running_loop().time
        if self._opening is None or (self._opening.done() and clock() - self._failed_at > _REMEMBER_SECONDS):
            self._opening = asyncio.get_running_loop().create_task(self._open())
        return await asyncio.shield(self._opening)

    async def leave(self) -> None:
        self.holders -= 1
        if self.holders <= 0:
            await self.close()

    async def close(self) -> None:
        key = (self.uri, str(self.data_dir))
        if _PLACES.get(key) is self:
            del _PLACES[key]
        if self._opening is not None and not self._opening.done():
            if self.uri is not None:  # the embedded server is being started, and would be left behind
                self._opening.cancel()
            await asyncio.wait([self._opening])
        if self.database is not None:
            self.closing, self.database = self.database, None
            await self.closing.close()

    async def _open(self) -> Database:
        try:
            self.database = await open_database(
                self.uri, self.data_dir, limits=self.limits, spool="background", on_trouble=self.tell
            )
        except BaseException:
            self._failed_at = asyncio.get_running_loop().time()
            raise
        return self.database

    def tell(self, message: str) -> None:
        for listener in self.listeners:
            guarded(listener)(message)


_PLACES: dict[tuple[str | None, str], _Place] = {}
