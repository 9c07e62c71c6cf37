"""Hashes of words and groups: the same compiled and by numpy, whatever the text."""

import shutil
import sysconfig
import time
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.duplicates import hashing_in_numpy as by_numpy
from newscrawler.duplicates.chosen_hashing import hashing as chosen

PASSES = tuple(dict.fromkeys((chosen, by_numpy)))  # in the same order for every worker of the suite
ONLY_WHERE_COMPILED = pytest.mark.skipif(chosen is by_numpy, reason="not compiled here: make build")

# Few texts drawn from all characters hold two that act upon each other: these do.
JOINING = (
    "e\u0301\u0323\u0300\u0327q\u0308ı\u0307\u0345\u037as\u017f"  # Latin and Greek
    "\u1100\u1161\u11a8가\u093c\u0928\u064b\u0651\u0653ا\u05b4י"
)
FOLDED = "ßŉǰΐﬃ㎞…½№℡Ａ９ﾊﾟｶ\u00a0\u00ad\u200b’'Øæþ中文あｱกำลั့ကသာស្រ𝐀🙂\ud800\U000e0041"
TEXTS = st.one_of(
    st.text(st.sampled_from("aB 1,.\n" + JOINING + FOLDED), max_size=40),
    st.text(st.characters(), max_size=40),
    st.text(st.characters(categories=["Mn", "Mc", "Lo", "Lm", "Sk"]), max_size=20),
)
HASH_OF_BRIDGE = 0x37CA_2141_87DC_347B
GROUPS = [0xB449_791C_7BC2_71A8, 0xBBEA_1599_5750_7B54]
HASHES = st.one_of(
    st.lists(st.sampled_from([0, 1, 16, 2**64 - 1]), max_size=6),
    st.lists(st.integers(0, 2**64 - 1), max_size=200),
    st.lists(st.integers(2**64 - 12, 2**64 - 1), max_size=200),
).map(lambda values: np.array(values, dtype=np.uint64))


def words_of(code: object, text: str) -> tuple[list[int], list[int], int]:
    words, numbers, own_words = code.hash_words(text)  # type: ignore[attr-defined]
    assert words.dtype == numbers.dtype == np.uint64
    return words.tolist(), numbers.tolist(), own_words


@ONLY_WHERE_COMPILED
@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_has_the_same_words(text: str) -> None:
    assert words_of(chosen, text) == words_of(by_numpy, text)


