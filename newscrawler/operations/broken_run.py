"""The end of a run that broke before its spider was open, or when it closed: so that somebody plans the next."""

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


async def end_broken(claim: Claim, rules: RunRules | None, failure: str, database: Database) -> None:
    """Give its claim back, with a plan as after any other failure; where that fails, the claim runs out.

    Where the crawl gave it back without a plan, that is made now, unless somebody had a claim since; a plan that the
    crawl made stays.

    Args:
        claim: of the run.
        rules: of its outlet; None: the program ends, which broke the run: the plan stays.
        failure: what went wrong.
        database: where the schedule is.
    """
    try:
        if rules is None:
            await database.claims.end(claim, None)
            return
        now = await database.schedule.now()
        end = RunEnd(claim.outlet.run, claim.taken_at, now, failure=failure)
        plan = planned_after(rules, claim.schedule, end, now, random.random())  # noqa: S311 - spreads runs
        plan = replace(plan, planner=claim.outlet.process.host)
        if not await database.claims.end(claim, plan):
            await database.schedule.plan(claim.schedule, plan, fence=claim.outlet.fence)
    except StorageError as error:
        logger.warning("the claim on %s was not given back: %s", claim.outlet.name, error)
