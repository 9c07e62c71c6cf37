import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd
from cut_site import PACKERS, PAGE, answer, cut_answers, served, whole_answers
from hypothesis import given
from hypothesis import strategies as st

from newscrawler import packings
from newscrawler.packings import TooLargeUnpackedError, unpack

FETCH_ALL = Path(__file__).with_name("fetch_all.py")
HALF_FEED = gzip.compress(PAGE)[:900]
MENDED = {
    "once_cut": answer(gzip.compress(PAGE)[:900], "Content-Encoding: gzip"),
    "once_cut again": answer(gzip.compress(PAGE), "Content-Encoding: gzip"),
}
OTHERS = {
    "listing_gzip": answer(HALF_FEED, "Content-Encoding: gzip"),
    "listing_short": answer(PAGE[:9000], length=len(PAGE)),
    "gone_cut": answer(gzip.compress(PAGE)[:900], "Content-Encoding: gzip", status="410 Gone"),
    "bomb": answer(brotli.compress(bytes(3_000_000)), "Content-Encoding: br"),
}
Ends = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def fetched() -> tuple[Ends, list[str]]:
    """What became of every answer, by its path, and the paths that were asked for."""
    answers = whole_answers() | cut_answers() | MENDED | OTHERS
    with served(answers) as (base, asked):
        urls = [f"{base}/{name}" for name in answers if not name.endswith(" again")]
        output = subprocess.run([sys.executable, FETCH_ALL, *urls], capture_output=True, check=True, text=True).stdout
        return {url.rpartition("/")[2]: end for url, end in json.loads(output).items()}, list(asked)


@pytest.mark.parametrize("name", whole_answers())
def test_a_whole_body_is_taken_at_once(fetched: tuple[Ends, list[str]], name: str) -> None:
    ends, asked = fetched
    assert ends[name]["bytes"] == len(PAGE), ends[name]
    assert ends[name]["type"] == "HtmlResponse"
    assert "incomplete" not in ends[name]["flags"]
    assert asked.count(name) == 1


@pytest.mark.parametrize("name", cut_answers())
def test_a_cut_or_broken_body_is_asked_for_once_more_and_then_incomplete(
    fetched: tuple[Ends, list[str]], name: str
) -> None:
    ends, asked = fetched
    assert ends[name].get("kind") == "incomplete", ends[name]
    assert asked.count(name) == 2


def test_a_body_that_is_whole_the_second_time_is_taken(fetched: tuple[Ends, list[str]]) -> None:
    assert fetched[0]["once_cut"]["bytes"] == len(PAGE)


def test_a_cut_listing_is_handed_on_as_far_as_it_goes_and_marked(fetched: tuple[Ends, list[str]]) -> None:
    ends, asked = fetched
    for name in ("listing_gzip", "listing_short"):
        assert "incomplete" in ends[name]["flags"]
        assert 3000 < ends[name]["bytes"] < len(PAGE)
        assert asked.count(name) == 2


def test_what_else_ends_as_it_did(fetched: tuple[Ends, list[str]]) -> None:
    ends, asked = fetched
    assert (ends["gone_cut"]["kind"], ends["gone_cut"]["message"]) == ("http_status", "HTTP 410")
    assert (ends["bomb"]["kind"], ends["bomb"]["message"]) == ("too_large", "larger than 0.954 MB after decompression")
    assert asked.count("gone_cut") == asked.count("bomb") == 1


def test_the_message_says_how_it_was_seen(fetched: tuple[Ends, list[str]]) -> None:
    messages = {name: end["message"].partition(", after")[0] for name, end in fetched[0].items() if "message" in end}
    assert messages["cut_gzip"] == "the gzip body is cut off"
    assert messages["broken_gzip"].startswith("the gzip body is broken: ")
    assert messages["no_last_chunk"] == messages["short_plain"] == "the answer broke off"
    assert messages["no_gzip"] == "the gzip body is broken: incorrect header check"


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)), st.integers(0, 10_000))
def test_what_is_cut_is_never_whole_and_what_is_whole_never_cut(body: bytes, name: str, cut: int) -> None:
    packed, packing = PACKERS[name](body), name.removeprefix("raw_")
    assert unpack(packed, [packing], 10_000) == unpack(packed, [packing.replace("gzip", "x-gzip")], 10_000)
    assert unpack(packed, [packing], 10_000).body == body
    assert unpack(packed, [packing], 10_000).fault is None
    part = unpack(packed[: cut % len(packed)], [packing], 10_000)
    assert part.fault is not None
    assert body.startswith(part.body)


@given(st.binary(max_size=300), st.binary(max_size=9), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 255))))
def test_the_quick_reader_of_gzip_finds_what_zlib_finds(body: bytes, rest: bytes, bits: list[tuple[int, int]]) -> None:
    packed = bytearray(gzip.compress(body) + rest)
    for place, flipped in bits[:2]:
        packed[place % len(packed)] ^= flipped
    found = unpack(bytes(packed), ["gzip"], 10_000)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packings, "isal_zlib", None)
        assert unpack(bytes(packed), ["gzip"], 10_000) == found


@given(st.binary(max_size=600), st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), max_size=5))
def test_no_bytes_raise(body: bytes, names: list[str]) -> None:
    assert unpack(body, names, 1_000_000).body is not None


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_refused_before_it_fills_the_memory(name: str) -> None:
    with pytest.raises(TooLargeUnpackedError):
        unpack(PACKERS[name](bytes(5_000_000)), [name.removeprefix("raw_")], 1_000_000)


SKIPPED = b"\x5a\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"abcd"  # a frame of zstd that holds no text


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("gzip", b"".join(gzip.compress(PAGE[start : start + 40], mtime=0) for start in range(0, len(PAGE), 40))),
        ("zstd", SKIPPED + zstd.compress(PAGE)),
        ("zstd", zstd.compress(PAGE[:100]) + SKIPPED + zstd.compress(PAGE[100:])),
        ("deflate", gzip.compress(PAGE, mtime=0)),
    ],
)
def test_many_parts_parts_without_text_and_a_wrong_name_are_read_whole(packing: str, body: bytes) -> None:
    found = unpack(body, [packing], 1_000_000)
    assert (found.body, found.fault) == (PAGE, None)


def test_a_part_without_text_may_be_cut_off() -> None:
    assert unpack(zstd.compress(PAGE) + SKIPPED[:-1], ["zstd"], 1_000_000).fault == "the zstd body is cut off"


def test_very_many_empty_parts_take_no_time() -> None:
    begin = time.process_time()
    assert unpack(gzip.compress(b"") * 500_000, ["gzip"], 1_000_000).fault is not None
    assert time.process_time() - begin < 5
