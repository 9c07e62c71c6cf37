"""``db spool``: what was fetched while the database was away, and waits on disk; stores it on request."""

import argparse
import asyncio
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from newscrawler.errors import StorageError
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.connection import mask_uri
from newscrawler.storage.spool.listing import SegmentReport, list_damaged, list_segments

COLUMNS = ("file", "articles", "outcomes", "runs", "MB", "oldest (UTC)", "newest (UTC)", "held by")
KINDS = ("article", "outcome", "run", "copies", "refused")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db spool``: 1 where something cannot be read."""
    if options.replay:
        asyncio.run(store_spool(environment, output))
    try:
        reports = list_segments(environment.data_dir)
    except OSError as error:
        raise StorageError(f"The spool in {environment.data_dir} cannot be read: {error}") from error
    damaged = list_damaged(environment.data_dir)
    for report in reports:
        output.row(report_values(report))
    for path in damaged:
        output.row({"file": str(path), "bytes": path.stat().st_size, "damaged": True})
    if not reports:
        output.message("The spool is empty." if not damaged else "Nothing in the spool waits to be stored.")
    elif not output.json:
        show_spool(reports, environment, output)
    tell_damage(reports, damaged, output)
    return 1 if damaged or any(report.unreadable for report in reports) else 0


async def store_spool(environment: Environment, output: Output) -> None:
    """Store what waits for the database of this environment, and is held by no other process."""
    async with opened_database(environment, output=output, spool="first") as database:
        stored = many(database.stored_from_spool, "record")
        output.message(f"Stored {stored}." if database.stored_from_spool else f"Nothing waits for {database.address}.")


def show_spool(reports: Sequence[SegmentReport], environment: Environment, output: Output) -> None:
    """A table with a row for each file, and a line on each database."""
    output.table(COLUMNS, [_cells(report) for report in reports])
    for _, found in groupby(reports, lambda report: report.folder):
        of_database = list(found)
        count = sum(report.count for report in of_database)
        output.line(f"{many(count, 'record')} for {_database(of_database[0])}. {_next_step(of_database, environment)}")


def tell_damage(reports: Iterable[SegmentReport], damaged: Iterable[Path], output: Output) -> None:
    """Name every file that cannot be read whole."""
    for report in reports:
        if report.unreadable:
            output.message(f"{report.path}: {many(report.unreadable, 'place')} cannot be read.", "yellow")
    for path in damaged:
        size = path.stat().st_size
        output.message(
            f"{path}: {size} bytes of the spool that cannot be read; delete it when it is of no use.", "yellow"
        )


def report_values(report: SegmentReport) -> dict[str, object]:
    """A file as a JSON-ready dict."""
    return {
        "database": report.name or None,
        "address": report.address or None,
        "file": str(report.path),
        "records": {kind: report.kinds[kind] for kind in KINDS},
        "bytes": report.size,
        "oldest": report.oldest,
        "newest": report.newest,
        "held_by": report.held_by,
        "unreadable": report.unreadable,
        "damaged": False,
    }


def _cells(report: SegmentReport) -> list[object]:
    return [
        report.path.name,
        *(report.kinds[kind] for kind in KINDS[:3]),
        f"{report.size / 1_000_000:.1f}",
        f"{report.oldest:%Y-%m-%d %H:%M}" if report.oldest else "",
        f"{report.newest:%Y-%m-%d %H:%M}" if report.newest else "",
        f"process {report.held_by}" if report.held_by else "nobody",
    ]


def _next_step(reports: Sequence[SegmentReport], environment: Environment) -> str:
    holders = sorted({report.held_by for report in reports if report.held_by})
    if all(report.held_by for report in reports):
        return f"Process {holders[0]} stores what it holds as soon as the database answers."
    ours = "" if environment.mongo_uri is None else mask_uri(environment.mongo_uri)
    is_ours = reports[0].address == ours if ours else reports[0].address.startswith("the embedded")
    where = "" if is_ours else ", with NEWSCRAWLER_MONGO_URI set to it"
    return f"The next crawl into it stores them; to do it now: newscrawler db spool --replay{where}"


def _database(report: SegmentReport) -> str:
    return f"{report.name} at {report.address}" if report.name else f"an unknown database ({report.folder.name})"
