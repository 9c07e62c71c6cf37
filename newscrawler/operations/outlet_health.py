"""The health of outlets by what the database knows of them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Health
from newscrawler.health.judgement import judge
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run
from newscrawler.storage.connection import Database
from newscrawler.storage.server.process_identity import this_process

AT_ONCE = 8  # questions about the past of one outlet each


async def health_of(outlets: Sequence[Outlet], database: Database) -> list[Health]:
    """How each of these outlets is, in their order.

    Raises:
        StorageError: the database did not answer.
    """
    now = await database.schedule.now()
    ids = [outlet.id for outlet in outlets]
    plans = {plan.outlet: plan for plan in await database.schedule.of(ids)}
    leases = {lease.name: lease for lease in await database.schedule.held(this_process())}
    pasts = await _pasts(ids, database, now)
    began = await database.runs.last_scheduled(now)
    return [
        judge(Evidence(outlet, plans.get(outlet.id), past, leases.get(outlet.id), now, began))
        for outlet, past in zip(outlets, pasts, strict=True)
    ]


def never_crawled(outlets: Sequence[Outlet], now: datetime) -> list[Health]:
    """How outlets are where there is no database yet."""
    return [judge(Evidence(outlet, None, (), None, now)) for outlet in outlets]


async def _pasts(ids: Sequence[str], database: Database, now: datetime) -> list[list[Run]]:
    free = asyncio.Semaphore(AT_ONCE)

    async def past_of(outlet: str) -> list[Run]:
        async with free:
            return await database.runs.past_of(outlet, now)

    return await asyncio.gather(*map(past_of, ids))
