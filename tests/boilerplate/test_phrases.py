"""Tables of phrases: the quick looks say what a comparison of every phrase would say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.boilerplate.phrases import PhraseBook, books_at, could_begin
from newscrawler.words import fold_text

WORDS = (
    *("read", "Read", "also", "more", "“Read", "(ad)", "Ad:", "pr", "広告", "続きを読む", "글", "écouter", "l'article"),
    *("—", "x" * 40),
)
BOOK = PhraseBook("""
    read | read also | read more | ad | pr | écouter l'article
    広告 | 続きを読む | 글
""")


def longest_of(folded: str) -> str | None:
    """The phrase by comparing all of them."""
    fitting = [
        phrase
        for phrase in BOOK.phrases
        if folded == phrase or folded.startswith(phrase + " ") or (phrase[-1] > "\u0e00" and folded.startswith(phrase))
    ]
    return max(fitting, key=len, default=None)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join))
def test_the_longest_phrase_at_the_beginning_is_found(text: str) -> None:
    folded = fold_text(text)
    found = longest_of(folded)
    # a phrase of one letter is a word by itself: "글" is "text by", and begins many a word
    assert BOOK.prefix_of(folded) == (found if found != "글" or folded.split(" ")[0] == "글" else None)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)))
def test_what_could_not_begin_with_a_phrase_begins_with_none(text: str) -> None:
    if not could_begin(text):
        assert not books_at(fold_text(text))


@pytest.mark.parametrize("text", ["Read also: the ferry", "read also", "READ ALSO"])
def test_a_table_is_known_by_any_spelling_of_its_phrases(text: str) -> None:
    assert could_begin(text)
    assert BOOK in books_at(fold_text(text))


def test_a_phrase_ends_where_a_word_ends() -> None:
    assert BOOK.prefix_of("reading also") is None
    assert BOOK.prefix_of("広告の後にも続きます") == "広告"
    assert BOOK.prefix_of("") is None
