"""``runs``: what past crawls did, newest first."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from newscrawler.model.run import Run
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import run_document, stored_json

DEFAULT_LIMIT = 20
COLUMNS = ("run", "outlet", "began (UTC)", "s", "pages", "new", "revised", "failed")  # they fit 80 columns
WARNINGS_SHOWN = 3  # of the latest run that has any
COUNTED = ("fetched", "new", "revised")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``runs``."""
    return asyncio.run(list_runs(options.outlet, options.limit or DEFAULT_LIMIT, environment, output))


async def list_runs(outlet: str | None, limit: int, environment: Environment, output: Output) -> int:
    """The latest runs, of one outlet or of all."""
    async with opened_database(environment, access="read", output=output) as database:
        runs = await database.runs.recent(outlet, limit)
    for one in runs:
        output.row(stored_json(run_document(one)))
    _print_table(runs, output)
    for one in runs:
        if one.finish_reason != "finished":  # the usual end needs no word
            end = one.finish_reason or "no end is recorded: it runs, or was killed; what it stored is stored"
            output.line(f"{one.id} {one.outlet}: {end}")
        if one.window_from:
            output.line(f"{one.id} {one.outlet}: articles of {one.window_from} to {one.window_to}")
    warned = [one for one in runs if one.warnings]
    for warning in warned[0].warnings[:WARNINGS_SHOWN] if warned else ():
        output.message(f"{warned[0].id} {warned[0].outlet}: {warning}", "yellow")
    if len(warned) > 1 or (warned and len(warned[0].warnings) > WARNINGS_SHOWN):
        output.message("All warnings: newscrawler runs --json")
    if not runs:
        of_outlet = f" of {outlet}" if outlet else ""
        doubt = outlet_doubt(outlet, environment) or f" To begin one: newscrawler crawl {outlet or 'OUTLET'}"
        output.message(f"No runs{of_outlet} yet.{doubt}")
    return 0


def _print_table(runs: Sequence[Run], output: Output) -> None:
    """A row for each run; of which kind it was only where one was no ordinary crawl."""
    rows = [_table_row(one) for one in runs]
    if all(one.kind == "crawl" for one in runs):
        output.table(COLUMNS, rows)
    else:
        output.table((*COLUMNS, "kind"), [[*row, one.kind] for row, one in zip(rows, runs, strict=True)])


def _table_row(one: Run) -> list[object]:
    seconds = None if one.finished_at is None else round((one.finished_at - one.started_at).total_seconds())
    counts = [one.counts.get(name, 0) for name in COUNTED]
    return [one.id, one.outlet, _began(one.started_at), seconds, *counts, sum(one.outcomes.values())]


def _began(at: datetime) -> str:
    """``03-05 13:00`` (UTC), with the year where it is not this one."""
    this_year = at.year == datetime.now(UTC).year
    return f"{at:%m-%d %H:%M}" if this_year else f"{at:%Y-%m-%d %H:%M}"
