"""``db rededupe``: which stored articles are copies of which, found anew for the whole archive at once."""

import argparse
import asyncio
from datetime import UTC, datetime

from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.rededupe_text import (
    DOING,
    MOST_SHOWN,
    Tally,
    is_worth_a_line,
    print_difference,
    print_tally,
)
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database
from newscrawler.storage.rededupe.differing import Difference
from newscrawler.storage.rededupe.grouping import Grouping, load_duckdb
from newscrawler.storage.rededupe.rededupe import Rededupe
from newscrawler.storage.rededupe.work_folder import work_folder
from newscrawler.storage.sameness_window import window_from
from newscrawler.storage.upkeep.cluster_sweep import sweep_clusters
from newscrawler.storage.upkeep.walking import last_number

AT_ONCE = 200  # writes under way: two batches of the writer's


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db rededupe``: 0 also where articles would change; 1 where some could not be put right.

    Raises:
        ConfigurationError: DuckDB is not installed, or another one works on this machine.
    """
    load_duckdb()
    return asyncio.run(rededupe(environment, output, applies=options.apply, memory_mb=options.memory))


async def rededupe(environment: Environment, output: Output, *, applies: bool, memory_mb: int) -> int:
    """Find the copies of the whole archive, print what changes, and write it where that is wanted."""
    async with opened_database(environment, output=output, spool="first") as database:
        with work_folder(environment.data_dir) as folder, MovingLine(output) as line:
            grouping = Grouping(folder, memory_mb)
            grouping.open()
            try:
                oldest = window_from(environment.sameness_days, datetime.now(UTC))
                looking = Rededupe(
                    database.documents, grouping, oldest, lambda step, count: line.tell(f"{DOING[step]}: {count:,}")
                )
                return await _rededupe(database, looking, line, output, applies=applies)
            finally:
                grouping.close()


async def _rededupe(database: Database, looking: Rededupe, line: MovingLine, output: Output, *, applies: bool) -> int:
    began = await last_number(database.documents)
    await looking.find()
    tally = Tally(looking.found)
    try:
        async for found in looking.differences():
            if applies and found and not tally.changed:  # also before: a killed one has given anchors to old articles
                await database.window.begin_anew()
            for difference, is_written in await _write(found, database, applies=applies):
                tally.count(difference, is_written=is_written)
                if output.json or (tally.shown <= MOST_SHOWN and is_worth_a_line(difference)):
                    with line.away():
                        print_difference(difference, output, is_written=is_written)
        if tally.written:
            await database.window.begin_anew()
        if applies:
            line.tell("Looking at what crawls wrote meanwhile")
            swept = await sweep_clusters(database.documents, database.sameness, after=began)
            tally.mended, tally.unmended = swept.mended, swept.left + swept.unmended
    except BaseException:  # stopped, or the database is gone: what was written is told all the same
        print_tally(tally, output, applied=applies, stopped=True)
        raise
    print_tally(tally, output, applied=applies)
    return 1 if tally.unmended else 0


async def _write(found: list[Difference], database: Database, *, applies: bool) -> list[tuple[Difference, bool]]:
    """Each difference, and whether it is written."""
    if not applies:
        return [(difference, False) for difference in found]
    written: list[bool] = []
    for start in range(0, len(found), AT_ONCE):
        jobs = [difference.job for difference in found[start : start + AT_ONCE]]
        written += await asyncio.gather(*map(database.sameness.set, jobs))
    return list(zip(found, written, strict=True))
