import gzip
import io
from typing import BinaryIO

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.discovery import archive_bytes
from newscrawler.discovery.archive import MAX_PAGE_BYTES, ArchivedPage, ArchiveNote, pages_in_archive
from newscrawler.errors import ArchiveError


def record(
    url: str, body: bytes, content_type: str = "text/html", kind: str = "response", status: str = "200 OK"
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


FIRST = record("https://a.example/1", b"<p>one</p>")
SECOND = record("https://a.example/2", b"<p>two</p>")


def read(data: bytes) -> list[ArchivedPage | ArchiveNote]:
    return list(pages_in_archive(io.BytesIO(data)))


def urls(found: list[ArchivedPage | ArchiveNote]) -> list[str]:
    return [page.url for page in found if isinstance(page, ArchivedPage)]


@pytest.mark.parametrize(
    "data",
    [
        FIRST + SECOND,
        gzip.compress(FIRST, mtime=0) + gzip.compress(SECOND, mtime=0),
        gzip.compress(FIRST + SECOND, mtime=0),
    ],
    ids=["plain", "a gzip member each", "gzip as a whole"],
)
def test_pages_are_read_whatever_the_compression(data: bytes) -> None:
    found = read(data)
    assert urls(found) == ["https://a.example/1", "https://a.example/2"]
    first = found[0]
    assert isinstance(first, ArchivedPage)
    assert (first.body, first.status, first.content_type) == (b"<p>one</p>", 200, "text/html")
    assert first.fetched_at is not None
    assert first.fetched_at.isoformat() == "2026-03-05T10:00:00+00:00"


PACKED = gzip.compress(FIRST, mtime=0) + gzip.compress(SECOND, mtime=0)


@pytest.mark.parametrize(
    "data", [(FIRST + SECOND)[:-n] for n in (5, 40, len(SECOND) - 20)] + [PACKED[:-n] for n in (12, 90)]
)
def test_a_cut_archive_gives_its_readable_pages_and_says_so(data: bytes) -> None:
    found = read(data)
    assert urls(found) == ["https://a.example/1"]
    notes = [note for note in found if isinstance(note, ArchiveNote)]
    assert notes[-1].kind == "damaged"
    assert {note.url for note in notes[:-1]} <= {"https://a.example/2"}


def test_a_page_whose_record_is_cut_off_is_incomplete() -> None:
    for data in (FIRST + SECOND[:-9], PACKED[:-12]):
        notes = [note for note in read(data) if isinstance(note, ArchiveNote)]
        assert [(note.kind, note.url) for note in notes] == [("incomplete", "https://a.example/2"), ("damaged", None)]


def test_a_page_whose_address_is_none_is_told_by_it() -> None:
    first, second = read(record("hard::1.html", b"<p>one</p>") + SECOND)
    assert first == ArchiveNote("refused_address", "“hard::1.html” is no web address", "hard::1.html")
    assert urls([second]) == ["https://a.example/2"]


def test_a_page_that_is_whole_is_kept_where_only_the_check_sum_behind_it_is_cut_off() -> None:
    found = read(PACKED[:-5])
    assert urls(found) == ["https://a.example/1", "https://a.example/2"]
    assert isinstance(found[-1], ArchiveNote)


def test_what_is_no_page_is_noted() -> None:
    found = read(record("https://a.example/x.png", b"png", "image/png") + record("dns:a.example", b"", kind="resource"))
    assert [note.kind for note in found if isinstance(note, ArchiveNote)] == ["skipped", "skipped"]


def test_an_error_page_keeps_its_status() -> None:
    (page,) = read(record("https://a.example/1", b"gone", status="410 Gone"))
    assert isinstance(page, ArchivedPage)
    assert page.status == 410


def test_a_huge_page_is_cut_and_marked() -> None:
    (page,) = read(record("https://a.example/1", b"x" * (MAX_PAGE_BYTES + 100)))
    assert isinstance(page, ArchivedPage)
    assert page.is_too_large
    assert len(page.body) == MAX_PAGE_BYTES + 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>no archive</html>",
        b"\x1f\x8bnot gzip at all",
        b"https://a.example/1 10.0.0.1 20260305100000 text/html 4\none line of text\n",
        gzip.compress(b'{"url": "https://a.example/1"}\n', mtime=0),
    ],
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError, match="not a WARC file"):
        read(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=len(FIRST + SECOND)))
def test_a_cut_never_raises_anything_else(cut: int) -> None:
    stream: BinaryIO = io.BytesIO((FIRST + SECOND)[:cut])
    try:
        list(pages_in_archive(stream))
    except ArchiveError:
        assert cut < len(FIRST)


def test_endless_zeros_are_refused_at_once() -> None:
    with pytest.raises(ArchiveError, match="not a WARC file"):
        read(gzip.compress(bytes(30_000_000)))


