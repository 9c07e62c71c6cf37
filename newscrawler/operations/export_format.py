"""The formats of an export: JSON lines and CSV, plain or compressed, as bytes piece by piece."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backports import zstd

from newscrawler.errors import UsageError
from newscrawler.storage.documents.conversion import json_schema, stored_json
from newscrawler.storage.documents.document_cells import cell, csv_line, value_at

STDOUT = "-"
COMPRESSED = ".zst"
SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How articles are written.

    Attributes:
        name: jsonl or csv.
        is_compressed: with Zstandard.
        fields: these, in this order; none: all.
    """

    name: str
    is_compressed: bool
    fields: Sequence[str] = ()


def format_of(file: str, name: str | None, *, compress: bool, fields: Sequence[str]) -> ExportFormat:
    """The format that is meant: what was said, else what the file's name ends with; JSON lines to stdout.

    Raises:
        UsageError: the name tells none.
    """
    bare = file.removesuffix(COMPRESSED)
    told = name or ("jsonl" if file == STDOUT else SUFFIXES.get(bare[bare.rfind(".") :]))
    if told is None:
        raise UsageError(
            f"Which format is {file}? Let its name end with .jsonl or .csv, with .zst behind it to compress, "
            "or say --format jsonl or --format csv."
        )
    return ExportFormat(told, compress or file.endswith(COMPRESSED), fields)


def encoded(articles: Iterable[Mapping[str, Any]], form: ExportFormat) -> Iterator[bytes]:
    """The export, piece by piece; never more than an article of it at once."""
    pieces = _csv_lines(articles, form.fields) if form.name == "csv" else _json_lines(articles, form.fields)
    return _compressed(pieces) if form.is_compressed else pieces


def _json_lines(articles: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> Iterator[bytes]:
    wanted = dict.fromkeys(name.split(".")[0] for name in fields)
    for article in articles:
        values = stored_json(article)
        if wanted:
            values = {name: values[name] for name in wanted if name in values}
        yield (json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _csv_lines(articles: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> Iterator[bytes]:
    columns = fields or list(json_schema("article")["properties"])
    yield csv_line([cell(name) for name in columns]).encode()
    for article in articles:
        values = stored_json(article)
        yield csv_line([cell(value_at(values, name)) for name in columns]).encode()


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zstd.ZstdCompressor()
    for piece in pieces:
        if packed := compressor.compress(piece):
            yield packed
    yield compressor.flush()
