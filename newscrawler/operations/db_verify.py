"""``db verify``: is all of it there, and does it fit together? Changes nothing; with ``--clusters`` it mends these."""

import argparse
import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import text_fields
from newscrawler.storage.documents.document_size import CUT_WARNING
from newscrawler.storage.documents.stored_article import read_article
from newscrawler.storage.documents.syndication_documents import MOST_MEMBERS
from newscrawler.storage.upkeep.cluster_sweep import Swept, sweep_clusters
from newscrawler.storage.upkeep.looking import opened_to_look
from newscrawler.storage.upkeep.verifying import ADVICE, Verification, Verified


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db verify``."""
    if options.clusters:
        return asyncio.run(mend_clusters(environment, output))
    return asyncio.run(verify_database(environment, output))


async def verify_database(environment: Environment, output: Output) -> int:
    """Read everything and tell what is wrong; 1 where something is.

    Raises:
        StorageError: there is no database, or it does not answer.
    """
    async with opened_to_look(environment.mongo_uri, environment.data_dir) as (documents, address):
        with MovingLine(output) as moving:
            reading = Verification(documents, hashes_of, lambda name, count: moving.tell(f"Reading {name}: {count:,}"))
            found = await reading.run()
    _tell(found, address, output)
    return 1 if found.faults else 0


async def mend_clusters(environment: Environment, output: Output) -> int:
    """Compare what is left, put the clusters of copies right, and tell what that was; 1 where something is still wrong.

    Raises:
        StorageError: the database does not answer; what was done is.
    """
    async with opened_database(environment, output=output, spool="first") as database:
        with MovingLine(output) as moving:
            swept = await sweep_clusters(
                database.documents,
                database.sameness,
                progress=lambda count: moving.tell(f"Looking at clusters: {count:,} articles"),
            )
        _tell_swept(swept, database.address, output)
    return 1 if swept.left or swept.unmended else 0


def _tell_swept(swept: Swept, address: str, output: Output) -> None:
    output.row({"database": address} | asdict(swept))
    if not swept.articles:
        output.message(f"{_capital(address)} holds no articles yet.")
        return
    for sample in swept.samples:
        output.line(output.fit(f"  {sample}"))
    if swept.closed:
        closed = (
            f"{many(swept.closed, 'cluster')} of more than {MOST_MEMBERS:,} articles: a template mostly, not a story"
        )
        output.line(f"  {closed}. Not arranged any more, unless by newscrawler db rededupe --apply")
    looked = f"{many(swept.articles, 'article')} of {address} looked at: "
    compared = f"{many(swept.compared, 'article')} compared that had been left, {swept.copies:,} of them copies"
    mended = f"{swept.doubtful:,} in the wrong place, {many(swept.mended, 'article')} moved"
    wrong = f"{swept.unmended:,} still in the wrong place"
    left = f"{swept.left:,} still to be compared (why is told above; newscrawler db verify may say more)"
    done = [
        *([compared] if swept.compared else []),
        *([mended] if swept.doubtful else []),
        *([wrong] if swept.unmended else []),
        *([left] if swept.left else []),
    ]
    told = looked + ("; ".join(done) or "every cluster is right, and nothing was left to be compared") + "."
    output.message(told, "red" if swept.unmended or swept.left else None)


def hashes_of(document: Mapping[str, Any]) -> set[str]:
    """The hashes that the text of a stored article may have; none where its end was cut off, or it cannot be read."""
    if CUT_WARNING in document.get("warnings", ()):
        return set()
    try:
        article = read_article(document)
        return {fingerprint_article(article).content_hash, text_fields(article)["content_hash"]}
    except (KeyError, TypeError, AttributeError):  # its shape is wrong, which is told apart
        return set()


def _tell(found: Verified, address: str, output: Output) -> None:
    for fault in found.faults:
        output.row(
            {"fault": fault.kind, "count": fault.count, "samples": fault.samples, "what_to_do": ADVICE[fault.kind]}
        )
        output.line(output.paint(f"{fault.kind}: {fault.count:,}", "red"))
        output.line(f"  {ADVICE[fault.kind]}")
        for sample in fault.samples:
            output.line(output.fit(f"    {sample}"))
    output.row({"database": address, "cursor": found.cursor, "documents": dict(found.documents)})
    read = sum(found.documents.values())
    faults = sum(fault.count for fault in found.faults)
    if faults:
        output.message(f"{many(faults, 'fault')} in {read:,} documents of {address}. Nothing was changed.", "red")
    elif read:
        output.message(f"{read:,} documents of {address} read: all is well, at cursor {found.cursor}.")
    else:
        output.message(f"{_capital(address)} holds nothing yet.")


def _capital(text: str) -> str:
    """With a capital as in a sentence; an address stays as it is."""
    return text if "://" in text else text[:1].upper() + text[1:]
