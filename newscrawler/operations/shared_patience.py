"""All outlets weighed with one another: how patient the adaptive plan may be, so that runs go where they help."""

import asyncio

from newscrawler.scheduling.adaptive import PATIENCE_SECONDS, patience_for, sample_of, weighed_again_after
from newscrawler.scheduling.rules import adaptive_rules_in
from newscrawler.storage.connection import Database

NOTICEABLE = 0.03  # share by which a patience differs that is worth writing


async def share_patience(database: Database, runs_per_day: float) -> float:
    """Give every plan the patience with which the adaptive ones have so many runs a day on the average.

    The outlets of the whole database are weighed, at most a sample of them, whichever a program crawls: any number of
    programs come to the same patience.

    Returns:
        Seconds after which they are to be weighed again.

    Raises:
        StorageUnavailableError: the database is away.
    """
    plans = await database.schedule.all()
    adaptive = [(rules, plan) for plan in plans if (rules := adaptive_rules_in(plan.rules))]
    sample = sample_of(adaptive)
    if sample:
        patience = await asyncio.to_thread(patience_for, sample, runs_per_day)
        if any(
            abs((plan.patience_seconds or PATIENCE_SECONDS) - patience) > NOTICEABLE * patience for _, plan in sample
        ):
            await database.schedule.set_patience(patience)
    return weighed_again_after(sample)
