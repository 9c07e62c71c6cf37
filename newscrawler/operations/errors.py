"""``errors``: the URLs that did not become articles, and why."""

import argparse
import asyncio
from dataclasses import asdict

from newscrawler.errors import UsageError
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.operations.article_text import instant
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database
from newscrawler.storage.outcomes import OutcomeCount

DEFAULT_LIMIT = 20


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``errors``."""
    kind = OutcomeKind(options.kind) if options.kind else None
    return asyncio.run(list_errors(options.outlet, kind, options.run, options.limit, environment, output))


async def _whole_id(beginning: str, database: Database) -> str:
    """The id of a run of which the beginning is typed, as messages show it.

    Raises:
        UsageError: there is no such run.
    """
    found = await database.runs.whole_id(beginning)
    if found is None:
        raise UsageError(f"No run called '{beginning}'. The latest: newscrawler runs")
    return found


async def list_errors(
    outlet: str | None,
    kind: OutcomeKind | None,
    run_id: str | None,
    limit: int | None,
    environment: Environment,
    output: Output,
) -> int:
    """How many there are of each cause, then the latest of them; with ``--json`` every one."""
    bound = limit if output.json else limit or DEFAULT_LIMIT
    async with opened_database(environment) as database:
        if run_id:
            run_id = await _whole_id(run_id, database)
        counts = [] if output.json else await database.outcomes.counts(outlet, run_id)
        outcomes, found = [], 0
        async for outcome in database.outcomes.find(outlet, kind, run_id, bound):
            found += 1
            output.row(asdict(outcome))
            if not output.json:
                outcomes.append(outcome)
    groups = [group for group in counts if kind in (None, group.kind)]
    _print_groups(groups, output)
    _print_outcomes(outcomes, output)
    hidden = sum(group.count for group in groups) - found
    if not found:
        output.message(_nothing(outlet, kind, run_id) + outlet_doubt(outlet, environment))
    elif hidden > 0:
        output.message(f"{hidden} more URLs: add --limit N, or --json for all.")
    return 0


def _print_groups(groups: list[OutcomeCount], output: Output) -> None:
    rows = [(group.count, group.outlet, str(group.kind), group.sample.message) for group in groups]
    output.table(("urls", "outlet", "kind", "for example"), rows)


def _print_outcomes(outcomes: list[Outcome], output: Output) -> None:
    if outcomes:
        output.line()
    for outcome in outcomes:
        tries = f", tried {outcome.attempts} times" if outcome.attempts > 1 else ""
        output.line(f"{output.paint(str(outcome.kind), 'red')}  {outcome.url}")
        output.line(f"    {outcome.message} ({outcome.outlet}, {instant(outcome.at)}{tries})")


def _nothing(outlet: str | None, kind: OutcomeKind | None, run_id: str | None) -> str:
    wishes = [f"outlet {outlet}" if outlet else "", f"kind {kind}" if kind else "", f"run {run_id}" if run_id else ""]
    chosen = ", ".join(wish for wish in wishes if wish)
    return f"No errors recorded for {chosen}." if chosen else "No errors recorded."
