"""All outlets weighed with one another: how patient the adaptive plan may be, so that runs go where they help."""

import asyncio
from collections.abc import Mapping

from newscrawler.operations.scheduled_outlets import ScheduledOutlet
from newscrawler.scheduling.adaptive import PATIENCE_SECONDS, patience_for
from newscrawler.storage.connection import Database

WEIGHED_SECONDS = 6 * 3600.0  # so often: rates change by the day
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
    plans = await database.schedule.of(sample)
    profiles = [plan.profile for plan in plans if plan.profile.at is not None]
    if not profiles:
        return
    patience = await asyncio.to_thread(patience_for, profiles, runs_per_day)
    known = [plan.patience_seconds or PATIENCE_SECONDS for plan in plans]
    if any(abs(each - patience) > NOTICEABLE * patience for each in known):
        await database.schedule.set_patience(patience)
