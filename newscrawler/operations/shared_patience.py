"""All outlets weighed with one another: how patient the adaptive plan may be, so that runs go where they help."""

import asyncio
from collections.abc import Mapping

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.scheduled_outlets import ScheduledOutlet
from newscrawler.scheduling.adaptive import PATIENCE_SECONDS, patience_for
from newscrawler.storage.connection import Database

WEIGHED_SECONDS = 3600.0  # so often: new outlets become known within hours, a burst of all is over by then
WEIGHED_OUTLETS = 1000  # at most: a sample gives the same patience, and half a second of CPU is enough
NOTICEABLE = 0.03  # share by which a patience differs that is worth writing


async def share_patience(outlets: Mapping[str, ScheduledOutlet], database: Database, runs_per_day: float) -> None:
    """Give every outlet's plan the patience with which the adaptive ones have so many runs a day on the average.

    Any number of programs may do that: the same outlets, the same patience.

    Raises:
        StorageUnavailableError: the database is away.
    """
    adaptive = [outlet_id for outlet_id, one in outlets.items() if one.rules.is_adaptive]
    sample = sorted(adaptive)[:: max(1, len(adaptive) // WEIGHED_OUTLETS)]
    plans = {plan.outlet: plan for plan in await database.schedule.of(sample)}
    weighed = [(outlets[name].rules, plans.get(name) or OutletSchedule(name)) for name in sample]
    if not weighed:
        return
    patience = await asyncio.to_thread(patience_for, weighed, runs_per_day)
    known = [plan.patience_seconds or PATIENCE_SECONDS for plan in plans.values()]
    if any(abs(each - patience) > NOTICEABLE * patience for each in known):
        await database.schedule.set_patience(patience)
