"""The text of a dump: read up to a limit, refused where it is none, decoded from whatever it is in."""

import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from newscrawler.errors import NewscrawlerError
from newscrawler.extraction.charset import decode_page
from newscrawler.operations.page_source import STDIN
from newscrawler.operations.terminal_text import many

MOST_BYTES = 4 * 1024 * 1024  # of one article: the longest live blogs have a tenth
SUFFIXES = frozenset({".markdown", ".md", ".text", ".txt"})  # of the files that are read in a folder
# How files begin that are no text -> what they are, and what to do with them.
SIGNATURES = (
    (b"%PDF", "is a PDF: take its text out first"),
    (b"PK\x03\x04", "is a zip file: unpack it first"),
    (b"\x1f\x8b", "is compressed (gzip): zcat {file} | newscrawler clean -"),
    (b"\x28\xb5\x2f\xfd", "is compressed (zstd): zstdcat {file} | newscrawler clean -"),
    (b"BZh", "is compressed (bzip2): bzcat {file} | newscrawler clean -"),
    (b"\xfd7zXZ", "is compressed (xz): xzcat {file} | newscrawler clean -"),
    (b"WARC/", "is a web archive: newscrawler crawl --from-warc {file}"),
)
_MARKS_OF_WIDE_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-16 and UTF-32 have NULs
_LOOKED_AT = 65_536  # bytes or characters: enough to see what it is
_CONTROL = bytes([*range(7), *range(14, 27), *range(28, 32), 127])  # of no text; escape begins the letters of ISO 2022
_MOST_CONTROL = 0.01
_MOST_REPLACED = 0.1
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|div|article|section|p|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING_TAG = re.compile(r"</(?:a|div|li|p|span|td)>", re.IGNORECASE)
_FEW_TAGS = 5  # a text about web pages may show some


class NoTextError(NewscrawlerError):
    """A file is no text that could be cleaned; the message says what it is, and what to do with it."""


@dataclass(frozen=True, slots=True)
class DumpedText:
    """What a file says.

    Attributes:
        text: decoded.
        encoding: as the WHATWG Encoding Standard calls it.
        replaced: how many of its sequences could not be decoded.
    """

    text: str
    encoding: str
    replaced: int = 0


def read_text(target: str) -> DumpedText:
    """The text of a file, or of standard input.

    Raises:
        NoTextError: it cannot be read, is longer than ``MOST_BYTES``, empty, a web page, or no text at all.
    """
    name = "standard input" if target == STDIN else target
    content = _read(target, name)
    if not content.strip():
        raise NoTextError(f"{name} is empty.")
    if len(content) > MOST_BYTES:
        raise NoTextError(
            f"{name} has more than {MOST_BYTES // 1024 // 1024} MiB, more than any article: "
            "where it holds many, split it into one file for each."
        )
    content = _with_mark(content)
    refused = next((what for signature, what in SIGNATURES if content.startswith(signature)), None)
    if refused or _is_binary(content):
        raise NoTextError(f"{name} {(refused or 'is no text').format(file=quote(target))}.")
    decoded = decode_page(content)
    text = decoded.text
    if decoded.replaced > _MOST_REPLACED * len(text):
        raise NoTextError(f"{name} is in no encoding that is known here.")
    if _is_html(text):
        typed = f"newscrawler fetch {quote(target)} --url ADDRESS"
        raise NoTextError(f"{name} is a web page (HTML). To read it as one: {typed} (or explain, which shows why).")
    return DumpedText(text, decoded.encoding, decoded.replaced)


def files_in(folder: Path) -> tuple[list[str], int]:
    """Every file of text in a folder and those below, sorted, and how many others there are; hidden ones are not."""
    found = sorted(path for path in _visible(folder) if path.is_file())
    texts = [str(path) for path in found if path.suffix.lower() in SUFFIXES]
    return texts, len(found) - len(texts)


def skipped_in_words(count: int, folder: Path) -> str:
    """What to say of the files in a folder that were not looked at."""
    suffixes = ", ".join(sorted(SUFFIXES))
    if not count:
        return f"No file in {folder}: in folders, those that end in {suffixes} are read."
    return f"{many(count, 'other file')} in {folder} not read: in folders, those that end in {suffixes} are."


def _visible(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not path.name.startswith("."):
            yield from _visible(path) if path.is_dir() and not path.is_symlink() else (path,)


def _read(target: str, name: str) -> bytes:
    try:
        if target == STDIN:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(target).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoTextError(f"Cannot read {name}: {error.strerror or error}.") from error


def _is_binary(content: bytes) -> bool:
    begin = content[:_LOOKED_AT]
    if begin.startswith(_MARKS_OF_WIDE_TEXT):
        return False
    return len(begin) - len(begin.translate(None, _CONTROL)) > _MOST_CONTROL * len(begin)


def _with_mark(content: bytes) -> bytes:
    """The text with a byte order mark where it is UTF-16 without one: every second byte of most letters is NUL."""
    begin = content[:_LOOKED_AT]
    if begin.startswith(_MARKS_OF_WIDE_TEXT):
        return content
    even, odd = begin[0::2].count(0), begin[1::2].count(0)
    if 4 * max(even, odd) < len(begin) or 20 * min(even, odd) > max(even, odd):
        return content
    return (codecs.BOM_UTF16_LE if odd > even else codecs.BOM_UTF16_BE) + content


def _is_html(text: str) -> bool:
    begin = text[:_LOOKED_AT]
    return _HTML_START.match(begin) is not None or len(_CLOSING_TAG.findall(begin)) > _FEW_TAGS
