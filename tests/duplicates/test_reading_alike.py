"""What is typography, and what a reader reads."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.duplicates.reading_alike import reads_alike
from newscrawler.model.article import Article
from newscrawler.model.block import Block

ALIKE = {
    "quotation marks": ("„Das geht“, sagte er – und ging.", "«Das geht», sagte er - und ging."),
    "apostrophes": ("The captain's ferry", "The captain’s ferry"),
    "NFC and NFD": ("Café in Łódź", unicodedata.normalize("NFD", "Café in Łódź")),
    "soft hyphens": ("Donau\u00addampf\u00adschiff", "Donaudampfschiff"),
    "full width": ("ＡＢＣ１２％？", "ABC12%?"),
    "ligatures": ("The ﬁnal ﬂood", "The final flood"),
    "case": ("FERRY IS BACK", "Ferry is back"),
    "case of Turkish": ("IŞIK İSTANBUL'DA", "ışık istanbul’da"),
    "case of German": ("STRASSE", "Straße"),
    "capitals without accents": ("ETAT D'URGENCE", "État d’urgence"),
    "paragraphs": ("One.\n\nTwo three.", "One. Two\u00a0\u2009three."),
    "range of figures": ("12–15 Uhr", "12-15 Uhr"),
    "space before a sign": ("5 %", "5%"),
    "minus signs": ("−5 Grad", "-5 Grad"),
    "bullets": ("- Five people", "• Five people"),
    "full stop": ("Ferry is back", "Ferry is back."),
    "nothing": (None, ""),
    "capital ß": ("GROẞE STRAẞE", "Große Straße"),
    "minus and a space": ("Am Morgen −\u00a05 Grad", "Am Morgen -5 Grad"),
    "dash before a word": ("The ferry – late – is back", "The ferry, late, is back"),
    "per cent in Arabic": ("٥٪", "٥%"),
    "dots before a figure": ("And then ...5", "And then 5"),
    "emoji dress": ("☀\ufe0f sun", "☀ sun"),
    "joiners": ("نمی\u200cشود", "نمیشود"),
}
OTHER = {
    "currency": ("€5 million", "$5 million"),
    "per cent": ("5 % of all", "5 of all"),
    "decimal point": ("1.5 million", "1,5 million"),
    "sign of a number": ("-5 degrees", "5 degrees"),
    "minus sign and a space": ("Temperature − 5 degrees", "Temperature 5 degrees"),
    "minus and a space": ("Temperature - 5 degrees", "Temperature 5 degrees"),
    "minus before a point": ("down to -.5", "down to .5"),
    "minus of accounts": ("赤字▲12億円", "赤字12億円"),
    "lighter minus of accounts": ("△5%", "5%"),
    "up and down": ("↑ 5", "↓ 5"),
    "triangles": ("▲ 5", "▼ 5"),
    "check mark": ("✅ true", "❌ true"),
    "plain check mark": ("✓ true", "✗ true"),
    "emoji": ("😀 yes", "😢 yes"),
    "stars": ("★★★", "★"),
    "per cent in Arabic": ("5٪", "5"),
    "decimal sign in Arabic": ("٥٫٥", "٥٥"),
    "leading decimal point": (".5 percent", "5 percent"),
    "about": ("~5 people", "5 people"),
    "sharp s": ("Die Maße der Fähre", "Die Masse der Fähre"),
    "question": ("Guilty?", "Guilty."),
    "accent": ("Viktor Orban", "Viktor Orbán"),
    "accent of a capital": ("Angel spoke", "Ángel spoke"),
    "score": ("They won 3:1", "They won 3-1"),
    "power": ("10² metres", "102 metres"),
    "comparison": ("p < 5", "p > 5"),
    "degrees": ("20°C", "20 C"),
    "thousands": ("1'000", "1000"),
    "figure": ("12 were hurt", "13 were hurt"),
    "vowel sign": ("दिल्ली", "दल्ली"),
    "word": ("He did say so", "He did not say so"),
    "CJK": ("市長辭職", "市長就職"),
    "something": ("", "A word"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_typography_reads_alike(one: str | None, other: str | None) -> None:
    assert reads_alike(one, other)
    assert reads_alike(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_what_a_reader_reads_does_not(one: str, other: str) -> None:
    assert not reads_alike(one, other)
    assert not reads_alike(other, one)


WORDS = st.lists(
    st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=12), min_size=1, max_size=30
)
NOISE = st.sampled_from(
    [
        "\u00a0 ".join,
        lambda words: unicodedata.normalize("NFD", " ".join(words)),
        lambda words: unicodedata.normalize("NFC", " ".join(words)),
        lambda words: "„" + " ".join(words) + "“",
        # a dash and a space before a number may be its minus
        lambda words: " ".join(word if word[0].isdecimal() else f"– {word}" for word in words) + ".",
        lambda words: " ".join("\u00ad".join(word) if word.isalpha() else word for word in words),
        "\n\n".join,
        lambda words: " ".join(words) + " …",
    ]
)


@given(words=WORDS, dress=NOISE)
def test_no_typography_makes_another_text_or_another_hash(words: list[str], dress: object) -> None:
    plain, dressed = " ".join(words), dress(words)
    assert reads_alike(plain, dressed)
    assert _hash(plain) == _hash(dressed)


@given(words=WORDS, place=st.integers(0, 29), word=st.sampled_from(["not", "7", "€5", "-3", "Orbán"]))
def test_a_word_more_is_another_text(words: list[str], place: int, word: str) -> None:
    longer = [*words[:place], word, *words[place:]]
    assert not reads_alike(" ".join(words), " ".join(longer))


@given(st.text(max_size=200))
def test_every_text_reads_like_itself_and_no_text_breaks_it(text: str) -> None:
    assert reads_alike(text, text + " ")
    reads_alike(text, text[::-1])


def _hash(text: str) -> str:
    article = Article(url="https://a.example/1", outlet="a", title="T", blocks=(Block("paragraph", text),))
    return fingerprint_article(article).content_hash
