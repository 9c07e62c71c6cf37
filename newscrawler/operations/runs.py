"""``runs``: what past crawls did, newest first."""

import argparse
import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from newscrawler.model.run import FINISHED, Run
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.run_documents import run_document
from newscrawler.storage.server.process_identity import this_process

DEFAULT_LIMIT = 20
# As many columns as there is room for: the second choice fits in 80 where ids have 15 letters, the last one in 60.
CHOICES = (
    ("run", "outlet", "began (UTC)", "s", "found", "known", "pages", "new", "revised", "no article"),
    ("run", "outlet", "began (UTC)", "s", "pages", "new", "revised", "no article"),
    ("run", "outlet", "began (UTC)", "new"),
)
WARNINGS_SHOWN = 3  # of the latest run that has any
RUNNING, KILLED = "running", "killed"


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``runs``."""
    return asyncio.run(list_runs(options.outlet, options.limit or DEFAULT_LIMIT, environment, output))


async def list_runs(outlet: str | None, limit: int, environment: Environment, output: Output) -> int:
    """The latest runs, of one outlet or of all."""
    async with opened_database(environment, access="read", output=output) as database:
        runs = await database.runs.recent(outlet, limit)
        unended = any(one.finished_at is None for one in runs)
        running = {lease.run for lease in await database.schedule.held(this_process())} if unended else set()
    for one in runs:
        output.row(stored_json(run_document(one)))
    ends = [end_of(one, running) for one in runs]
    _print_table(runs, ends, output)
    if KILLED in ends:
        output.message("Of a run that was killed there are no counts; what it stored is stored, the next one goes on.")
    for one in runs:
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


def end_of(run: Run, running: Collection[str]) -> str:
    """How a run ended, in a word or two; ``running`` are the ids of those that hold their outlet's lease."""
    if run.end:
        return run.end
    if run.finished_at is not None:
        return "none recorded"
    if run.id in running:
        return RUNNING
    return "runs or killed" if run.kind == "archive" else KILLED  # an archive has no lease


def _print_table(runs: Sequence[Run], ends: Sequence[str], output: Output) -> None:
    """A row for each run; its kind and its end only where one has an unusual one, more counts where there is room."""
    shown: dict[str, Sequence[str]] = {}
    if any(one.kind != "crawl" for one in runs):
        shown["kind"] = [one.kind for one in runs]
    if any(end != FINISHED for end in ends):
        shown["end"] = ends
    cells = [_cells(one) | {name: values[number] for name, values in shown.items()} for number, one in enumerate(runs)]
    for choice in CHOICES:
        columns = (*choice, *shown)
        rows = [[row[column] for column in columns] for row in cells]
        if output.has_room_for(columns, rows):
            break
    output.table(columns, rows)


def _cells(one: Run) -> dict[str, object]:
    seconds = None if one.finished_at is None else round((one.finished_at - one.started_at).total_seconds())
    return {
        "run": one.id,
        "outlet": one.outlet,
        "began (UTC)": _began(one.started_at),
        "s": seconds,
        "found": one.counts.get("found", 0),
        "known": one.counts.get("known", 0),
        "pages": one.counts.get("fetched", 0),
        "new": one.counts.get("new", 0),
        "revised": one.counts.get("revised", 0),
        "no article": sum(one.outcomes.values()),
    }


def _began(at: datetime) -> str:
    """``03-05 13:00`` (UTC), with the year where it is not this one."""
    this_year = at.year == datetime.now(UTC).year
    return f"{at:%m-%d %H:%M}" if this_year else f"{at:%Y-%m-%d %H:%M}"
