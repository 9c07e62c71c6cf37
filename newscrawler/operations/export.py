"""``export FILE``: articles as JSON lines or CSV, in the order of the cursor; complete, or not at all."""

import argparse
import json
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from newscrawler.errors import NewscrawlerError, UsageError
from newscrawler.operations.export_fields import FieldDoubts
from newscrawler.operations.export_format import STDOUT, ExportFormat, encoded, format_of
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.operations.whole_file import check_place, whole_file
from newscrawler.settings import Environment
from newscrawler.storage.connection import OPEN_SECONDS
from newscrawler.storage.reading.handing_out import OneByOne
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.reading.reader import blocking_reader
from newscrawler.storage.reading.settling import finished


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``export``."""
    form = format_of(options.file, options.format, compress=options.compress, fields=options.fields)
    query = ArticleQuery(
        outlet=options.outlet,
        language=options.language,
        without_copies=options.without_copies,
        since=options.published_since,
        until=options.published_until,
        cursor=options.cursor or 0,
        limit=options.limit,
        fields=tuple(form.fields),
    )
    if options.file != STDOUT:
        check_place(Path(options.file), may_replace=options.force)  # before a server is started for nothing
    elif form.is_compressed and output.is_terminal:
        raise UsageError("Compressed bytes are nothing for a terminal: name a file, or redirect stdout.")
    reader = blocking_reader(
        environment.mongo_uri, environment.data_dir, timeout_seconds=OPEN_SECONDS, named="NEWSCRAWLER_MONGO_URI"
    )
    try:
        doubts = FieldDoubts(options.fields)
        with _sigterm_as_ctrl_c():
            written = write_export(reader.articles(query), form, options, output, doubts)
    finally:
        finished(reader.access.close())
    for doubt in doubts.told():
        output.message(doubt, "yellow")
    tell(written, query, options.file, environment, output)
    return 0


@dataclass(slots=True)
class Written:
    """What was exported.

    Attributes:
        cursor: from which to go on.
        bytes: in the file.
    """

    articles: int = 0
    cursor: int = 0
    bytes: int = 0


def write_export(
    reading: OneByOne, form: ExportFormat, options: argparse.Namespace, output: Output, doubts: FieldDoubts
) -> Written:
    """Write all articles of a reading to the file that was named."""
    written = Written()
    pieces = encoded(_counted(reading, written, doubts), form)
    if options.file == STDOUT:
        _write_to_stdout(pieces, written, output)
    else:
        with whole_file(Path(options.file), may_replace=options.force) as file:
            for piece in pieces:
                written.bytes += file.write(piece)
    written.cursor = reading.cursor
    return written


def _write_to_stdout(pieces: Iterable[bytes], written: Written, output: Output) -> None:
    """Hand all of it over: the cursor that is told then was reached by whoever reads."""
    try:
        for piece in pieces:
            output.bytes(piece)
            written.bytes += len(piece)
        output.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.stdout.fileno())  # for what is still in the buffer
        raise NewscrawlerError("Whoever read stdout has gone: this export is not complete.") from error


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Who is told to end takes away what was begun."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def tell(written: Written, query: ArticleQuery, file: str, environment: Environment, output: Output) -> None:
    """Say what was written, and from which cursor to go on; with --json on stdout, or on stderr where that is taken."""
    told: dict[str, Any] = {
        "file": file,
        "articles": written.articles,
        "cursor": written.cursor,
        "bytes": written.bytes,
    }
    if output.json and file == STDOUT:
        output.message(json.dumps(told))
        return
    output.row(told)
    place = "" if file == STDOUT else f" in {file}"
    if written.articles:
        said = f"{many(written.articles, 'article')}{place}."
    elif query == ArticleQuery(cursor=query.cursor, limit=query.limit, fields=query.fields):
        said = f"Nothing new after cursor {query.cursor}" + (f": {file} is empty." if place else ".")
    else:
        said = f"No article fits{': ' + file + ' is empty' if place else ''}.{outlet_doubt(query.outlet, environment)}"
    output.message(f"{said} To go on from here: --since {written.cursor}")


def _counted(reading: OneByOne, written: Written, doubts: FieldDoubts) -> Iterator[dict[str, Any]]:
    while (article := finished(reading.next())) is not None:
        written.articles += 1
        doubts.meet(article)
        yield article
