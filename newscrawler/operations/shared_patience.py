"""All outlets weighed with one another: how patient the adaptive plan may be, so that runs go where they help."""

import asyncio

from newscrawler.scheduling.adaptive import PATIENCE_SECONDS, patience_for, weighed_again_after
from newscrawler.scheduling.rules import adaptive_rules_in
from newscrawler.storage.connection import Database

WEIGHED_OUTLETS = 1000  # at most: a sample gives the same patience
NOTICEABLE = 0.03  # share by which a patience differs that is worth writing


async def share_patience(database: Database, runs_per_day: float) -> float:
    """Give every plan the patience with which the adaptive ones have so many runs a day on the average.

    All outlets of the database are weighed, whichever of them a program crawls: any number of programs come to the
    same patience.

    Returns:
        Seconds after which they are to be weighed again.

    Raises:
        StorageUnavailableError: the database is away.
    """
    plans = await database.schedule.all()
    adaptive = [(rules, plan) for plan in plans if (rules := adaptive_rules_in(plan.rules))]
    sample = adaptive[:: -(-len(adaptive) // WEIGHED_OUTLETS) or 1]
    if sample:
        patience = await asyncio.to_thread(patience_for, sample, runs_per_day)
        if any(
            abs((plan.patience_seconds or PATIENCE_SECONDS) - patience) > NOTICEABLE * patience for _, plan in sample
        ):
            await database.schedule.set_patience(patience)
    return weighed_again_after(sample)
