"""What ``errors`` tells of quarantine: documents that could not be written."""

from collections.abc import Sequence

from newscrawler.operations.article_text import instant
from newscrawler.operations.error_choice import QUARANTINE
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.quarantine_document import Quarantined
from newscrawler.storage.quarantine import QuarantineCount
from newscrawler.urls import mask_secrets


async def list_quarantine(
    outlet: str | None, run_id: str | None, limit: int | None, database: Database, output: Output
) -> tuple[int, int]:
    """Print what is in quarantine and fits; how many were shown, and how many were not."""
    counts = [] if output.json else await database.quarantine.counts(outlet, run_id)
    _print_groups(counts, output)
    shown = 0
    async for kept in database.quarantine.find(outlet, run_id, limit):
        shown += 1
        output.row(_row(kept))
        tries = f", refused {many(kept.attempts, 'time')}" if kept.attempts > 1 else ""
        output.line(f"{output.paint(QUARANTINE, 'red')}  {mask_secrets(kept.url or kept.id)}")
        output.line(f"    {kept.reason} ({kept.id}, {kept.outlet or 'no outlet'}, {instant(kept.at)}{tries})")
    return shown, sum(group.count for group in counts) - shown


def _print_groups(groups: Sequence[QuarantineCount], output: Output) -> None:
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
