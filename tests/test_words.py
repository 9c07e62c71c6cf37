import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawler.words import (
    collapse_spaces,
    count_words,
    ends_sentence,
    fold_text,
    has_letters,
    is_sentence,
    is_shouted,
    lower_letters,
    unspaced_share,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("- Advertisement -", 1),
        ("The bridge reopened on Monday.", 5),
        ("Die Brücke – gesperrt seit Mai – öffnet.", 6),
        ("橋が開いた。", 5),
        ("서울 시장은 어제 말했다.", 4),
        ("มา", 2),
        ("Апрель 2021 года", 3),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t” – stop", '"Don\'t" - stop'),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("Élysée: la crise", "elysee la crise"),
        ("Straße", "STRASSE"),
        ("soft\u00adhyphen", "softhyphen"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("й", unicodedata.normalize("NFD", "й")),
    ],
)
def test_typographic_variants_fold_to_the_same_text(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


def test_different_words_stay_different() -> None:
    assert fold_text("हिन्दी") != fold_text("हन्द")
    assert fold_text("5 % more") != fold_text("5 more")


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing_and_keeps_single_spaces(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded
    assert collapse_spaces(folded) == folded


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_both_normal_forms_fold_to_the_same_text(text: str) -> None:
    assert fold_text(unicodedata.normalize("NFC", text)) == fold_text(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text", ["He left.", "“He left.”", "彼は去った。」", "क्या हुआ।", "ماذا؟", "Really?!)", "Il part… »"]
)
def test_a_closed_sentence_is_seen_in_every_script(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Read also:", "Latest news", "Photo"])
def test_a_label_ends_no_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_thai_prose_is_a_sentence_without_a_full_stop() -> None:
    assert is_sentence("นายกรัฐมนตรีกล่าวว่าสะพานแห่งใหม่จะเปิดให้บริการในเดือนหน้าหลังจากล่าช้ามานาน")
    assert not is_sentence("อ่านต่อ")


def test_capitals_are_seen() -> None:
    assert is_shouted("BY LEE YU-JUNG")
    assert not is_shouted("By Lee")
    assert not is_shouted("A 12")


def test_share_of_scripts_without_spaces() -> None:
    assert unspaced_share("plain text") == 0
    assert unspaced_share("漢字かな") == 1
    assert 0 < unspaced_share("漢字 abc") < 1


def test_letters_of_any_script_are_letters() -> None:
    assert has_letters("12 б")
    assert not has_letters("12 : 30 —")


@given(st.text())
@example("İSTANBUL İLİ")
def test_lower_letters_keep_their_places(text: str) -> None:
    lower = lower_letters(text)
    assert len(lower) == len(text)
    assert lower_letters(lower) == lower
