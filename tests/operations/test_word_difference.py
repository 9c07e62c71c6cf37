"""Two texts beside each other, word by word."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.operations.word_difference import word_difference

PAIRS = {
    "a word": ("The ferry is late.", "The ferry is back.", "The ferry is [late|back]."),
    "currency": ("It cost $5 million.", "It cost €5 million.", "It cost [$|€]5 million."),
    "words beside each other": ("a b c d", "x y c d", "[a b|x y] c d"),
    "a word more": ("He did say so.", "He did not say so.", "He did[| not] say so."),
    "a paragraph more": ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n[|Two.\n\n]Three."),
    "Han": ("市長辭職了。", "市長就職了。", "市長[辭|就]職了。"),
    "kana": ("市長が辞任した。", "市長は辞任した。", "市長[が|は]辞任した。"),
    "Thai": ("เรือมา", "เรือไม่มา", "เรือ[|ไม่]มา"),
    "Hangul": ("시장이 말했다", "시장은 말했다", "[시장이|시장은] 말했다"),
    "nothing before": ("", "New", "[|New]"),
    "nothing after": ("Old", "", "[Old|]"),
    "the same": ("One two.", "One two.", "One two."),
}


def told(old: str, new: str) -> str:
    """Changes as ``[deleted|inserted]``."""
    text, runs = "", word_difference(old, new)
    for place, run in enumerate(runs):
        if run.kind == "kept":
            text += run.text
        elif run.kind == "deleted":
            has_other = place + 1 < len(runs) and runs[place + 1].kind == "inserted"
            text += f"[{run.text}|" + ("" if has_other else "]")
        else:
            is_other = place > 0 and runs[place - 1].kind == "deleted"
            text += ("" if is_other else "[|") + f"{run.text}]"
    return text


@pytest.mark.parametrize(("old", "new", "difference"), PAIRS.values(), ids=PAIRS)
def test_what_changed_is_told_by_words(old: str, new: str, difference: str) -> None:
    assert told(old, new) == difference


PIECES = st.sampled_from(
    ["ferry", "late", " ", "  ", "\n\n", "市", "長", "が", "é", "e\u0301", ".", ",", "$", "7", "\u00ad"]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60)


@given(TEXTS, TEXTS)
def test_the_runs_are_both_texts_to_the_last_space(old: str, new: str) -> None:
    runs = word_difference(old, new)
    assert "".join(run.text for run in runs if run.kind != "inserted") == old
    assert "".join(run.text for run in runs if run.kind != "deleted") == new
    assert all(run.text for run in runs)
    assert all(one.kind != other.kind for one, other in pairwise(runs))


def test_long_texts_without_a_word_in_common_cost_no_more_than_they_may() -> None:
    chance = random.Random(1)  # noqa: S311 - invented words
    old, new = (" ".join(chance.choices([f"{letter}{n}" for n in range(9000)], k=20_000)) for letter in "ab")
    before = time.process_time()
    assert [run.kind for run in word_difference(old, new)] == ["deleted", "inserted"]
    assert time.process_time() - before < 5


MONOTONOUS = {
    "paragraphs": (
        "".join("ab"[n % 2] + "\n" for n in range(1500)),
        "".join("ab"[n // 2 % 2] + "\n" for n in range(1500)),
    ),
    "words": (" ".join("ab"[n % 2] for n in range(950)), " ".join("ab"[n // 2 % 2] for n in range(950))),
    "one word": ("a " * 30_000 + "b", "b " + "a " * 30_000),
    "rows of a table": (
        "".join(f"{n}\nShare\n" for n in range(4000)),
        "".join(f"{n}\nShare\n" for n in range(3999, -1, -1)),
    ),
}


@pytest.mark.parametrize(("old", "new"), MONOTONOUS.values(), ids=MONOTONOUS)
def test_texts_that_repeat_themselves_cost_no_more_than_they_may(old: str, new: str) -> None:
    before = time.process_time()
    runs = word_difference(old, new)
    assert time.process_time() - before < 5
    assert "".join(run.text for run in runs if run.kind != "inserted") == old
    assert "".join(run.text for run in runs if run.kind != "deleted") == new


def test_what_stands_around_too_great_a_difference_is_kept() -> None:
    old, new = MONOTONOUS["words"]
    around = "Once more, word by word. " * 5
    runs = word_difference(f"First.\n\n{around}{old}{around}\n\nLast.", f"First.\n\n{around}{new}{around}\n\nLast.")
    assert runs[0].kind == runs[-1].kind == "kept"
    assert runs[0].text.startswith("First.\n\nOnce more")
    assert runs[-1].text.endswith("word by word. \n\nLast.")
