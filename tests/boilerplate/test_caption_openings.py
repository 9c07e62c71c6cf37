"""Captions that open otherwise are passed over without folding them: that must not change what is found."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.rules.caption import (
    _Captions,
    _first_word,
    _fold_caption,
    _is_known,
    _is_same_but_for_credit,
    _opening,
)

WORDS = st.sampled_from(
    ["The", "the", "thé", "“The", "bridge", "Bridge", "reopened", "on", "a", "I", "-", "don't", "3"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
CREDITS = st.sampled_from(["", " [HARBOR PHOTO]", " (Foto: dpa)", " Photo: A. Lind"])
CAPTIONS = st.tuples(TEXTS, CREDITS).map("".join)


@given(text=CAPTIONS, caption=CAPTIONS)
def test_an_opening_rules_out_only_what_is_another_text(text: str, caption: str) -> None:
    is_same = _is_same_but_for_credit(_fold_caption(text), _fold_caption(caption))
    known = _Captions({_first_word(text): [(_opening(caption), caption)]}, {_opening(caption)})
    assert _is_known(text, known) is is_same
