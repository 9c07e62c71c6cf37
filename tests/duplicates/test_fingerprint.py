import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.duplicates import letters
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.duplicates.folding import fold_words
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import fold_character

STORY = (
    "The council of Harwick said on Monday that the bridge over the river would reopen before the end of the year.",
    "Engineers “had never seen” such damage – it’s the worst since the flood, a aide told Élodie Brûlé’s paper.",
    "Repairs cost 42 million over six years, and the union asked for an inquiry into the contract with the builder.",
    "Residents of the northern districts have taken a ferry since May, which leaves every twenty minutes until ten.",
)


def article_of(*paragraphs: str, title: str = "Bridge to reopen") -> Article:
    return Article(
        url="https://news.example/1",
        outlet="xx_example",
        title=title,
        blocks=tuple(Block(kind="paragraph", text=paragraph) for paragraph in paragraphs),
    )


def plain_typography(text: str) -> str:
    return text.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-"}))


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@pytest.mark.parametrize(
    "variant",
    [
        str.upper,
        plain_typography,
        full_width,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("gine", "gi\u00adne"),
        lambda text: text.replace("fl", "\ufb02"),
    ],
)
def test_a_typographic_variant_has_the_same_fingerprint(variant: Callable[[str], str]) -> None:
    changed = article_of(*(variant(paragraph) for paragraph in STORY), title=variant("Bridge to reopen"))
    assert fingerprint_article(changed) == fingerprint_article(article_of(*STORY))


def test_one_changed_figure_changes_the_hash_but_few_anchors() -> None:
    before = fingerprint_article(article_of(*STORY))
    after = fingerprint_article(article_of(*(paragraph.replace("42", "43") for paragraph in STORY)))
    assert before.content_hash != after.content_hash
    assert len(set(before.anchors) & set(after.anchors)) >= len(before.anchors) - 5


def test_a_changed_title_changes_the_hash_and_no_anchor() -> None:
    before, after = fingerprint_article(article_of(*STORY)), fingerprint_article(article_of(*STORY, title="Other"))
    assert before.content_hash != after.content_hash
    assert before.anchors == after.anchors


def test_title_and_body_do_not_run_together() -> None:
    one = fingerprint_article(article_of("bridge reopens", title="The"))
    other = fingerprint_article(article_of("reopens", title="The bridge"))
    assert one.content_hash != other.content_hash


def test_another_story_shares_no_anchor() -> None:
    other = [paragraph[::-1] for paragraph in STORY]
    mine, yours = fingerprint_article(article_of(*STORY)).anchors, fingerprint_article(article_of(*other)).anchors
    assert not set(mine) & set(yours)


def test_a_truncated_copy_keeps_the_anchors_of_the_head() -> None:
    long_story = [f"{paragraph} {number}" for number in range(30) for paragraph in STORY]
    whole, head = fingerprint_article(article_of(*long_story)), fingerprint_article(article_of(*long_story[:12]))
    assert len(set(whole.anchors) & set(head.anchors)) >= 4


def test_anchors_are_signed_sorted_and_at_most_sixteen() -> None:
    anchors = fingerprint_article(article_of(*STORY)).anchors
    assert 8 <= len(anchors) <= 16
    assert list(anchors) == sorted(set(anchors))
    assert all(-(2**63) <= anchor < 2**63 for anchor in anchors)


def test_constants_are_never_changed_by_accident() -> None:
    fingerprint = fingerprint_article(article_of(*STORY))
    assert fingerprint.content_hash == "9a2c6178f3d8741079fcef3c68ff9feb"
    assert fingerprint.anchors[0] == 55549808110503336


def test_short_and_empty_texts_have_no_anchors() -> None:
    assert fingerprint_article(article_of("Too short for a sketch.")).anchors == ()
    assert fingerprint_article(article_of()).anchors == ()
    assert len(fingerprint_article(article_of()).content_hash) == 32


def test_each_han_kana_and_thai_letter_is_a_word_and_hangul_is_not() -> None:
    assert len(fold_words("橋が開いた。").hashes) == 5
    assert len(fold_words("สะพาน").hashes) == 5
    assert len(fold_words("서울 시장").hashes) == 2


def test_every_letter_that_is_called_plain_folds_to_itself() -> None:
    others = [chr(code_point) for code_point in range(0x3_0000) if unicodedata.category(chr(code_point)) == "Lo"]
    plain = [letter for letter in others if letters.is_plain(letter)]
    assert len(plain) > 0.9 * len(others)
    assert [letter for letter in plain if fold_character(letter) != letter] == []


def test_words_are_parted_by_punctuation_and_not_by_apostrophes() -> None:
    assert len(fold_words("Kim Jong-un's “plan”…and 3,5").hashes) == 7


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_both_normal_forms_of_any_text_have_the_same_words(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold_words(composed).hashes.tolist() == fold_words(decomposed).hashes.tolist()


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_fingerprint(text: str) -> None:
    assert len(fingerprint_article(article_of(text)).content_hash) == 32


def test_time_grows_with_the_text_and_no_faster() -> None:
    def seconds(times: int) -> float:
        article = article_of(*(STORY * times))
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            fingerprint_article(article)
            best = min(best, time.process_time() - start)
        return best

    seconds(1600)
    assert seconds(1600) < 40 * max(seconds(100), 0.0005)
