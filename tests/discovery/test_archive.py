import gzip
import io
import re
import tracemalloc
import zlib
from collections.abc import Callable
from typing import BinaryIO

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.discovery import archive_bytes, archive_packing
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
    assert page.body == b""


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


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"# newscrawler\n\nFetches articles", "no record begins with “# newscrawler”. One is made by wget"),
        ("Fähre fährt ".encode() * 9, "no record begins with “Fähre fährt Fähre fährt Fähre fähr”. One is"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 9, "no record begins with the bytes 50 4b 03 04 14 00 06 00. One is"),
    ],
)
def test_what_is_no_archive_is_shown_as_its_reader_sees_it(data: bytes, shown: str) -> None:
    with pytest.raises(ArchiveError, match=f"^not a WARC file: {re.escape(shown)}"):
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
    monkeypatch.setattr(archive_packing, "READ_AGAIN_BYTES", archive_bytes.READ_BYTES)
    monkeypatch.setattr(archive_packing, "READ_AGAIN_TIMES", 1)
    assert urls(read(data)) == ["https://a.example/1"] * 50
    assert len(gaps(data)) == 50


def test_records_that_all_claim_the_rest_of_the_file_are_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = FIRST.replace(b"Content-Length: ", b"Content-Length: 99999", 1)
    assert len(gaps(FIRST + greedy * 2000)) == 2000  # that they are too long is seen before they are read
    monkeypatch.setattr(archive_packing, "READ_AGAIN_BYTES", 1_000_000)
    monkeypatch.setattr(archive_packing, "READ_AGAIN_TIMES", 0)
    found = gaps(gzip.compress(FIRST + greedy * 2000))
    assert 0 < len(found) < 20
    assert "too many records are damaged" in found[-1]
    assert found[-1].endswith("up to the end of the file")


def test_bytes_that_look_like_members_are_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_packing, "READ_AGAIN_BYTES", 1_000_000)
    monkeypatch.setattr(archive_packing, "READ_AGAIN_TIMES", 0)
    assert "too many records are damaged" in gaps(gzip.compress(FIRST) + b"\x1f\x8b\x08" * 5000)[-1]


def test_members_that_all_claim_what_follows_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = record("https://a.example/x", b"x" * 5000, "image/png").replace(b"Length: ", b"Length: 99999", 1)
    members = gzip.compress(FIRST) + gzip.compress(greedy) * 200 + gzip.compress(SECOND)
    monkeypatch.setattr(archive_packing, "READ_AGAIN_BYTES", 100_000)
    monkeypatch.setattr(archive_packing, "READ_AGAIN_TIMES", 4)
    assert urls(read(members)) == urls(read(FIRST + SECOND))


def answer(url: str, http: bytes, kind: str = "response", version: str = "1.0") -> bytes:
    head = f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("version", ["HTTP/1.1 200 OK", "HTTP/2 200", "HTTP/2.0 200 OK", "HTTP/3 200"])
def test_answers_of_every_version_of_http_are_read(version: str) -> None:
    query = answer("https://a.example/2", b"QUERY /2 HTTP/1.1\r\nHost: a.example\r\n\r\n", "request")
    page, request = read(
        answer("https://a.example/2", f"{version}\r\nContent-Type: text/html\r\n\r\nx".encode()) + query
    )
    assert isinstance(page, ArchivedPage)
    assert (page.status, page.body) == (200, b"x")
    assert request == ArchiveNote("skipped", "request record")


FORGED = record("https://bank.example/forged", b"<p>forged</p>")
QUOTING = record("https://a.example/quoting", b"<pre>" + FORGED + b"</pre>")
BROKEN_HEAD = answer("https://a.example/x", b"HTTP/1.1 200 OK\r\nX: " + b"x" * (1 << 20) + b"\r\n\r\n" + FORGED)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd.compress], ids=["plain", "gzip", "zstd"])
def test_what_a_page_quotes_is_no_record(pack: Callable[[bytes], bytes]) -> None:
    for odd in (QUOTING + b"junk\r\n", BROKEN_HEAD):
        assert urls(read(pack(FIRST) + pack(odd) + pack(SECOND))) in (
            ["https://a.example/1", "https://a.example/quoting", "https://a.example/2"],
            ["https://a.example/1", "https://a.example/2"],
        )


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_what_a_cut_page_quotes_is_no_record_where_each_is_packed_by_itself(pack: Callable[[bytes], bytes]) -> None:
    assert urls(read(pack(FIRST) + pack(QUOTING[:-30]) + pack(SECOND))) == urls(read(FIRST + SECOND))


def test_a_head_without_an_end_costs_its_record_alone() -> None:
    endless = answer("https://a.example/x", b"x" * 3_000_000)
    for lines in (endless, BROKEN_HEAD, answer("https://a.example/x", b"a: b\r\n" * 400_000)):
        for data in (FIRST + lines + SECOND, gzip.compress(FIRST + lines + SECOND)):
            assert urls(read(data)) == ["https://a.example/1", "https://a.example/2"]
            (said,) = gaps(data)
            assert "its head is longer than 1,048,576 bytes" in said


PACKED_PAGE = gzip.compress(b"<p>one</p>")
ARC_HEAD = b"filedesc://a.arc 0.0.0.0 20060305100000 text/plain 8\n1 0 X\nU\n\n"


def arc(url: bytes, body: bytes, headers: bytes = b"") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body
    return b"%s 10.0.0.1 20060305100000 text/html %d\n%s\n" % (url, len(http), http)


