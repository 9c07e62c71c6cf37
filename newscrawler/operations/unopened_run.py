"""The end of a run whose spider never opened, so that nobody else ends it."""

import logging
import random
from dataclasses import replace

from newscrawler.errors import StorageError
from newscrawler.model.lease import Claim
from newscrawler.model.outlet_schedule import RunEnd
from newscrawler.scheduling.plan import planned_after
from newscrawler.scheduling.rules import RunRules
from newscrawler.storage.connection import Database

logger = logging.getLogger(__name__)


async def end_unopened(claim: Claim, rules: RunRules, failure: str, database: Database) -> None:
    """Give its claim back, with a plan as after any other failure; where that fails, the claim runs out."""
    try:
        now = await database.schedule.now()
        end = RunEnd(claim.outlet.run, claim.taken_at, now, failure=failure)
        plan = planned_after(rules, claim.schedule, end, now, random.random())  # noqa: S311 - spreads runs
        await database.claims.end(claim, replace(plan, planner=claim.outlet.process.host))
    except StorageError as error:
        logger.warning("the claim on %s was not given back: %s", claim.outlet.name, error)
