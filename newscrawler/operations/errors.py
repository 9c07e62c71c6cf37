"""``errors``: the URLs that did not become articles, and what could not be written; and why."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from newscrawler.errors import UsageError
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.operations.article_text import instant
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.quarantine_document import Quarantined
from newscrawler.storage.outcomes import OutcomeCount
from newscrawler.storage.quarantine import QuarantineCount
from newscrawler.urls import mask_secrets

DEFAULT_LIMIT = 20
QUARANTINE = "quarantine"  # beside the kinds of outcomes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which errors are listed.

    Attributes:
        kind: an ``OutcomeKind``, or ``quarantine``; None: all.
        run: id of the run that saw them last, or its beginning.
        limit: at most so many URLs, and so many of what is in quarantine.
    """

    outlet: str | None = None
    kind: str | None = None
    run: str | None = None
    limit: int | None = None

    @property
    def outcome_kind(self) -> OutcomeKind | None:
        """The one kind of outcomes that is listed; None: all, or none."""
        return OutcomeKind(self.kind) if self.kind and self.kind != QUARANTINE else None


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``errors``."""
    wanted = Wanted(options.outlet, options.kind, options.run, options.limit)
    return asyncio.run(list_errors(wanted, environment, output))


async def list_errors(wanted: Wanted, environment: Environment, output: Output) -> int:
    """How many there are of each cause, then the latest of them; with ``--json`` every one."""
    bound = wanted.limit if output.json else wanted.limit or DEFAULT_LIMIT
    async with opened_database(environment, output=output) as database:
        run_id = await _whole_id(wanted.run, database) if wanted.run else None
        hidden = shown = 0
        if wanted.kind != QUARANTINE:
            shown, hidden = await _list_outcomes(wanted, run_id, bound, database, output)
        if wanted.kind in (None, QUARANTINE):
            kept, more = await _list_quarantine(wanted, run_id, bound, database, output)
            shown, hidden = shown + kept, hidden + more
    if not shown:
        output.message(_nothing(wanted, run_id) + outlet_doubt(wanted.outlet, environment))
    elif hidden > 0:
        output.message(f"{hidden} more URLs: add --limit N, or --json for all.")
    return 0


async def _whole_id(beginning: str, database: Database) -> str:
    """The id of a run of which the beginning is typed, as messages show it.

    Raises:
        UsageError: there is no such run.
    """
    found = await database.runs.whole_id(beginning)
    if found is None:
        raise UsageError(f"No run called '{beginning}'. The latest: newscrawler runs")
    return found


async def _list_outcomes(
    wanted: Wanted, run_id: str | None, bound: int | None, database: Database, output: Output
) -> tuple[int, int]:
    """Print the outcomes that fit; how many were shown, and how many were not."""
    kind = wanted.outcome_kind
    counts = [] if output.json else await database.outcomes.counts(wanted.outlet, run_id)
    groups = [group for group in counts if kind in (None, group.kind)]
    _print_groups(groups, output)
    if groups:
        output.line()
    shown = 0
    async for outcome in database.outcomes.find(wanted.outlet, kind, run_id, bound):
        shown += 1
        output.row(asdict(outcome))
        _print_outcome(outcome, output)
    return shown, sum(group.count for group in groups) - shown


def _print_groups(groups: Sequence[OutcomeCount], output: Output) -> None:
    rows = [(group.count, group.outlet, str(group.kind), group.sample.message) for group in groups]
    output.table(("urls", "outlet", "kind", "for example"), rows)


def _print_outcome(outcome: Outcome, output: Output) -> None:
    tries = f", tried {outcome.attempts} times" if outcome.attempts > 1 else ""
    output.line(f"{output.paint(str(outcome.kind), 'red')}  {outcome.url}")
    output.line(f"    {outcome.message} ({outcome.outlet}, {instant(outcome.at)}{tries})")


async def _list_quarantine(
    wanted: Wanted, run_id: str | None, bound: int | None, database: Database, output: Output
) -> tuple[int, int]:
    """Print what is in quarantine and fits; how many were shown, and how many were not."""
    counts = [] if output.json else await database.quarantine.counts(wanted.outlet, run_id)
    _print_kept_groups(counts, output)
    shown = 0
    async for kept in database.quarantine.find(wanted.outlet, run_id, bound):
        shown += 1
        output.row(_row(kept))
        tries = f", refused {kept.attempts} times" if kept.attempts > 1 else ""
        output.line(f"{output.paint(QUARANTINE, 'red')}  {mask_secrets(kept.url or kept.id)}")
        output.line(f"    {kept.reason} ({kept.id}, {kept.outlet or 'no outlet'}, {instant(kept.at)}{tries})")
    return shown, sum(group.count for group in counts) - shown


def _print_kept_groups(groups: Sequence[QuarantineCount], output: Output) -> None:
    if not groups:
        return
    output.line()
    rows = [(group.count, group.outlet, group.kind, group.sample.reason) for group in groups]
    output.table(("kept", "outlet", "what", "for example"), rows)
    total = sum(group.count for group in groups)
    output.line()
    output.line(
        f"{many(total, 'document')} could not be written, and {'are' if total > 1 else 'is'} kept in quarantine. "
        "To try again, once the cause is mended: newscrawler reprocess --quarantine"
    )


def _row(kept: Quarantined) -> dict[str, object]:
    """As an outcome's, with the id that ``reprocess --quarantine`` takes and what it is."""
    return {
        "outlet": kept.outlet,
        "url": mask_secrets(kept.url) if kept.url else None,
        "kind": QUARANTINE,
        "message": kept.reason,
        "at": kept.at,
        "attempts": kept.attempts,
        "run": kept.run,
        "id": kept.id,
        "what": kept.kind,
    }


def _nothing(wanted: Wanted, run_id: str | None) -> str:
    wishes = {"outlet": wanted.outlet, "kind": wanted.kind, "run": run_id}
    chosen = ", ".join(f"{name} {wish}" for name, wish in wishes.items() if wish)
    return f"No errors recorded for {chosen}." if chosen else "No errors recorded."
