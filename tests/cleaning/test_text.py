import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from newscrawler.cleaning.mojibake import looks_broken
from newscrawler.cleaning.text import are_tidy, cut_text, tidy_label, tidy_lines, tidy_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b", "ab"),
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b]0;title\x07text", "text"),
        ("evil\u202etxt\u202c", "eviltxt"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("no\u00a0break\u3000space", "no break space"),
        ("  many \n\t spaces ", "many spaces"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("tags\U000e0041\U000e0042 too", "tags too"),
        ("\x93quoted\x94", "“quoted”"),
        ("Ã‰lysÃ©e dâ€™hier", "Élysée d’hier"),
        ("Cafe\u0301", "Café"),
        ("stray\u200djoiner", "strayjoiner"),
    ],
)
def test_what_nobody_can_see_is_gone(dirty: str, clean: str) -> None:
    assert tidy_text(dirty) == clean


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",
        "क्‍ष",
        "👩‍🚀 lands",
        "“Curly” – quotes’ stay…",
        "São Paulo: MANHÃ de sol",
        "Čeština, Ελληνικά, Русский, 日本語, 한국어",
        "ﬁne ＦＵＬＬ ½",
    ],
)
def test_spelling_is_left_alone(text: str) -> None:
    assert tidy_text(text) == text


def test_lines_of_lists_and_tables_stay_apart() -> None:
    assert tidy_lines(" one \n\n two\u200b \r\nthree") == "one\ntwo\nthree"


@pytest.mark.parametrize("text", [None, "", " \u200b ", "\x00"])
def test_a_label_without_text_is_none(text: str | None) -> None:
    assert tidy_label(text, longest=10) is None


def test_entities_in_labels_are_resolved() -> None:
    assert tidy_label("Q&amp;A: &quot;It&#039;s over&quot;", longest=100) == 'Q&A: "It\'s over"'
    assert tidy_label("AT&T; M&S", longest=100) == "AT&T; M&S"


def test_long_text_is_cut_at_a_space() -> None:
    assert cut_text("one two three four", 12) == "one two…"
    assert cut_text("x" * 50, 10) == "x" * 9 + "…"
    assert cut_text("short", None) == "short"


@given(st.text())
@example("×\x1f¤")
@settings(max_examples=100, deadline=None)
def test_tidy_text_encodes_and_stays_as_it_is(text: str) -> None:
    tidy = tidy_text(text)
    assume(not looks_broken(tidy))  # what a second mending of a text that looks broken gives is ftfy's to say
    assert tidy_text(tidy) == tidy
    assert tidy.encode("utf-8").decode("utf-8") == tidy
    assert "\x00" not in tidy
    assert "\x1b" not in tidy
    assert unicodedata.is_normalized("NFC", tidy)


@given(st.text(), st.integers(min_value=1, max_value=40))
@settings(max_examples=100, deadline=None)
def test_a_cut_text_is_never_longer_than_asked(text: str, longest: int) -> None:
    assert len(cut_text(text, longest)) <= longest


TEXTS = st.text(alphabet=st.sampled_from("ab `  \n\t\u00a0\u00ad\u0301é\u00e2\u20ac\u0153Ã\u00a9\u200dРњ"), max_size=8)


@given(texts=st.lists(TEXTS, max_size=5))
def test_texts_that_are_tidy_together_are_left_as_they_are_one_by_one(texts: list[str]) -> None:
    if are_tidy(texts):
        assert [tidy_text(text) for text in texts] == texts
    if are_tidy(texts, in_lines=True):
        assert [tidy_lines(text) for text in texts] == texts


def test_usual_texts_are_told_to_be_tidy_without_a_look_at_each() -> None:
    assert are_tidy(["The bridge reopened.", "“Thé ferry”, she said."])
    assert are_tidy(["Masons\nCarpenters"], in_lines=True)
    assert not are_tidy(["Masons\nCarpenters"])
    assert not are_tidy(["The  bridge"])