@ONLY_WHERE_COMPILED
@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_normalised_text_has_the_same_words(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        normal = unicodedata.normalize(form, text)
        assert words_of(chosen, normal) == words_of(by_numpy, normal)


@ONLY_WHERE_COMPILED
@pytest.mark.parametrize("ending", ["", " e\u0301"], ids=["as it stands", "read again"])
def test_every_character_folds_the_same(ending: str) -> None:
    """Each between letters; the ending has the text normalised first, wherever that is needed for nothing else."""
    looked_at = [*range(0x3500), *range(0x4D00, 0x4F00), *range(0x9F00, 0xAD00), *range(0xD700, 0x2_0100)]  # few of Han
    living = [chr(code) for code in looked_at if unicodedata.category(chr(code)) not in {"Cn", "Co"}]
    for start in range(0, len(living), 8):
        text = "".join(f"a{letter}b {letter} " for letter in living[start : start + 8]) + ending
        if words_of(chosen, text) != words_of(by_numpy, text):
            different = [hex(ord(one)) for one in living[start : start + 8]]
            pytest.fail(f"one of {different} folds to something else")


@ONLY_WHERE_COMPILED
@given(HASHES, st.sampled_from([1, 2, 5, 10]))
def test_groups_are_the_same(hashes: by_numpy.Hashes, size: int) -> None:
    assert chosen.hash_groups(hashes, size).tolist() == by_numpy.hash_groups(hashes, size).tolist()


@ONLY_WHERE_COMPILED
@given(HASHES, st.sampled_from([(8, 64), (1, 1), (3, 4), (64, 64)]))
def test_the_smallest_are_the_same(hashes: by_numpy.Hashes, limits: tuple[int, int]) -> None:
    assert chosen.smallest(hashes, *limits) == by_numpy.smallest(hashes, *limits)


def presence(found: list[bool], limits: by_numpy.Limits) -> by_numpy.Presence:
    """As it is defined."""
    runs = "".join("1" if value else " " for value in found).split(" ")
    return by_numpy.Presence(
        length=len(found),
        first=found.index(True) if True in found else len(found),
        head=sum(found[: limits.zone]),
        tail=sum(found[-limits.zone :]),
        passages=sum(len(run) >= limits.passage for run in runs),
        in_long_passages=sum(len(run) for run in runs if len(run) >= limits.long_passage),
        at_end=len(runs[-1]),
    )


@pytest.mark.parametrize("code", PASSES, ids=lambda code: code.__name__)
@given(HASHES, HASHES, st.sampled_from([by_numpy.Limits(3, 2, 3), by_numpy.Limits(60, 1, 6)]))
def test_shared_values_are_found_as_sets_would(
    code: object, left: by_numpy.Hashes, right: by_numpy.Hashes, limits: by_numpy.Limits
) -> None:
    ours, theirs = left.tolist(), right.tolist()
    shared = code.find_shared(left, right, limits)  # type: ignore[attr-defined]
    assert shared.in_left == presence([value in set(theirs) for value in ours], limits)
    assert shared.in_right == presence([value in set(ours) for value in theirs], limits)
    assert shared[2:] == (len(set(ours)), len(set(theirs)), len({*ours} & {*theirs}))
    assert code.count_shared(left, right) == shared[2:]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", PASSES, ids=lambda code: code.__name__)
def test_a_sentence_that_is_repeated_takes_one_place(code: object) -> None:
    values = np.array([1] * 60 + [2, 3, 4, 5, 6, 7], dtype=np.uint64)
    for order in (values, values[::-1].copy(), np.roll(values, 30)):
        assert code.smallest(order, 8, 64) == [1, 2, 3, 4, 5]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", PASSES, ids=lambda code: code.__name__)
def test_time_to_find_what_is_shared_grows_with_the_texts_and_no_faster(code: object) -> None:
    """Also for hashes whose lowest bits are the same."""

    def seconds(count: int) -> float:
        left = np.arange(count, dtype=np.uint64) << np.uint64(40)
        right = left[count // 2 :].copy()
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()
            code.find_shared(left, right, by_numpy.Limits(60, 6, 20))  # type: ignore[attr-defined]
            best = min(best, time.process_time() - begin)
        return best

    assert seconds(160_000) < 60 * max(seconds(10_000), 0.0005)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße STRASSE strasse", ["strasse"] * 3),
        ("İstanbul istanbul", ["istanbul"] * 2),
        ("ﬁne fine \uff26ine", ["fine"] * 3),
        ("Cafe\u0301 Café cafe", ["cafe"] * 3),
        ("it’s its it's", ["its"] * 3),
        ("co\u00adop coop", ["coop"] * 2),
        ("a…b", ["a", "b"]),
        ("中 文", ["中", "文"]),
    ],
)
def test_what_folds_to_the_same_word(text: str, words: list[str]) -> None:
    for code in (chosen, by_numpy):
        assert words_of(code, text)[0] == words_of(code, " ".join(words))[0]


def test_rows_of_figures_are_numbers() -> None:
    text = "On 12 May 2026, １２ of 1,250 ewes left on the G20's 2nd day, 10bn: ٤٢ %, 2026年 '26, 1\u00ad2"
    for code in (chosen, by_numpy):
        numbers = words_of(code, text)[1]
        alone = words_of(code, "12 2026 12 250 20 10 ٤٢ 2026 26 12")[0]
        assert numbers == alone


def test_constants_are_fixed_for_ever() -> None:
    """Of both ways, pinned: stored fingerprints depend on them."""
    for code in (chosen, by_numpy):
        hashes = code.hash_words("The bridge over the river reopens").words
        assert hashes[1] == HASH_OF_BRIDGE
        assert code.hash_groups(hashes, 5).tolist() == GROUPS


def test_the_core_is_compiled_where_there_is_a_compiler() -> None:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler} on this machine")
    assert chosen is not by_numpy
