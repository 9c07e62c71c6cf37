"""The pages of a WARC file: what a crawler of the past was answered."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from backports import zstd

from newscrawler.errors import ArchiveError
from newscrawler.urls import canonical_url

BEGINNINGS = (b"WARC/", b"filedesc:")  # of a WARC, and of its forerunner ARC
HTML_TYPES = ("text/html", "application/xhtml+xml")
MAX_UNREAD_HEAD_BYTES = 16_384
MAX_HEADER_BYTES = 1024 * 1024  # of one line: warcio itself would wait for its end for ever
MAX_PAGE_BYTES = 10 * 1024 * 1024  # as when a page is fetched; counted after decompression

_HTML_HEADER = re.compile(rb"^content-type:\s*(?:text/html|application/xhtml\+xml)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One HTTP answer of an archive.

    Attributes:
        url: as asked for.
        status: HTTP status.
        content_type: the header as sent, or None.
        body: decompressed, at most ``MAX_PAGE_BYTES`` and one byte more: longer is cut there, ``is_too_large`` is true.
        fetched_at: aware, UTC; None where the record's date cannot be read.
    """

    url: str
    status: int
    content_type: str | None
    body: bytes
    fetched_at: datetime | None
    is_too_large: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveNote:
    """Something that an archive holds and that is no page.

    Attributes:
        kind: ``skipped``, a record of something else; ``damaged``, what tells of the archive; and of a page that cannot
            be read ``refused_address`` or ``incomplete``.
        message: what is wrong, in words.
        url: of such a page, as written.
    """

    kind: str
    message: str
    url: str | None = None


def pages_in_archive(stream: BinaryIO) -> Iterator[ArchivedPage | ArchiveNote]:
    """The HTML pages of a WARC, compressed or not, one at a time, and a note for every record that is none.

    An archive that is cut off or damaged gives its readable records, a note of kind ``incomplete`` of the page that was
    being read, and then one of kind ``damaged``.

    Raises:
        ArchiveError: the stream is no WARC at all, or the extra ``warc`` is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ArchiveError("Reading WARC files needs the extra: pip install 'newscrawler[warc]'") from error
    source, seen = _Decompressed(stream), 0
    records = ArchiveIterator(source, arc2warc=True)
    while True:
        record = None
        try:
            source.expects_lines = True
            record = next(records)
            source.expects_lines = False
            seen += 1
            found = _read_record(record)
            _expect_whole(record)
        except StopIteration:
            break
        except Exception as error:
            if seen == 0:
                raise ArchiveError(f"not a WARC file: {error}") from error
            if record is not None and (url := _page_address(record)):
                yield ArchiveNote("incomplete", f"the archive is damaged or cut off here: {error}", url)
            yield ArchiveNote("damaged", f"damaged or cut off at record {seen}: {error}")
            break
        yield found
    if seen == 0:
        raise ArchiveError("not a WARC file, or an empty one: it holds no record")


class _CutOffError(Exception):
    """The compressed stream ends too early, or is damaged. Not an EOFError: warcio takes that for the archive's end."""


class _Decompressed:
    """The stream without its compression; gzip of the whole file is as good as gzip of each record.

    Attributes:
        expects_lines: the headers of a record are being read: bytes without any line end are none.
    """

    def __init__(self, stream: BinaryIO) -> None:
        start = stream.read(4)
        stream.seek(0)
        self.expects_lines = False
        self._without_line_end = 0
        self._has_begun = False
        self._read: Callable[[int], bytes] = stream.read
        if start.startswith(b"\x1f\x8b"):
            self._read = gzip.GzipFile(fileobj=stream).read1  # hands on what it has before it finds the damage
        elif start == b"\x28\xb5\x2f\xfd":
            self._read = zstd.ZstdFile(stream).read1

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; empty at the end.

        Raises:
            _CutOffError: the end came before the compression's own, headers go on without a line end, or it begins as
                no archive does: warcio takes many a line of text for the head of a record.
        """
        try:
            data = self._read(size)
        except (EOFError, OSError, zlib.error, zstd.ZstdError) as error:
            raise _CutOffError(str(error)) from error
        if not self._has_begun and data.strip():
            self._has_begun = True
            if not data.lstrip().startswith(BEGINNINGS):
                raise _CutOffError(f"it begins with {data[:40]!r}")
        if self.expects_lines:
            self._without_line_end = 0 if b"\n" in data else self._without_line_end + len(data)
            if self._without_line_end > MAX_HEADER_BYTES:
                raise _CutOffError(f"{MAX_HEADER_BYTES:,} bytes without a line end where a record should begin")
        return data


def _read_record(record: object) -> ArchivedPage | ArchiveNote:
    headers = record.rec_headers  # type: ignore[attr-defined]
    url = headers.get_header("WARC-Target-URI") or ""
    kind = record.rec_type  # type: ignore[attr-defined]
    if kind not in {"response", "resource"}:
        return ArchiveNote("skipped", f"{kind} record")
    http, content_type = record.http_headers, _content_type(record)  # type: ignore[attr-defined]
    if canonical_url(url) is None:
        words = f"{url[:200]!r} is no web address"
        is_page = bool(url) and kind == "response" and _answers_with_html(record)
        return ArchiveNote("refused_address", words, url) if is_page else ArchiveNote("skipped", words)
    if not _is_html(content_type):
        return ArchiveNote("skipped", f"{content_type} at {url}")
    body = record.content_stream().read(MAX_PAGE_BYTES + 1)  # type: ignore[attr-defined]
    return ArchivedPage(
        url=url,
        status=_status(http),
        content_type=content_type,
        body=body,
        fetched_at=_instant(headers.get_header("WARC-Date")),
        is_too_large=len(body) > MAX_PAGE_BYTES,
    )


def _content_type(record: object) -> str | None:
    http = record.http_headers  # type: ignore[attr-defined]
    content_type: str | None = (http or record.rec_headers).get_header("Content-Type")  # type: ignore[attr-defined]
    return content_type


def _answers_with_html(record: object) -> bool:
    """Is it a server's answer of a web page? Of an address that is none warcio leaves the answer's headers unread."""
    if record.http_headers is not None:  # type: ignore[attr-defined]
        return _is_html(_content_type(record))
    head = record.content_stream().read(MAX_UNREAD_HEAD_BYTES).partition(b"\r\n\r\n")[0]  # type: ignore[attr-defined]
    return head.startswith(b"HTTP/") and _HTML_HEADER.search(head) is not None


def _is_html(content_type: str | None) -> bool:
    return not content_type or content_type.split(";")[0].strip().lower() in HTML_TYPES


def _page_address(record: object) -> str | None:
    """The address of a record, if it is that of a web page."""
    url: str = record.rec_headers.get_header("WARC-Target-URI") or ""  # type: ignore[attr-defined]
    is_page = record.http_headers is not None and _is_html(_content_type(record))  # type: ignore[attr-defined]
    return url if is_page and canonical_url(url) else None


def _expect_whole(record: object) -> None:
    """Refuse a record whose bytes end before its length says so: warcio itself takes it for whole."""
    raw = record.raw_stream  # type: ignore[attr-defined]
    while raw.read(1 << 16):
        pass
    lacking = getattr(raw, "limit", None)
    if lacking != 0:  # None: the record's own headers, which give its length, were cut
        raise _CutOffError(f"the last record lacks {lacking or 'some'} bytes")


def _status(http: object) -> int:
    code = http.get_statuscode() if http else "200"  # type: ignore[attr-defined]
    return int(code) if code and code.isdigit() else 0


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError:
        return None
