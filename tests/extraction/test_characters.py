import re

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction.characters import HEAD, count_characters
from newscrawler.words import count_words, ends_sentence

LINES = st.lists(
    st.text(
        st.one_of(st.sampled_from("aB1 ,_|»ÄЯ字，ก่'.!”"), st.characters(exclude_categories=["Cs"])),
        min_size=1,
        max_size=300,
    ),
    min_size=1,
    max_size=6,
)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_all_blocks_at_once_are_counted_as_each_alone_would_be(lines: list[str]) -> None:
    texts = [text for line in lines if (text := " ".join(line.split()))]
    counts = count_characters(texts)
    heads = [text[:HEAD] for text in texts]
    assert list(counts.words) == [count_words(text) for text in texts]
    assert list(counts.lengths) == [len(text) for text in texts]
    assert list(counts.head_digits) == [len(re.findall(r"\d", head)) for head in heads]
    assert list(counts.head_commas) == [len(re.findall("[,，、]", head)) for head in heads]
    assert list(counts.head_signs) == [len(re.findall("[|©®»›→▶•·#]", head)) for head in heads]
    assert list(counts.head_capitals) == [len(re.findall(r"\b[A-ZÄÖÜÅÆØÉÈÑÇА-ЯΑ-Ω]", head)) for head in heads]
    assert list(counts.ends) == [ends_sentence(text) for text in texts]
    assert list(counts.head_shouts) == [head.isupper() for head in heads]
    assert list(counts.head_addresses) == [any(sign in head for sign in "@.:") for head in heads]


def test_no_block_gives_no_counts() -> None:
    assert list(count_characters([]).words) == []
