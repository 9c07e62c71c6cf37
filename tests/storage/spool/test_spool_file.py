import os
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.storage.spool.file_format import HEADER_SIZE, MARK, Span, find_records, records

PAYLOADS = st.lists(
    st.binary(max_size=60) | st.just(MARK * 3) | st.just(records([b"a record in a record"])), max_size=6
)


def payloads_in(data: bytes) -> list[bytes]:
    return [data[span.start : span.end] for span in find_records(data).payloads]


def ends_of(payloads: list[bytes]) -> list[int]:
    """Where each record begins, and the end of the file."""
    ends = [0]
    for payload in payloads:
        ends.append(ends[-1] + HEADER_SIZE + len(payload))
    return ends


@given(PAYLOADS)
def test_what_is_written_is_read(payloads: list[bytes]) -> None:
    found = find_records(records(payloads))
    assert payloads_in(records(payloads)) == payloads
    assert found.damaged == ()
    assert found.torn is None


@given(PAYLOADS, st.data())
def test_a_cut_gives_back_every_record_that_is_whole(payloads: list[bytes], data: st.DataObject) -> None:
    whole = records(payloads)
    cut = data.draw(st.integers(0, len(whole)))
    ends = ends_of(payloads)
    found = find_records(whole[:cut])
    assert payloads_in(whole[:cut]) == [payload for payload, end in zip(payloads, ends[1:], strict=True) if end <= cut]
    assert found.damaged == (), "nothing that was acknowledged is missing"
    assert (found.torn is None) == (cut in ends)


@given(PAYLOADS.filter(len), st.data())
def test_a_flipped_byte_costs_the_record_it_is_in_and_no_other(payloads: list[bytes], data: st.DataObject) -> None:
    whole = bytearray(records(payloads))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    hit = next(number for number, (start, end) in enumerate(pairwise(ends_of(payloads))) if start <= place < end)
    assert [one for one in payloads_in(bytes(whole)) if one != b"a record in a record"] == payloads[:hit] + payloads[
        hit + 1 :
    ]
    found = find_records(bytes(whole))
    assert found.damaged or found.torn


@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda rest: records([b"x"]) + MARK + rest))
def test_any_bytes_are_taken_and_each_is_accounted_for(data: bytes) -> None:
    found = find_records(data)
    spans = [Span(span.start - HEADER_SIZE, span.end) for span in found.payloads]
    spans = sorted([*spans, *found.damaged, *([found.torn] if found.torn else [])], key=lambda span: span.start)
    assert [(first.end, second.start) for first, second in pairwise(spans) if first.end != second.start] == []
    assert sum(span.end - span.start for span in spans) == len(data)


def test_zeros_that_the_disk_never_filled_are_no_damage() -> None:
    found = find_records(records([b"one"]) + bytes(5000))
    assert (len(found.payloads), found.damaged) == (1, ())
    assert found.torn == Span(HEADER_SIZE + 3, HEADER_SIZE + 3 + 5000)


def test_noise_at_the_end_is_damage_and_not_an_append_that_was_broken_off() -> None:
    found = find_records(records([b"one"]) + b"noise" * 20)
    assert found.torn is None
    assert found.damaged == (Span(HEADER_SIZE + 3, HEADER_SIZE + 103),)


def test_damage_does_not_make_reading_slow() -> None:
    found = find_records(records([os.urandom(100)]) + MARK * 500_000 + records([b"last"]))
    assert len(found.payloads) == 2
