"""What one crawl knows of its outlets: read once, learned again while it runs, used on older articles at its end."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from newscrawler.errors import StorageError
from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import Outlet
from newscrawler.model.page_layout import LayoutChange
from newscrawler.outlet_memory.healing import Healed, heal
from newscrawler.outlet_memory.learning import Learned, learn_furniture, load_furniture
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.writing.answering import LOOK_SECONDS, while_it_answers

logger = logging.getLogger(__name__)

# Learned again when the outlet has a quarter more articles: some twenty times until the memory is full.
LEAST_MORE = 4
MORE_SHARE = 0.25
LEARN_AGAIN_SECONDS = 60.0  # after a learning that failed: what kept it from us lasts longer than one article
ASK_AGAIN_SECONDS = 3600.0  # whether a killed crawl left something to learn, where the last crawl here saw nothing
WAIT_SECONDS = 5.0  # for what is known of an outlet; then its articles go on without it, and are healed later
MOST_OUTLETS = 500  # whose furniture is held at once: an archive may hold pages of very many


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the healing one crawl may do: articles that are written, seconds that it may take."""

    articles: int
    seconds: float


class CrawlMemory:
    """Holds the furniture of the outlets of one crawl.

    Args:
        database: where it is kept.
        limits: of the healing.
        should_stop: whether the crawl was told to end.
        tell: is given a redesign when it is noticed first, with the outlet's id.
    """

    def __init__(
        self,
        database: SharedDatabase,
        limits: Limits,
        should_stop: Callable[[], bool],
        tell: Callable[[str, LayoutChange], None] = lambda _outlet, _change: None,
    ) -> None:
        self._database = database
        self._limits = limits
        self._should_stop = should_stop
        self._tell = tell
        self._furniture: OrderedDict[str, asyncio.Future[Furniture]] = OrderedDict()
        self._outlets: dict[str, Outlet] = {}
        self._stored: Counter[str] = Counter()  # by outlet: articles since it was last learned
        self._learning: set[str] = set()
        self._not_before: dict[str, float] = {}  # by outlet: when a learning that failed is tried again

    async def furniture_of(self, outlet_id: str) -> Furniture:
        """What is known of the outlet's furniture; nothing where the database cannot tell: its articles are healed.

        No article waits for long: not for a database that is away, nor for one that hangs.
        """
        if outlet_id not in self._furniture:
            self._furniture[outlet_id] = asyncio.create_task(self._load(outlet_id))
            if len(self._furniture) > MOST_OUTLETS:
                self._furniture.popitem(last=False)
        self._furniture.move_to_end(outlet_id)
        loading = self._furniture[outlet_id]
        clock = asyncio.get_running_loop().time
        end = clock() + WAIT_SECONDS
        while not loading.done() and not self._is_away() and clock() < end:
            await asyncio.wait([loading], timeout=LOOK_SECONDS)
        return loading.result() if loading.done() else Furniture(outlet_id)

    async def note_stored(self, outlet: Outlet) -> None:
        """Count an article that was stored; learn where there are enough more since the last time."""
        self._outlets[outlet.id] = outlet
        self._stored[outlet.id] += 1
        clock = asyncio.get_running_loop().time
        if outlet.id in self._learning or self._is_away() or clock() < self._not_before.get(outlet.id, 0.0):
            return
        known = await self.furniture_of(outlet.id)
        is_due = self._stored[outlet.id] >= max(LEAST_MORE, MORE_SHARE * known.articles)
        if not is_due or outlet.id in self._learning:
            return
        self._learning.add(outlet.id)
        try:
            await self._learn(outlet)
        except StorageError as error:
            logger.warning("The furniture of %s was not learned; it will be later: %s", outlet.id, error)
            self._not_before[outlet.id] = clock() + LEARN_AGAIN_SECONDS
        finally:
            self._learning.discard(outlet.id)

    async def finish(self, own: Outlet | None) -> AsyncIterator[tuple[str, Healed]]:
        """Learn what is new, and heal older articles: outlet id and what became of them, as soon as it is done.

        Args:
            own: the crawl's outlet. An earlier crawl of it may have left something to do.

        Raises:
            StorageError: the database did not answer; the next crawl goes on.
        """
        loop = asyncio.get_running_loop()
        end, done = loop.time() + self._limits.seconds, 0
        for outlet in await self._outlets_to_learn(own):
            left = Limits(self._limits.articles - done, end - loop.time())
            if left.seconds <= 0 or self._should_stop():
                break
            learned = await self._learn(outlet)
            if learned.to_clean:
                healed = await self._heal(outlet, learned, left)
                done += healed.articles
                yield outlet.id, healed

    async def _heal(self, outlet: Outlet, learned: Learned, limits: Limits) -> Healed:
        database = await self._database.get()
        healing = heal(
            database,
            outlet,
            learned,
            most=limits.articles,
            seconds=limits.seconds,
            should_stop=self._should_stop,
        )
        return await while_it_answers(database, healing)

    async def _outlets_to_learn(self, own: Outlet | None) -> list[Outlet]:
        """Those of which something is new, most articles first."""
        outlets = [self._outlets[outlet_id] for outlet_id, count in self._stored.most_common() if count]
        if own is not None and not self._stored[own.id]:
            database = await self._database.get()
            not_before, clock = database.furniture.not_asked_before, asyncio.get_running_loop().time()
            if clock < not_before.get(own.id, 0.0):
                return outlets
            if await while_it_answers(database, database.furniture.is_behind(own.id)):
                outlets.append(own)
            else:
                not_before[own.id] = clock + ASK_AGAIN_SECONDS
        return outlets

    async def _learn(self, outlet: Outlet) -> Learned:
        counted = self._stored[outlet.id]
        database = await self._database.get()
        database.furniture.not_asked_before.pop(outlet.id, None)
        learned = await while_it_answers(database, learn_furniture(database, outlet.id))
        self._stored[outlet.id] -= counted
        known: asyncio.Future[Furniture] = asyncio.get_running_loop().create_future()
        known.set_result(learned.furniture)
        self._furniture[outlet.id] = known
        if learned.redesign is not None:
            self._tell(outlet.id, learned.redesign)
        return learned

    def _is_away(self) -> bool:
        opened = self._database.opened
        return opened is not None and opened.is_away

    async def _load(self, outlet_id: str) -> Furniture:
        try:
            return await load_furniture(await self._database.get(), outlet_id)
        except StorageError as error:
            logger.warning("The furniture of %s is not known: its articles are cleaned later. %s", outlet_id, error)
            return Furniture(outlet_id)