def test_zeros_behind_a_record_cost_that_record_nothing() -> None:
    found = read(gzip.compress(FIRST + bytes(5_000_000)))
    assert urls(found) == ["https://a.example/1"]
    assert isinstance(found[-1], ArchiveNote)


MANY = tuple(record(f"https://a.example/{n}", f"<p>{n} {'storm tide ' * (7 * n)}</p>".encode()) for n in range(6))
PACKINGS = {
    "plain": lambda one: one,
    "gzip": lambda one: gzip.compress(one, mtime=0),
    "zstd": lambda one: zstd.compress(one, options={zstd.CompressionParameter.checksum_flag: 1}),
}


@pytest.mark.parametrize("packing", PACKINGS)
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_inside_one_record_costs_no_other(packing: str, data: st.DataObject) -> None:
    parts = [PACKINGS[packing](one) for one in MANY]
    hit = data.draw(st.integers(0, len(parts) - 1))
    first = data.draw(st.integers(0, len(parts[hit]) - 1))
    length = data.draw(st.integers(1, min(40, len(parts[hit]) - first)))
    junk = data.draw(st.binary(min_size=length, max_size=length))
    parts[hit] = parts[hit][:first] + junk + parts[hit][first + length :]
    found = read(b"".join(parts))
    others = [f"https://a.example/{n}" for n in range(len(parts)) if n != hit]
    assert [url for url in urls(found) if url in others] == others


def gaps(data: bytes) -> list[str]:
    return [note.message for note in read(data) if isinstance(note, ArchiveNote) and note.kind == "damaged"]


def test_what_is_passed_over_is_told_with_its_place_and_size() -> None:
    too_long = MANY[1].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    (said,) = gaps(MANY[0] + too_long + MANY[2])
    assert said == (
        f"damaged or cut off at record 2, byte {len(MANY[0])}: the record lacks {said.split()[12]} bytes; "
        f"{len(too_long)} bytes were passed over, and read on from there"
    )
    packed = [gzip.compress(one, mtime=0) for one in MANY[:3]]
    broken = packed[1][:60] + bytes(9) + packed[1][69:]
    (said,) = gaps(packed[0] + broken + packed[2])
    assert f"byte {len(packed[0])}: it cannot be unpacked (" in said
    assert f"{len(broken)} bytes were passed over, and read on from there" in said


def test_the_last_record_is_told_where_it_is_cut() -> None:
    for pack in PACKINGS.values():
        whole, last = pack(FIRST), pack(SECOND)
        (said,) = gaps(whole + last[:-20])
        assert f"record 2, byte {len(whole)}: " in said
        assert said.endswith(f"{len(last) - 20} bytes were passed over, up to the end of the file")


def test_a_page_about_archives_is_one_page() -> None:
    about = record("https://a.example/about", b"<pre>" + SECOND + b"</pre>")
    assert urls(read(about + FIRST)) == ["https://a.example/about", "https://a.example/1"]
    assert gaps(about + FIRST) == []


def test_a_record_without_a_readable_length_costs_no_other() -> None:
    broken = FIRST.replace(b"Content-Length: ", b"Content-Length: x", 1)
    found = read(SECOND + broken + SECOND)
    assert urls(found) == ["https://a.example/2"] * 2


def test_an_archive_of_the_older_form_is_read() -> None:
    head = b"filedesc://a.arc 0.0.0.0 20060305100000 text/plain 8\n1 0 X\nU\n\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one</p>"
    page = b"https://a.example/%d 10.0.0.1 20060305100000 text/html %d\n" + http + b"\n"
    one, two = (page % (n, len(http)) for n in (1, 2))
    assert urls(read(head + one + two)) == ["https://a.example/1", "https://a.example/2"]
    assert urls(read(head + one[:-20] + b"\n" + two)) == ["https://a.example/2"]


def test_an_archive_in_which_every_other_record_is_damaged_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = MANY[5].replace(b"Content-Length: ", b"Content-Length: 0x", 1)
    data = (FIRST + broken) * 50
    monkeypatch.setattr(archive_bytes, "MAX_READ_AGAIN_BYTES", 50 * (archive_bytes.READ_BYTES + len(broken)))
    assert urls(read(data)) == ["https://a.example/1"] * 50
    assert len(gaps(data)) == 50


def test_records_that_all_claim_the_rest_of_the_file_are_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = FIRST.replace(b"Content-Length: ", b"Content-Length: 99999", 1)
    monkeypatch.setattr(archive_bytes, "MAX_READ_AGAIN_BYTES", 200_000)
    found = gaps(FIRST + greedy * 2000)
    assert 0 < len(found) < 20
    assert found[-1].endswith("up to the end of the file")
