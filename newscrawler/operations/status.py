"""``status``: one word for the health of each outlet, its reason, and what to type next."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.health.finding import Health
from newscrawler.model.outlet import Outlet
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.outlet_health import health_of, never_crawled
from newscrawler.operations.output import Output
from newscrawler.operations.remembered import has_memory
from newscrawler.operations.status_lines import health_values, print_status
from newscrawler.settings import Environment

RED, WELL = 1, 0


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``status``: 1 where an outlet is red, or its file is broken.

    Raises:
        UnknownOutletError: an outlet that is named has no file.
        OutletFileError: its file is broken.
        UsageError: no outlet has the tag.
    """
    catalogue = load_catalogue(environment.outlet_folders)
    OutletChoice(tag=options.tag).require(catalogue)
    outlets = chosen_outlets(catalogue, options.outlets, options.tag)
    if has_memory(environment):
        healths = asyncio.run(_ask(outlets, environment, output))
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
    broken = bool(catalogue.mistakes) and not options.outlets
    if broken:
        output.message(mistakes_in_words(catalogue), "red")
    return RED if broken or any(health.colour == "red" for health in healths) else WELL


def chosen_outlets(catalogue: Catalogue, names: Sequence[str], tag: str | None) -> list[Outlet]:
    """The outlets that are named, once each; without names all, or those with the tag.

    Raises:
        UnknownOutletError: a name is none.
        OutletFileError: the file of one is broken.
    """
    if names:
        return [find_outlet(catalogue, name) for name in dict.fromkeys(names)]
    return [outlet for outlet in catalogue.outlets.values() if tag is None or tag in outlet.tags]


async def _ask(outlets: Sequence[Outlet], environment: Environment, output: Output) -> list[Health]:
    async with opened_database(environment, access="read", output=output) as database:
        return await health_of(outlets, database)
