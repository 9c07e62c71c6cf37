"""``db copy FROM TO``: a database copied into another, whichever of the two is the embedded one."""

import argparse
import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path

from newscrawler.errors import UsageError
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.connection import mask_uri
from newscrawler.storage.upkeep.copy_sides import Place, copy_database
from newscrawler.storage.upkeep.copying import MAX_PASSES, Copied
from newscrawler.storage.uri import SCHEMES

EMBEDDED = "embedded"
OF_VARIABLE = "env:"
# bob:secret@host/name, host:27017, host:27017/name: an address whose beginning was forgotten.
_LIKE_AN_ADDRESS = re.compile(r"^(?![/.~]).*(@|:[0-9]+$|:.*/)")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db copy``."""
    source = read_place("FROM", options.source, environment, os.environ)
    target = read_place("TO", options.target, environment, os.environ)
    return asyncio.run(copy(source, target, output, again=options.again))


def read_place(named: str, text: str, environment: Environment, variables: Mapping[str, str]) -> Place:
    """The database that somebody means: ``embedded``, ``env:NAME``, ``mongodb://...``, or an embedded one's folder.

    Raises:
        UsageError: it is none of them; says what would be right.
    """
    if text == EMBEDDED:
        return Place(named, None, environment.data_dir)
    if text.startswith(OF_VARIABLE):
        name = text.removeprefix(OF_VARIABLE)
        if not variables.get(name):
            raise UsageError(f"{named}: the environment has no {name}, or it is empty.")
        text = variables[name]
    if text.startswith(SCHEMES):
        return Place(named, text, environment.data_dir)
    folder = Path(text).expanduser().resolve()
    if "://" in text or (_LIKE_AN_ADDRESS.search(text) and not folder.is_dir()):
        raise UsageError(
            f"{named} is no database: {mask_uri(text)} is no folder, and an address begins with {' or '.join(SCHEMES)}."
        )
    return Place(named, None, folder)


async def copy(source: Place, target: Place, output: Output, *, again: bool = False) -> int:
    """Copy, compare, tell; 1 where the source was written to all the while.

    Raises:
        NewscrawlerError: nothing can be copied; says why.
    """
    with MovingLine(output) as moving:

        def tell(number: int, name: str, documents: int) -> None:
            doing = "Copying" if number == 1 else "Comparing"
            moving.tell(f"{doing} {name}: {documents:,} documents")

        copied, source_name, target_name = await copy_database(source, target, tell, again=again)
    _tell(copied, source_name, target_name, output)
    return 0 if copied.is_equal else 1


def _tell(copied: Copied, source: str, target: str, output: Output) -> None:
    rows = []
    for name, tally in copied.tallies.items():
        rows.append((name, tally.documents, f"{tally.source_hash:032x}"[:12]))
    output.row(
        {
            "from": source,
            "to": target,
            "is_equal": copied.is_equal,
            "cursor": copied.cursor,
            "written": copied.written,
            "kept": copied.kept,
            "not_copied": list(copied.not_copied),
            "passes": copied.passes,
            "seconds": round(copied.seconds, 1),
            "collections": {
                name: {
                    "documents": tally.documents,
                    "from_hash": f"{tally.source_hash:032x}",
                    "to_hash": f"{tally.target_hash:032x}",
                }
                for name, tally in copied.tallies.items()
            },
        }
    )
    if copied.not_copied:
        output.message(f"Not copied, as only collections are: {', '.join(copied.not_copied)}.", "yellow")
    if copied.is_equal and copied.kept:
        output.message(
            f"{target} has what {source} got since it was copied, up to cursor {copied.cursor} ({copied.written:,} "
            f"documents written). {copied.kept:,} documents that only it has, or that others changed or removed there, "
            "were left as they are."
        )
        return
    if copied.is_equal:
        output.table(("collection", "documents", "hash of both"), rows)
        written = f"{copied.written:,} documents written" if copied.written else "it was equal already"
        output.message(
            f"{target} is equal to {source}, at cursor {copied.cursor} ({written}, {copied.seconds:.0f} s). "
            "Consumers go on there with the cursors that they have."
        )
        return
    changed = ", ".join(name for name, tally in copied.tallies.items() if tally.written) or "none"
    output.message(
        f"Not equal after {MAX_PASSES} passes: {source} is being written to (its cursor moved by {copied.moved} during "
        f"the last pass; collections that changed: {changed}). Nothing is lost: let its crawls end, or stop them, and "
        f"give the same command once more; it copies only what is new. Until then {target} cannot be used.",
        "yellow",
    )
