"""``db stats``: how much is stored, of which outlets, and where the cursor is."""

import argparse
import asyncio
from datetime import datetime

from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.spool.listing import list_segments
from newscrawler.storage.upkeep.looking import opened_to_look
from newscrawler.storage.upkeep.statistics import OutletCount, Statistics, read_statistics

MEGABYTE = 1_000_000
OUTLETS_SHOWN = 20


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db stats``."""
    return asyncio.run(tell_statistics(environment, output, show_all=options.all))


async def tell_statistics(environment: Environment, output: Output, *, show_all: bool = False) -> int:
    """Count, and print it; with ``--json`` one object.

    Raises:
        StorageError: there is no database, or it does not answer.
    """
    async with opened_to_look(environment.mongo_uri, environment.data_dir) as (documents, address):
        with MovingLine(output) as moving:
            found = await read_statistics(documents, lambda name, count: moving.tell(f"Counting {name}: {count:,}"))
    spooled = sum(segment.count for segment in list_segments(environment.data_dir))
    output.row(_values(found, address, spooled))
    _print_collections(found, output)
    _print_outlets(found.outlets if show_all else found.outlets[:OUTLETS_SHOWN], output)
    told = output.message if output.json else output.line
    if not found.outlets:
        told(f"No articles yet in {address}. To fetch some: newscrawler crawl OUTLET (see: newscrawler outlets list)")
    told(f"{address}: schema {found.schema_version}, cursor {found.cursor}")
    if len(found.outlets) > OUTLETS_SHOWN and not show_all:
        output.message(f"The {OUTLETS_SHOWN} largest of {len(found.outlets)}; for all: --all, or --json.")
    refused = found.collections["quarantine"].documents if "quarantine" in found.collections else 0
    if refused:
        output.message(f"{refused} in quarantine: newscrawler errors", "yellow")
    if spooled:
        output.message(f"{spooled} in the spool of this machine: newscrawler db spool", "yellow")
    return 0


def _values(found: Statistics, address: str, spooled: int) -> dict[str, object]:
    dates = [date for outlet in found.outlets for date in (outlet.oldest, outlet.newest) if date]
    return {
        "database": address,
        "schema_version": found.schema_version,
        "cursor": found.cursor,
        "oldest": min(dates, default=None),
        "newest": max(dates, default=None),
        "spooled": spooled,
        "collections": {
            name: {"documents": size.documents, "bytes": size.bytes} for name, size in found.collections.items()
        },
        "outlets": [
            {
                "outlet": one.outlet,
                "language": one.language,
                "articles": one.articles,
                "oldest": _spelled(one.oldest),
                "newest": _spelled(one.newest),
            }
            for one in found.outlets
        ],
    }


def _print_collections(found: Statistics, output: Output) -> None:
    sizes = found.collections.items()
    rows = [(name, size.documents, f"{size.bytes / MEGABYTE:,.1f}") for name, size in sizes if size.documents]
    output.table(("collection", "documents", "MB"), rows)
    if rows:
        output.line()


def _print_outlets(outlets: tuple[OutletCount, ...], output: Output) -> None:
    rows = [(one.outlet, one.language, one.articles, _day(one.oldest), _day(one.newest)) for one in outlets]
    output.table(("outlet", "language", "articles", "oldest", "newest"), rows)
    if rows:
        output.line()


def _day(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant:%Y-%m-%d}"


def _spelled(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")
