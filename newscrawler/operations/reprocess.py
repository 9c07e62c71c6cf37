"""``reprocess``: stored articles read again by today's reader, rules, outlet file and furniture."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from newscrawler import settings as project
from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.errors import UnknownOutletError, UsageError
from newscrawler.operations.in_order import in_order
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.outlet_learning import OutletLearning
from newscrawler.operations.output import Output
from newscrawler.operations.quarantine_retry import retry_quarantine
from newscrawler.operations.reprocess_text import Tally, print_done, print_tally
from newscrawler.operations.second_reading import Document, Rereader
from newscrawler.operations.second_writing import Done, write_again
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.workers.page_reader import PageReader

AT_ONCE = 16  # articles under way: enough to keep the workers and the writer busy, few enough for any memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are read again.

    Attributes:
        ids: these, by id or address; else those of the outlets; else all.
        since: published then or later; aware.
        limit: at most so many.
        applies: whether what changes is written.
        quarantine: not stored articles, but what is in quarantine: of these ids or outlets, else all.
    """

    ids: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    limit: int | None = None
    applies: bool = False
    quarantine: bool = False


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``reprocess``: 0 also where articles would change; 1 where something broke.

    Raises:
        UsageError: nothing is named, or too much; an unknown article or outlet.
        OutletFileError: the file of a named outlet is broken.
    """
    ids, outlets = tuple(dict.fromkeys(options.ids)), tuple(dict.fromkeys(options.outlet or ()))
    if options.quarantine:
        if options.all or options.since or options.apply or (ids and outlets):
            raise UsageError("--quarantine goes with ids, or with --outlet, and with --limit.")
        wanted = Wanted(ids, outlets, limit=options.limit, quarantine=True)
        return asyncio.run(reprocess(wanted, environment, output))
    if [bool(ids), bool(outlets), options.all].count(True) != 1:
        raise UsageError(
            "Name the articles to read again by id or address, or their outlets, each with --outlet ID, or say --all."
        )
    wanted = Wanted(ids, outlets, options.since, options.limit, options.apply)
    return asyncio.run(reprocess(wanted, environment, output))


async def reprocess(wanted: Wanted, environment: Environment, output: Output) -> int:
    """Read the articles again, print what changes, and write it where that is wanted."""
    catalogue = load_catalogue(environment.outlet_folders)
    for outlet_id in wanted.outlets:
        if outlet_id in catalogue.broken:
            find_outlet(catalogue, outlet_id)  # raises: its articles must not be cleaned by other wishes than its own
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "yellow")
    reader = PageReader(
        environment.workers,
        project.NEWSCRAWLER_READ_SECONDS,
        project.NEWSCRAWLER_READ_MEMORY_MB,
        project.NEWSCRAWLER_QUICK_READ_SECONDS,
    )
    tally = Tally()
    async with opened_database(environment, output=output, spool="first") as database:
        learns = not wanted.ids and not wanted.quarantine
        learning = OutletLearning(database, learns=learns, keeps=wanted.applies)
        rereader = Rereader(database, catalogue, reader, learning.furniture_of)
        if wanted.quarantine:
            try:
                return await retry_quarantine(wanted.ids, wanted.outlets, wanted.limit, rereader, output)
            finally:
                reader.close()
        again = partial(_again, rereader, database, applies=wanted.applies)
        try:
            with MovingLine(output) as line:
                async with aclosing(in_order(_chosen(wanted, catalogue, database), again, AT_ONCE)) as all_done:
                    async for done in all_done:
                        tally.count(done)
                        with line.away() if done.is_told else nullcontext():
                            print_done(done, output)
                        line.tell(tally.progress)
        except BaseException:  # stopped, or the database is gone: what was done is told all the same
            if tally.articles:
                print_tally(tally, output, applied=wanted.applies, stopped=True)
            raise
        finally:
            reader.close()
        print_tally(tally, output, applied=wanted.applies)
    is_broken = bool(catalogue.broken) and not wanted.ids and not wanted.outlets
    return 1 if tally.faults or is_broken else 0


async def _again(rereader: Rereader, database: Database, document: Document, *, applies: bool) -> Done:
    reading = await rereader.read(document)
    return await write_again(reading, database) if applies else Done(reading)


async def _chosen(wanted: Wanted, catalogue: Catalogue, database: Database) -> AsyncIterator[Document]:
    """The articles that are wanted, newest first; those that are named, in that order.

    Raises:
        UsageError: an article that is named is not stored: nothing was read then.
        UnknownOutletError: of an outlet that is named nothing is stored, nor is there such an outlet.
    """
    if wanted.ids:
        for document in await _named(wanted.ids, database):
            yield document
        return
    left = wanted.limit
    for outlet_id in wanted.outlets or (None,):
        met = 0
        async for document in database.articles.find(ArticleQuery(outlet=outlet_id, since=wanted.since, limit=left)):
            met += 1
            yield document
        if not met and outlet_id is not None:
            _refuse_unknown(outlet_id, catalogue)
        if left is not None:
            left -= met
            if left <= 0:
                return


async def _named(ids: Sequence[str], database: Database) -> list[Document]:
    found = {id_or_url: await database.articles.get(id_or_url) for id_or_url in ids}
    missing = [id_or_url for id_or_url, document in found.items() if document is None]
    if missing:
        raise UsageError(f"No article '{missing[0]}' is stored. See: newscrawler articles")
    return list({document["_id"]: document for document in found.values() if document}.values())


def _refuse_unknown(outlet_id: str, catalogue: Catalogue) -> None:
    """Nothing, where the outlet exists and only has no articles that fit."""
    try:
        find_outlet(catalogue, outlet_id)
    except UnknownOutletError as error:
        raise UnknownOutletError(f"{error} Nor is there a stored article of it.") from error
