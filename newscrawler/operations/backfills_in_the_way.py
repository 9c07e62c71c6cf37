"""Back-fills that crawl an outlet while its next run is due: they are asked to give way."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.middlewares.claim_taking import holder_kind
from newscrawler.model.lease import Taken, asked_to_give_way
from newscrawler.model.run import RunKind
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

ASK_SECONDS = 20.0  # a run that is under way for less is none: nearly every run is over by then


@dataclass(slots=True)
class BackfillsInTheWay:
    """Looks for them every now and then: what is held is not among the outlets that a schedule tries to claim.

    Attributes:
        tell: told of each, once.
    """

    tell: Callable[[str], None]
    _kinds: dict[str, RunKind | None] = field(default_factory=dict)  # by run
    _at: float = 0.0

    async def ask(self, database: Database, outlets: Collection[str], now: datetime) -> None:
        """Ask those in the way of ``outlets`` that are due by ``now``.

        Raises:
            StorageUnavailableError: the database did not answer.
        """
        clock = asyncio.get_running_loop().time()
        if clock < self._at:
            return
        self._at = clock + ASK_SECONDS
        here = this_process()
        held = [one for one in await database.schedule.held_due(now, here) if one.name in outlets]
        others = {one.run: one for one in held if one.process != here and one.seconds >= ASK_SECONDS}
        known, self._kinds = self._kinds, {}
        for run, lease in others.items():
            kind = self._kinds[run] = known[run] if run in known else await holder_kind(database, lease)
            if kind == "backfill":
                await database.claims.want(lease.name)
                if run not in known:
                    self.tell(asked_to_give_way(Taken(lease, None, lease.name)))
