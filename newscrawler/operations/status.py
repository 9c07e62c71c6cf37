"""``status``: one word for the health of each outlet, its reason, and what to type next."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from newscrawler.catalogue import load_catalogue, mistakes_in_words
from newscrawler.health.finding import Health, HealthWord
from newscrawler.health.wording import span
from newscrawler.model.outlet import Outlet
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.outlet_health import health_of, never_crawled
from newscrawler.operations.output import Output
from newscrawler.operations.remembered import has_memory
from newscrawler.operations.schedule_show import LATE_SECONDS
from newscrawler.operations.status_lines import health_values, print_status
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment

RED, WELL = 1, 0


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``status``: 1 where an outlet is red, or its file is broken.

    Raises:
        UnknownOutletError: an outlet that is named has no file.
        OutletFileError: its file is broken.
        UsageError: outlets and a tag at once; no outlet has the tag.
    """
    catalogue = load_catalogue(environment.outlet_folders)
    choice = OutletChoice(tuple(options.outlets), options.tag)
    choice.require(catalogue)
    outlets = choice.of(catalogue)
    idle: str | None = None
    if has_memory(environment):
        healths, idle = asyncio.run(_ask(outlets, environment, output))
    else:
        healths = never_crawled(outlets, datetime.now(UTC))
    healths.sort(key=lambda health: health.findings[0].gravity)
    for health in healths:
        output.row(health_values(health))
    print_status(healths, output, every_one=options.all or bool(options.outlets))
    if not outlets:
        output.message("There are no outlets.")
    elif not has_memory(environment):
        output.message(f"Nothing was crawled here yet. To begin: newscrawler crawl {outlets[0].id}")
    if idle:
        output.message(idle, "yellow")
    broken = bool(catalogue.mistakes) and not options.outlets
    if broken:
        output.message(mistakes_in_words(catalogue), "red")
    return RED if broken or any(health.colour == "red" for health in healths) else WELL


async def _ask(outlets: Sequence[Outlet], environment: Environment, output: Output) -> tuple[list[Health], str | None]:
    async with opened_database(environment, access="read", output=output) as database:
        healths = await health_of(outlets, database)
        now = await database.schedule.now()
        return healths, idle_schedule(healths, await database.runs.last_scheduled(now), now)


def idle_schedule(healths: Sequence[Health], scheduled_at: datetime | None, now: datetime) -> str | None:
    """That runs wait and none is under way, before they are so late that each outlet says it; None: all goes on.

    Args:
        healths: of the outlets.
        scheduled_at: when a schedule last began a run; None: none ever did.
        now: aware.
    """
    is_told = any(one.word is HealthWord.OVERDUE for health in healths for one in health.findings)
    if scheduled_at is None or is_told or any(health.running for health in healths):
        return None
    waits = [now - health.due_at for health in healths if health.due_at is not None]
    late = [wait for wait in waits if wait.total_seconds() > LATE_SECONDS]
    if not late or (now - scheduled_at).total_seconds() <= LATE_SECONDS:
        return None
    return (
        f"{many(len(late), 'outlet')} due, the longest for {span(max(late))}, and the last run of a schedule began "
        f"{span(now - scheduled_at)} ago: does it run? To run it: newscrawler schedule"
    )
