"""A program's own hold on the database, which outlives its crawls: so the last one can be recorded."""

from collections.abc import Callable

from scrapy.settings import Settings

from newscrawler.storage.connection import Database
from newscrawler.storage.shared import SharedDatabase


class DatabaseHold:
    """A share of the database that these settings name; opened when a crawl or somebody else first needs it.

    Attributes:
        waiting: items that wait in the spool since it was left.
    """

    def __init__(self, settings: Settings, tell: Callable[[str], None]) -> None:
        """Take the share; ``tell`` is told when the database goes away and when it is back."""
        self.waiting = 0
        self._settings, self._tell = settings, tell
        self._leaving: Database | None = None
        self._share = self._new_share()

    @property
    def opened(self) -> Database | None:
        """The database, if anybody opened it."""
        return self._share.opened

    async def get(self) -> Database:
        """The database, opened if nobody did.

        Raises:
            StorageError: it cannot be opened.
        """
        return await self._share.get()

    async def reopen(self) -> Database:
        """The database, closed and opened anew: only a new one finds a server that was started again elsewhere.

        No crawl may be under way.

        Raises:
            StorageError: it cannot be opened.
        """
        await self.leave(at_once=True)
        self._leaving, self._share = None, self._new_share()
        return await self.get()

    async def leave(self, *, at_once: bool = False) -> None:
        """Close it: what waits is written, or goes to the spool; at once where nothing should be waited for.

        For all crawls: those that were let go hold their shares for ever.
        """
        self._leaving = self._share.opened
        if at_once:
            self.hurry()
        await self._share.close()
        if self._leaving is not None:
            self.waiting = self._leaving.spooled

    def hurry(self) -> None:
        """Try the database no longer: what waits goes to the spool."""
        database = self._leaving or self._share.opened
        if database is not None:
            database.hurry()

    def hurry_leaving(self) -> None:
        """The same where it is being left; before, a crawl may need it for its last words."""
        if self._leaving is not None:
            self.hurry()

    def _new_share(self) -> SharedDatabase:
        share = SharedDatabase.named_in(self._settings)
        share.tell(self._tell)
        return share