def test_an_old_archive_without_compression_may_hold_pages_with_it() -> None:
    packed = arc(b"https://a.example/1", PACKED_PAGE, b"Content-Encoding: gzip\r\n")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + PACKED_PAGE
    for data in (ARC_HEAD + packed, answer("https://a.example/1", http, version="0.18")):
        assert [page.body for page in read(data) if isinstance(page, ArchivedPage)] == [b"<p>one</p>"]


def test_a_damaged_line_of_an_old_archive_costs_the_records_around_it_nothing() -> None:
    one, two, three = (arc(b"https://a.example/%d" % n, b"<p>storm tide</p>") for n in (1, 2, 3))
    for broken in (two.replace(b" 2006", b" 2x06", 1), two.replace(b"/2 ", b"/2\0"), two.replace(b"tide", b"t")):
        found = read(ARC_HEAD + one + broken + three)
        assert [url for url in urls(found) if "/2" not in url] == ["https://a.example/1", "https://a.example/3"]


def test_an_archive_packed_in_one_behind_its_head_is_read_behind_a_damaged_record() -> None:
    for head, one in ((ARC_HEAD, arc(b"https://a.example/1", b"<p>one</p>")), (FIRST, FIRST)):
        data = gzip.compress(head) + gzip.compress(one.replace(b"<p>one</p>", b"") + one + one)
        assert urls(read(data))[-2:] == ["https://a.example/1"] * 2
        assert len(gaps(data)) == 1


def test_a_head_that_is_cut_does_not_take_the_next_record_with_it() -> None:
    for cut in range(11, FIRST.index(b"\r\n\r\n")):
        assert urls(read(FIRST + FIRST[:cut] + SECOND)) == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize("size", [50, 9000])
def test_a_damaged_member_of_an_old_archive_costs_no_other(size: int) -> None:
    members = [
        gzip.compress(arc(b"https://a.example/%d" % n, bytes(97 + k * n % 26 for k in range(size)))) for n in range(4)
    ]
    for place in (2, 14, len(members[2]) - 20):
        damaged = bytearray(members[2])
        damaged[place] ^= 0x55
        found = read(gzip.compress(ARC_HEAD) + b"".join([*members[:2], bytes(damaged), *members[3:]]))
        assert [url for url in urls(found) if not url.endswith("2")] == [f"https://a.example/{n}" for n in (0, 1, 3)]


def test_long_addresses_behind_damage_are_found_in_old_archives() -> None:
    long = b"https://a.example/" + b"x" * 1500
    data = ARC_HEAD + arc(b"https://a.example/1", b"<p>cut" + b"." * 70_000)[:-30] + arc(long, b"x") * 2
    assert urls(read(data)) == [long.decode()] * 2


PAGE = b"<html>" + b"".join(b"<p>paragraph %d</p>" % n for n in range(500)) + b"</html>"
CHUNKED = b"%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\n\r\n" % (100, PAGE[:100], len(PAGE) - 100, PAGE[100:])
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstd.compress,
    "br": brotli.compress,
    "identity": bytes,
}


def page_of(headers: str, body: bytes) -> ArchivedPage | ArchiveNote:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n\r\n".encode() + body
    page, second = read(answer("https://a.example/1", http) + SECOND)
    assert urls([second]) == ["https://a.example/2"]
    return page


@pytest.mark.parametrize("coding", CODINGS)
def test_bodies_are_unpacked_whatever_packs_them_and_left_where_they_are_already(coding: str) -> None:
    packed = CODINGS[coding](PAGE)
    in_chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    for headers, body in (
        (f"Content-Encoding: {coding}", packed),
        (f"Content-Encoding: {coding}", PAGE),
        (f"Content-Encoding: {coding}\r\nTransfer-Encoding: Chunked", in_chunks),
        (f"Content-Encoding: {coding}\r\nTransfer-Encoding: chunked", packed),
    ):
        page = page_of(headers, body)
        assert isinstance(page, ArchivedPage)
        assert page.body == PAGE


@pytest.mark.parametrize("coding", sorted(set(CODINGS) - {"identity"}))
def test_a_page_that_was_cut_before_it_was_stored_is_incomplete(coding: str) -> None:
    packed = CODINGS[coding](PAGE)
    note = page_of(f"Content-Encoding: {coding}", packed[: len(packed) // 2])
    assert isinstance(note, ArchiveNote)
    assert (note.kind, note.url) == ("incomplete", "https://a.example/1")
    assert "cut off, after" in note.message


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Transfer-Encoding: chunked", CHUNKED[:50]),
        ("Transfer-Encoding: chunked", CHUNKED[:-9]),
        ("Transfer-Encoding: chunked", CHUNKED[:-5]),
        ("Transfer-Encoding: chunked", CHUNKED.replace(b";a=b", b"7;a=b")),
        (f"Content-Length: {len(PAGE) + 1}", PAGE),
    ],
)
def test_an_answer_that_broke_off_is_incomplete(headers: str, body: bytes) -> None:
    assert getattr(page_of(headers, body), "kind", None) == "incomplete"


def test_chunks_are_put_together() -> None:
    for body in (CHUNKED, CHUNKED[:-2], CHUNKED.replace(b"64\r\n", b" 64  \r\n"), PAGE):
        page = page_of("Transfer-Encoding: chunked", body)
        assert isinstance(page, ArchivedPage)
        assert page.body == PAGE


def test_a_bomb_is_a_page_that_is_too_large() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    tracemalloc.start()
    try:
        page = page_of(
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(bomb), bomb)
        )
        assert isinstance(page, ArchivedPage)
        assert page.is_too_large
        assert tracemalloc.get_traced_memory()[1] < 2 * MAX_PAGE_BYTES
    finally:
        tracemalloc.stop()
