"""The pages of a WARC file: what a crawler of the past was answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from newscrawler.discovery.archive_answers import body_of_answer
from newscrawler.discovery.archive_records import Gap, records_in
from newscrawler.packings import TooLargeUnpackedError
from newscrawler.urls import canonical_url

HTML_TYPES = ("text/html", "application/xhtml+xml")
MAX_UNREAD_HEAD_BYTES = 16_384
MAX_PAGE_BYTES = 10 * 1024 * 1024  # as when a page is fetched; counted after decompression

_HTML_HEADER = re.compile(rb"^content-type:\s*(?:text/html|application/xhtml\+xml)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One HTTP answer of an archive.

    Attributes:
        url: as asked for.
        status: HTTP status.
        content_type: the header as sent, or None.
        body: decompressed; empty where it has more than ``MAX_PAGE_BYTES``: then ``is_too_large`` is true.
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

    A record that is damaged or cut off seldom costs another: there is a note of kind ``incomplete`` of its page, where
    that is known, one of kind ``damaged`` that says how much was passed over, and what follows is read. A page that was
    cut before it was stored is ``incomplete``, too.

    Raises:
        ArchiveError: the stream is no WARC at all, or the extra ``warc`` is not installed.
    """
    for found in records_in(stream, _read_record):
        if isinstance(found, Gap):
            if found.record is not None and (url := _page_address(found.record)):
                yield ArchiveNote("incomplete", f"the archive is damaged or cut off here: {found.reason}", url)
            yield ArchiveNote("damaged", found.message)
        else:
            yield found


def _read_record(record: object) -> ArchivedPage | ArchiveNote:
    headers = record.rec_headers  # type: ignore[attr-defined]
    url = headers.get_header("WARC-Target-URI") or ""
    kind = record.rec_type  # type: ignore[attr-defined]
    if kind not in {"response", "resource"}:
        return ArchiveNote("skipped", f"{kind} record")
    http, content_type = record.http_headers, _content_type(record)  # type: ignore[attr-defined]
    if canonical_url(url) is None:
        words = f"“{url[:200]}” is no web address"
        is_page = bool(url) and kind == "response" and _answers_with_html(record)
        return ArchiveNote("refused_address", words, url) if is_page else ArchiveNote("skipped", words)
    if not _is_html(content_type):
        return ArchiveNote("skipped", f"{content_type} at {url}")
    page = ArchivedPage(url, _status(http), content_type, b"", _instant(headers.get_header("WARC-Date")))
    stored = record.raw_stream.read(MAX_PAGE_BYTES + 1)  # type: ignore[attr-defined]
    try:
        if len(stored) > MAX_PAGE_BYTES:
            raise TooLargeUnpackedError  # noqa: TRY301 - it is not even unpacked
        body, fault = _body(stored, http)
    except TooLargeUnpackedError:
        return replace(page, is_too_large=True)
    if fault and 200 <= page.status < 300:
        return ArchiveNote("incomplete", f"{fault}, after {len(body):,} bytes", url)
    return replace(page, body=body)


def _body(stored: bytes, http: object) -> tuple[bytes, str | None]:
    """The body of an answer unpacked, and why it is not whole.

    Raises:
        TooLargeUnpackedError: it is too large.
    """
    transfer, packings, length = (
        _header(http, name) for name in ("transfer-encoding", "content-encoding", "content-length")
    )
    if transfer or packings:
        unpacked = body_of_answer(stored, transfer, packings, MAX_PAGE_BYTES)
        return unpacked.body, unpacked.fault
    is_short = length.isdecimal() and len(length) < 16 and len(stored) < int(length)
    return stored, "the answer broke off" if is_short else None


def _header(http: object, name: str) -> str:
    """All headers of a name as one; empty where there is none."""
    headers = http.headers if http else ()  # type: ignore[attr-defined]
    return ",".join(value.strip() for key, value in headers if key.lower() == name)


def _content_type(record: object) -> str | None:
    http = record.http_headers  # type: ignore[attr-defined]
    content_type: str | None = (http or record.rec_headers).get_header("Content-Type")  # type: ignore[attr-defined]
    return content_type


def _answers_with_html(record: object) -> bool:
    """Is it a server's answer of a web page? Of an address that is none warcio leaves the answer's headers unread."""
    if record.http_headers is not None:  # type: ignore[attr-defined]
        return _is_html(_content_type(record))
    head = record.raw_stream.read(MAX_UNREAD_HEAD_BYTES).partition(b"\r\n\r\n")[0]  # type: ignore[attr-defined]
    return head.startswith(b"HTTP/") and _HTML_HEADER.search(head) is not None


def _is_html(content_type: str | None) -> bool:
    return not content_type or content_type.split(";")[0].strip().lower() in HTML_TYPES


def _page_address(record: object) -> str | None:
    """The address of a record, if it is that of a web page."""
    url: str = record.rec_headers.get_header("WARC-Target-URI") or ""  # type: ignore[attr-defined]
    is_page = record.http_headers is not None and _is_html(_content_type(record))  # type: ignore[attr-defined]
    return url if is_page and canonical_url(url) else None


def _status(http: object) -> int:
    code = http.get_statuscode() if http else "200"  # type: ignore[attr-defined]
    return int(code) if code and code.isdigit() else 0


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError:
        return None
